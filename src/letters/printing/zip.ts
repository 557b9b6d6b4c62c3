/**
 * The zip that a printer gets: PDFs as they are (they do not get smaller), in order. The same letters make the same bytes, so that a file that is
 * there already can be told by its size. "Made by" is system 0: as Unix's, readers would take the missing mode for 0000 and refuse to read.
 * Source: PKWARE, APPNOTE.TXT 6.3.3; specification, letters, upload worker.
 */
import { crc32 } from 'node:zlib'

/** name: without a folder, ASCII. bytes: of the contents. */
export type Entry = { name: string; bytes: number; read: () => Promise<Buffer> }

const localBytes = 30
const centralBytes = 46
const endBytes = 22
/** The first of January 1980: of zips no other date is the same for all of the letters of a batch. */
const dosDate = 0x21
const version = 10
/** PDFs that are read while others are written. */
const readAhead = 5

/** Bytes of the zip, before any of it is made. */
export const zipSize = (entries: readonly Pick<Entry, 'name' | 'bytes'>[]): number =>
  entries.reduce(
    (sum, { name, bytes }) => sum + localBytes + centralBytes + 2 * name.length + bytes,
    endBytes,
  )

/** @throws Error when contents have not the size that was announced */
export async function* zipParts(entries: readonly Entry[]): AsyncGenerator<Buffer> {
  const central: Buffer[] = []
  let offset = 0
  for await (const [entry, contents] of readInOrder(entries)) {
    if (contents.byteLength !== entry.bytes) throw new Error('a file has not the size that was announced')
    const name = Buffer.from(entry.name, 'latin1')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(version, 0)
    common.writeUInt16LE(dosDate, 8)
    common.writeUInt32LE(crc32(contents), 10)
    common.writeUInt32LE(contents.byteLength, 14)
    common.writeUInt32LE(contents.byteLength, 18)
    common.writeUInt16LE(name.byteLength, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name])
    // Made by (version, system 0), what is common, and no comment, disk or attributes; then where it begins.
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([version, 0]), common, rest, name)
    offset += local.byteLength + contents.byteLength
    yield local
    yield contents
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(endBytes)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.byteLength, 12)
  end.writeUInt32LE(offset, 16)
  yield directory
  yield end
}

async function* readInOrder(entries: readonly Entry[]): AsyncGenerator<[Entry, Buffer]> {
  const ahead: Promise<Buffer>[] = []
  for (let index = 0; index < entries.length; index++) {
    for (let next = index + ahead.length; next < Math.min(index + readAhead, entries.length); next++) {
      const reading = entries[next]!.read()
      // It is awaited in its turn; until then its failure is nobody's.
      reading.catch(() => {})
      ahead.push(reading)
    }
    yield [entries[index]!, await ahead.shift()!]
  }
}
