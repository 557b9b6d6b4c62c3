/** Text messages: from a template to what the handset gets, and its size (specification, text messages). */
import { composed } from './accents.ts'
import { type Personalisation, type Values, valuesOf } from './personalisation.ts'
import { type FillOptions, fill, withPlaceholdersAs } from './placeholders.ts'
import { encodingOf, sanitiseSms } from './sms-characters.ts'
import type { CompiledTemplate } from './template.ts'
import { withoutWhitespaceBeforePunctuation } from './typography.ts'
import { collapseNewlines, normaliseLines } from './whitespace.ts'

/**
 * What a message's price depends on; SQL makes fragments of it. `characters` are UTF-16 code units of the sanitised
 * message, prefix included; `extended` counts those that take two septets of GSM-7.
 */
export type SmsSize = { characters: number; extended: number; ucs2: boolean }

/** The longest text message, without its prefix: six fragments of 153 characters. */
export const smsCharacterLimit = 918

/** Inline lists, nothing escaped: the way text messages, subjects and addresses are filled. */
export const inlineText: FillOptions = { html: false, lists: 'inline', plainTags: true }

/**
 * Anything here sends a text through the whole pipeline. Most messages are plain ASCII with single spaces and skip it.
 */
const needsTidying = /[^ -_a-~\n]| {2}| [,.\n]|\n |\n\n\n|^[ \n]|[ \n]$/
const escapeCharacter = /\u001b/g
/** Unseen marks; the selector of an emoji of two code units is counted, as the published lengths of messages have it. */
const unseen =
  /(?<![\u{10000}-\u{10ffff}])[\ufe00-\ufe0f]|(?![\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}/gu

/** The message with the service's name in front, as it is handed to the provider. */
export function renderSms(
  template: CompiledTemplate,
  personalisation: Personalisation,
  prefix: string | null,
): { text: string; size: SmsSize } {
  const text = tidySms(withPrefix(fill(template.body, valuesOf(personalisation), inlineText), prefix))
  return { text, size: smsSize(text) }
}

export function smsBody(template: CompiledTemplate, values: Values): string {
  return tidySms(fill(template.body, values, inlineText))
}

/**
 * Size of a sanitised message. UCS-2 is decided on the text that is sent: a character that downgrades to a Welsh
 * vowel (`ế` to `ê`) is sent as UCS-2 and must be counted so.
 */
function smsSize(text: string): SmsSize {
  return { characters: text.length, ...encodingOf(text) }
}

/**
 * Size of the unfilled template. Its placeholders count nothing but hold the whitespace beside them: the escape
 * character, which no message keeps, stands for them while the text is tidied.
 */
export function smsTemplateSize(template: CompiledTemplate, prefix: string | null = null): SmsSize {
  const marked = withPrefix(withPlaceholdersAs(template.body, '\u001b'), prefix)
  return smsSize(tidySms(marked))
}

/** Characters of a message less its prefix, the colon and the space. */
export function charactersWithoutPrefix(characters: number, prefix: string | null): number {
  if (prefix === null) return characters
  return Math.max(0, characters - sanitiseSms(seen(prefix.trim())).length - 2)
}

/** Characters above the limit of 918, which no encoding changes. */
export function charactersAboveLimit(characters: number): number {
  return Math.max(0, characters - smsCharacterLimit)
}

/** Whitespace, punctuation and characters as a handset shows them. */
export function tidySms(text: string): string {
  if (!needsTidying.test(text)) return text
  return sanitiseSms(tidyLines(text).replace(escapeCharacter, ''))
}

/**
 * The rules of whitespace, which a preview shares. Letters and their accents are put together first: a handset's
 * characters are looked up one by one, and an accent alone is none of them.
 */
export function tidyLines(text: string): string {
  return collapseNewlines(normaliseLines(withoutWhitespaceBeforePunctuation(seen(text)))).trim()
}

function seen(text: string): string {
  return composed(text.replace(unseen, ''))
}

export function withPrefix(body: string, prefix: string | null): string {
  return prefix === null ? body : `${prefix.trim()}: ${body}`
}
