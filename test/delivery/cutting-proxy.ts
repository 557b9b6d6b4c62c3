/** A wire to PostgreSQL that can be cut, also between a commit and its answer. */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export type CuttingProxy = {
  /** The database's URL by way of the wire. */
  url: string
  /** From the next statement with these words on, its connection's answers are lost. @returns when the statement was sent */
  loseAnswersOf: (words: string) => Promise<void>
  /** Ends every connection; new ones are made, or refused until restore. */
  cut: (options?: { refuses: boolean }) => void
  restore: () => void
  close: () => Promise<void>
}

export async function cuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let refuses = false
  let watched: { words: string; seen: () => void } | null = null
  const server = createServer((client) => {
    if (refuses) return client.destroy()
    const database = connect(Number(target.port), target.hostname)
    let isLost = false
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (watched !== null && chunk.includes(watched.words)) {
        isLost = true
        watched.seen()
        watched = null
      }
      database.write(chunk)
    })
    database.on('data', (chunk) => {
      if (!isLost) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cut = (options?: { refuses: boolean }) => {
    refuses = options?.refuses ?? false
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    cut,
    restore: () => {
      refuses = false
    },
    loseAnswersOf: (words) =>
      new Promise((resolve) => {
        watched = { words, seen: resolve }
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}
