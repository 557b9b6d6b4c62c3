/**
 * The fonts of letters. Arimo, whose glyphs are as wide as Arial's and Helvetica's, has the Latin, Greek, Cyrillic and Hebrew scripts; what it lacks is
 * taken glyph by glyph from Noto: Arabic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Chinese and Japanese. Where none of them has a character,
 * a box stands for it, so that people see that something is missing.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as hb from 'harfbuzzjs'
import { atWeight, type Subsettable, subset, subsettable } from './subsetting.ts'

export type Weight = 'regular' | 'bold'

export type Font = {
  /** As PDFs name it. */
  name: string
  unitsPerEm: number
  /** Heights above the baseline, in ems; the descender is negative. */
  ascender: number
  descender: number
  font: hb.Font
  characters: ReadonlySet<number>
  /** Glyphs that every letter carries, with the characters that they stand for: most letters then have the same font, which is cut once. */
  common: ReadonlyMap<number, string>
  subset: (glyphs: Iterable<number>) => Uint8Array
}

/** What English and Welsh letters are written with. */
const commonCharacters =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u00a0£€‘’“”–—…•\u2011'

const weights = { regular: 400, bold: 700 }

function fontOf(name: string, bytes: Uint8Array, common = ''): Font {
  const face = new hb.Face(new hb.Blob(bytes))
  const font = new hb.Font(face)
  const { ascender, descender } = font.hExtents()
  let whole: Subsettable | undefined
  return {
    name,
    unitsPerEm: face.upem,
    ascender: ascender / face.upem,
    descender: descender / face.upem,
    font,
    common: new Map([...common].map((character) => [glyphOf(font, character), character] as const).reverse()),
    characters: new Set(face.collectUnicodes()),
    subset: (glyphs) => subset((whole ??= subsettable(bytes)), glyphs),
  }
}

const glyphOf = (font: hb.Font, character: string): number =>
  font.nominalGlyph(character.codePointAt(0)!) ?? 0

/** A file of a package, by its way from the package's own main file. */
const fileIn = (packageName: string, path: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(path, import.meta.resolve(packageName))))

const latin = '@expo-google-fonts/arimo'

/** What all letters are set in. */
const arimo: Record<Weight, Font> = {
  regular: fontOf('Arimo-Regular', fileIn(latin, '400Regular/Arimo_400Regular.ttf'), commonCharacters),
  bold: fontOf('Arimo-Bold', fileIn(latin, '700Bold/Arimo_700Bold.ttf'), commonCharacters),
}

/** A part of the fonts beyond Arimo, which is only read when a letter has one of its characters. */
type Part = { has: (character: number) => boolean; load: (weight: Weight) => Promise<Font> }

const arabic = '@embedpdf/fonts-arabic'
const arabicFiles = { regular: 'NotoNaskhArabic-Regular', bold: 'NotoNaskhArabic-Bold' }
/** Scripts whose fonts are packaged alike: variable, in subsets with the ranges of their characters. Chinese and Japanese are a hundred of them. */
const scripts = ['devanagari', 'bengali', 'gurmukhi', 'gujarati', 'tamil', 'sc']

function scriptParts(script: string): Part[] {
  const slug = `noto-sans-${script}`
  const packageName = `@fontsource-variable/${slug}`
  const ranges: Record<string, string> = JSON.parse(
    Buffer.from(fileIn(packageName, 'unicode.json')).toString(),
  )
  return Object.entries(ranges)
    .filter(([subset]) => subset === script || subset.startsWith('['))
    .map(([subset, range]) => {
      const name = subset.replace(/[[\]]/g, '')
      return {
        has: isWithin(range),
        async load(weight) {
          const { decompress } = await import('wawoff2')
          const variable = await decompress(fileIn(packageName, `files/${slug}-${name}-wght-normal.woff2`))
          return fontOf(`NotoSans-${script}-${name}-${weight}`, atWeight(variable, weights[weight]))
        },
      }
    })
}

/** Whether a character is in ranges as style sheets write them: `U+4e00-4eff,U+5000`. */
function isWithin(text: string): Part['has'] {
  const ranges = text.split(',').map((range) => {
    const [first, last = first] = range.trim().slice(2).split('-')
    return { first: Number.parseInt(first!, 16), last: Number.parseInt(last!, 16) }
  })
  return (character) => ranges.some(({ first, last }) => character >= first && character <= last)
}

const isArabic = isWithin('U+0600-06ff,U+0750-077f,U+fb50-fdff,U+fe70-feff')

/** The parts in the order in which they are asked. */
let parts: Part[] | undefined
const loaded: Record<Weight, Map<Part, Font>> = { regular: new Map(), bold: new Map() }

/** What nothing is drawn for: it only changes how its neighbours look. */
const ignorable = /^\p{Default_Ignorable_Code_Point}$/u

/** Reads the parts that have characters which Arimo lacks: before anything is laid out, which does not wait. */
export async function loadFontsFor(text: string): Promise<void> {
  const lacking = new Set<number>()
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (!arimo.regular.characters.has(code) && !ignorable.test(character)) lacking.add(code)
  }
  if (lacking.size === 0) return
  parts ??= [
    {
      has: isArabic,
      load: async (weight) =>
        fontOf(arabicFiles[weight], fileIn(arabic, `../fonts/${arabicFiles[weight]}.ttf`)),
    },
    ...scripts.flatMap(scriptParts),
  ]
  for (const part of parts) {
    if (loaded.bold.has(part) || ![...lacking].some(part.has)) continue
    for (const weight of ['regular', 'bold'] as const) {
      loaded[weight].set(part, await part.load(weight))
      chosen[weight].clear()
    }
  }
}

/** Fonts of the characters that Arimo lacks, as far as they have been asked for. */
const chosen: Record<Weight, Map<number, Font>> = { regular: new Map(), bold: new Map() }

/** The font that draws a character: the first that has it, else Arimo. It does not depend on the letters before. */
export function fontFor(character: number, weight: Weight): Font {
  if (arimo[weight].characters.has(character)) return arimo[weight]
  const known = chosen[weight].get(character)
  if (known !== undefined) return known
  const font = otherFontFor(character, weight) ?? arimo[weight]
  chosen[weight].set(character, font)
  return font
}

function otherFontFor(character: number, weight: Weight): Font | undefined {
  for (const part of parts ?? []) {
    const font = part.has(character) ? loaded[weight].get(part) : undefined
    if (font?.characters.has(character)) return font
  }
  return undefined
}
