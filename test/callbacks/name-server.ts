/** A name server on loopback (RFC 1035) that may answer otherwise each time that it is asked. */
import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { isIP } from 'node:net'

export type NameServer = { address: string; asked: string[]; close: () => Promise<void> }

const types = { 4: 1, 6: 28 } as const

/** @param answers by name: the addresses for the first time, the second, …; the last list stays. What is not there does not exist. */
export async function nameServer(answers: Record<string, string[][]>): Promise<NameServer> {
  const asked: string[] = []
  const times = new Map<string, number>()
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query)
    const lists = answers[name]
    const key = `${name} ${type}`
    const time = times.get(key) ?? 0
    times.set(key, time + 1)
    asked.push(key)
    const addresses = (lists?.[Math.min(time, lists.length - 1)] ?? []).filter(
      (address) => types[isIP(address) as 4 | 6] === type,
    )
    const head = Buffer.alloc(12)
    query.copy(head, 0, 0, 2)
    head.writeUInt16BE(lists === undefined ? 0x8183 : 0x8180, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(addresses.length, 6)
    socket.send(
      Buffer.concat([head, query.subarray(12, end), ...addresses.map(record)]),
      from.port,
      from.address,
    )
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** Of the question's own name, for no time at all. */
function record(address: string): Buffer {
  const bytes = bytesOf(address)
  const head = Buffer.from([0xc0, 12, 0, bytes.length === 4 ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, bytes.length])
  return Buffer.concat([head, bytes])
}

function bytesOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  // The parser of URLs writes an address in its one form, without dots.
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const words = (text: string) => (text === '' ? [] : text.split(':'))
  const left = words(before)
  const right = words(after ?? '')
  const all = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex')
}
