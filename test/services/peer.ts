/** A second Crier on the same database with a memory and connections of its own, as another process has. */
import type { Hono } from 'hono'
import type { Crier } from '../../src/context.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { buildApp } from '../../src/server.ts'
import { type Answer, answerOf, type Call, type TestCrier, testConfig, tokenFor } from '../support/crier.ts'

export type Peer = {
  crier: Crier
  app: Hono
  call: (path: string, call?: Call) => Promise<Answer>
  close: () => Promise<void>
}

export async function openPeer({ url }: TestCrier): Promise<Peer> {
  const { crier, listen, close } = await open(testConfig, url, { log: makeLog('silent') })
  await listen()
  const app = buildApp(crier)
  async function call(path: string, { method, key, body, headers = {} }: Call = {}): Promise<Answer> {
    const response = await app.request(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${tokenFor(key, new Date())}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answerOf(response)
  }
  return { crier, app, call, close }
}
