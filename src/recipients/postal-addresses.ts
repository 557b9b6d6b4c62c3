import { composed } from '../templates/accents.ts'
import { normaliseLines, removeWhitespace, withoutUnseen } from '../templates/whitespace.ts'
import { type Country, findCountry, type PostageZone } from './countries.ts'
import type { PostalError } from './postal-errors.ts'
import { formatPostcode } from './postcodes.ts'

export { type PostalError, postalApiMessage } from './postal-errors.ts'

export type PostalAddress = {
  /** As printed: tidy lines, then the postcode, then the BFPO number, then the country in English. */
  readonly normalisedLines: readonly string[]
  readonly postcode: string | null
  readonly country: string
  readonly zone: PostageZone
  readonly international: boolean
  readonly bfpoNumber: number | null
  /** The first failure in checking order, or null when a letter can go there. */
  readonly error: PostalError | null
}

export type PostalOptions = { readonly international: boolean }

const unitedKingdom: Country = { name: 'United Kingdom', zone: 'united-kingdom' }

/** Trimmed by hand, as a pattern anchored at the end takes quadratic time over long runs of commas. */
const trimEnd = (line: string): string => {
  let end = line.length
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === ',')) end -= 1
  return line.slice(0, end)
}

const tidyLines = (text: string): string[] =>
  normaliseLines(composed(withoutUnseen(text)))
    .split('\n')
    .map((line) => trimEnd(line).replace(/ (?=[,.])/g, ''))
    .filter((line) => line !== '')

/** A line that only says British Forces Post Office: its number, or null for the bare words; undefined for other lines. */
const readBfpo = (line: string): number | null | undefined => {
  const match = /^BFPO(?:C\/O)?(\d{1,9})?$/.exec(removeWhitespace(line).toUpperCase())
  if (match === null) return undefined
  return match[1] === undefined ? null : Number(match[1])
}

const takeBfpo = (lines: string[]): { lines: string[]; bfpoNumber: number | null } => {
  const number = lines.map(readBfpo).find((bfpo) => typeof bfpo === 'number')
  if (number === undefined) return { lines, bfpoNumber: null }
  return { lines: lines.filter((line) => readBfpo(line) === undefined), bfpoNumber: number ?? null }
}

/**
 * Takes the country from the bottom. Of names of the United Kingdom the whole unbroken run at the bottom goes
 * (`Cymru` / `UK`), and no line above it: a place called Scotland may stand higher up in an address.
 */
const takeCountry = (lines: string[]): { lines: string[]; country: Country } => {
  const last = findCountry(lines.at(-1) ?? '')
  if (last !== null && last.zone !== 'united-kingdom') return { lines: lines.slice(0, -1), country: last }
  let end = lines.length
  while (end > 0 && findCountry(lines[end - 1]!)?.zone === 'united-kingdom') end -= 1
  return { lines: lines.slice(0, end), country: unitedKingdom }
}

const forbiddenStart = /^[@()=[\]"\\/,<>~]/

const addressError = (address: Omit<PostalAddress, 'error'>, options: PostalOptions): PostalError | null => {
  const { normalisedLines: lines, international, bfpoNumber, postcode } = address
  if (lines.length === 0) return 'address-is-empty'
  if (lines.length < 3) return 'not-enough-address-lines'
  if (lines.length > 7) return 'too-many-address-lines'
  if (!lines.slice(0, 2).every((line) => /[a-z0-9]/i.test(line))) return 'invalid-address-line-1-or-2'
  if (bfpoNumber !== null && international) return 'has-country-for-bfpo-address'
  if (international && !options.international) return 'cant-send-international-letters'
  if (!international && postcode === null && bfpoNumber === null) {
    return options.international ? 'not-a-real-uk-postcode-or-country' : 'not-a-real-uk-postcode'
  }
  if (lines.some((line) => forbiddenStart.test(line))) return 'invalid-char-in-address'
  const text = lines.join('\n').toLowerCase()
  if (/^nfa$/m.test(text) || text.includes('no fixed abode') || text.includes('no fixed address')) {
    return 'no-fixed-abode-address'
  }
  return null
}

/** Reads an address of any number of lines and says what is wrong with it, if anything (specification, postal addresses). */
export function parsePostalAddress(text: string, options: PostalOptions): PostalAddress {
  const { lines: withCountry, bfpoNumber } = takeBfpo(tidyLines(text))
  const { lines, country } = takeCountry(withCountry)
  const international = country.zone !== 'united-kingdom'
  const postcode = international ? null : formatPostcode(lines.at(-1) ?? '')
  const normalisedLines = postcode === null ? lines : [...lines.slice(0, -1), postcode]
  if (bfpoNumber !== null) normalisedLines.push(`BFPO ${bfpoNumber}`)
  if (international) normalisedLines.push(country.name)
  const { name, zone } = country
  const address = { normalisedLines, postcode, country: name, zone, international, bfpoNumber }
  return { ...address, error: addressError(address, options) }
}

/** How an address is stored in `to`. */
export const addressText = (address: PostalAddress): string => address.normalisedLines.join('\n')

/** How an address is compared and searched. */
export const normalisedAddress = (address: PostalAddress): string =>
  removeWhitespace(addressText(address)).toLowerCase()

/** An address in one line, for lists. */
export const addressInOneLine = (address: PostalAddress): string => address.normalisedLines.join(', ')
