/** Personalisation: the values a request brings, matched to placeholders by key (specification, placeholders). */
import { digitsOf } from '../json-numbers.ts'
import { composed } from './accents.ts'
import { removeUnseen, stripObscure } from './whitespace.ts'

/** JSON values as they came in the request. */
export type Personalisation = Record<string, unknown>

/** Personalisation by key. */
export type Values = ReadonlyMap<string, unknown>

/** `inline` reads `a, b and c`; `markdown` makes bullets. */
export type ListForm = 'inline' | 'markdown'

const on = new Set(['yes', 'y', 'true', 't', '1', 'include', 'show'])
const longestOn = 'include'.length
const plainKey = /^[a-z0-9]*$/

/** How deep an object is written out as a literal; deeper parts show as dots. */
const literalDepth = 20

/**
 * The key by which a placeholder, a personalisation name and a CSV header match. What people cannot see or tell apart
 * makes no difference: spaces of any kind, line ends, unseen marks, and the two spellings that Unicode has for an accent.
 */
export function keyOf(name: string): string {
  return plainKey.test(name) ? name : writtenKey(composed(removeUnseen(name)))
}

/** The key of a name as it is written: without spaces, `_` and `-`, in lower case. */
export function writtenKey(name: string): string {
  return name.replace(/[ _-]+/g, '').toLowerCase()
}

/** Personalisation by key; of two names with the same key the later one wins. */
export function valuesOf(personalisation: Personalisation): Values {
  const values = new Map<string, unknown>()
  for (const name in personalisation) {
    if (Object.hasOwn(personalisation, name)) values.set(keyOf(name), personalisation[name])
  }
  return values
}

/** The values with these keys, under one name each: what a message with these placeholders needs. */
export function valuesFor(keys: ReadonlySet<string>, personalisation: Personalisation): Personalisation {
  const names = new Map<string, string>()
  for (const name of Object.keys(personalisation)) {
    const key = keyOf(name)
    if (keys.has(key)) names.set(key, name)
  }
  return Object.fromEntries([...names.values()].map((name) => [name, personalisation[name]]))
}

/** True for an upload: an object with a `file` key, which an email replaces by a link. */
export function isFile(value: unknown): value is { file: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'file')
}

/** The text of a value, or null when the value is missing. */
export function textOfValue(value: unknown, form: ListForm): string | null {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return null
  if (!Array.isArray(value)) return textOfScalar(value)
  const items: string[] = []
  for (const item of value) {
    if (item === null || item === undefined) continue
    const text = stripObscure(typeof item === 'string' ? item : textOfScalar(item))
    if (text !== '') items.push(text)
  }
  if (items.length === 0) return ''
  if (form === 'markdown') return `\n\n* ${items.join('\n* ')}`
  const last = items.pop()!
  return items.length === 0 ? last : `${items.join(', ')} and ${last}`
}

/** Does the value switch a conditional placeholder on? An array in markdown form never does. */
export function switchesOn(value: unknown, form: ListForm): boolean {
  if (value === true || value === 1 || value === '1') return true
  if (!value || (Array.isArray(value) && form === 'markdown')) return false
  const text = textOfValue(value, form) ?? ''
  return text.length <= longestOn && on.has(text.toLowerCase())
}

function textOfScalar(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'object') return literal(value, 0)
  return String(value)
}

/**
 * Personalisation as it is stored: numbers that kept their own digits become text, so that what was answered is what is
 * read back and sent, whatever reads the database. Files stay as they are.
 */
export function storable(personalisation: Personalisation): Personalisation {
  if (!Object.values(personalisation).some(holdsDigits)) return personalisation
  const values = Object.entries(personalisation).map(([name, value]) => [name, storableValue(value)])
  return Object.fromEntries(values)
}

function storableValue(value: unknown): unknown {
  if (!holdsDigits(value) || isFile(value)) return value
  // A list inside a list is shown as a literal, in which a number has no quotes and a text has.
  return Array.isArray(value)
    ? value.map((item) => (holdsDigits(item) ? textOfScalar(item) : item))
    : textOfScalar(value)
}

function holdsDigits(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return digitsOf(value) !== null || Object.values(value).some(holdsDigits)
}

/** Objects show as single-quoted literals, `{'key': 'value'}`, as Notify shows them. */
function literal(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return textOfScalar(value)
  const digits = digitsOf(value)
  if (digits !== null) return digits
  if (depth >= literalDepth) return Array.isArray(value) ? '[...]' : '{...}'
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, depth + 1)).join(', ')}]`
  const entries = Object.entries(value).map(([name, item]) => `${quoted(name)}: ${literal(item, depth + 1)}`)
  return `{${entries.join(', ')}}`
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote
}
