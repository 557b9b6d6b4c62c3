/**
 * Numbers of a JSON request with the digits they were sent with. `JSON.parse` makes doubles of them, which lose the last
 * digits of a long reference and the `.0` of an amount; people would get another number than the sender wrote.
 * Source: specification, personalisation, values; RFC 8259, section 6.
 */

/** What TypeScript's library does not know yet of the JSON that Node 24 has. */
type ExactJson = {
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, at: { source: string }) => unknown,
  ): unknown
  rawJSON(text: string): object
  isRawJSON(value: unknown): value is { readonly rawJSON: string }
}
const exactJson = JSON as unknown as ExactJson

/**
 * A number that a double may spell otherwise: a long one, one with an exponent, one that closes with a zero behind the
 * point, one close to nothing. What looks like one inside a string costs the time of another look and nothing else.
 */
const maybeOtherwise = /(?:^|[:,[])\s*-?(?:[\d.]{16}|\d+\.?\d*[eE]|\d+\.\d*0(?!\d)|0\.00000)/

/** How many values are read one by one, at about 2 µs each: more than any request that sends has. */
const mostValues = 200_000

const numberParts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** A number that no double holds: one too large for it, or one so small that it would be read as nothing. */
export class NumberOutOfRange extends Error {}

/** So many values that looking at each of them would hold up everybody else. */
export class TooManyValues extends Error {}

/**
 * `JSON.parse`, except that a number in `personalisation` that a double spells otherwise keeps its decimal text, as does
 * one elsewhere that a double cannot hold (see `digitsOf`). `JSON.stringify` writes both as they are.
 * @throws SyntaxError, NumberOutOfRange, TooManyValues
 */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!maybeOtherwise.test(text)) return value
  if (hasMoreCommas(text, mostValues)) throw new TooManyValues()
  let keepsAll = true
  const exact = exactJson.parse(text, (_key, item, { source }) => {
    if (typeof item !== 'number') return item
    const digits = decimalText(source)
    if (digits === String(item)) return item
    keepsAll = false
    return exactJson.rawJSON(digits)
  })
  return keepsAll ? value : settled(exact)
}

/** The text of a number that kept its own, or null for every other value. */
export function digitsOf(value: unknown): string | null {
  return exactJson.isRawJSON(value) ? value.rawJSON : null
}

/** The same number without an exponent; of a fraction's last zeros one stays behind the point at most. */
function decimalText(source: string): string {
  const [, sign, whole, fraction = '', exponent] = numberParts.exec(source)!
  const value = Number(source)
  const isZero = value === 0
  if (!Number.isFinite(value) || (isZero && /[1-9]/.test(whole + fraction))) throw new NumberOutOfRange()
  if (exponent === undefined) {
    if (fraction === '') return isZero ? '0' : sign + whole!
    return `${sign}${whole}.${withoutLastZeros(fraction) || '0'}`
  }
  if (isZero) return '0'
  const digits = whole + fraction
  const point = whole!.length + Number(exponent)
  const before =
    point > 0
      ? digits
          .slice(0, point)
          .padEnd(point, '0')
          .replace(/^0+(?=\d)/, '')
      : '0'
  const after = withoutLastZeros(
    point > 0 ? digits.slice(point) : digits.padStart(digits.length - point, '0'),
  )
  return sign + before + (after === '' ? '' : `.${after}`)
}

function withoutLastZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--
  return digits.slice(0, end)
}

/** Outside personalisation a number is a double, unless it lost digits. */
function settled(value: unknown): unknown {
  const digits = digitsOf(value)
  if (digits !== null) {
    const double = Number(digits)
    return decimalText(String(double)) === digits.replace(/\.0$/, '') ? double : value
  }
  if (Array.isArray(value)) return value.map(settled)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key === 'personalisation' ? item : settled(item),
  ])
  return Object.fromEntries(entries)
}

/** Every value but the first of an object or list has a comma before it. */
function hasMoreCommas(text: string, limit: number): boolean {
  let found = 0
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) if (++found > limit) return true
  return false
}
