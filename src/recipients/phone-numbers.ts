import type { PhoneNumber as LibraryNumber, NumberType } from 'libphonenumber-js/max'
import { phoneLibrary } from '../large-libraries.ts'
import { removeUnseen } from '../templates/whitespace.ts'
import { checkLength, formatInternational } from './numbering-plans.ts'
import type { PhoneError } from './phone-errors.ts'
import { billingPrefix, type SmsRates } from './sms-rates.ts'

export { type PhoneError, phoneApiMessage, phonePersonMessage } from './phone-errors.ts'

/** A number that can be written to, before anybody asks whether this service may. */
export type PhoneNumber = {
  /** E.164 without the plus: `447723456789`. */
  readonly normalised: string
  readonly callingCode: string
  readonly nationalNumber: string
  /** The two-letter region, or null for numbers that belong to no country. */
  readonly region: string | null
  readonly type: NumberType | null
  /** Calling code 44: Crown dependencies are in, as nobody needs a permission to write to them. */
  readonly isUk: boolean
  /** A British number that is not a mobile: it needs the landline permission. */
  readonly isLandline: boolean
  /** Region other than Great Britain, Crown dependencies included. It is stored so and billed so. */
  readonly international: boolean
  readonly crownDependency: boolean
  /** The row of the rates table that bills this number. */
  readonly countryPrefix: string
  /** 1 for a domestic number, else the row's multiplier; null where there is no row, hence no permission either. */
  readonly rateMultiplier: number | null
}

/** What the numbering plan says of a number; the rates table plays no part in it. */
type Numbering = Pick<PhoneNumber, 'callingCode' | 'nationalNumber' | 'region' | 'type'>

const textableTypes: readonly NumberType[] = [
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'UAN',
  'PERSONAL_NUMBER',
]

