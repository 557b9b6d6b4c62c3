/** The published examples of where a message can go, by the name of their file. */
import type { Sql } from 'postgres'
import { findCountry } from '../../src/recipients/countries.ts'
import { type CsvChannel, openRecipientCsv, type RecipientRow } from '../../src/recipients/csv.ts'
import { checkRecipientCsv } from '../../src/recipients/csv-report.ts'
import {
  emailAddressMessage,
  normaliseEmailAddress,
  parseEmailAddress,
} from '../../src/recipients/email-addresses.ts'
import { allowListOf, canonicalRecipient, isAllowed } from '../../src/recipients/guest-list.ts'
import {
  displayPhoneNumber,
  type PhoneError,
  type PhoneNumber,
  parseContactNumber,
  parsePhoneNumber,
  phoneApiMessage,
  phonePermissionError,
  phonePersonMessage,
} from '../../src/recipients/phone-numbers.ts'
import { parsePostalAddress, postalApiMessage } from '../../src/recipients/postal-addresses.ts'
import {
  addressFromPersonalisation,
  personalisationFromAddress,
} from '../../src/recipients/postal-personalisation.ts'
import { formatPostcode } from '../../src/recipients/postcodes.ts'
import type { SmsRates } from '../../src/recipients/sms-rates.ts'
import { compileTemplate } from '../../src/templates/template.ts'

type Context = { sql: Sql }

const rates = new WeakMap<Sql, Promise<SmsRates>>()

const loadRates = async (sql: Sql): Promise<SmsRates> => {
  const rows = await sql`select prefix, rate_multiplier, alpha, dlr from international_sms_rates`
  return new Map(
    rows.map(({ prefix, rate_multiplier, alpha, dlr }) => [
      prefix as string,
      { rateMultiplier: rate_multiplier as number, alpha, dlr },
    ]),
  )
}

const ratesOf = (sql: Sql): Promise<SmsRates> => {
  const loaded = rates.get(sql) ?? loadRates(sql)
  rates.set(sql, loaded)
  return loaded
}

const permissions = (number: PhoneNumber) => {
  const allowed = (international: boolean, landline: boolean) =>
    phonePermissionError(number, { international, landline }) ?? 'ok'
  return {
    uk_mobile_only: allowed(false, false),
    with_international: allowed(true, false),
    with_landline: allowed(false, true),
    with_both: allowed(true, true),
  }
}

const billing = (number: PhoneNumber) =>
  number.rateMultiplier === null
    ? null
    : {
        international: number.international,
        crown_dependency: number.crownDependency,
        country_prefix: number.countryPrefix,
        rate_multiplier: number.rateMultiplier,
      }

const phoneNumber = async (input: string, { sql }: Context) => {
  const number = parsePhoneNumber(input, await ratesOf(sql))
  if (typeof number === 'string') {
    const message = phonePersonMessage[number]
    return { error: { code: number, message, legacy_message: phoneApiMessage[number] } }
  }
  return {
    normalised: number.normalised,
    human: displayPhoneNumber(input),
    is_uk: number.isUk,
    permissions: permissions(number),
    info: billing(number),
  }
}

const contactNumber = async (input: { number: string }, { sql }: Context) => {
  const number = parseContactNumber(input.number, await ratesOf(sql))
  const code: PhoneError | null = typeof number === 'string' ? number : null
  if (code !== null) return { error: { code, message: phonePersonMessage[code] } }
  return typeof number === 'string' ? number : number.normalised
}

const numericSender = async (input: string, { sql }: Context) => {
  const number = parsePhoneNumber(input, await ratesOf(sql))
  if (typeof number === 'string') return { error: number }
  const [row] = await sql`select needs_numeric_sender(sms_rate_prefix(${number.normalised})) as needed`
  return row?.needed
}

const emailAddress = (input: string) => {
  const valid = parseEmailAddress(input)
  return valid === null ? { error: emailAddressMessage } : { valid, normalised: normaliseEmailAddress(valid) }
}

const postalAddress = (input: { address: string; allow_international: boolean }) => {
  const address = parsePostalAddress(input.address, { international: input.allow_international })
  // Text without any line in it is shown as one empty line.
  const isBlank = input.address.trim() === ''
  return {
    valid: address.error === null,
    first_error: address.error === null ? null : postalApiMessage[address.error],
    normalised_lines: isBlank ? [''] : address.normalisedLines,
    postcode: address.postcode,
    country: address.country,
    postage_zone: address.zone,
    international: address.international,
    bfpo_number: address.bfpoNumber,
  }
}

