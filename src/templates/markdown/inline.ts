/**
 * What stands inside a block: links, web addresses, line breaks and escapes (specification, markdown dialect). Emphasis,
 * code and raw HTML are not part of the dialect and stay as typed.
 */
import { type Links, type MarkdownDocument, referenceKey } from './blocks.ts'

export type Inline =
  | string
  | { type: 'break' }
  | { type: 'url'; url: string }
  | { type: 'link'; label: Inline[]; target: string; title: string | null }

type Scan = {
  text: string
  links: Links
  footnotes: ReadonlyMap<string, unknown>
  inLink: boolean
  /** Where the next `)` and the next end of a title are, kept so that the text is searched only once for them. */
  nextClose: number
  nextTitleEnd: { start: number; end: number }
}

/** For a `[` the place of its `]`. */
type Brackets = Map<number, number>

/** A link in brackets: what it became and where the text goes on. */
type Found = { inline: Inline | null; next: number }

const special = /[\\<![\n]|https?:\/\//gi
const specialInLink = /[\\\n]/g
const escapable = '\\`*{}[]()#+-.!_>~|'
/** A backslash stays apart from these, or the smart quotes would read it as an escape of theirs. */
const curlable = '\\"\'.-`'
const urlPattern = /https?:\/\/(?:(?!&lt;|&gt;)[^\s<])+/iy
const urlEnd = '.,:"\')]<'
const bracket = /[\\[\]]/g
const angleEnd = /[ <>\n]/g
const addressMark = /[@:]/
const spaceAndQuote = /\s["']/
const titleEnd = /["']\s*\)/g

/** Longest label, target or title that is looked at, and longest name of a reference: a longer one is text. */
const longest = 10_000
const longestReference = 200

const breakInline: Inline = { type: 'break' }

export function parseInline(text: string, document: MarkdownDocument, inLink = false): Inline[] {
  const { links, footnotes } = document
  return scan({ text, links, footnotes, inLink, nextClose: -1, nextTitleEnd: { start: -1, end: -1 } })
}

function scan(source: Scan): Inline[] {
  const { text, inLink } = source
  const pattern = inLink ? specialInLink : special
  pattern.lastIndex = 0
  const first = pattern.exec(text)
  if (first === null) return text === '' ? [] : [text]
  const found: Inline[] = []
  const brackets = inLink || !text.includes('[') ? null : matchingBrackets(text)
  const lastText = text.trimEnd().length
  let plain = ''
  let from = 0
  let at = first.index
  while (at >= 0) {
    plain += text.slice(from, at)
    from = at
    const result = inlineAt(source, at, brackets, lastText)
    if (typeof result === 'string') {
      plain += result
      from = at + (text.charCodeAt(at) === 92 ? 2 : 1)
    } else if (result) {
      if (result.inline === breakInline) plain = withoutTrailingSpaces(plain)
      if (plain !== '' && result.inline !== null) {
        found.push(plain)
        plain = ''
      }
      if (result.inline !== null) found.push(result.inline)
      from = result.next
    } else {
      plain += text[at]
      from = at + 1
    }
    pattern.lastIndex = from
    at = pattern.exec(text)?.index ?? -1
  }
  plain += text.slice(from)
  if (plain !== '') found.push(plain)
  return found
}

/** A string is text that stands for an escape; null is text as typed. */
function inlineAt(
  source: Scan,
  at: number,
  brackets: Brackets | null,
  lastText: number,
): Found | string | null {
  const { text } = source
  switch (text.charCodeAt(at)) {
    case 92:
      return escaped(text, at)
    case 10:
      return at >= lastText ? null : { inline: breakInline, next: at + 1 }
    case 60:
      return angled(text, at)
    case 33:
      return brackets && text.charCodeAt(at + 1) === 91 ? image(source, at, brackets) : null
    case 91:
      return brackets ? bracketed(source, at, brackets) : null
    default:
      return url(text, at)
  }
}

function escaped(text: string, at: number): string | null {
  const character = text[at + 1]
  if (character === undefined || !escapable.includes(character)) return null
  if (character !== '\\') return character
  const next = text[at + 2]
  return next !== undefined && curlable.includes(next) ? '&#92;' : '\\'
}

function angled(text: string, at: number): Found | null {
  angleEnd.lastIndex = at + 1
  const end = angleEnd.exec(text)?.index ?? -1
  if (text[end] !== '>') return null
  const inside = text.slice(at + 1, end)
  const mark = inside.slice(1, -1).search(addressMark)
  return mark < 0 ? null : { inline: inside, next: end + 1 }
}

function url(text: string, at: number): Found | null {
  urlPattern.lastIndex = at
  const match = urlPattern.exec(text)
  if (!match) return null
  let end = match[0].length
  while (end > 0 && urlEnd.includes(match[0][end - 1]!)) end--
  const shortest = match[0].indexOf('://') + 5
  return end < shortest ? null : { inline: { type: 'url', url: match[0].slice(0, end) }, next: at + end }
}

/** Images show nothing, whether they name their picture or refer to it. */
function image(source: Scan, at: number, brackets: Brackets): Found | null {
  const link = bracketed(source, at + 1, brackets)
  return link ? { inline: null, next: link.next } : null
}

function bracketed(source: Scan, at: number, brackets: Brackets): Found | null {
  const { text, links, footnotes } = source
  const close = brackets.get(at) ?? 0
  if (close === 0 || close - at > longest) return null
  const label = text.slice(at + 1, close)
  if (label.startsWith('^') && footnotes.has(referenceKey(label.slice(1))))
    return { inline: null, next: close + 1 }
  if (text[close + 1] === '(') {
    const target = targetAt(source, close + 2)
    if (target) return { inline: link(source, label, target.target, target.title), next: target.next }
  }
  if (links.size === 0 || label.length > longestReference) return null
  const open = skipWhitespace(text, close + 1)
  const end = text[open] === '[' ? (brackets.get(open) ?? 0) : 0
  if (end > 0 && end - open <= longestReference) {
    const reference = links.get(referenceKey(text.slice(open + 1, end) || label))
    if (reference) return { inline: link(source, label, reference.target, reference.title), next: end + 1 }
  }
  const reference = links.get(referenceKey(label))
  return reference
    ? { inline: link(source, label, reference.target, reference.title), next: close + 1 }
    : null
}

function link(source: Scan, label: string, target: string, title: string | null): Inline {
  return { type: 'link', label: scan({ ...source, text: label, inLink: true }), target, title }
}

/** A target ends at the first bracket that closes, unless a title in quotes comes before it. */
function targetAt(
  source: Scan,
  start: number,
): { target: string; title: string | null; next: number } | null {
  const { text } = source
  const from = skipWhitespace(text, start)
  const close = nextClose(source, from)
  if (close - from > longest) return null
  const inside = text.slice(from, close)
  const quote = inside.search(spaceAndQuote)
  if (quote >= 0) {
    const end = nextTitleEnd(source, from + quote + 2)
    if (end.start - from <= longest) {
      const title = text.slice(from + quote + 2, end.start)
      return { target: unangled(inside.slice(0, quote).trimEnd()), title, next: end.end }
    }
  }
  return { target: unangled(inside.trimEnd()), title: null, next: close + 1 }
}

function nextClose(source: Scan, from: number): number {
  if (source.nextClose >= from) return source.nextClose
  const close = source.text.indexOf(')', from)
  return (source.nextClose = close < 0 ? Number.POSITIVE_INFINITY : close)
}

function nextTitleEnd(source: Scan, from: number): { start: number; end: number } {
  if (source.nextTitleEnd.start >= from) return source.nextTitleEnd
  titleEnd.lastIndex = from
  const match = titleEnd.exec(source.text)
  const start = match ? match.index : Number.POSITIVE_INFINITY
  return (source.nextTitleEnd = { start, end: titleEnd.lastIndex })
}

function unangled(target: string): string {
  return target.startsWith('<') && target.endsWith('>') && !target.startsWith('<span')
    ? target.slice(1, -1)
    : target
}

/** For every `[` that is closed the place of its `]`: one pass, so that a link is found without a search. */
function matchingBrackets(text: string): Brackets {
  const matches: Brackets = new Map()
  const open: number[] = []
  bracket.lastIndex = 0
  for (let match = bracket.exec(text); match; match = bracket.exec(text)) {
    const code = match[0].charCodeAt(0)
    if (code === 92) bracket.lastIndex++
    else if (code === 91) open.push(match.index)
    else if (open.length > 0) matches.set(open.pop()!, match.index)
  }
  return matches
}

function skipWhitespace(text: string, from: number): number {
  let i = from
  while (i < text.length && i < from + longest && text.charCodeAt(i) <= 32) i++
  return i
}

function withoutTrailingSpaces(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--
  return text.slice(0, end)
}
