/**
 * Where the text of a page lies, read by pdf.js. Nothing is fetched, no script of a file is run (this pdf.js has no `eval` at all), fonts come with
 * pdf.js or from the file; what can not be read is an error, never left out.
 */
import { fileURLToPath } from 'node:url'
import { getDocument, OPS, type PDFPageProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { maxImagePixels } from './images.ts'
import { type Box, millimetres } from './zones.ts'

const library = fileURLToPath(new URL('.', import.meta.resolve('pdfjs-dist/package.json')))

export type Reading = { pages: PDFPageProxy[]; close: () => Promise<void> }

/** @throws Error for what pdf.js can not open */
export async function readDocument(bytes: Uint8Array): Promise<Reading> {
  const task = getDocument({
    data: Uint8Array.from(bytes),
    cMapUrl: `${library}cmaps/`,
    standardFontDataUrl: `${library}standard_fonts/`,
    wasmUrl: `${library}wasm/`,
    iccUrl: `${library}iccs/`,
    stopAtErrors: true,
    maxImageSize: maxImagePixels,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  })
  const document = await task.promise
  const pages: PDFPageProxy[] = []
  for (let number = 1; number <= document.numPages; number += 1) pages.push(await document.getPage(number))
  return { pages, close: () => task.destroy() }
}

/** Text at its place; millimetres from the top left of the sheet as it is read. */
export type Glyph = {
  text: string
  box: Box
  /** How far down its line lies. */
  baseline: number
  /** The height of its font. */
  size: number
  /** Whether it is read from left to right. */
  isUpright: boolean
  isSpace: boolean
  /** Its place in the order of operators that show text, and in that operator. */
  show: number
  index: number
}
/** An operator that shows text: what its glyphs and numbers move on, in thousandths of the font's size. */
export type Show = { moves: (number | { advance: number })[] }

type Matrix = [number, number, number, number, number, number]
const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
]
const at = (m: Matrix, x: number, y: number): [number, number] => [
  m[0] * x + m[2] * y + m[4],
  m[1] * x + m[3] * y + m[5],
]

type Font = {
  fontMatrix?: number[]
  ascent?: number
  descent?: number
  vertical?: boolean
  isType3Font?: boolean
}
type State = {
  matrix: Matrix
  font: Font
  size: number
  characterSpacing: number
  wordSpacing: number
  scale: number
  leading: number
  rise: number
}
/** As pdf.js's evaluator gives them. */
type ShownGlyph = { unicode: string; width: number; vmetric?: number[]; isSpace: boolean }

