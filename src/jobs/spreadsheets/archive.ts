/**
 * The archives that workbooks are (ZIP), unpacked within bounds. What reads them afterwards is given an archive in which nothing is packed, made here of
 * the parts that it needs: it inflates nothing, whatever it would make of the original. Source: PKWARE, .ZIP file format specification (APPNOTE).
 */
import { crc32, inflateRawSync } from 'node:zlib'

/** Bytes of all parts that are read, unpacked: a hundred thousand rows of eight cells have 30 million. */
const mostUnpacked = 64 * 1024 * 1024
const mostParts = 2000
const longestComment = 65_535
const [endMark, entryMark, partMark] = [0x06054b50, 0x02014b50, 0x04034b50]
const [endBytes, entryBytes, partBytes] = [22, 46, 30]
const [stored, deflated] = [0, 8]

/** What says which sheet is the first, its cells, their texts and formats, and what they refer to. Pictures and programs stay packed. */
const needed = /\.(?:xml|rels|vml)$|^mimetype$/i

/** What refuses a file, for people. */
export class Unreadable extends Error {}

const damaged = () => new Unreadable('Your file is damaged')
export const tooLarge = () =>
  new Unreadable(`Your file has more than ${mostUnpacked} bytes when it is unpacked: send it as several jobs`)

type Part = { name: Buffer; contents: Buffer }

/**
 * @returns an archive of the same parts, none of them packed
 * @throws Unreadable for what is no archive, lies about its sizes, or is too large
 */
export function unpacked(file: Buffer): Buffer {
  const parts: Part[] = []
  let left = mostUnpacked
  for (const entry of entriesOf(file)) {
    if (entry.size > left) throw tooLarge()
    left -= entry.size
    parts.push({ name: entry.name, contents: contentsOf(file, entry) })
  }
  return archiveOf(parts)
}

type Entry = { name: Buffer; method: number; packed: number; size: number; at: number }

function entriesOf(file: Buffer): Entry[] {
  const end = endOf(file)
  const count = file.readUInt16LE(end + 10)
  if (count > mostParts) throw tooLarge()
  const entries: Entry[] = []
  let at = file.readUInt32LE(end + 16)
  for (let number = 0; number < count; number++) {
    if (at + entryBytes > end || file.readUInt32LE(at) !== entryMark) throw damaged()
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.subarray(at + entryBytes, at + entryBytes + nameLength)
    const isEncrypted = (file.readUInt16LE(at + 8) & 1) === 1
    if (needed.test(name.toString('latin1'))) {
      if (isEncrypted) throw new Unreadable('Your file is protected with a password')
      entries.push({
        name,
        method: file.readUInt16LE(at + 10),
        packed: file.readUInt32LE(at + 20),
        size: file.readUInt32LE(at + 24),
        at: file.readUInt32LE(at + 42),
      })
    }
    at += entryBytes + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

/** Where the list of parts ends; behind it there is a comment at most. */
function endOf(file: Buffer): number {
  const lowest = Math.max(0, file.length - endBytes - longestComment)
  for (let at = file.length - endBytes; at >= lowest; at--) {
    if (file.readUInt32LE(at) === endMark) return at
  }
  throw damaged()
}

/** @throws Unreadable also where a part does not have the size that it says, of which no more is unpacked */
function contentsOf(file: Buffer, { method, packed, size, at }: Entry): Buffer {
  if (at + partBytes > file.length || file.readUInt32LE(at) !== partMark) throw damaged()
  const from = at + partBytes + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  const contents = file.subarray(from, from + packed)
  if (contents.length !== packed) throw damaged()
  if (method === stored && packed === size) return contents
  if (method !== deflated) throw damaged()
  try {
    const inflated = inflateRawSync(contents, { maxOutputLength: Math.max(size, 1) })
    if (inflated.length === size) return inflated
  } catch {
    // It is refused below, like one that has fewer bytes.
  }
  throw damaged()
}

function archiveOf(parts: Part[]): Buffer {
  const bodies: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const { name, contents } of parts) {
    const sum = crc32(contents)
    const head = Buffer.alloc(partBytes)
    head.writeUInt32LE(partMark, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt32LE(sum, 14)
    head.writeUInt32LE(contents.length, 18)
    head.writeUInt32LE(contents.length, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(entryBytes)
    entry.writeUInt32LE(entryMark, 0)
    head.copy(entry, 6, 4, partBytes)
    entry.writeUInt32LE(at, 42)
    bodies.push(head, name, contents)
    list.push(entry, name)
    at += partBytes + name.length + contents.length
  }
  const end = Buffer.alloc(endBytes)
  end.writeUInt32LE(endMark, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(
    list.reduce((bytes, { length }) => bytes + length, 0),
    12,
  )
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, ...list, end])
}
