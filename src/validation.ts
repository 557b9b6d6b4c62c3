/**
 * Checks requests against valibot schemas and words the failures as Notify does. All are collected, in the schema's order: properties, then
 * missing ones, then unknown ones. Source: specification, public API, schema validation and its messages.
 */
import * as v from 'valibot'
import { badRequest, validationError } from './errors.ts'
import { digitsOf, NumberOutOfRange, parseExactly, TooManyValues } from './json-numbers.ts'
import { unsubscribeUri } from './templates/unsubscribe.ts'
import { canonicalUuid } from './uuid.ts'

/** Characters of a value, or of a key, that a message repeats at most. */
const maxShown = 10_000

/** A JSON value as messages show it: the way Python prints it, then without single quotes. The end of a very long one is left out. */
export function shownValue(value: unknown): string {
  return shortened(typeof value === 'string' ? value : pythonText(value)).replaceAll("'", '')
}

/** Cut where no character is parted. */
export function shortened(text: string, most = maxShown): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}

/** @param most characters after which the rest of lists and objects is left out */
function pythonText(value: unknown, most = maxShown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return pythonString(value.slice(0, most + 1))
  if (typeof value !== 'object') return String(value)
  const digits = digitsOf(value)
  if (digits !== null) return digits
  const items: string[] = []
  let left = most
  const add = (item: string) => {
    items.push(item)
    left -= item.length + 2
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && left >= 0; i++) add(pythonText(value[i], left))
    return `[${items.join(', ')}]`
  }
  for (const [key, item] of Object.entries(value)) {
    if (left < 0) break
    add(`${pythonString(key.slice(0, left + 1))}: ${pythonText(item, left)}`)
  }
  return `{${items.join(', ')}}`
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(
    /[\\\u0000-\u001f\u007f-\u00a0\u00ad]/g,
    (char) => escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `${quote}${escaped}${quote}`
}

/** Message of a value of the wrong type, for valibot's message argument. */
export const notOfType =
  (types: string) =>
  (issue: { input: unknown }): string =>
    `${shownValue(issue.input)} is not of type ${types}`

const uuidMessage = 'is not a valid UUID'
/** An identifier in any spelling; its value is the canonical one. Any failure has one message. */
export const uuid = v.pipe(
  v.string(uuidMessage),
  v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
    const id = canonicalUuid(dataset.value)
    if (id !== null) return id
    addIssue({ message: uuidMessage })
    return NEVER
  }),
)
export const string = v.string(notOfType('string'))
export const reference = v.pipe(
  string,
  v.maxLength(1000, (issue) => `${shownValue(issue.input)} is too long`),
)
/** An address that a header can name; it is stored and answered as it was given. Source: specification, templates, unsubscribe. */
export const httpsUrl = v.pipe(
  v.string('is not a valid https url'),
  v.check((text) => text.startsWith('https://') && unsubscribeUri(text) !== null, 'is not a valid https url'),
)
/** How many values one request may bring: more than any template or spreadsheet has columns. */
const maxPersonalisation = 1000
export const personalisation = v.pipe(
  v.custom<Record<string, unknown>>((input) => isJsonObject(input), notOfType('object')),
  v.check(
    (input) => Object.keys(input).length <= maxPersonalisation,
    `cannot have more than ${maxPersonalisation} properties`,
  ),
)

const isoDateTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(?:Z|[+-]\d\d(?::?\d\d)?)?$/
/** A date and time within the next 24 hours; validated as Notify does, then ignored. The offset is dropped. */
export const scheduledFor = (now: () => Date) =>
  v.pipe(
    v.union([v.string(), v.null()], notOfType('string, null')),
    v.check(
      (text) => text === null || Number.isFinite(scheduledTime(text)),
      'datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601',
    ),
    v.check((text) => !(scheduledTime(text) < now().getTime()), 'datetime can not be in the past'),
    v.check(
      (text) => !(scheduledTime(text) > now().getTime() + 24 * 60 * 60 * 1000),
      'datetime can only be 24 hours in the future',
    ),
  )

function scheduledTime(text: string | null): number {
  const match = text === null ? null : isoDateTime.exec(text)
  return match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN
}

/** Whether a value is what JSON calls an object: a number that kept its digits is none. */
export const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && digitsOf(value) === null

type Entries = Record<string, v.GenericSchema>

type Fields<E extends Entries> = v.ObjectSchema<E, undefined> | v.StrictObjectSchema<E, undefined>

/**
 * @param schema its entries are in the order in which failures are reported; an object leaves properties aside that it does not know, a strict one
 * refuses them
 * @param ofSeveral what is wrong with several properties together, told last
 * @returns the parsed value
 * @throws ApiError 400 with a message per failure
 */
