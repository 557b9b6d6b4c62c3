/** A network between Crier and PostgreSQL that fails as networks do: connections that fall silent or are cut. */
import { createServer, connect as dial, type Socket } from 'node:net'

export type Line = {
  /** What the client said first: its start-up parameters, separated by zero bytes. */
  startup: string
  /** Neither side hears the other any more, and neither is told. */
  isSilent: boolean
  cut: () => void
  /** Says something to the client, and hangs up. */
  refuse: (answer: Buffer) => void
}
export type Network = {
  /** The database's URL by way of this proxy. */
  url: string
  lines: Line[]
  /** Sees each piece that the server says and whether it is to be passed on; may cut the line. */
  onAnswer: (answer: Buffer, line: Line) => boolean
  /** May change what the client says, or answer in the server's place with null. */
  onWords: (words: Buffer, line: Line) => Buffer | null
  close: () => Promise<void>
}

/** @param target the URL of a database */
export async function openProxy(target: string): Promise<Network> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = dial(Number(port), hostname)
    const line: Line = {
      startup: '',
      isSilent: false,
      cut: () => [client, database].forEach((socket) => void socket.destroy()),
      refuse: (answer) => void client.end(answer),
    }
    proxy.lines.push(line)
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', line.cut).on('close', () => (line.isSilent ? undefined : line.cut()))
    }
    client.on('data', (words) => {
      if (line.isSilent) return
      line.startup ||= words.toString('latin1')
      const passed = proxy.onWords(words, line)
      if (passed !== null) database.write(passed)
    })
    database.on('data', (answer) => {
      if (!line.isSilent && proxy.onAnswer(answer, line)) client.write(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.port = String((server.address() as { port: number }).port)
  const proxy: Network = {
    url: url.href,
    lines: [],
    onAnswer: () => true,
    onWords: (words) => words,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
