/** Placeholders in content: finding them, filling them, showing the ones without a value (specification, placeholders). */
import { escapeHtml } from './escape.ts'
import { type LinkPlace, linkPlaces, valueInLink } from './link-places.ts'
import { keyOf, type ListForm, switchesOn, textOfValue, type Values } from './personalisation.ts'

type Literal = { placeholder: false; text: string; html: string }

export type Placeholder = {
  placeholder: true
  name: string
  key: string
  /** The text that shows when the condition is on; null for a plain placeholder. */
  conditional: string | null
  conditionalHtml: string
  /** Where in a link it stands; null outside links, and wherever content makes no links. */
  linkPlace: LinkPlace | null
}

/** Content cut at its placeholders, once per template version. */
export type Field = { source: string; parts: (Literal | Placeholder)[]; placeholders: Placeholder[] }

export type FillOptions = {
  /** True escapes content and values for HTML; false passes them through. */
  html: boolean
  lists: ListForm
  /** Shows placeholders without a value as text rather than as HTML spans: wherever no browser reads the result. */
  plainTags?: boolean
  /** Makes values inside links part of the link; the API answers them as they came. */
  inLinks?: boolean
  /** Shows plain placeholders without a value without their brackets, as in an address block. */
  withoutBrackets?: boolean
  /** Hides the names of placeholders without a value, for templates whose personalisation is redacted. */
  redact?: boolean
}

/** Bodies of emails and letters as the API answers and measures them: markdown as written, nothing escaped. */
export const plainMarkdown: FillOptions = { html: false, lists: 'markdown', plainTags: true }

/** What is particular to the content of a channel. */
export type FieldOptions = {
  /** Writes `&lpar;` and `&rpar;` of conditional text as brackets, for messages that are never HTML. */
  decodeBrackets?: boolean
  /** Values inside links are made part of the link, for content that becomes links. */
  makesLinks?: boolean
}

/** A body has no brackets in it, so a search never looks at a character more than twice. */
const pattern = /\(\(([^()]+)\)\)/g

/** Name and conditional text of a placeholder's body; the outer brackets are optional. */
export function placeholderParts(body: string): { name: string; conditional: string | null } {
  const inner = body.startsWith('((') && body.endsWith('))') ? body.slice(2, -2) : body
  const mark = inner.indexOf('??')
  if (mark < 0) return { name: inner, conditional: null }
  return { name: inner.slice(0, mark), conditional: inner.slice(mark + 2) }
}

/**
 * Cuts content at its placeholders. They are matched on the raw content, and the pieces are escaped afterwards, so
 * that `((a??&lpar;x&rpar;))` is one placeholder in every form of the message.
 */
export function compileField(source: string, options: FieldOptions = {}): Field {
  const { decodeBrackets = false, makesLinks = false } = options
  const parts: (Literal | Placeholder)[] = []
  const placeholders: Placeholder[] = []
  const starts: number[] = []
  let from = 0
  for (const match of source.matchAll(pattern)) {
    if (match.index > from) parts.push(literal(source.slice(from, match.index)))
    const { name, conditional } = placeholderParts(match[1]!)
    const text = decodeBrackets && conditional ? withBrackets(conditional) : conditional
    const placeholder: Placeholder = {
      placeholder: true,
      name,
      key: keyOf(name),
      conditional: text,
      conditionalHtml: escapeHtml(text ?? ''),
      linkPlace: null,
    }
    starts.push(match.index)
    parts.push(placeholder)
    placeholders.push(placeholder)
    from = match.index + match[0].length
  }
  if (from < source.length) parts.push(literal(source.slice(from)))
  if (makesLinks) {
    const masked = source.replace(pattern, (match) => 'x'.repeat(match.length))
    const places = linkPlaces(masked, starts)
    for (const [i, placeholder] of placeholders.entries()) placeholder.linkPlace = places[i]!
  }
  return { source, parts, placeholders }
}

/** Placeholder names of several fields in order of first appearance; a key counts once, in its first spelling. */
export function placeholderNames(fields: Field[]): string[] {
  const names = new Map<string, string>()
  for (const field of fields) {
    for (const { key, name } of field.placeholders) if (!names.has(key)) names.set(key, name)
  }
  return [...names.values()]
}

