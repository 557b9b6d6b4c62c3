/** Files on a printer's SFTP server. A connection is made for each errand and believed only by its host key. */
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { FileEntryWithStats, SFTPWrapper } from 'ssh2'
import type { Settings } from '../../delivery/providers/provider.ts'

export type Server = Settings<'host' | 'port' | 'username' | 'password' | 'private_key' | 'host_keys'>
export type Remote = {
  /** null: there is no such file. */
  size: (path: string) => Promise<number | null>
  /**
   * Writes over what is there, and leaves what is longer. A file reaches its size with the last write, which begins when all others are answered: one that
   * was shorter, and has all bytes, is whole. Whoever writes the same bytes again, or breaks off doing so, however late, spoils nothing.
   */
  put: (path: string, parts: AsyncIterable<Buffer>) => Promise<void>
  /** Cuts off what a longer file has more. */
  shorten: (path: string, bytes: number) => Promise<void>
  list: (folder: string) => Promise<{ name: string; changedAt: Date }[]>
  /** @throws Error when it is larger */
  read: (path: string, mostBytes: number) => Promise<Buffer>
}

const readyMs = 30_000
/** Writes that wait for their answers at a time: one at a time is a round trip for every 32 KiB. */
const writesInFlight = 16
/**
 * With what is said of them they fit into one packet of SSH, which holds 32 KiB everywhere. Of more than 31,952 bytes ssh2 makes two writes, the second of which
 * begins when the first is answered, with whatever the buffer holds then: until then the file has a hole.
 */
const writeBytes = 31 * 1024
const noSuchFile = 2
/** Write and create, of SFTP 3; "w" would truncate as well, and with it what another has made whole. */
const openToWrite = 0x02 | 0x08

/**
 * @param signal breaks the connection, and with it all that waits for it
 * @throws Error when the server cannot be reached, shows another key, or breaks off
 */
export async function onServer<T>(
  server: Server,
  signal: AbortSignal,
  errand: (remote: Remote) => Promise<T>,
): Promise<T> {
  const { host, username, password, private_key: privateKey } = server
  const hostKeys = (server.host_keys ?? '').split(/[\s,]+/).filter((key) => key !== '')
  if (host === undefined || username === undefined) throw new Error('the printer has no host and username')
  if (hostKeys.length === 0) throw new Error('the printer has no host_keys: nobody is believed to be it')
  // Loaded by those who print alone.
  const { Client } = await import('ssh2')
  const client = new Client()
  const socket = connect(Number(server.port ?? 22), host)
  // Else each of some ten answers waits for a delayed acknowledgement: 490 ms in place of 30 to connect.
  socket.setNoDelay(true)
  let broken = (_: Error): void => {}
  const breaking = new Promise<never>((_, reject) => {
    broken = reject
  })
  breaking.catch(() => {})
  const abort = () => {
    broken(new Error('the printer took too long'))
    client.destroy()
  }
  signal.addEventListener('abort', abort, { once: true })
  let isKnown = true
  client.on('error', (error) => {
    broken(isKnown ? error : new Error('the printer shows another host key'))
  })
  client.on('close', () => broken(new Error('the printer broke off')))
  try {
    if (signal.aborted) abort()
    const connected = new Promise<void>((resolve) => client.once('ready', () => resolve()))
    client.connect({
      sock: socket,
      username,
      ...(password === undefined ? {} : { password }),
      ...(privateKey === undefined ? {} : { privateKey }),
      readyTimeout: readyMs,
      hostVerifier: (key: Buffer) => {
        isKnown = hostKeys.includes(fingerprint(key))
        return isKnown
      },
    })
    await Promise.race([connected, breaking])
    const sftp = await Promise.race([call<SFTPWrapper>((done) => client.sftp(done as never)), breaking])
    return await Promise.race([errand(remoteOf(sftp, gathering(socket))), breaking])
  } finally {
    signal.removeEventListener('abort', abort)
    client.end()
  }
}

/** @returns what is called before packets are sent: those of a turn of the loop go to the system together, which costs a third less of a processor */
function gathering(socket: Socket): () => void {
  let isHeld = false
  return () => {
    if (isHeld) return
    isHeld = true
    socket.cork()
    setImmediate(() => {
      isHeld = false
      socket.uncork()
    })
  }
}

/** As `ssh-keygen -l` shows it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The same bytes in parts that are as long as a write, except the last one. A part is good until the one after the next is asked for. */
async function* packetsOf(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [packet, other] = [Buffer.allocUnsafe(writeBytes), Buffer.allocUnsafe(writeBytes)]
  let filled = 0
  for await (const part of parts)
    for (let from = 0; from < part.byteLength; ) {
      if (filled === writeBytes) {
        yield packet
        ;[packet, other] = [other, packet]
        filled = 0
      }
      const copied = part.copy(packet, filled, from)
      filled += copied
      from += copied
    }
  if (filled > 0) yield packet.subarray(0, filled)
}

type Done<T> = (error: Error | null | undefined, value: T) => void
const call = <T>(start: (done: Done<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))))

function remoteOf(sftp: SFTPWrapper, gather: () => void): Remote {
  return {
    async size(path) {
      try {
        return (await call<{ size: number }>((done) => sftp.stat(path, done as never))).size
      } catch (error) {
        if ((error as { code?: unknown }).code === noSuchFile) return null
        throw error
      }
    },
    async put(path, parts) {
      const handle = await call<Buffer>((done) => sftp.open(path, openToWrite, done))
      const writing = new Set<Promise<void>>()
      let failure: unknown
      let at = 0
      // What is written is copied before the call returns.
      function write(bytes: Buffer): void {
        gather()
        const written = call<void>((done) =>
          sftp.write(handle, bytes, 0, bytes.byteLength, at, ((error: Error) => done(error)) as never),
        ).then(
          () => void writing.delete(written),
          (error: unknown) => {
            failure ??= error
            writing.delete(written)
          },
        )
        writing.add(written)
        at += bytes.byteLength
      }
      let last: Buffer | undefined
      for await (const packet of packetsOf(parts)) {
        if (last !== undefined) write(last)
        last = packet
        if (writing.size >= writesInFlight) await Promise.race(writing)
        if (failure !== undefined) throw failure
      }
      await Promise.all(writing)
      if (failure !== undefined) throw failure
      if (last !== undefined) write(last)
      await Promise.all(writing)
      if (failure !== undefined) throw failure
      await call<void>((done) => sftp.close(handle, done as never))
    },
    shorten: (path, bytes) => call<void>((done) => sftp.setstat(path, { size: bytes }, done as never)),
    async list(folder) {
      const entries = await call<FileEntryWithStats[]>((done) => sftp.readdir(folder, done as never))
      return entries.map(({ filename, attrs }) => ({
        name: filename,
        changedAt: new Date(attrs.mtime * 1000),
      }))
    },
    async read(path, mostBytes) {
      const parts: Buffer[] = []
      let bytes = 0
      for await (const part of sftp.createReadStream(path)) {
        bytes += (part as Buffer).byteLength
        if (bytes > mostBytes) throw new Error('a file of the printer is too large')
        parts.push(part as Buffer)
      }
      return Buffer.concat(parts)
    },
  }
}