const landlineTypes: readonly (NumberType | null)[] = ['FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'UAN']

/** No number is longer than this when written with any care; it bounds the work that one input can cause. */
const longestInput = 250

const readByLibrary = (digits: string): LibraryNumber | null => {
  const { parsePhoneNumberWithError, data } = phoneLibrary()
  try {
    return parsePhoneNumberWithError(digits, 'GB', data)
  } catch {
    return null
  }
}

/** The numbers `07700 900000` to `07700 900999` that Ofcom keeps for drama: exactly these thousand, and no range near them. */
const isDramaNumber = (callingCode: string, nationalNumber: string): boolean =>
  callingCode === '44' && /^7700900\d{3}$/.test(nationalNumber)

const dramaNumber = (nationalNumber: string): Numbering => ({
  callingCode: '44',
  nationalNumber,
  region: 'GB',
  type: 'MOBILE',
})

/** Spreadsheets take away `+` and `00`, so a number of an impossible length may be a foreign one that lost them. */
const readAsForeign = (digits: string): LibraryNumber | null => {
  const number = readByLibrary(`+${digits}`)
  if (number === null) return null
  return checkLength(number.countryCallingCode, number.nationalNumber) === 'possible' ? number : null
}

const readPossible = (raw: string): LibraryNumber | PhoneError => {
  // No calling code begins with 0: the plus is then a slip, as Google's own parser takes it to be.
  const number = readByLibrary(raw) ?? (raw.startsWith('+') ? readByLibrary(raw.replace(/^\++/, '')) : null)
  if (number === null) return 'invalid_number'
  const length = checkLength(number.countryCallingCode, number.nationalNumber)
  if (length === 'possible') return number
  return readAsForeign(raw) ?? (length === 'impossible' ? 'invalid_number' : length)
}

const readOnce = (raw: string): Numbering | PhoneError => {
  if (raw === '') return 'too_short'
  if (/[^\d()+-]/.test(raw)) return 'unknown_character'
  const number = readPossible(raw)
  if (typeof number === 'string') return number
  const { countryCallingCode: callingCode, nationalNumber } = number
  if (isDramaNumber(callingCode, nationalNumber)) return dramaNumber(nationalNumber)
  // Only what is valid has a type.
  const type = number.getType()
  if (type === undefined || !textableTypes.includes(type)) return 'invalid_number'
  return { callingCode, nationalNumber, region: number.country ?? null, type }
}

/**
 * A second chance for stray zeros, pluses and the dashes that word processors make of a hyphen. Zeros after 44 go as
 * well: Google's parser takes off two of them there, this library one.
 */
const repair = (raw: string): string =>
  raw
    .replace(/[\u2011\u2013\u2014\u2212]/g, '-')
    .replaceAll('+', '')
    .replace(/^0+/, '')
    .replace(/^440+(?=\d{10}$)/, '44')

const mobileSpelling = /^(?:\+44|0044|44)?0?(7\d{9})$/

/** What the library says of a whole British mobile range, by its first five digits; ten thousand entries at the most. */
const mobileRanges = new Map<string, Pick<Numbering, 'region' | 'type'> | null>()

/**
 * The numbering of a well-formed British mobile number, a hundred times faster than the library, or null when the
 * library must judge. No plan behind calling code 44 distinguishes mobiles by more than five digits (drama numbers
 * apart), which a test proves against the library; so each range is asked about once.
 */
const readMobile = (raw: string): Numbering | null => {
  const nationalNumber = mobileSpelling.exec(raw.replace(/[()-]/g, ''))?.[1]
  if (nationalNumber === undefined) return null
  const callingCode = '44'
  if (isDramaNumber(callingCode, nationalNumber)) return dramaNumber(nationalNumber)
  const prefix = nationalNumber.slice(0, 5)
  let range = mobileRanges.get(prefix)
  if (range === undefined) {
    const read = readOnce(`+44${prefix}55555`)
    range = typeof read === 'string' ? null : { region: read.region, type: read.type }
    mobileRanges.set(prefix, range)
  }
  return range === null ? null : { callingCode, nationalNumber, ...range }
}

const readNumbering = (raw: string): Numbering | PhoneError => {
  const written = removeUnseen(raw)
  if (written.length > longestInput) return 'too_long'
  const mobile = readMobile(written)
  if (mobile !== null) return mobile
  const first = readOnce(written)
  return typeof first === 'string' ? readOnce(repair(written)) : first
}

/**
 * Reads a phone number as people type it, the United Kingdom being home. Never throws.
 * The rules are those of libphonenumber with its full data, and one repair (specification, phone numbers).
 */
export function parsePhoneNumber(raw: string, rates: SmsRates): PhoneNumber | PhoneError {
  const numbering = readNumbering(raw)
  if (typeof numbering === 'string') return numbering
  const { callingCode, nationalNumber, type } = numbering
  const normalised = callingCode + nationalNumber
  const isUk = callingCode === '44'
  const international = numbering.region !== 'GB'
  const countryPrefix = billingPrefix(normalised, callingCode, rates)
  return {
    ...numbering,
    normalised,
    isUk,
    isLandline: isUk && landlineTypes.includes(type),
    international,
    crownDependency: isUk && international,
    countryPrefix,
    rateMultiplier: international ? (rates.get(countryPrefix)?.rateMultiplier ?? null) : 1,
  }
}

/** What a service has leave to write to, besides British mobiles. */
export type PhonePermissions = { readonly international: boolean; readonly landline: boolean }

/** Why a service with these permissions may not write to the number, or null when it may. */
export function phonePermissionError(
  number: Pick<PhoneNumber, 'isUk' | 'isLandline' | 'international' | 'rateMultiplier'>,
  permissions: PhonePermissions,
): PhoneError | null {
  if (!number.isUk && !permissions.international) return 'not_a_uk_mobile'
  if (number.isLandline && !permissions.landline) return 'not_a_uk_mobile'
  if (number.rateMultiplier === null) return 'unsupported_country_code'
  return null
}

/** How a number is shown to people: the national form at home, the international form elsewhere, what cannot be read as given. */
export function displayPhoneNumber(raw: string): string {
  const numbering = readNumbering(raw)
  if (typeof numbering === 'string') return raw
  const { callingCode, nationalNumber } = numbering
  if (callingCode !== '44') return formatInternational(callingCode, nationalNumber)
  return readByLibrary(`+44${nationalNumber}`)?.formatNational() ?? raw
}

/**
 * A number that the public may call a service on, without spaces. Beside what can be texted, three digits are
 * accepted, but not the two emergency numbers.
 */
export function parseContactNumber(raw: string, rates: SmsRates): { normalised: string } | PhoneError {
  const normalised = removeUnseen(raw)
  if (normalised === '999' || normalised === '112') return 'unsupported_emergency_number'
  return /^\d{3}$/.test(normalised) ? { normalised } : parsePhoneNumber(raw, rates)
}