/** @throws Error for what can not be read */
export async function glyphsOf(page: PDFPageProxy): Promise<{ glyphs: Glyph[]; shows: Show[] }> {
  const { fnArray, argsArray } = await page.getOperatorList({ intent: 'print' })
  const names = new Set<string>()
  for (const [place, operator] of fnArray.entries()) {
    if (operator === OPS.setFont) names.add(argsArray[place][0])
    if (operator === OPS.setGState)
      for (const [key, value] of argsArray[place][0]) if (key === 'Font') names.add(value[0])
  }
  const fonts = new Map<string, Font>()
  for (const name of names)
    fonts.set(name, await new Promise<Font>((resolve) => page.commonObjs.get(name, resolve)))

  const glyphs: Glyph[] = []
  const shows: Show[] = []
  let state: State = {
    matrix: page.getViewport({ scale: millimetres(1) }).transform as Matrix,
    font: {},
    size: 0,
    characterSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
  }
  const saved: State[] = []
  let line: Matrix = [1, 0, 0, 1, 0, 0]
  let text = line

  const nextLine = (x: number, y: number) => {
    line = text = times([1, 0, 0, 1, x, y], line)
  }
  const setFont = (name: string, size: number) => Object.assign(state, { font: fonts.get(name) ?? {}, size })
  const save = () => saved.push({ ...state })
  const restore = () => {
    state = saved.pop() ?? state
  }

  function show(items: (ShownGlyph | number)[]): void {
    const { font, size, characterSpacing, wordSpacing, scale, rise } = state
    const unit = font.fontMatrix?.[0] ?? 0.001
    // Fonts say of themselves what they like.
    const ascent = clamp(font.ascent, 0.5, 1.1, 0.9)
    const descent = -clamp(font.descent === undefined ? undefined : -font.descent, 0, 0.5, 0.25)
    const moves: Show['moves'] = []
    for (const item of items) {
      if (typeof item === 'number') {
        moves.push(item)
        const by = (-item / 1000) * size
        text = times(font.vertical ? [1, 0, 0, 1, 0, by] : [1, 0, 0, 1, by * scale, 0], text)
        continue
      }
      const spacing = characterSpacing + (item.isSpace ? wordSpacing : 0)
      const [down = 0, aside = 0, above = 0] = font.vertical ? (item.vmetric ?? []) : []
      const width = item.width * unit
      const advance = font.vertical ? down * unit * size + spacing : width * size + spacing
      const place = times(times([size * scale, 0, 0, size, 0, rise], text), state.matrix)
      const [x, y] = [-aside * unit, -above * unit]
      const corners = [
        at(place, x, y + descent),
        at(place, x + width, y + descent),
        at(place, x, y + ascent),
        at(place, x + width, y + ascent),
      ]
      const [across, upwards] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
      glyphs.push({
        text: item.unicode,
        box: {
          left: Math.min(...across),
          right: Math.max(...across),
          top: Math.min(...upwards),
          bottom: Math.max(...upwards),
        },
        baseline: at(place, x, y)[1],
        size: Math.hypot(place[2], place[3]),
        isUpright: !font.vertical && place[0] > 0 && Math.abs(place[1]) < 0.05 * place[0] && place[3] < 0,
        isSpace: item.isSpace || item.unicode.trim() === '',
        show: shows.length,
        index: moves.length,
      })
      moves.push({ advance: size === 0 ? 0 : (advance / size) * 1000 })
      text = times(font.vertical ? [1, 0, 0, 1, 0, advance] : [1, 0, 0, 1, advance * scale, 0], text)
    }
    shows.push({ moves })
  }

  for (const [place, operator] of fnArray.entries()) {
    const args = argsArray[place] ?? []
    if (operator === OPS.save) save()
    else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) restore()
    else if (operator === OPS.transform) state.matrix = times(args as Matrix, state.matrix)
    else if (operator === OPS.paintFormXObjectBegin) {
      save()
      if (args[0]) state.matrix = times([...args[0]] as Matrix, state.matrix)
    } else if (operator === OPS.beginText) line = text = [1, 0, 0, 1, 0, 0]
    else if (operator === OPS.setCharSpacing) state.characterSpacing = args[0]
    else if (operator === OPS.setWordSpacing) state.wordSpacing = args[0]
    else if (operator === OPS.setHScale) state.scale = args[0] / 100
    else if (operator === OPS.setLeading) state.leading = args[0]
    else if (operator === OPS.setTextRise) state.rise = args[0]
    else if (operator === OPS.setFont) setFont(args[0], args[1])
    else if (operator === OPS.setGState) {
      for (const [key, value] of args[0]) if (key === 'Font') setFont(value[0], value[1])
    } else if (operator === OPS.moveText) nextLine(args[0], args[1])
    else if (operator === OPS.setLeadingMoveText) {
      state.leading = -args[1]
      nextLine(args[0], args[1])
    } else if (operator === OPS.nextLine) nextLine(0, -state.leading)
    else if (operator === OPS.setTextMatrix) line = text = [...args[0]] as Matrix
    else if (operator === OPS.showText) show(args[0])
  }
  return { glyphs, shows }
}

const clamp = (value: number | undefined, least: number, most: number, otherwise: number) =>
  value === undefined || !Number.isFinite(value) || value === 0
    ? otherwise
    : Math.min(Math.max(value, least), most)
