/** A printer's SFTP server in memory, on loopback, with its bad days. */
import { createPrivateKey } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2'
import { fingerprint } from '../../src/letters/printing/sftp.ts'
import { selfSigned } from '../support/certificate.ts'

const { Server, utils } = ssh2
const { STATUS_CODE } = utils.sftp

/**
 * breaks: cut after so many bytes; full: refuses writes; patchy: refuses the write of a byte and takes those after it; short: loses the last byte; deaf: takes
 * writes and never answers; lost: breaks when the file is closed; late: opens the file only then.
 */
export type Day =
  | { kind: 'good' | 'full' | 'short' | 'deaf' | 'lost' }
  | { kind: 'breaks'; afterBytes: number }
  | { kind: 'patchy'; byte: number }
  | { kind: 'late'; until: Promise<void> }

export async function sftpServer() {
  const files = new Map<string, Buffer>()
  const counted = { opened: 0, connections: 0, writes: 0 }
  const told = { write: (): void => {} }
  const histories = new Map<string, string[]>()
  // One a connection; the last one goes on.
  const days: Day[] = [{ kind: 'good' }]
  const privateKey = createPrivateKey(selfSigned().key).export({ type: 'pkcs1', format: 'pem' }) as string
  const parsed = utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  const publicKey = (Array.isArray(parsed) ? parsed[0]! : parsed).getPublicSSH()
  const clients = new Set<Connection>()
  const server = new Server({ hostKeys: [privateKey] }, (client) => {
    const connection = ++counted.connections
    clients.add(client)
    // Which the types do not know.
    ;(client as unknown as { setNoDelay: (isOn: boolean) => void }).setNoDelay(true)
    const day = days.length > 1 ? days.shift()! : days[0]!
    client.on('error', () => {})
    client.on('close', () => clients.delete(client))
    client.on('authentication', (context) => {
      if (context.method === 'password' && context.username === 'notify' && context.password === 'a password')
        context.accept()
      else context.reject(['password'])
    })
    client.on('ready', () =>
      client.on('session', (accept) =>
        accept().on('sftp', (begin) => serve(begin(), day, client, connection)),
      ),
    )
  })

  function serve(sftp: SFTPWrapper, day: Day, client: Connection, connection: number): void {
    const note = (path: string, what: string) =>
      histories.set(path, [
        ...(histories.get(path) ?? []),
        `${connection} ${what} at ${files.get(path)?.byteLength ?? 'none'}`,
      ])
    const handles: string[] = []
    let taken = 0
    let isCut = false
    const pathOf = (handle: Buffer) => handles[handle.readUInt32BE(0)]!
    sftp.on('OPEN', async (id, path, flags) => {
      if (flags === 1 && !files.has(path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      counted.opened++
      if (day.kind === 'late') await day.until
      note(path, `opens ${flags}`)
      // 16 truncates: see the flags of SFTP 3.
      if (flags & 16 || !files.has(path)) files.set(path, Buffer.alloc(0))
      const handle = Buffer.alloc(4)
      handle.writeUInt32BE(handles.push(path) - 1, 0)
      return sftp.handle(id, handle)
    })
    sftp.on('WRITE', (id, handle, offset, data) => {
      if (day.kind === 'deaf' || isCut) return
      told.write()
      counted.writes++
      const isPatch = day.kind === 'patchy' && offset <= day.byte && day.byte < offset + data.byteLength
      if (day.kind === 'full' || isPatch) return sftp.status(id, STATUS_CODE.FAILURE, 'no space left')
      taken += data.byteLength
      const path = pathOf(handle)
      const before = files.get(path)!
      const whole = Buffer.alloc(Math.max(before.byteLength, offset + data.byteLength))
      before.copy(whole)
      data.copy(whole, offset)
      files.set(path, whole)
      isCut = day.kind === 'breaks' && taken >= day.afterBytes
      if (isCut) return client.end()
      return sftp.status(id, STATUS_CODE.OK)
    })
    sftp.on('CLOSE', (id, handle) => {
      const path = pathOf(handle)
      note(path, 'closes')
      if (day.kind === 'short') files.set(path, files.get(path)!.subarray(0, -1))
      if (day.kind === 'lost') return client.end()
      return sftp.status(id, STATUS_CODE.OK)
    })
    sftp.on('STAT', (id, path) => {
      note(path, 'asks for the size')
      const file = files.get(path)
      if (file === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      return sftp.attrs(id, attributes(file))
    })
    sftp.on('SETSTAT', (id, path, { size }) => {
      const file = files.get(path)
      if (file === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      files.set(path, file.subarray(0, size))
      return sftp.status(id, STATUS_CODE.OK)
    })
    sftp.on('FSTAT', (id, handle) => sftp.attrs(id, attributes(files.get(pathOf(handle))!)))
    sftp.on('READ', (id, handle, offset, length) => {
      const part = files.get(pathOf(handle))!.subarray(offset, offset + length)
      return part.byteLength === 0 ? sftp.status(id, STATUS_CODE.EOF) : sftp.data(id, part)
    })
    const listed = new Set<string>()
    sftp.on('OPENDIR', (id, path) => {
      const handle = Buffer.alloc(4)
      handle.writeUInt32BE(handles.push(path) - 1, 0)
      sftp.handle(id, handle)
    })
    sftp.on('READDIR', (id, handle) => {
      const folder = pathOf(handle)
      const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`) && !listed.has(path))
      if (inside.length === 0) return sftp.status(id, STATUS_CODE.EOF)
      for (const [path] of inside) listed.add(path)
      return sftp.name(
        id,
        inside.map(([path, file]) => ({
          filename: path.slice(folder.length + 1),
          longname: path,
          attrs: attributes(file),
        })) as never,
      )
    })
  }
  const attributes = (file: Buffer) => ({
    mode: 0o100600,
    uid: 0,
    gid: 0,
    size: file.byteLength,
    atime: 4_000_000_000,
    mtime: 4_000_000_000,
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    files,
    counted,
    /** What is told of each write before it is done. */
    told,
    /** What each connection did to a path, and how many bytes it had then. */
    histories,
    /** The next connections' days, in order. */
    setDays: (...next: Day[]) => days.splice(0, days.length, ...next),
    settings: {
      host: '127.0.0.1',
      port: String((server.address() as AddressInfo).port),
      username: 'notify',
      password: 'a password',
      host_keys: fingerprint(publicKey),
    },
    async close() {
      for (const client of clients) client.end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
