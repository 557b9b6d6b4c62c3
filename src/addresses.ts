/**
 * Which addresses belong to everybody's internet, and may be called on a stranger's word. Source: the IANA registries of special-purpose
 * addresses (RFC 6890 and what came after it).
 */
import { BlockList, isIP } from 'node:net'

const closed4: readonly [network: string, bits: number][] = [
  ['0.0.0.0', 8], // this network, and the unspecified address
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT; a cloud's metadata (100.100.100.200) among it
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // a cloud's own server, which looks public
  ['169.254.0.0', 16], // link-local; the clouds' metadata (169.254.169.254) among it
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; a cloud's metadata (192.0.0.192) among it
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
]

/** Of IPv6 only what is handed out to networks (2000::/3) is open: mapped, translated (64:ff9b::), unique local, link-local and multicast ones are not. */
const open6: readonly [network: string, bits: number][] = [['2000::', 3]]
const closed6: readonly [network: string, bits: number][] = [
  ['2001::', 23], // protocol assignments: Teredo, which holds an IPv4 address, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds an IPv4 address
  ['3fff::', 20], // documentation
]

function listOf(networks: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const [network, bits] of networks) list.addSubnet(network, bits, family)
  return list
}
const closed = listOf(closed4, 'ipv4')
const handedOut = listOf(open6, 'ipv6')
const exceptions = listOf(closed6, 'ipv6')
const loopback4 = listOf([['127.0.0.0', 8]], 'ipv4')

/** @param address in its usual spelling; what is none is not public */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, 'ipv4')
    case 6:
      return handedOut.check(address, 'ipv6') && !exceptions.check(address, 'ipv6')
    default:
      return false
  }
}

export const isLoopback = (address: string): boolean =>
  isIP(address) === 4 ? loopback4.check(address, 'ipv4') : address === '::1'
