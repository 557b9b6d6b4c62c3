/** Runs of text as lines that fit a width. Lines end where Unicode lets them (UAX #14), and inside a word only when it is longer than a line. */
import { createRequire } from 'node:module'
import bidiFactory, { type Bidi } from 'bidi-js'
import type LineBreaker from 'linebreak'
import { lazily } from '../../lazily.ts'
import type { Run } from '../../templates/letter-blocks.ts'
import type { Weight } from './fonts.ts'
import type { Style } from './geometry.ts'
import { shapeWord, type Word } from './shaping.ts'

/** Text in one look and direction that no line ends in, or a space. */
export type Token = {
  text: string
  word: Word
  width: number
  weight: Weight
  isMissing: boolean
  isSpace: boolean
  /** Odd for what is read from right to left. */
  level: number
}

/** From left to right, as it is drawn. */
export type Line = { tokens: Token[]; width: number }

type Look = { weight: Weight; isMissing: boolean }
/** Text with its looks, each up to where it ends. */
type Text = { text: string; looks: { end: number; look: Look }[] }

/** Its types are those of another way to import it. */
const bidi = (bidiFactory as unknown as () => Bidi)()
const whitespace = /[ \t\n\r\f]+/g
const mayBeRightToLeft = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/
/** A line never ends inside one of these, so that nobody needs to ask. */
const plainWord = /^[\w.,:;'’‘“”"()!?£\u2011]*$/
// Many letters do without, and to load them is a twentieth of what a process or thread of letters begins with.
const graphemes = lazily(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))
const lineBreaker = lazily(() => createRequire(import.meta.url)('linebreak') as typeof LineBreaker)

/** Lines of one block that are made at most: more than the longest letter shows. */
const mostLines = 6000

/** @param width Infinity for a text that stays in one line */
export function linesOf(runs: readonly Run[], style: Style, width: number): Line[] {
  const lines: Line[] = []
  for (const text of textsOf(runs, style.weight)) {
    if (lines.length >= mostLines) break
    fillLines(lines, text, style, width)
  }
  return lines
}

/** The texts between line breaks, with single spaces between words and none at the ends. */
function* textsOf(runs: readonly Run[], weight: Weight): Generator<Text> {
  let parts: string[] = []
  let looks: Text['looks'] = []
  let length = 0
  let isAfterSpace = true
  let isFirst = true
  const take = (): Text => {
    const text = parts.join('')
    const taken = { text: isAfterSpace ? text.slice(0, -1) : text, looks }
    parts = []
    looks = []
    length = 0
    isAfterSpace = true
    isFirst = false
    return taken
  }
  for (const run of runs) {
    if ('break' in run) {
      yield take()
      continue
    }
    const spaced = run.text.replace(whitespace, ' ')
    const part: string = isAfterSpace && spaced.startsWith(' ') ? spaced.slice(1) : spaced
    if (part === '') continue
    parts.push(part)
    length += part.length
    isAfterSpace = part.endsWith(' ')
    const look: Look = { weight: run.bold ? 'bold' : weight, isMissing: run.missing !== undefined }
    looks.push({ end: length, look })
  }
  // A break at the very end begins no line.
  if (isFirst || length > 0) yield take()
}

function fillLines(lines: Line[], paragraph: Text, style: Style, width: number): void {
  const { text } = paragraph
  const levels = mayBeRightToLeft.test(text) ? bidi.getEmbeddingLevels(text, 'ltr').levels : null
  const tokensOf = reader(paragraph, levels, style)
  let tokens: Token[] = []
  let used = 0
  const finish = () => {
    if (tokens.at(-1)?.isSpace) used -= tokens.pop()!.width
    lines.push({ tokens: levels === null ? tokens : inOrder(tokens), width: used })
    tokens = []
    used = 0
  }
  const add = (token: Token) => {
    tokens.push(token)
    used += token.width
  }
  let start = 0
  for (const end of breaksOf(text)) {
    const hasSpace = text[end - 1] === ' '
    const word = tokensOf(start, hasSpace ? end - 1 : end)
    const needed = word.reduce((total, token) => total + token.width, 0)
    if (used + needed > width && tokens.length > 0) finish()
    for (const token of needed > width ? charactersOf(word, style) : word) {
      if (used + token.width > width && tokens.length > 0) finish()
      if (lines.length >= mostLines) return
      add(token)
    }
    if (hasSpace) tokensOf(end - 1, end).forEach(add)
    start = end
    if (lines.length >= mostLines) return
  }
  finish()
}

/** Reads a text from its beginning to its end: what stands between two places, cut where its look or direction changes. */
function reader({ text, looks }: Text, levels: Uint8Array | null, style: Style) {
  let current = 0
  return (start: number, end: number): Token[] => {
    const tokens: Token[] = []
    for (let from = start; from < end; ) {
      while (looks[current]!.end <= from) current += 1
      const { look, end: lookEnd } = looks[current]!
      let to = Math.min(end, lookEnd)
      if (levels !== null) {
        const turn = levels.subarray(from, to).findIndex((level) => level !== levels[from])
        if (turn > 0) to = from + turn
      }
      tokens.push(tokenOf(text.slice(from, to), look, levels?.[from] ?? 0, style))
      from = to
    }
    return tokens
  }
}

function tokenOf(text: string, { weight, isMissing }: Look, level: number, style: Style): Token {
  const word = shapeWord(text, weight, level % 2 === 1)
  const isSpace = text === ' '
  const spacing = word.letters * style.letterSpacing + (isSpace ? style.wordSpacing : 0)
  return { text, word, width: word.width * style.size + spacing, weight, isMissing, isSpace, level }
}

function* charactersOf(tokens: readonly Token[], style: Style): Generator<Token> {
  for (const token of tokens) {
    for (const { segment } of graphemes().segment(token.text))
      yield tokenOf(segment, token, token.level, style)
  }
}

/** The places where a line may end, in order, the text's end being the last: behind the space that they have, if they have one. */
function* breaksOf(text: string): Generator<number> {
  let start = 0
  while (start < text.length) {
    const space = text.indexOf(' ', start)
    const end = space < 0 ? text.length : space
    const word = text.slice(start, end)
    if (word.length > longestWord) yield* partsOf(word, start)
    else if (!plainWord.test(word)) {
      const breaker = new (lineBreaker())(word)
      for (let at = breaker.nextBreak(); at !== null && at.position < word.length; at = breaker.nextBreak())
        yield start + at.position
    }
    start = space < 0 ? end : space + 1
    yield start
  }
}

/** Characters that are longer than any line: beyond them a line may end anywhere. */
const longestWord = 1000

function* partsOf(word: string, start: number): Generator<number> {
  for (let at = longestWord; at < word.length; at += longestWord) {
    const isInPair = (word.charCodeAt(at) & 0xfc00) === 0xdc00
    yield start + (isInPair ? at - 1 : at)
  }
}

/** The tokens of a line as they stand from left to right (UAX #9, rule L2). */
function inOrder(tokens: Token[]): Token[] {
  const highest = Math.max(0, ...tokens.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < tokens.length; start += 1) {
      let end = start
      while (end < tokens.length && tokens[end]!.level >= level) end += 1
      if (end - start > 1) tokens.splice(start, end - start, ...tokens.slice(start, end).reverse())
      start = end
    }
  }
  return tokens
}