/** Fills a field. A value is never searched for placeholders again. */
export function fill(field: Field, values: Values, options: FillOptions): string {
  const texts: Texts = {}
  let filled = ''
  for (const part of field.parts) filled += textOfPart(part, values, options, texts)
  return filled
}

/** Bytes of what a field becomes when it is filled, told without filling it: a value of a megabyte may stand in it a thousand times. */
export function filledBytes(field: Field, values: Values, options: FillOptions): number {
  const texts: Texts = {}
  const known = new Map<string, number>()
  let bytes = 0
  for (const part of field.parts) {
    const text = textOfPart(part, values, options, texts)
    let length = known.get(text)
    if (length === undefined) known.set(text, (length = Buffer.byteLength(text)))
    bytes += length
  }
  return bytes
}

/** The same in UTF-16 code units, which takes next to no time. */
export function filledLength(field: Field, values: Values, options: FillOptions): number {
  const texts: Texts = {}
  let length = 0
  for (const part of field.parts) length += textOfPart(part, values, options, texts).length
  return length
}

/** The texts of lists and objects by their placeholders' keys: each is made once, however often it stands in the content. */
type Texts = { known?: Map<string, string> }

/** What stands in place of a part of a field. */
function textOfPart(part: Literal | Placeholder, values: Values, options: FillOptions, texts: Texts): string {
  const { html, lists, inLinks = false } = options
  if (!part.placeholder) return html ? part.html : part.text
  const value = values.get(part.key)
  if (value === undefined || value === null) return unfilled(part, options)
  if (part.conditional !== null) return conditionalText(part, isOn(part.key, value, lists, texts), html)
  const place = inLinks ? part.linkPlace : null
  const text = textOf(part.key, value, place === null ? lists : 'inline', texts)
  if (place !== null) return valueInLink(text, place, html)
  return html ? escapeHtml(text) : text
}

function textOf(key: string, value: unknown, form: ListForm, texts: Texts): string {
  if (typeof value !== 'object') return textOfValue(value, form) ?? ''
  const name = `${form} ${key}`
  const known = (texts.known ??= new Map())
  let text = known.get(name)
  if (text === undefined) known.set(name, (text = textOfValue(value, form) ?? ''))
  return text
}

function isOn(key: string, value: unknown, form: ListForm, texts: Texts): boolean {
  if (typeof value !== 'object') return switchesOn(value, form)
  const name = `on ${key}`
  const known = (texts.known ??= new Map())
  let text = known.get(name)
  if (text === undefined) known.set(name, (text = switchesOn(value, form) ? 'on' : ''))
  return text === 'on'
}

function conditionalText(part: Placeholder, isOn: boolean, html: boolean): string {
  if (!isOn) return ''
  return html ? part.conditionalHtml : part.conditional!
}

/** The content with one mark for every placeholder. */
export function withPlaceholdersAs(field: Field, mark: string): string {
  let text = ''
  for (const part of field.parts) text += part.placeholder ? mark : part.text
  return text
}

function unfilled(part: Placeholder, options: FillOptions): string {
  const { html, plainTags, redact, withoutBrackets } = options
  const name = html ? escapeHtml(part.name) : part.name
  const conditional = html ? part.conditionalHtml : part.conditional
  if (plainTags) {
    if (redact) return '[hidden]'
    if (part.conditional !== null) return `((${name}??${conditional}))`
    return withoutBrackets ? name : `((${name}))`
  }
  if (redact) return "<span class='placeholder-redacted'>hidden</span>"
  if (part.conditional !== null) {
    return `<span class='placeholder-conditional'>&#40;&#40;${name}??</span>${conditional}&#41;&#41;`
  }
  if (withoutBrackets) return `<span class='placeholder-no-brackets'>${name}</span>`
  return `<span class='placeholder'>&#40;&#40;${name}&#41;&#41;</span>`
}

function literal(text: string): Literal {
  return { placeholder: false, text, html: escapeHtml(text) }
}

function withBrackets(text: string): string {
  return text.replaceAll('&lpar;', '(').replaceAll('&rpar;', ')')
}
