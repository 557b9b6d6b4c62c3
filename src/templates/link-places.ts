/**
 * Values that stand inside a link. The first bracket that closes ends a link's target (specification, markdown dialect):
 * a rule for what the author typed. A value is put in so that it ends nothing and begins no link of its own.
 */
import { decodeReferences, escapeHtml } from './escape.ts'
import { percentEncoded } from './markdown/href.ts'

/** Where in a link a placeholder stands; `address` is a web address as typed, without brackets around it. */
export type LinkPlace = 'label' | 'target' | 'title' | 'address'

type Range = { start: number; end: number; place: LinkPlace }

/** Where the next match at or after a place is; places may only grow, so that the text is searched once. */
type Cursor = (from: number) => number

const bracketOrGap = /\\[^\n]|[[\]]|\n[ \t]*\n/g
const gap = /\n[ \t]*\n/g
const closing = /\)/g
/** No more space is looked through than people type, so that each bracket costs as much. */
const spaceAndBracket = /[ \t]{0,100}\n?[ \t]{0,100}\[/y
const spaceAndQuote = /\s["']/
const titleEnd = /["']\s*\)/g
const definition = /^( *\[[^^\]\n][^\]\n]{0,998}\]: *)([^\n]*)$/gm
const address = /https?:\/\/[^\s<]*/gi

/** Characters that would end an address or begin something else; the rest are the author's and the reader's. */
const endsAddress = /[\s()[\]<>{}"'`\\|^]+/g
/** An escape, which a label reads as such, a bracket of the label's own, or a backslash that would escape what follows. */
const escapeOrBracket = /\\.|[[\]]|\\$/g
const lineEnds = /[\r\n\u2028\u2029]+/g

/**
 * The place of each placeholder, null for those in no link.
 * @param source the content with its placeholders masked: no bracket, space or line end of theirs counts
 * @param starts where the placeholders start, in order
 */
export function linkPlaces(source: string, starts: readonly number[]): (LinkPlace | null)[] {
  const places: (LinkPlace | null)[] = starts.map(() => null)
  if (starts.length === 0) return places
  // Links come first: an address inside one is no address of its own.
  for (const { start, end, place } of [...links(source), ...definitions(source), ...addresses(source)]) {
    for (let i = firstFrom(starts, start); i < starts.length && starts[i]! < end; i++) places[i] ??= place
  }
  return places
}

/**
 * A value's text as it stands at a place of a link. Several lines are no part of an address as typed: there they stay
 * the text that they are.
 */
export function valueInLink(text: string, place: LinkPlace, html: boolean): string {
  const shown = () => (html ? escapeHtml(text) : text)
  if (place === 'label') return oneLine(shown()).replace(escapeOrBracket, withoutBracket)
  if (place === 'title') return oneLine(shown()).replace(/["')]/g, reference)
  if (place === 'address' && /[\r\n\u2028\u2029]/.test(text)) return shown()
  const encoded = (html ? decodeReferences(text) : text).trim().replace(endsAddress, percentEncoded)
  return html ? encoded.replaceAll('&', '&amp;') : encoded
}

function oneLine(text: string): string {
  return text.replace(lineEnds, ' ')
}

function withoutBracket(match: string): string {
  return match.length === 1 ? reference(match) : match
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

/** Labels, targets and titles of `[label](target "title")` and labels of `[label][id]`; a blank line ends what is open. */
function links(source: string): Range[] {
  const ranges: Range[] = []
  const nextGap = cursor(gap, source)
  const nextClosing = cursor(closing, source)
  const nextTitleEnd = cursor(titleEnd, source)
  // Space may stand between a label and its id, but in content without definitions two pairs of brackets are no link.
  const isReferring = source.search(definition) >= 0
  const beginsId = (at: number) => {
    spaceAndBracket.lastIndex = at
    return spaceAndBracket.test(source)
  }
  let open: number[] = []
  bracketOrGap.lastIndex = 0
  for (let match = bracketOrGap.exec(source); match; match = bracketOrGap.exec(source)) {
    const mark = match[0]
    if (mark.startsWith('\n')) open = []
    if (mark === '[') open.push(match.index)
    const start = mark === ']' ? open.pop() : undefined
    const next = source[match.index + 1]
    if (start === undefined) continue
    if (next !== '(' && next !== '[') {
      if (isReferring && beginsId(match.index + 1)) ranges.push({ start, end: match.index, place: 'label' })
      continue
    }
    ranges.push({ start, end: match.index, place: 'label' })
    const target = match.index + 2
    const close = next === '(' ? nextClosing(target) : Number.POSITIVE_INFINITY
    const blank = nextGap(target)
    if (close > blank || close === Number.POSITIVE_INFINITY) continue
    const quote = source.slice(target, close).search(spaceAndQuote)
    const targetEnd = quote < 0 ? close : target + quote
    const titled = quote < 0 ? close : nextTitleEnd(targetEnd + 2)
    const end = titled < blank ? titled : close
    ranges.push({ start: target, end: targetEnd, place: 'target' }, { start: targetEnd, end, place: 'title' })
    bracketOrGap.lastIndex = end
  }
  return ranges
}

/** What follows `[id]:` at the start of a line. */
function definitions(source: string): Range[] {
  return Array.from(source.matchAll(definition)).flatMap(({ index, 1: id, 2: rest }): Range[] => {
    const start = index + id!.length
    const end = start + rest!.length
    const quote = rest!.search(/ ["(]/)
    const titleStart = quote < 0 ? end : start + quote
    return [
      { start, end: titleStart, place: 'target' },
      { start: titleStart, end, place: 'title' },
    ]
  })
}

function addresses(source: string): Range[] {
  return Array.from(source.matchAll(address), ({ index, 0: found }) => {
    return { start: index, end: index + found.length, place: 'address' as const }
  })
}

function cursor(pattern: RegExp, source: string): Cursor {
  let found = -1
  return (from) => {
    if (found >= from) return found
    pattern.lastIndex = from
    return (found = pattern.exec(source)?.index ?? Number.POSITIVE_INFINITY)
  }
}

/** The first of ascending numbers that is not below a bound. */
function firstFrom(numbers: readonly number[], bound: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}
