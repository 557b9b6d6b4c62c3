/** Providers as real protocol peers on loopback: an HTTP server that records what it is sent, and an SMTP server. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Seen = { path: string; headers: IncomingMessage['headers']; body: string }
export type Reply = { status?: number; body?: string; delayMs?: number }
export type HttpPeer = { url: string; seen: Seen[]; close: () => Promise<void> }

/** @param reply to each request; the default is what MMG and Firetext both take for success */
export async function httpPeer(reply: (seen: Seen) => Reply = () => ({})): Promise<HttpPeer> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { path: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
    seen.push(one)
    const { status = 200, body = '{"Reference":12345678,"code":0}', delayMs = 0 } = reply(one)
    const answer = () => response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    if (delayMs > 0) setTimeout(answer, delayMs).unref()
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type Mail = { from: string; to: string[]; raw: string }
export type SmtpPeer = { url: string; mails: Mail[]; close: () => Promise<void> }

/** Refuses recipients `refused-<code>@…` and content with `refuse-content-<code>`, with that reply. */
export async function smtpPeer(): Promise<SmtpPeer> {
  const mails: Mail[] = []
  const refusal = (text: string) => {
    const code = /refuse(?:d|-content)-(\d{3})/.exec(text)?.[1]
    return code === undefined ? null : Object.assign(new Error(`not ${text}`), { responseCode: Number(code) })
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onMailFrom: ({ address }, _session, done) => done(refusal(address)),
    onRcptTo: ({ address }, _session, done) => done(refusal(address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const refused = refusal(/refuse-content-\d{3}/.exec(raw)?.[0] ?? '')
        const { mailFrom, rcptTo } = session.envelope
        if (refused === null) {
          mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((one) => one.address), raw })
        }
        done(refused)
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
