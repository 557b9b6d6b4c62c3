/** A printer's SFTP server that keeps the size of what it is sent, and nothing of it; a process of its own. Prints how it is reached, as JSON. */
import { generateKeyPairSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { fingerprint } from '../../src/letters/printing/sftp.ts'

const { Server, utils } = ssh2
const { STATUS_CODE } = utils.sftp
const sizes = new Map<string, number>()
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
})
const parsed = utils.parseKey(privateKey)
if (parsed instanceof Error) throw parsed
const publicKey = (Array.isArray(parsed) ? parsed[0]! : parsed).getPublicSSH()

function serve(sftp: SFTPWrapper): void {
  const paths: string[] = []
  const pathOf = (handle: Buffer) => paths[handle.readUInt32BE(0)]!
  sftp.on('OPEN', (id, path) => {
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(paths.push(path) - 1, 0)
    sizes.set(path, 0)
    sftp.handle(id, handle)
  })
  sftp.on('WRITE', (id, handle, offset, data) => {
    const path = pathOf(handle)
    sizes.set(path, Math.max(sizes.get(path)!, offset + data.byteLength))
    sftp.status(id, STATUS_CODE.OK)
  })
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK))
  sftp.on('STAT', (id, path) => {
    const size = sizes.get(path)
    if (size === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
    else sftp.attrs(id, { mode: 0o100600, uid: 0, gid: 0, size, atime: 0, mtime: 0 })
  })
}

const server = new Server({ hostKeys: [privateKey] }, (client) => {
  ;(client as unknown as { setNoDelay: (isOn: boolean) => void }).setNoDelay(true)
  client.on('error', () => {})
  client.on('authentication', (context) => context.accept())
  client.on('ready', () => client.on('session', (accept) => accept().on('sftp', (begin) => serve(begin()))))
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(
    `${JSON.stringify({
      host: '127.0.0.1',
      port: String((server.address() as AddressInfo).port),
      username: 'notify',
      password: 'a password',
      host_keys: fingerprint(publicKey),
    })}\n`,
  ),
)
