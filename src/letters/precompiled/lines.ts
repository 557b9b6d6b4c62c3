/** Words and lines of glyphs, in the order in which they are read, however the file has them. */
import type { Glyph } from './reader.ts'
import { type Box, touches } from './zones.ts'

export type Word = { text: string; box: Box; glyphs: Glyph[] }

/** Gaps between glyphs of a line, in heights of the font: from the first on they part words, from the second on lines. Source: MuPDF, structured text. */
const gaps = { words: 0.15, lines: 0.8 }
/** Glyphs whose baselines differ by less of their height are in one line: a raised letter, say. */
const sameLine = 0.4

/** The lines that have words which touch the box, of those words alone. Turned text has no part in them. */
export function linesIn(glyphs: readonly Glyph[], box: Box): Word[][] {
  return rowsOf(glyphs.filter(({ isUpright }) => isUpright))
    .flatMap(linesOf)
    .map((words) => words.filter((word) => touches(word.box, box)))
    .filter((words) => words.length > 0)
}

function rowsOf(glyphs: Glyph[]): Glyph[][] {
  const rows: Glyph[][] = []
  for (const glyph of glyphs.toSorted((one, other) => one.baseline - other.baseline)) {
    const row = rows.at(-1)
    const last = row?.at(-1)
    if (row !== undefined && last !== undefined && glyph.baseline - last.baseline < sameLine * last.size)
      row.push(glyph)
    else rows.push([glyph])
  }
  return rows.map((row) => row.sort((one, other) => one.box.left - other.box.left))
}

function linesOf(row: Glyph[]): Word[][] {
  const lines: Word[][] = [[]]
  let before: Glyph | undefined
  let word: Glyph[] = []
  const endWord = () => {
    if (word.length > 0) lines.at(-1)!.push(wordOf(word))
    word = []
  }
  for (const glyph of row) {
    // Bold letters are sometimes made of two thin ones.
    if (before !== undefined && before.text === glyph.text && isOver(before, glyph)) continue
    const gap = before === undefined ? 0 : (glyph.box.left - before.box.right) / glyph.size
    if (gap > gaps.words || glyph.isSpace) endWord()
    if (gap > gaps.lines) lines.push([])
    if (!glyph.isSpace) word.push(glyph)
    before = glyph
  }
  endWord()
  return lines
}

const isOver = (one: Glyph, other: Glyph) =>
  !one.isSpace &&
  other.box.left - one.box.left < 0.1 * one.size &&
  Math.abs(one.baseline - other.baseline) < 0.1 * one.size

function wordOf(glyphs: Glyph[]): Word {
  const boxes = glyphs.map(({ box }) => box)
  return {
    text: glyphs.map(({ text }) => text).join(''),
    box: {
      left: Math.min(...boxes.map(({ left }) => left)),
      top: Math.min(...boxes.map(({ top }) => top)),
      right: Math.max(...boxes.map(({ right }) => right)),
      bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
    },
    glyphs,
  }
}

/** Words parted by spaces, lines by line feeds; ligatures and other shapes of letters are those letters. */
export const textOf = (lines: readonly Word[][]): string =>
  lines
    .map((words) => words.map(({ text }) => text).join(' '))
    .join('\n')
    .normalize('NFKD')
