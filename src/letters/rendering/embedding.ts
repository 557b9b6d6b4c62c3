/** Fonts inside a PDF: cut down to the glyphs that it has, with what each of them stands for, so that text can be found and copied. */
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import {
  type PDFArray,
  type PDFContext,
  type PDFDict,
  PDFName,
  PDFRawStream,
  type PDFRef,
  PDFString,
} from '@cantoo/pdf-lib'
import type { Resources } from './canvas.ts'
import type { Font } from './fonts.ts'
import { hex, thousandths } from './shaping.ts'

/** What depends on the glyphs alone: made once for all letters that have the same. */
type Cut = { tag: string; file: Uint8Array; length: number; characters: Uint8Array; widths: WidthRun[] }
type WidthRun = { first: number; widths: number[] }

/** Most letters have nothing but common glyphs; of the others so many sets are kept. */
const mostKept = 50
const kept = new WeakMap<Font, Map<string, Cut>>()

/** All that pages or a form name, as PDF's dictionary of it. */
export function embedResources(context: PDFContext, { fonts, opacities }: Resources): PDFDict {
  const fontNames = context.obj({})
  for (const [font, { name, uncommon }] of fonts)
    fontNames.set(PDFName.of(name), embedFont(context, font, uncommon))
  const states = context.obj({})
  for (const [name, opacity] of opacities)
    states.set(PDFName.of(name), context.obj({ ca: opacity, CA: opacity }))
  return context.obj({ Font: fontNames, ExtGState: states })
}

/** @param uncommon glyphs beside those that the font always has, with what they stand for */
function embedFont(context: PDFContext, font: Font, uncommon: ReadonlyMap<number, string>): PDFRef {
  const { tag, file, length, characters, widths } = cutOf(font, uncommon)
  const name = PDFName.of(`${tag}+${font.name}`)
  const per = (ems: number) => Math.round(ems * 1000)
  const fontFile = context.register(
    PDFRawStream.of(context.obj({ Length: file.byteLength, Length1: length, Filter: 'FlateDecode' }), file),
  )
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: [-1000, per(font.descender) - 200, 2000, per(font.ascender) + 200],
      ItalicAngle: 0,
      Ascent: per(font.ascender),
      Descent: per(font.descender),
      CapHeight: 716,
      StemV: font.name.includes('Bold') ? 140 : 80,
      FontFile2: fontFile,
    }),
  )
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      CIDToGIDMap: 'Identity',
      DW: 0,
      W: widthArray(context, widths),
    }),
  )
  const toUnicode = context.register(
    PDFRawStream.of(context.obj({ Length: characters.byteLength, Filter: 'FlateDecode' }), characters),
  )
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: toUnicode,
    }),
  )
}

function cutOf(font: Font, uncommon: ReadonlyMap<number, string>): Cut {
  const cuts = kept.get(font) ?? new Map<string, Cut>()
  kept.set(font, cuts)
  const key = [...uncommon]
    .map(([glyph, text]) => `${glyph} ${text}`)
    .sort()
    .join()
  let cut = cuts.get(key)
  if (cut === undefined) {
    cut = makeCut(font, uncommon)
    // What was used longest ago is the first.
    if (cuts.size >= mostKept) cuts.delete(cuts.keys().next().value!)
  } else cuts.delete(key)
  cuts.set(key, cut)
  return cut
}

function makeCut(font: Font, uncommon: ReadonlyMap<number, string>): Cut {
  const texts = new Map([...font.common, ...uncommon].sort(([one], [other]) => one - other))
  const glyphs = [...texts.keys()]
  const whole = font.subset(glyphs)
  return {
    tag: tagOf(glyphs),
    file: deflateSync(whole),
    length: whole.byteLength,
    characters: deflateSync(characterMap(texts)),
    widths: widthRuns(font, glyphs),
  }
}

/** Six letters that name a set of glyphs, as PDF wants them before the name of a font that is not whole. */
function tagOf(glyphs: readonly number[]): string {
  const digest = createHash('sha256').update(glyphs.join()).digest()
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('')
}

function widthRuns(font: Font, glyphs: readonly number[]): WidthRun[] {
  const runs: WidthRun[] = []
  for (const glyph of glyphs) {
    const last = runs.at(-1)
    const width = Number(thousandths(font.font.glyphHAdvance(glyph) / font.unitsPerEm))
    if (last !== undefined && glyph === last.first + last.widths.length) last.widths.push(width)
    else runs.push({ first: glyph, widths: [width] })
  }
  return runs
}

const widthArray = (context: PDFContext, runs: readonly WidthRun[]): PDFArray =>
  context.obj(runs.flatMap(({ first, widths }) => [first, widths]))

/** A CMap from glyphs to UTF-16. */
function characterMap(texts: ReadonlyMap<number, string>): string {
  const lines = [...texts]
    .filter(([, text]) => text !== '')
    .map(([glyph, text]) => `<${hex(glyph)}> <${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`)
  const groups: string[] = []
  // The format allows a hundred lines at a time.
  for (let start = 0; start < lines.length; start += 100) {
    const group = lines.slice(start, start + 100)
    groups.push(`${group.length} beginbfchar\n${group.join('\n')}\nendbfchar`)
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...groups,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}
