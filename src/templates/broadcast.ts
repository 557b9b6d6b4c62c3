/** Emergency broadcasts: content and its length (specification, broadcasts). */
import { tidySms } from './sms.ts'
import { charactersForcingUcs2, encodingOf } from './sms-characters.ts'

/** Fifteen pages of 93 septets, or of 41 UCS-2 characters. */
const gsm7Limit = 1395
const ucs2Limit = 615

export type BroadcastLength = { count: number; max: number; tooLong: boolean; forceUcs2: string[] }

/** Content that came as text: the character set and the whitespace of a text message, without a prefix. */
export function normaliseBroadcast(content: string): string {
  return tidySms(content)
}

/**
 * Length of content and the limit it falls under. It is counted after characters are mapped, because `…` takes three
 * characters of the page it is sent on; one Welsh vowel makes every page UCS-2, where no character counts twice.
 */
export function broadcastLength(content: string): BroadcastLength {
  const text = tidySms(content)
  const { extended, ucs2 } = encodingOf(text)
  const count = ucs2 ? text.length : text.length + extended
  const max = ucs2 ? ucs2Limit : gsm7Limit
  return { count, max, tooLong: count > max, forceUcs2: charactersForcingUcs2(text) }
}

/** Characters that anybody may send: more is over every limit, whatever whitespace it has, and is not read. */
const longest = 100_000

/** What is told of content over its limit, or null. @param subject what the request calls it */
export function broadcastTooLong(subject: string, content: string): string | null {
  const { max, tooLong } = broadcastLength(content.slice(0, longest))
  if (!tooLong && content.length <= longest) return null
  const why = max === ucs2Limit ? ' (because it could not be GSM7 encoded)' : ''
  return `${subject} must be ${max.toLocaleString('en-GB')} characters or fewer${why}`
}