const anywhere = { international: true }

/** Personalisation whose names are all keys comes from a spreadsheet, whose headers match however they are spelled. */
const addressLines = (personalisation: Record<string, unknown>) => {
  const isByKey = Object.keys(personalisation).every((name) => /^[a-z0-9]+$/.test(name))
  const text = addressFromPersonalisation(personalisation, isByKey ? 'key' : 'underscored')
  return parsePostalAddress(text, anywhere).normalisedLines
}

const country = (name: string) => {
  const found = findCountry(name)
  return found === null
    ? { error: `Not a known country or territory (${name})` }
    : { country: found.name, zone: found.zone }
}

const postcode = (input: string) => {
  const formatted = formatPostcode(input)
  return { valid: formatted !== null, formatted }
}

const guestList = async (input: { recipient: string; allow_list: string[] }, { sql }: Context) => {
  const known = await ratesOf(sql)
  return isAllowed(input.recipient, allowListOf(input.allow_list, known), known)
}

type CsvInput = {
  file: string
  template_type: CsvChannel
  content: string
  options: {
    guestlist?: string[]
    allow_international_sms?: boolean
    allow_sms_to_uk_landline?: boolean
    allow_international_letters?: boolean
    remaining_messages?: number
    remaining_international_sms_messages?: number
  }
}

const csvRow = (row: RecipientRow) => ({
  cells: [...row.cells, ...(row.extraCells === null ? [] : [[null, row.extraCells]])],
  errors: Object.fromEntries(row.errors),
  bad_recipient: row.badRecipient,
  missing_data: row.missingData,
  message_too_long: row.messageTooLong,
  message_empty: row.messageEmpty,
})

const recipientCsv = async ({ file, template_type, content, options }: CsvInput, { sql }: Context) => {
  const known = await ratesOf(sql)
  const template = compileTemplate({ type: template_type, content, subject: null })
  const csv = openRecipientCsv(file, {
    template,
    rates: known,
    permissions: {
      internationalSms: options.allow_international_sms ?? false,
      smsToUkLandlines: options.allow_sms_to_uk_landline ?? false,
      internationalLetters: options.allow_international_letters ?? false,
    },
    validate: 'everything',
  })
  const report = checkRecipientCsv(csv, {
    rates: known,
    allowList: options.guestlist === undefined ? null : allowListOf(options.guestlist, known),
    remainingMessages: options.remaining_messages ?? null,
    remainingInternationalSms: options.remaining_international_sms_messages ?? null,
  })
  return {
    column_headers: csv.columnHeaders,
    missing_columns: csv.missingColumns,
    duplicate_recipient_columns: csv.duplicateRecipientColumns,
    has_recipient_columns: csv.hasRecipientColumns,
    has_errors: report.hasErrors,
    allowed_to_send_to: report.allowedToSendTo,
    rows: Array.from(csv.rows(), (row) => (row === null ? null : csvRow(row))),
  }
}

export const recipients = {
  'email-valid': emailAddress,
  'email-invalid': emailAddress,
  'government-email-domain': async (input: unknown, { sql }: Context) =>
    (await sql`select is_government_address(${input as string}) as is_one`)[0]!.is_one,
  'phone-uk-mobile': phoneNumber,
  'phone-international': phoneNumber,
  'phone-uk-landline': phoneNumber,
  'phone-invalid': phoneNumber,
  'phone-repair': phoneNumber,
  'phone-tv': phoneNumber,
  'phone-contact': contactNumber,
  'phone-numeric-sender': numericSender,
  'format-recipient': async (input: unknown, { sql }: Context) =>
    canonicalRecipient(input, await ratesOf(sql)),
  'guest-list': guestList,
  'postal-addresses': postalAddress,
  'postal-as-personalisation': (input: string) =>
    personalisationFromAddress(parsePostalAddress(input, anywhere)),
  'postal-from-personalisation': addressLines,
  postcodes: postcode,
  countries: country,
  'country-synonyms': country,
  'recipient-csv': recipientCsv,
}