export function checkSchema<const E extends Entries>(
  schema: Fields<E>,
  input: unknown,
  ofSeveral: (input: Record<string, unknown>) => string[] = () => [],
): v.InferOutput<Fields<E>> {
  const parsed = v.safeParse(schema, input)
  const others = isJsonObject(input) ? ofSeveral(input) : []
  if (parsed.success && others.length === 0) return parsed.output
  throw validationError([...failures(schema, input, parsed.issues ?? []), ...others])
}

function failures(
  schema: { type: string; entries: Entries },
  input: unknown,
  issues: readonly v.BaseIssue<unknown>[],
): string[] {
  if (!isJsonObject(input)) return [`${shownValue(input)} is not of type object`]
  const wrong: string[] = []
  const missing: string[] = []
  for (const issue of issues) {
    const step = issue.path?.[0]
    if (step === undefined) continue
    const field = String(step.key)
    if (!Object.hasOwn(schema.entries, field)) continue
    if (Object.hasOwn(input, field)) wrong.push(`${field} ${issue.message}`)
    else missing.push(`${field} is a required property`)
  }
  const unknown = schema.type === 'strict_object' ? unknownKeys(schema.entries, input).sort() : []
  // Of the several checks of one property the first failure counts, as type comes before format.
  const messages = [...firstPerField(wrong), ...missing]
  if (unknown.length > 0) {
    const verb = unknown.length === 1 ? 'was' : 'were'
    messages.push(
      `Additional properties are not allowed (${unknown.join(', ').replaceAll("'", '')} ${verb} unexpected)`,
    )
  }
  return messages
}

/** Unknown keys that a message names at most. */
const maxUnknown = 100

/** The first unknown keys in the order of the request, so that a million of them are not looked at. */
function unknownKeys(entries: Entries, input: object): string[] {
  const unknown: string[] = []
  for (const key in input) {
    if (!Object.hasOwn(input, key) || Object.hasOwn(entries, key)) continue
    if (unknown.push(shortened(key)) === maxUnknown) break
  }
  return unknown
}

function firstPerField(messages: string[]): string[] {
  const seen = new Set<string>()
  return messages.filter((message) => {
    const field = message.slice(0, message.indexOf(' '))
    return !seen.has(field) && seen.add(field)
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** What a request's JSON may be nested at most; no honest request comes near. */
const maxDepth = 32
/** Keys, items and brackets that it may hold: what takes longer to read than its length explains. A thousand values are a twentieth. */
const maxPieces = 50_000
const tooManyValues = 'Request contains too many values'
/** A shorter text has fewer, or few enough. */
const shortText = 16_384

export const unstorable = () =>
  badRequest('Request contains characters that cannot be stored: NUL or unpaired surrogates')

/**
 * Reads a request's body. `null`, `[]`, `""`, `0` and `false` act as `{}`.
 * @param most pieces of JSON: keys, items and brackets
 * @throws ApiError 400 when it is not JSON, nested too deep, of too many pieces, or holds a number out of range or what no text in
 * the database can hold
 */
export function parseJson(body: Uint8Array, most = maxPieces): unknown {
  let value: unknown
  let text: string
  let shape: 'fine' | 'deep' | 'long' = 'fine'
  try {
    text = utf8.decode(body)
    if (text.length > shortText || hasMoreBrackets(text, maxDepth)) shape = shapeOf(text, most)
    if (shape === 'deep') throw new SyntaxError('too deep')
    value = shape === 'fine' ? parseExactly(text) : undefined
  } catch (error) {
    if (error instanceof NumberOutOfRange) throw badRequest('Request contains numbers that are out of range')
    if (error instanceof TooManyValues) throw badRequest(tooManyValues)
    throw badRequest('Invalid JSON supplied in POST data')
  }
  if (shape === 'long') throw badRequest(tooManyValues)
  if (/\\u(?:0000|[dD][89a-fA-F])/.test(text) && !isStorable(value)) {
    throw unstorable()
  }
  const isEmpty = !value || (Array.isArray(value) && value.length === 0)
  return isEmpty ? {} : value
}

/** Whether brackets nest too deep, or there are too many pieces, whichever comes first; strings are passed over. */
function shapeOf(text: string, most: number): 'fine' | 'deep' | 'long' {
  let depth = 0
  let pieces = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) {
      index = endOfString(text, index)
      continue
    }
    if (code === 0x5d || code === 0x7d) depth--
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth) return 'deep'
      pieces++
    } else if (code === 0x2c) pieces++
    if (pieces > most) return 'long'
  }
  return 'fine'
}

/** Where the string ends that begins at a quote: at the next one that no backslash escapes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === 0x5c) before--
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}

/** Whether more brackets open than a limit: without reading every character of a text that has few, as requests do. */
function hasMoreBrackets(text: string, limit: number): boolean {
  let opened = 0
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++opened > limit) return true
    }
  }
  return false
}

/** Whether the database can hold a value: no NUL, no half of a surrogate pair. Its depth is the caller’s to bound. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && value.isWellFormed()
  if (Array.isArray(value)) return value.every(isStorable)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item))
  }
  return true
}
