import { normaliseEmailAddress, parseEmailAddress } from './email-addresses.ts'
import { parsePhoneNumber } from './phone-numbers.ts'
import type { SmsRates } from './sms-rates.ts'

/**
 * The form in which recipients are compared with team members and guest lists: a phone number normalised, an email
 * address in lower case, anything else unchanged, and what is no text is nobody (specification, phone numbers).
 */
export function canonicalRecipient(raw: unknown, rates: SmsRates): string {
  if (typeof raw !== 'string') return ''
  const number = parsePhoneNumber(raw, rates)
  if (typeof number !== 'string') return number.normalised
  const emailAddress = parseEmailAddress(raw)
  return emailAddress === null ? raw : normaliseEmailAddress(emailAddress)
}

/** The recipients on a list, ready to be compared with many others. */
export const allowListOf = (recipients: readonly unknown[], rates: SmsRates): ReadonlySet<string> =>
  new Set(recipients.map((recipient) => canonicalRecipient(recipient, rates)))

/** Whether a recipient is on the list, however both are spelled. */
export const isAllowed = (recipient: unknown, allowList: ReadonlySet<string>, rates: SmsRates): boolean =>
  allowList.has(canonicalRecipient(recipient, rates))
