/** A relay whose line is cut, or goes silent, at a stage of the dialogue. Source: RFC 5321, 3 and 4.3.2. */
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export const stages = ['connect', 'greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'content', 'dot'] as const
export type Stage = (typeof stages)[number]
export type BrokenRelay = { url: string; mails: () => number; close: () => Promise<void> }

/**
 * @param stage where it breaks: in place of the answer to that command; content: in the middle of the message; dot: when it has the message
 * @param how cut: the connection ends; hang: nothing more is said
 */
export async function brokenRelay(stage: Stage, how: 'cut' | 'hang'): Promise<BrokenRelay> {
  const sockets = new Set<Socket>()
  let mails = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    let isContent = false
    let waiting = ''
    const at = (reached: Stage, answer: string) => {
      if (reached !== stage) socket.write(`${answer}\r\n`)
      else if (how === 'cut') socket.destroy()
      else socket.removeAllListeners('data').resume()
    }
    if (stage === 'connect' && how === 'cut') return socket.destroy()
    if (stage === 'connect') return
    at('greeting', '220 relay.example ESMTP')
    socket.on('data', (chunk) => {
      waiting += chunk.toString('latin1')
      if (isContent && stage === 'content') return at('content', '')
      if (isContent) {
        if (!waiting.endsWith('\r\n.\r\n')) return
        isContent = false
        mails++
        waiting = ''
        return at('dot', '250 2.0.0 taken')
      }
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const verb = waiting.slice(0, 4).toUpperCase()
        waiting = waiting.slice(end + 2)
        if (verb === 'EHLO') at('EHLO', '250 relay.example')
        else if (verb === 'MAIL' || verb === 'RCPT') at(verb, '250 2.1.0 OK')
        else if (verb === 'DATA') {
          isContent = true
          at('DATA', '354 go on')
        } else socket.end('221 2.0.0 bye\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails: () => mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
