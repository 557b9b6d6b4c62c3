/** Typography (specification, whitespace and typography). Every rule looks at each character a bounded number of times. */
import { smartQuotes } from './smart-quotes.ts'
import { isWhitespace } from './whitespace.ts'

/** After a mark that opens, closes or parts, `GOV.UK` is a name too; a link's own brackets are left to the link. */
const govUk =
  /(?<=^|[\s"'<>–—•]|[^\P{Ps}([]|\p{Pi}|\p{Pf}|&(?:[lg]t|quot|apos|#3[49]);|(?<!\])\(|\[(?![^\][]*\][([:]))([#*^]?gov)\.(uk)(?![/?#])/giu
const mentionsGovUk = /gov\.uk/i
const unsupported = /[\u2028\u3164]/g
const blankAndPunctuation = /[ \t][,.]/g
const dash = /[-–—]/g
const lineEnd = /[\n\r]/

export type TypographyOptions = {
  /** Web addresses stand as text, not inside links, and keep their quotes. */
  plainText?: boolean
  /** Leaves dashes alone that have a line end beside them, so that a dash never pulls two lines together. */
  keepLines?: boolean
}

/** Bodies, subjects and preheaders: punctuation, quotes and dashes as a typesetter would set them. */
export function niceTypography(text: string, options: TypographyOptions = {}): string {
  const punctuated = withoutWhitespaceBeforePunctuation(text)
  const quoted = smartQuotes(punctuated, options.plainText ?? false)
  return enDashes(straightQuotesInAddresses(quoted), options.keepLines ?? false)
}

/**
 * Whether it is seen at once that no rule of typography or of whitespace changes a text: ASCII with single spaces, without quotes, dashes and backslashes,
 * as most subjects are. Who adds a rule looks here too.
 */
export const isWellSet = (text: string): boolean => !mayNeedSetting.test(text)
const mayNeedSetting = /[^ !#-&(-,.-[\]-_a-~]| {2}| [,.]|^ | $/

/** Removes spaces and tabs directly before a comma or a full stop. */
export function withoutWhitespaceBeforePunctuation(text: string): string {
  blankAndPunctuation.lastIndex = 0
  let match = blankAndPunctuation.exec(text)
  if (match === null) return text
  let result = ''
  let copied = 0
  for (; match; match = blankAndPunctuation.exec(text)) {
    let start = match.index
    while (start > copied && isBlank(text.charCodeAt(start - 1))) start--
    result += text.slice(copied, start)
    copied = match.index + 1
  }
  return result + text.slice(copied)
}

/** One to three hyphens or dashes with whitespace on both sides become an en dash with a space on both sides. */
export function enDashes(text: string, keepLines = false): string {
  let result = ''
  let copied = 0
  dash.lastIndex = 0
  for (let match = dash.exec(text); match; match = dash.exec(text)) {
    const dashEnd = dash.lastIndex
    if (!isWhitespace(text.charCodeAt(dashEnd))) continue
    let start = dashEnd
    while (start > copied && dashEnd - start < 4 && isDash(text.charCodeAt(start - 1))) start--
    if (dashEnd - start > 3 || start === copied || !isWhitespace(text.charCodeAt(start - 1))) continue
    while (start > copied && isWhitespace(text.charCodeAt(start - 1))) start--
    let end = dashEnd
    while (end < text.length && isWhitespace(text.charCodeAt(end))) end++
    if (keepLines && lineEnd.test(text.slice(start, end))) continue
    result += `${text.slice(copied, start)} – `
    copied = end
  }
  return result + text.slice(copied)
}

/** Curly single quotes become straight in any whitespace-delimited run with an `@` in it. */
export function straightQuotesInAddresses(text: string): string {
  if (!text.includes('@') || (!text.includes('’') && !text.includes('‘'))) return text
  let result = ''
  let copied = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', copied)) {
    let start = at
    while (start > copied && !isWhitespace(text.charCodeAt(start - 1))) start--
    let end = at
    while (end < text.length && !isWhitespace(text.charCodeAt(end))) end++
    result += text.slice(copied, start) + text.slice(start, end).replace(/[‘’]/g, "'")
    copied = end
  }
  return result + text.slice(copied)
}

/** A bare GOV.UK gets a zero-width space, so that mail clients do not make a link of it. */
export function unlinkGovUk(text: string): string {
  return mentionsGovUk.test(text) ? text.replace(govUk, '$1.\u200b$2') : text
}

/** Deletes the characters that mail clients draw as boxes. */
export function withoutUnsupportedCharacters(text: string): string {
  return text.replace(unsupported, '')
}

function isDash(code: number): boolean {
  return code === 45 || code === 0x2013 || code === 0x2014
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}
