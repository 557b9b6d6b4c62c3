/** Crier's own unsubscribe links. Their token says whose address may unsubscribe, for a year. Source: specification, sending, unsubscribe. */
import { createHmac } from 'node:crypto'
import type { Crier } from '../context.ts'
import { linkBase } from '../links.ts'
import { isSame } from '../secrets.ts'
import { unsubscribePath } from '../templates/unsubscribe.ts'
import { beforePunctuation } from '../written-links.ts'

const validDays = 365

/** page: for people, on the people-facing host. oneClick: for mail programs, on the API's. */
export function unsubscribeLinks(
  crier: Crier,
  notificationId: string,
  address: string,
): { page: string; oneClick: string } {
  const path = unsubscribePath(notificationId, unsubscribeToken(crier, notificationId, address))
  return { page: `${crier.config.adminBaseUrl}${path}`, oneClick: `${linkBase(crier.config)}${path}` }
}

/** Layout: address, day of issue, signature over both and the message's id; each base64url, joined by dots. */
export function unsubscribeToken(crier: Crier, notificationId: string, address: string): string {
  const day = Math.floor(crier.now().getTime() / 86_400_000)
  const signed = `${Buffer.from(address).toString('base64url')}.${day.toString(36)}`
  return `${signed}.${sign(crier, notificationId, signed)}`
}

/** @returns the address that the token stands for, or null when it is forged, another message's or too old */
export function readUnsubscribeToken(crier: Crier, notificationId: string, token: string): string | null {
  const read = beforePunctuation(/^[\w-]+\.[0-9a-z]{1,8}\.[\w-]{43}/, token)
  if (read === null) return null
  const [address, day, signature] = read.split('.') as [string, string, string]
  const expected = Buffer.from(sign(crier, notificationId, `${address}.${day}`))
  const given = Buffer.from(signature)
  if (!isSame(given, expected)) return null
  const age = Math.floor(crier.now().getTime() / 86_400_000) - Number.parseInt(day, 36)
  return age <= validDays ? Buffer.from(address, 'base64url').toString('utf8') : null
}

const sign = (crier: Crier, notificationId: string, text: string) =>
  createHmac('sha256', crier.seal.key('unsubscribe')).update(`${notificationId}.${text}`).digest('base64url')
