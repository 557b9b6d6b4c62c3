import type { Channel } from '../channels.ts'
import { composed } from '../templates/accents.ts'
import { removeUnseen } from '../templates/whitespace.ts'
import { normaliseEmailAddress, parseEmailAddress } from './email-addresses.ts'
import { parsePhoneNumber } from './phone-numbers.ts'
import type { SmsRates } from './sms-rates.ts'

const escapeLike = (text: string): string => text.replace(/[\\_%/]/g, '\\$&')

const phoneTerm = (text: string, rates: SmsRates): string => {
  const number = parsePhoneNumber(text, rates)
  const digits = typeof number === 'string' ? text : number.nationalNumber
  return digits.replace(/[() -]/g, '').replace(/^[+0]+/, '')
}

const emailTerm = (text: string): string => normaliseEmailAddress(parseEmailAddress(text) ?? text)

/**
 * What to look for, as a LIKE pattern over `normalised_to`, when somebody searches for a whole recipient or a part of
 * one (specification, phone numbers). Letters, and texts whose channel is not known, are stored without whitespace.
 */
export function recipientSearchPattern(channel: Channel | null, text: string, rates: SmsRates): string {
  const term =
    channel === 'sms'
      ? phoneTerm(text, rates)
      : channel === 'email'
        ? emailTerm(text)
        : composed(removeUnseen(text)).toLowerCase()
  return `%${escapeLike(term)}%`
}

/** The same for a client reference, to be compared without regard to case. */
export const referenceSearchPattern = (text: string): string => `%${escapeLike(text)}%`
