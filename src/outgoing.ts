/**
 * Calls to addresses that strangers have chosen. Only public ones are called, and they are judged at the moment of the connection: a name is
 * resolved here, and the socket is opened to exactly what was judged, so that a name that changes its answer gains nothing. No redirects, no
 * proxies from the environment, one deadline for all of it, and no more than a little of the answer.
 *
 * Ports are not restricted: to a public address nothing but a TLS handshake goes out before the certificate is proven to be the name's, and none
 * of it is of the stranger's choosing.
 */
import { Resolver } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { createRequire } from 'node:module'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopback, isPublic } from './addresses.ts'

/** Whoever imports it is given its WebSocket too, and with that all of Node's own undici: 26 ms of a processor at each start. */
const http = createRequire(import.meta.url)('node:http') as typeof import('node:http')

/** timeout: no answer within the deadline; tls: no certificate that proves the name; address: not called at all. */
export type Fault = 'timeout' | 'connection' | 'tls' | 'address'

/** Why there is no answer. */
export class NoAnswer extends Error {
  readonly fault: Fault
  constructor(fault: Fault, cause?: unknown) {
    super(fault, { cause })
    this.fault = fault
  }
}

export type Reply = { status: number; retryAfter: string | undefined }
export type Outgoing = {
  /**
   * Posts a body, and reads of the answer its status and how long to wait.
   * @throws NoAnswer
   */
  post: (url: string, headers: Record<string, string>, body: string, timeoutMs: number) => Promise<Reply>
  close: () => void
}
export type OutgoingOptions = {
  /** For development: this machine itself may be called too, without TLS. */
  allowsLoopback: boolean
  /** In place of the system's name servers. */
  nameServers?: readonly string[]
}

/** Names are asked of the name servers directly: the system's own lookup has four threads, which as many hanging names would hold. */
const nameOptions = { timeout: 1500, tries: 2 }
/** Milliseconds after which the next of several addresses is tried: far networks need more than the 250 of Node. */
const attemptMs = 1500
const longestHead = 16_384
/** A body that is longer closes the connection; one that is shorter leaves it for the next call. */
const longestBody = 65_536
const keptConnections = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo', timeout: 30_000 } as const

/**
 * @returns a function that gives the addresses of a name that may be called, as they are now
 * @throws NoAnswer address: it has others alone; connection: it has none
 */
export function makeNames({ allowsLoopback, nameServers }: OutgoingOptions) {
  const resolver = new Resolver(nameOptions)
  if (nameServers) resolver.setServers(nameServers)
  const isOpen = (address: string) => isPublic(address) || (allowsLoopback && isLoopback(address))

  return async (name: string): Promise<{ address: string; family: number }[]> => {
    const found = isOfThisMachine(name) ? ['127.0.0.1', '::1'] : await asked(name)
    const open = found.filter(isOpen)
    if (open.length === 0) throw new NoAnswer('address')
    return open.map((address) => ({ address, family: isIP(address) }))
  }

  async function asked(name: string): Promise<string[]> {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    if (found.length > 0) return found
    throw new NoAnswer('connection', answers.find((one) => one.status === 'rejected')?.reason)
  }
}

export function makeOutgoing(options: OutgoingOptions): Outgoing {
  const { allowsLoopback } = options
  const addressesOf = makeNames(options)

  // Comes between a name and every connection to it; an address in the URL itself does not come here, and is judged before.
  const lookup: LookupFunction = (name, options, done) => {
    addressesOf(name).then(
      (found) => (options.all ? done(null, found) : done(null, found[0]!.address, found[0]!.family)),
      (error: unknown) => done(error as NodeJS.ErrnoException, []),
    )
  }

  // Agents of our own, which follow no proxy settings of the environment.
  const connections = { ...keptConnections, lookup, autoSelectFamilyAttemptTimeout: attemptMs }
  const agents = { 'http:': new http.Agent(connections), 'https:': new TlsAgent(connections) }

  function exchange(url: URL, headers: Record<string, string>, body: string, signal: AbortSignal) {
    return new Promise<Reply>((resolve, reject) => {
      const isTls = url.protocol === 'https:'
      const request = (isTls ? tlsRequest : http.request)(url, {
        method: 'POST',
        agent: isTls ? agents['https:'] : agents['http:'],
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        maxHeaderSize: longestHead,
        signal,
      })
      let reply: Reply | undefined
      request.once('response', (response) => {
        reply = { status: response.statusCode!, retryAfter: response.headers['retry-after'] }
        discard(response, () => resolve(reply!))
      })
      // Nobody has asked for another protocol, and whoever changes it nevertheless has answered: without a listener nothing more would be heard.
      request.once('upgrade', ({ statusCode }, socket) => {
        socket.destroy()
        resolve({ status: statusCode!, retryAfter: undefined })
      })
      request.once('error', (error) => {
        if (reply !== undefined) return resolve(reply)
        // The other side has closed a kept connection just as it was used again: it has read nothing.
        const wasKept =
          request.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(String((error as { code?: string }).code))
        if (!wasKept || signal.aborted) return reject(error)
        exchange(url, headers, body, signal).then(resolve, reject)
      })
      request.end(body)
    })
  }

  return {
    async post(text, headers, body, timeoutMs) {
      if (!mayCall(text, allowsLoopback)) throw new NoAnswer('address')
      const deadline = new AbortController()
      const timer = setTimeout(() => deadline.abort(), timeoutMs)
      try {
        return await exchange(new URL(text), headers, body, deadline.signal)
      } catch (error) {
        throw new NoAnswer(deadline.signal.aborted ? 'timeout' : faultOf(error), error)
      } finally {
        clearTimeout(timer)
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** Whether an address may be called, as far as that can be told before its name is resolved. */
export function mayCall(text: string, allowsLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false
  // Numbers in any spelling have become dotted ones here, and names lower-case ASCII.
  const { protocol, hostname, username, password } = new URL(text)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (username || password) return false
  const isOurs = isOfThisMachine(host) || isLoopback(host)
  if (isOurs) return allowsLoopback && (protocol === 'https:' || protocol === 'http:')
  return protocol === 'https:' && (isIP(host) === 0 || isPublic(host))
}

const isOfThisMachine = (name: string) => /^(?:.+\.)?localhost\.?$/i.test(name)

/** What comes behind the head is read only to be rid of it; whoever sends without end has answered all the same. */
function discard(response: IncomingMessage, done: () => void): void {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > longestBody) response.destroy()
  })
  response.on('error', () => {})
  response.once('close', done)
}

const ofTls = /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/

function faultOf(error: unknown): Fault {
  if (error instanceof NoAnswer) return error.fault
  return ofTls.test(String((error as { code?: string } | null)?.code ?? '')) ? 'tls' : 'connection'
}
