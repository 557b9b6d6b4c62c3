/** What the routes of received texts share. Source: specification, sending, inbound SMS, webhooks. */
import { refuseMissing, startOf, storedTime, textOf } from './doors.ts'
import type { ReceivedText, Reply } from './provider.ts'

export const okReply: Reply = { type: 'application/json', body: '{"status":"ok"}' }

/** Longer than any number, name or reference that is given out. */
const maxWordLength = 255

/**
 * @param name of the provider, for refusals
 * @param names of its fields, of which the content's may be missing: a text can be empty
 * @throws PlainError 400 that names what is missing
 */
export function textFrom(
  name: string,
  fields: Record<string, unknown>,
  names: { number: string; sender: string; content: string; reference?: string },
  date: Date | null,
): ReceivedText {
  const [number, sender] = [textOf(fields[names.number]), textOf(fields[names.sender])]
  refuseMissing(name, { [names.number]: number, [names.sender]: sender })
  return receivedText({
    number,
    sender,
    content: textOf(fields[names.content]),
    date,
    reference: names.reference === undefined ? null : textOf(fields[names.reference]) || null,
  })
}

/** The same, no part of it longer than can be stored. */
export const receivedText = ({ number, sender, content, date, reference }: ReceivedText): ReceivedText => ({
  number: startOf(number.trim(), maxWordLength),
  sender: startOf(sender.trim(), maxWordLength),
  content,
  date,
  reference: reference === null ? null : startOf(reference, maxWordLength),
})

const isoTime =
  /^\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s*(Z|[+-]\d\d(?::?\d\d)?)?\s*$/i

/**
 * An instant in ISO 8601; without an offset it is UTC.
 * @param now stands for one that cannot be read; null for one that is not told
 * @param dropsOffset whether an offset says nothing, as the specification has it for MMG and Firetext
 */
export function instantOf(value: string, now: Date, dropsOffset = false): Date | null {
  if (value === '') return null
  const match = isoTime.exec(value)
  if (match === null) return now
  const [, day, time, offset = 'Z'] = match
  const zone = dropsOffset
    ? 'Z'
    : offset.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)
  const at = new Date(`${day}T${time!.replace(',', '.')}${zone.toUpperCase()}`)
  return storedTime(at) === null ? now : at
}
