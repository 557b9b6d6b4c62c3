import { removeUnseen } from '../templates/whitespace.ts'
import { loadPostcodeAreas } from './reference-files.ts'

const areas = loadPostcodeAreas()

/** No postcode is longer than this even when every character is followed by spaces; longer lines are not looked at. */
const longestLine = 100

/**
 * The printed form of a British postcode, with its space before the last three characters, or null. The area must
 * exist; BFPO numbers and Gibraltar's postcode are no British postcodes (specification, postal addresses).
 */
export function formatPostcode(line: string): string | null {
  if (line.length > longestLine) return null
  const postcode = removeUnseen(line).toUpperCase()
  const match = /^([A-Z]{1,3})\d[\dA-Z]?\d[ABD-HJLNP-UW-Z]{2}$/.exec(postcode)
  if (match === null || !areas.has(match[1]!)) return null
  return `${postcode.slice(0, -3)} ${postcode.slice(-3)}`
}
