/** Operators as they are configured: how each is reached, and with what it is signed. Rows of the database say how, files that the environment names with what. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { keepSandboxDocument } from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import { makeHttpXml } from './transports/http-xml.ts'
import { makeLambda } from './transports/lambda.ts'
import { makeSandbox } from './transports/sandbox.ts'
import type { Transport } from './transports/transport.ts'
import type { SigningKey } from './wire/signature.ts'

/** A row of broadcast_providers with its sites' addresses. */
export type OperatorRow = { provider: string; transport: string; sites: unknown }

/** By how it is reached: a row that has changed is another operator. */
const open = new WeakMap<object, Map<string, Transport>>()

/**
 * Connections are kept for as long as the process works.
 * @throws Error for an operator that lacks a site
 */
export function operatorOf(crier: Crier, { provider, transport, sites }: OperatorRow): Transport {
  const known = open.get(crier.pool) ?? new Map<string, Transport>()
  open.set(crier.pool, known)
  const key = JSON.stringify([provider, transport, sites])
  const operator = known.get(key) ?? makeOperator(crier, provider, transport, sites as Record<string, string>)
  known.set(key, operator)
  return operator
}

/** For whoever stops. */
export async function closeOperators({ pool }: Pick<Crier, 'pool'>): Promise<void> {
  await Promise.all([...(open.get(pool)?.values() ?? [])].map((operator) => operator.close()))
  open.delete(pool)
}

function makeOperator(
  crier: Crier,
  provider: string,
  transport: string,
  sites: Record<string, string>,
): Transport {
  if (transport === 'sandbox')
    return makeSandbox(({ providerMessageId, ...received }) =>
      keepSandboxDocument.run(
        { ...received, provider_message_id: providerMessageId, now: crier.now().toISOString() },
        crier.db,
      ),
    )
  const [first, second] = [sites['1'], sites['2']]
  if (first === undefined || second === undefined)
    throw new Error(`broadcast_sites has not both sites of ${provider}`)
  const urls = { 1: first, 2: second }
  if (transport === 'http-xml') {
    const { certificate, key, authority } = filesOf(crier, provider)
    return makeHttpXml({ urls, tls: { ...certificate, ...key, ...authority } })
  }
  const { lambda: credentials } = crier.config.broadcasts
  return makeLambda({ urls, ...(credentials === null ? {} : { credentials }) })
}

const pem = (name: string, path: string | undefined) =>
  path === undefined ? {} : { [name]: readFileSync(path, 'utf8') }

function filesOf({ config }: Crier, provider: string) {
  const files = config.broadcasts.filesOf(provider)
  return {
    certificate: pem('certificate', files.certificate),
    key: pem('key', files.key),
    authority: pem('authority', files.authority),
  }
}

/** @throws Error when the operator wants signatures and no key is named */
export function signingKeyOf({ config }: Crier, provider: string): SigningKey {
  const { signingKey, signingCertificate } = config.broadcasts.filesOf(provider)
  if (signingKey === undefined) throw new Error(`no signing key for ${provider}`)
  return {
    privateKey: createPrivateKey(readFileSync(signingKey)),
    ...pem('certificate', signingCertificate),
  }
}
