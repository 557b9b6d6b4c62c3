/** What the platform writes to people who sign in, as send_own_messages takes it. Source: specification, internal API, messages that this API sends. */
import { linkToken } from '../admin/link-tokens.ts'
import { refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { parsePhoneNumber, phoneApiMessage } from '../recipients/phone-numbers.ts'
import { stripUnseen } from '../templates/whitespace.ts'

/** Templates of the platform's own service. Source: specification, data model, seed rows. */
export const templates = {
  verifyEmail: 'ece42649-22a8-4d06-b87f-d52d5d3f0a27',
  alreadyRegistered: '0880fbb1-a0c6-46f0-9a8e-36c986381ceb',
  smsCode: '36fb0730-6259-4da1-8a80-c8de22ad4246',
  emailCode: '299726d2-dba6-42b8-8209-30e1d66ea164',
  passwordReset: '474e9242-823b-4f99-813d-ed392e7f1201',
  changeEmail: 'eb4d9930-87ab-4aef-9bce-786762687884',
}

export type OwnMessage = {
  template_id: string
  to: string
  personalisation: Record<string, string>
} & Record<string, string | number | boolean | Record<string, string>>

/** Whom texts to numbers abroad come from: a number, which all networks carry. */
const senderAbroad = '07984404008'

/**
 * What a text to a number has beside its template.
 * @throws PlainError 400 when nothing can be sent there
 */
export async function textColumns(crier: Crier, number: string) {
  const phone = parsePhoneNumber(number, await crier.cache.smsRates())
  if (typeof phone === 'string') throw refused(phoneApiMessage[phone])
  if (phone.rateMultiplier === null) throw refused(phoneApiMessage.unsupported_country_code)
  return {
    to: stripUnseen(number),
    normalised_to: phone.normalised,
    phone_prefix: phone.countryPrefix,
    international: phone.international,
    rate_multiplier: phone.rateMultiplier,
    ...(phone.isUk ? {} : { reply_to_text: senderAbroad }),
  }
}

export type SignedLink = {
  /** Where the application is. */
  base: string
  path: string
  /** What the page behind the link reads. */
  payload: object
  /** Where in the application the person goes on afterwards. */
  next?: string | null | undefined
}

/** A link into the admin application, whose token it opens. */
export function signedLink(crier: Crier, { base, path, payload, next }: SignedLink): string {
  const query = next ? `?${new URLSearchParams({ next })}` : ''
  return `${base}${path}/${linkToken(crier.linkTokens, payload, crier.now())}${query}`
}
