/** Providers as real protocol peers on loopback: an HTTP server that records what it is sent, and an SMTP server. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string }
/** fault: hangs (no answer), stalls (half an answer), endless (a body that does not end), reset (the connection is cut), cut (in the body). */
export type Reply = {
  status?: number
  body?: string
  headers?: Record<string, string>
  delayMs?: number
  fault?: 'hangs' | 'stalls' | 'endless' | 'reset' | 'cut'
}
/** What MMG and Firetext both take for success. */
const taken = '{"Reference":12345678,"code":0}'

export type HttpPeer = {
  url: string
  seen: Seen[]
  connections: () => number
  /** Waits until everybody has gone: all that they sent is read then, even of a program that was killed. */
  left: () => Promise<void>
  close: () => Promise<void>
}

/** @param reply to each request; the default is what MMG and Firetext both take for success */
export async function httpPeer(
  reply: (seen: Seen) => Reply | Promise<Reply> = () => ({}),
): Promise<HttpPeer> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = {
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    seen.push(one)
    const { status = 200, body = taken, headers = {}, delayMs = 0, fault } = await reply(one)
    if (fault === 'hangs') return
    if (fault === 'reset') return request.socket.resetAndDestroy()
    const begun = () => response.writeHead(status, { 'content-type': 'application/json', ...headers })
    if (fault === 'stalls') return begun().write(body.slice(0, 5))
    if (fault === 'cut') {
      begun().write(body.slice(0, 5), () => request.socket.destroy())
      return
    }
    if (fault === 'endless') {
      begun()
      const more = () => {
        while (response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      return more()
    }
    const answer = () => begun().end(body)
    if (delayMs > 0) setTimeout(answer, delayMs).unref()
    else answer()
  })
  let connections = 0
  server.on('connection', () => connections++)
  const open = () =>
    new Promise<number>((resolve, reject) =>
      server.getConnections((error, number) => (error ? reject(error) : resolve(number))),
    )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    connections: () => connections,
    left: async () => {
      // What stands in the queue of those who connect is not counted before it is taken out.
      do await pause(20)
      while ((await open()) > 0)
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** parameters: of MAIL FROM and RCPT TO. */
export type Mail = {
  from: string
  to: string[]
  raw: string
  isSecure: boolean
  parameters: unknown[]
}
export type SmtpPeer = { url: string; mails: Mail[]; close: () => Promise<void> }

/**
 * Refuses senders and recipients `refused-<code>@…` and content with `refuse-content-<code>`, with that reply.
 * @param taken when it answers to content
 * @param options of the server: its certificate, what it announces
 * @param replies other refusals, by the address or by a word of the content, as they go over the wire: `550 5.1.1 user unknown`
 */
export async function smtpPeer(
  replies: Record<string, string> = {},
  taken: Promise<unknown> = Promise.resolve(),
  options: SMTPServerOptions = { disabledCommands: ['AUTH', 'STARTTLS'] },
): Promise<SmtpPeer> {
  const mails: Mail[] = []
  const refusal = (text: string) => {
    const reply = replies[text] ?? replies[Object.keys(replies).find((word) => text.includes(word)) ?? '']
    const code = reply?.slice(0, 3) ?? /refuse(?:d|-content)-(\d{3})/.exec(text)?.[1]
    if (code === undefined) return null
    return Object.assign(new Error(reply?.slice(4) ?? `not ${text}`), { responseCode: Number(code) })
  }
  const server = new SMTPServer({
    ...options,
    logger: false,
    onMailFrom: ({ address }, _session, done) => done(refusal(address)),
    onRcptTo: ({ address }, _session, done) => done(refusal(address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const refused = refusal(raw)
        const { mailFrom, rcptTo } = session.envelope
        if (refused === null) {
          mails.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map((one) => one.address),
            raw,
            isSecure: session.secure,
            parameters: [mailFrom ? mailFrom.args : null, ...rcptTo.map((one) => one.args)],
          })
        }
        void taken.then(() => done(refused))
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
