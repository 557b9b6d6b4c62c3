/**
 * The whitespace functions (specification, whitespace and typography). The classes are spelled out because
 * JavaScript's `\s` counts U+FEFF as whitespace and leaves out U+001C–U+001F and U+0085, which the field counts.
 */

/** Characters without width, deleted wherever they stand. */
const zeroWidth = /[\u200d\u180e\u200b\u200c\u2060\ufeff\u2028\u2029]/g
const fullWidthObscure = /[\u00a0\u202f]/g
const obscure = /[\u200d\u180e\u200b\u200c\u2060\ufeff\u2028\u2029\u00a0\u202f]/
const obscureAll = /[\u200d\u180e\u200b\u200c\u2060\ufeff\u2028\u2029\u00a0\u202f]/g
const whitespaceRun = /[\s\u001c-\u001f\u0085]+/g
const lineBoundary = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/
const everyWhitespace = /[\u200d \t\n\r\v\f\u180e\u200b\u200c\u2060\ufeff\u2028\u2029\u00a0\u202f]+/g

/** What people cannot see, wherever it stands: direction marks, joiners, variation selectors, fillers. */
const unseen = /\p{Default_Ignorable_Code_Point}+/gu
const unseenOrSpace = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\u001c-\u001f]+/gu
const unseenOrOddSpace = /[\p{Default_Ignorable_Code_Point}\p{Zs}\u2028\u2029]+/gu
const notAscii = /[^\0-\x7f]/

/** True for the code units that end a whitespace-delimited run. */
export function isWhitespace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31)
  if (code < 0x85) return false
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** One line: obscure spaces become spaces, invisible characters go, runs become one space, the ends are trimmed. */
export function normaliseWhitespace(text: string): string {
  const visible = obscure.test(text) ? text.replace(fullWidthObscure, ' ').replace(zeroWidth, '') : text
  return visible.replace(whitespaceRun, ' ').trim()
}

/** Each line normalised, joined with LF. Every Unicode line boundary separates lines. */
export function normaliseLines(text: string): string {
  return text.split(lineBoundary).map(normaliseWhitespace).join('\n')
}

/** Three or more newlines become two: one blank line at most. */
export function collapseNewlines(text: string): string {
  return text.includes('\n\n\n') ? text.replace(/\n{3,}/g, '\n\n') : text
}

/** Deletes invisible and non-breaking characters anywhere and trims ASCII whitespace at the ends. */
export function stripObscure(text: string): string {
  const visible = obscure.test(text) ? text.replace(obscureAll, '') : text
  let start = 0
  let end = visible.length
  while (start < end && isAsciiWhitespace(visible.charCodeAt(start))) start++
  while (end > start && isAsciiWhitespace(visible.charCodeAt(end - 1))) end--
  return visible.slice(start, end)
}

/**
 * Deletes what people cannot see. It is for recipients and names alone: other texts keep the joiners and selectors that
 * Persian, Indic scripts and emoji are written with.
 */
export function withoutUnseen(text: string): string {
  return notAscii.test(text) ? text.replace(unseen, '') : text
}

/** A recipient or a name as people see it: nothing unseen, no space but the plain one, none at the ends. */
export function stripUnseen(text: string): string {
  return stripObscure(
    notAscii.test(text) ? text.replace(unseenOrOddSpace, (run) => (run.includes(' ') ? ' ' : '')) : text,
  )
}

/** Deletes everything unseen and every kind of space. */
export function removeUnseen(text: string): string {
  return text.replace(unseenOrSpace, '')
}

/** Deletes all whitespace anywhere. */
export function removeWhitespace(text: string): string {
  return text.replace(everyWhitespace, '')
}

function isAsciiWhitespace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}
