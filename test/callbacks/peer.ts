/** A service's own address as a real HTTP(S) server on loopback, and services that have one. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { type Stored, storing } from '../delivery/messages.ts'
import type { TestCrier } from '../support/crier.ts'

export type Told = {
  method: string
  path: string
  headers: IncomingMessage['headers']
  text: string
  body: any
}
export type Peer = {
  url: string
  port: number
  told: Told[]
  /** Connections that were made. */
  connections: () => number
  close: () => Promise<void>
}

const certificate = (name: string) =>
  readFileSync(new URL(`../fixtures/callbacks/${name}.pem`, import.meta.url), 'utf8')
/** Signed by itself, for localhost and 127.0.0.1; made with `openssl req -x509 -newkey ec`, for tests alone. */
export const localhostCertificate = certificate('localhost-certificate')

/** @param answer to each request once it has been read; the default is 204 */
export async function peer(
  answer: (told: Told, response: ServerResponse) => unknown = (_, response) => response.writeHead(204).end(),
  { tls = false } = {},
): Promise<Peer> {
  const told: Told[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    // No callback: somebody else's, of whoever had this port before.
    if (request.method !== 'POST') return response.writeHead(404).end()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const { method, url: path, headers } = request
    const one = { method: method!, path: path!, headers, text, body: JSON.parse(text) }
    told.push(one)
    await answer(one, response)
  }
  const server = tls
    ? createTlsServer({ cert: localhostCertificate, key: certificate('localhost-key') }, take)
    : createServer(take)
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${port}/told`,
    port,
    told,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

export const token = 'a bearer token'.replaceAll(' ', '-')

/** A service that is told at an address, and a template of it. */
export async function told(
  crier: TestCrier,
  url: string,
  type = 'delivery_status',
  channel: 'sms' | 'email' = 'sms',
): Promise<Stored> {
  const stored = await storing(crier, channel)
  await configure(crier, stored.service.id, url, type)
  return stored
}

export async function configure(crier: TestCrier, serviceId: string, url: string, type = 'delivery_status') {
  await crier.sql`
    insert into service_callback_api ${crier.sql({
      service_id: serviceId,
      callback_type: type,
      url,
      bearer_token_encrypted: crier.crier.seal.seal(token),
    } as never)}`
}

/** Writes callbacks about messages that need not be there; answers their ids. */
export async function write(crier: TestCrier, serviceId: string, abouts: string[], asOf = new Date()) {
  const rows = await crier.sql`
    select write_callback(${serviceId}, 'delivery_status', about::uuid,
      json_build_object('id', about, 'n', n, 'notification_type', 'sms'), ${asOf.toISOString()}) as id
    from unnest(${abouts}::text[]) with ordinality as one (about, n)`
  return rows.map((row) => row.id as string)
}
