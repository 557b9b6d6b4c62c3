import type { CountryCode } from 'libphonenumber-js/max'
import { phoneLibrary } from '../large-libraries.ts'

/** One way of writing numbers in groups, as the library reads it from Google's data (its types leave it out). */
type GroupFormat = {
  pattern(): string
  leadingDigitsPatterns(): string[]
  internationalFormat(): string
}

type NumberingPlan = {
  possibleLengths(): readonly number[]
  formats(): readonly GroupFormat[]
}

const planOf = (callingCode: string): NumberingPlan => {
  const { Metadata, data } = phoneLibrary()
  const metadata = new Metadata(data)
  // A calling code selects the plan of its main region, or of no region; the types know only of regions.
  metadata.selectNumberingPlan(callingCode as CountryCode)
  return metadata.numberingPlan as unknown as NumberingPlan
}

/**
 * Lengths that Google's data calls possible only within a local area and that lie between the possible lengths.
 * The library leaves them out of its data and would call them invalid where the rule says too short.
 */
const localOnlyLengths: Readonly<Record<string, readonly number[]>> = { 44: [8], 63: [7], 82: [7], 98: [8] }

/**
 * Lengths that a plan gave up when it was renumbered, and that old address books still hold. Such a number is not valid,
 * which is what people must read: without this they would be told that it is too long.
 */
const formerLengths: Readonly<Record<string, readonly number[]>> = { 263: [5, 6, 8] }

/** How the length of a national number fits the plan of its calling code. */
export function checkLength(
  callingCode: string,
  nationalNumber: string,
): 'possible' | 'too_short' | 'too_long' | 'impossible' {
  const lengths = planOf(callingCode).possibleLengths()
  const { length } = nationalNumber
  if (lengths.includes(length) || formerLengths[callingCode]?.includes(length)) return 'possible'
  if (length < Math.min(...lengths) || localOnlyLengths[callingCode]?.includes(length)) return 'too_short'
  return length > Math.max(...lengths) ? 'too_long' : 'impossible'
}

/**
 * The international form with the punctuation of Google's data (`+1 202-555-0104`); the library's own formatting
 * replaces every separator with a space.
 */
export function formatInternational(callingCode: string, nationalNumber: string): string {
  const format = planOf(callingCode)
    .formats()
    .find((candidate) => {
      const leading = candidate.leadingDigitsPatterns().at(-1)
      return (
        (leading === undefined || new RegExp(`^(?:${leading})`).test(nationalNumber)) &&
        new RegExp(`^(?:${candidate.pattern()})$`).test(nationalNumber)
      )
    })
  if (format === undefined) return `+${callingCode} ${nationalNumber}`
  return `+${callingCode} ${nationalNumber.replace(new RegExp(format.pattern()), format.internationalFormat())}`
}
