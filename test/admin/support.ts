/** The internal client, as tests play it. */
import { createHmac } from 'node:crypto'
import type { Answer, Call, TestCrier } from '../support/crier.ts'
import { testConfig } from '../support/crier.ts'

export type TokenOptions = { header?: object; claims?: Record<string, unknown>; secret?: string }

/** A token of the internal client, with whatever is wrong with it. */
export function adminToken(
  now: Date,
  { header, claims, secret = testConfig.admin.secret }: TokenOptions = {},
) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = { iss: testConfig.admin.clientId, iat: Math.floor(now.getTime() / 1000), ...claims }
  const signed = `${part(header ?? { typ: 'JWT', alg: 'HS256' })}.${part(body)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** Calls as the internal client. */
export const adminCall = (crier: TestCrier, path: string, call: Call = {}): Promise<Answer> =>
  crier.call(path, {
    ...call,
    headers: { authorization: `Bearer ${adminToken(crier.crier.now())}`, ...call.headers },
  })
