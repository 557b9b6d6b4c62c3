/** The bodies of requests that send. Entries are in the order in which their failures are reported. */
import * as v from 'valibot'
import {
  emailAddressMessage,
  normaliseEmailAddress,
  parseEmailAddress,
} from '../recipients/email-addresses.ts'
import {
  type PhoneNumber,
  parsePhoneNumber,
  phoneApiMessage,
  phonePermissionError,
} from '../recipients/phone-numbers.ts'
import type { SmsRates } from '../recipients/sms-rates.ts'
import { stripUnseen } from '../templates/whitespace.ts'
import { httpsUrl, notOfType, personalisation, reference, scheduledFor, string, uuid } from '../validation.ts'

export type SmsRecipient = { to: string; phone: PhoneNumber }
export type EmailRecipient = { to: string; normalised: string }

/** Characters of a phone number as it is typed, which is how it is kept. */
const longestTyped = 1000
const anywhere = { international: true, landline: true }

/** @returns schemas for the present rates; their clock judges scheduled_for */
export function requestSchemas(rates: SmsRates, now: () => Date) {
  const phoneNumber = v.pipe(
    string,
    v.rawTransform<string, SmsRecipient>(({ dataset, addIssue, NEVER }) => {
      const phone = dataset.value.length > longestTyped ? 'too_long' : parsePhoneNumber(dataset.value, rates)
      // Landlines and numbers abroad pass here: whether the service may reach them is judged later.
      const error = typeof phone === 'string' ? phone : phonePermissionError(phone, anywhere)
      if (typeof phone === 'string' || error !== null) {
        addIssue({ message: phoneApiMessage[error!] })
        return NEVER
      }
      return { to: stripUnseen(dataset.value), phone }
    }),
  )
  const emailAddress = v.pipe(
    string,
    v.rawTransform<string, EmailRecipient>(({ dataset, addIssue, NEVER }) => {
      const to = parseEmailAddress(dataset.value)
      if (to === null) {
        addIssue({ message: emailAddressMessage })
        return NEVER
      }
      return { to, normalised: normaliseEmailAddress(to) }
    }),
  )
  return {
    sms: v.strictObject({
      reference: v.optional(reference),
      phone_number: phoneNumber,
      template_id: uuid,
      personalisation: v.optional(personalisation),
      scheduled_for: v.optional(scheduledFor(now)),
      sms_sender_id: v.optional(uuid),
    }),
    email: v.strictObject({
      reference: v.optional(reference),
      email_address: emailAddress,
      template_id: uuid,
      personalisation: v.optional(personalisation),
      scheduled_for: v.optional(scheduledFor(now)),
      email_reply_to_id: v.optional(uuid),
      one_click_unsubscribe_url: v.optional(httpsUrl),
      sanitise_content_for: v.optional(v.nullable(v.array(v.unknown(), notOfType('array, null')))),
    }),
  }
}
export type RequestSchemas = ReturnType<typeof requestSchemas>
