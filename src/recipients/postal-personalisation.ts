import { digitsOf } from '../json-numbers.ts'
import type { PostalAddress } from './postal-addresses.ts'

const lineNumbers = [1, 2, 3, 4, 5, 6, 7] as const

/** The spellings of the eight address columns: the API's own, and the key that a spreadsheet's headers are reduced to. */
const spellings = {
  underscored: lineNumbers.map((number) => `address_line_${number}`),
  key: lineNumbers.map((number) => `addressline${number}`),
}

/** The keys of all that an address may be given by. */
export const addressKeys: ReadonlySet<string> = new Set([...spellings.key, 'postcode'])

const lineText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : (digitsOf(value) ?? '')

/**
 * The address that personalisation gives, one line for each of its seven. The API sees only underscored names; cells
 * of a spreadsheet come by key. `postcode` is the seventh line only where that line is absent: an empty one hides it
 * (specification, postal addresses).
 */
export function addressFromPersonalisation(
  personalisation: Readonly<Record<string, unknown>>,
  spelling: keyof typeof spellings = 'underscored',
): string {
  const names = [...spellings[spelling]]
  if (!Object.hasOwn(personalisation, names[6]!)) names[6] = 'postcode'
  return names
    .map((name) => (Object.hasOwn(personalisation, name) ? lineText(personalisation[name]) : ''))
    .join('\n')
}

/**
 * The personalisation that stands for an address: six lines from the top, further ones dropped, and the last line as
 * both the seventh and the postcode. A BFPO number is the last line, with its postcode just before it.
 */
export function personalisationFromAddress(address: PostalAddress): Record<string, string> {
  const lines = [...address.normalisedLines]
  const last = lines.pop() ?? ''
  const isBfpo = address.bfpoNumber !== null && !address.international
  const top: string[] = Array.from({ length: 6 }, (_, index) => lines[index] ?? '')
  if (isBfpo && address.postcode !== null) {
    const above = lines.slice(0, -1)
    for (let index = 0; index < 5; index += 1) top[index] = above[index] ?? ''
    top[5] = address.postcode
  }
  const personalisation = Object.fromEntries(
    [...top, last].map((line, index) => [`address_line_${index + 1}`, line]),
  )
  return { ...personalisation, postcode: isBfpo ? (address.postcode ?? '') : last }
}
