/**
 * Bodies whose refusals are told by field, and the kinds of fields that they have. Bodies whose refusals are a list are checked by checkSchema
 * (src/validation.ts); the specification says of each endpoint which it is. Source: specification, internal API, errors.
 */
import * as v from 'valibot'
import { parseEmailAddress } from '../recipients/email-addresses.ts'
import { canonicalUuid } from '../uuid.ts'
import { isJsonObject } from '../validation.ts'
import { refused } from './requests.ts'

type Entries = Record<string, v.GenericSchema>
type Fields<E extends Entries> = v.ObjectSchema<E, undefined> | v.StrictObjectSchema<E, undefined>

/**
 * @param schema an object, which leaves fields aside that it does not know; a strict object refuses them
 * @throws PlainError 400 with the texts of all faults by field, in the schema's order
 */
export function checkFields<const E extends Entries>(
  schema: Fields<E>,
  body: unknown,
): v.InferOutput<Fields<E>> {
  if (!isJsonObject(body)) throw refused({ _schema: ['Invalid input type.'] })
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const faults = new Map<string, Set<string>>()
  for (const issue of parsed.issues) {
    const field = String(issue.path?.[0]?.key)
    const [key, text] = faultOf(schema.entries, body, field, issue)
    faults.set(key, (faults.get(key) ?? new Set()).add(text))
  }
  throw refused(Object.fromEntries(Array.from(faults, ([field, texts]) => [field, [...texts]])))
}

function faultOf(
  entries: Entries,
  body: Record<string, unknown>,
  field: string,
  issue: v.BaseIssue<unknown>,
): [key: string, text: string] {
  if (!Object.hasOwn(entries, field)) return ['_schema', `Unknown field name ${field.slice(0, 100)}`]
  if (!Object.hasOwn(body, field)) return [field, 'Missing data for required field.']
  // Null is another fault than a value of another type, unless it stands deeper.
  return [field, body[field] === null ? 'Field may not be null.' : issue.message]
}

/** @param most characters */
export const text = (most = 255) =>
  v.pipe(v.string('Not a valid string.'), v.maxLength(most, `Longer than maximum length ${most}.`))

export const truth = v.boolean('Not a valid boolean.')

/** More is no PostgreSQL integer. */
const mostInteger = 2_147_483_647
export const whole = (least = -mostInteger, most = mostInteger) =>
  v.pipe(
    v.number('Not a valid integer.'),
    v.integer('Not a valid integer.'),
    v.check(
      (value) => value >= least && value <= most,
      least > 0 ? 'Not a positive integer' : `Must be between ${least} and ${most}.`,
    ),
  )

/** Answers with a value made of a text; null is none. */
const readAs = <Value>(message: string, read: (given: string) => Value | null) =>
  v.pipe(
    v.string(message),
    v.rawTransform<string, Value>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value)
      if (value !== null) return value
      addIssue({ message })
      return NEVER
    }),
  )

export const uuid = readAs('Not a valid UUID.', canonicalUuid)

export const emailAddress = readAs('Not a valid email address', parseEmailAddress)

const isoTime =
  /^(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/
/** An instant in ISO 8601, as PostgreSQL reads it; without an offset it is UTC, as the session is. */
export const instant = readAs('Not a valid datetime.', (given) => {
  const match = isoTime.exec(given)
  if (match === null) return null
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  // A day that its month does not have is another one then.
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? given : null
})
