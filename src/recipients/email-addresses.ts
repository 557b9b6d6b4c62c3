import { domainToASCII } from 'node:url'
import { composed } from '../templates/accents.ts'
import { stripUnseen } from '../templates/whitespace.ts'

/** What people and the API are told of any address that fails; the API puts `email_address ` before it. */
export const emailAddressMessage = 'Not a valid email address'

const longestAddress = 320
const longestHost = 253

const address = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@([^.@\s][^@\s]*)$/

/** Letters and digits in groups joined by one or two hyphens. */
const label = /^[a-z0-9]+(?:--?[a-z0-9]+)*$/i

const topLevelDomain = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/i

/** The characters of plain ASCII that a host may hold; others would make the converter below read a port or a path. */
const plainHostCharacters = /^[a-zA-Z0-9.\u0080-\u{10ffff}-]+$/u

const toAsciiHost = (host: string): string => {
  if (!plainHostCharacters.test(host)) return ''
  return /[^\0-\x7f]/.test(host) ? domainToASCII(host) : host
}

const isHost = (host: string): boolean => {
  if (host === '' || host.length > longestHost) return false
  const labels = host.split('.')
  if (labels.length < 2 || !topLevelDomain.test(labels.at(-1)!)) return false
  return labels.every((part) => part.length <= 63 && label.test(part))
}

/**
 * The address as typed but for invisible characters, or null when it is not valid (specification, email addresses).
 * It is never converted: what the person wrote is what is stored and sent to.
 */
export function parseEmailAddress(raw: string): string | null {
  const typed = stripUnseen(raw)
  if (typed.length > longestAddress || typed.includes('..')) return null
  const host = address.exec(typed)?.[1]
  return host !== undefined && isHost(toAsciiHost(host)) ? typed : null
}

/** The form in which addresses are compared and searched. */
export const normaliseEmailAddress = (valid: string): string => composed(valid).toLowerCase()
