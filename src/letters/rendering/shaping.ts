/** Words as glyphs. A word is shaped once and kept, since letters are made of the same words over and over. */
import * as hb from 'harfbuzzjs'
import { type Font, fontFor, type Weight } from './fonts.ts'

/** Glyphs of one font. Lengths are ems. */
export type Piece = {
  font: Font
  width: number
  /** Glyphs that letter spacing follows: all that end a cluster. */
  letters: number
  /** The glyphs that not every letter carries, with what each stands for. */
  uncommon: [glyph: number, text: string][]
  /** What PDF's TJ takes between its brackets, when no glyph is raised and each has its spacing; else null. */
  plain: string | null
  glyphs: Glyph[]
}

export type Glyph = {
  id: number
  /** As the font has it, and as it is here, after kerning. */
  ownAdvance: number
  advance: number
  x: number
  y: number
  isSpaced: boolean
}

export type Word = { pieces: Piece[]; width: number; letters: number }

const features = ['liga', 'clig', 'dlig'].map((tag) => new hb.Feature(tag, 0))
const buffer = new hb.Buffer()

/** Words that are kept: a few megabytes. When they are so many, all are forgotten. */
const mostWords = 20_000
/** A word that is longer is not likely to come again. */
const longestKept = 40
const kept = new Map<string, Word>()

const marks = /^[\p{M}\p{Default_Ignorable_Code_Point}]$/u

/** @param isRightToLeft glyphs come from left to right all the same */
export function shapeWord(text: string, weight: Weight, isRightToLeft = false): Word {
  const key = `${weight === 'bold' ? 'b' : 'r'}${isRightToLeft ? '<' : '>'}${text}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const pieces = partsOf(text, weight).map(({ font, text }) => shape(font, text, isRightToLeft))
  if (isRightToLeft) pieces.reverse()
  const word = { pieces, width: sum(pieces, 'width'), letters: sum(pieces, 'letters') }
  if (text.length > longestKept) return word
  if (kept.size >= mostWords) kept.clear()
  kept.set(key, word)
  return word
}

const sum = (pieces: Piece[], what: 'width' | 'letters'): number =>
  pieces.reduce((total, piece) => total + piece[what], 0)

/** In place of a character that no font has. A font's own glyph for that is not drawn by every program. */
const box = '\u25a1'

/** Cuts a text where another font must draw it. Marks stay with the letter that they belong to. */
function partsOf(text: string, weight: Weight): { font: Font; text: string }[] {
  const parts: { font: Font; text: string }[] = []
  for (const character of text) {
    const last = parts.at(-1)
    const isMark = marks.test(character)
    const font = last !== undefined && isMark ? last.font : fontFor(character.codePointAt(0)!, weight)
    const drawn = isMark || font.characters.has(character.codePointAt(0)!) ? character : box
    if (last?.font === font) last.text += drawn
    else parts.push({ font, text: drawn })
  }
  return parts
}

function shape(font: Font, text: string, isRightToLeft: boolean): Piece {
  buffer.clearContents()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  buffer.setDirection(isRightToLeft ? hb.Direction.RTL : hb.Direction.LTR)
  buffer.setFlags(hb.BufferFlag.REMOVE_DEFAULT_IGNORABLES)
  hb.shape(font.font, buffer, features)
  const infos = buffer.getGlyphInfosAndPositions()
  const starts = [...new Set(infos.map(({ cluster }) => cluster))].sort((a, b) => a - b)
  const ends = new Map(starts.map((start, index) => [start, starts[index + 1]]))
  const em = (units: number | undefined) => (units ?? 0) / font.unitsPerEm
  const uncommon = new Map<number, string>()
  const glyphs = infos.map(({ codepoint: id, cluster, xAdvance, xOffset, yOffset }, index): Glyph => {
    const isFirst = infos[index - 1]?.cluster !== cluster
    if (!font.common.has(id) && !uncommon.get(id)) {
      uncommon.set(id, isFirst ? text.slice(cluster, ends.get(cluster)) : '')
    }
    return {
      id,
      ownAdvance: em(font.font.glyphHAdvance(id)),
      advance: em(xAdvance),
      x: em(xOffset),
      y: em(yOffset),
      isSpaced: infos[index + 1]?.cluster !== cluster,
    }
  })
  return {
    font,
    width: glyphs.reduce((total, { advance }) => total + advance, 0),
    letters: glyphs.filter(({ isSpaced }) => isSpaced).length,
    uncommon: [...uncommon],
    plain: plainText(glyphs),
    glyphs,
  }
}

/** A number as PDFs have it, in thousandths of an em. */
export const thousandths = (ems: number): string => String(Math.round(ems * 100_000) / 100)

export const hex = (glyph: number): string => glyph.toString(16).padStart(4, '0')

function plainText(glyphs: Glyph[]): string | null {
  let text = '<'
  for (const { id, ownAdvance, advance, x, y, isSpaced } of glyphs) {
    if (x !== 0 || y !== 0 || !isSpaced) return null
    text += hex(id)
    const kerning = thousandths(ownAdvance - advance)
    if (kerning !== '0') text += `>${kerning}<`
  }
  return `${text}>`
}
