/**
 * What a printer of letters needs and a file may lack: that all colours are the printer's inks, and that all fonts are in the file. Plain colours
 * become inks here, black with black alone; what is left is for a converter. Whatever can not be proven counts as lacking. Source: specification,
 * letters, precompiled letters, steps 8 and 9.
 */
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
} from '@cantoo/pdf-lib'
import { deviceSpace, inksOf, type Space, spaceOf } from './colour-spaces.ts'
import { type Edit, edited, type Operand, type Operator, operatorsOf } from './content-stream.ts'
import { contentOf, pageContent, setPageContent, within } from './document.ts'
import { isEmbedded, isOfContent } from './fonts.ts'
import { isInkImage } from './images.ts'

export type Lacking = { inks: boolean; fonts: boolean }

type Search = Lacking & { context: PDFContext; seen: Set<PDFObject>; maxOperators: number }
type Side = 'fill' | 'stroke'
/** Where an operator stands: what its names mean, and in which colours whatever comes next is drawn. */
type Place = { resources: PDFDict; depth: number; spaces: Record<Side, Space>; saved: Record<Side, Space>[] }

const name = PDFName.of
/** Forms in forms; deeper ones no reader draws. */
const maxDepth = 30

/**
 * @returns what is still lacking when the plain colours of these pages have become inks
 * @throws Error for content that can not be read
 */
export function makeInks(context: PDFContext, pages: readonly PDFDict[], maxOperators: number): Lacking {
  const search: Search = { inks: false, fonts: false, context, seen: new Set(), maxOperators }
  for (const page of pages) {
    const changed = searchContent(search, pageContent(page), within(page, 'Resources'), 0)
    if (changed !== null) setPageContent(context, page, changed)
    mixInks(search, page)
  }
  return { inks: search.inks, fonts: search.fonts }
}

/** @returns the content as it is to be, when it changes */
function searchContent(
  search: Search,
  bytes: Uint8Array,
  resources: PDFDict,
  depth: number,
): Uint8Array | null {
  if (depth > maxDepth) throw new Error('forms in forms without end')
  const place: Place = { resources, depth, spaces: { fill: 'inks', stroke: 'inks' }, saved: [] }
  const edits: Edit[] = []
  for (const operator of operatorsOf(bytes, search.maxOperators)) {
    const { name: operation, start, end } = operator
    const text = visits[operation]?.(search, operator, place)
    if (typeof text === 'string') edits.push({ start, end, text })
  }
  return edits.length === 0 ? null : edited(bytes, edits)
}

/** What each operator tells; a text stands in its place. */
type Visit = (search: Search, operator: Operator, place: Place) => unknown

const restore: Visit = (_, __, place) => {
  place.spaces = place.saved.pop() ?? place.spaces
}
const setInks =
  (side: Side): Visit =>
  (_, __, place) => {
    place.spaces[side] = 'inks'
  }
const setScreenColour =
  (side: Side, operation: string): Visit =>
  (_, { operands }, place) => {
    place.spaces[side] = 'inks'
    return `${inks(operands)} ${operation}`
  }
const setSpace =
  (side: Side, operation: string): Visit =>
  (search, { operands }, place) => {
    const space = namedSpace(search, place, operands.at(-1))
    place.spaces[side] = space
    if (space === 'other') search.inks = true
    return space === 'screen' ? `/DeviceCMYK ${operation}` : undefined
  }
const setColour =
  (side: Side, operation: string): Visit =>
  (search, { operands }, place) => {
    const last = operands.at(-1)
    if (typeof last === 'string') searchPattern(search, named(place, 'Pattern', last), place)
    else if (place.spaces[side] === 'screen') return `${inks(operands)} ${operation}`
  }

const visits: Readonly<Record<string, Visit>> = {
  q: (_, __, place) => void place.saved.push({ ...place.spaces }),
  Q: restore,
  g: setInks('fill'),
  k: setInks('fill'),
  G: setInks('stroke'),
  K: setInks('stroke'),
  rg: setScreenColour('fill', 'k'),
  RG: setScreenColour('stroke', 'K'),
  cs: setSpace('fill', 'cs'),
  CS: setSpace('stroke', 'CS'),
  sc: setColour('fill', 'sc'),
  scn: setColour('fill', 'scn'),
  SC: setColour('stroke', 'SC'),
  SCN: setColour('stroke', 'SCN'),
  sh: (search, { operands }, place) => checkShading(search, named(place, 'Shading', operands.at(-1))),
  BI: (search, { operands }, place) => {
    if (!isInlineInks(search, place, operands[0])) search.inks = true
  },
  Tf: (search, { operands }, place) => searchFont(search, named(place, 'Font', operands[0]), place),
  Do: (search, { operands }, place) => searchDrawn(search, named(place, 'XObject', operands.at(-1)), place),
  gs: (search, { operands }, place) => searchState(search, named(place, 'ExtGState', operands.at(-1)), place),
}

function inks(operands: readonly Operand[]): string {
  const [red = 0, green = 0, blue = 0] = operands.map((value) =>
    typeof value === 'number' ? Math.min(Math.max(value, 0), 1) : 0,
  )
  return inksOf(red, green, blue)
    .map((ink) => ink.toFixed(4))
    .join(' ')
}

/** What a name means, as it stands there: most things are references. */
const named = ({ resources }: Place, kind: string, called: Operand | undefined): PDFObject | undefined =>
  typeof called === 'string' ? within(resources, kind).get(name(called.slice(1))) : undefined

const namedSpace = ({ context }: Search, place: Place, called: Operand | undefined): Space =>
  typeof called !== 'string'
    ? 'other'
    : (deviceSpace(called) ?? spaceOf(context.lookup(named(place, 'ColorSpace', called))))

function isInlineInks(search: Search, place: Place, image: Operand | undefined): boolean {
  const entries = typeof image === 'object' && image !== null && 'dictionary' in image ? image.dictionary : []
  const entry = (...keys: string[]) => {
    const at = entries.findIndex((key) => keys.includes(key as string))
    return at < 0 ? undefined : entries[at + 1]
  }
  if (entry('/IM', '/ImageMask') === true) return true
  const space = entry('/CS', '/ColorSpace')
  const isList = typeof space === 'object' && space !== null && 'list' in space
  return namedSpace(search, place, isList ? space.list[1] : space) === 'inks'
}

function checkShading(search: Search, given: PDFObject | undefined): void {
  const shading = search.context.lookup(given)
  const dict = shading instanceof PDFRawStream ? shading.dict : shading
  if (!(dict instanceof PDFDict) || spaceOf(dict.lookup(name('ColorSpace'))) !== 'inks') search.inks = true
}

/** Colours of a transparency group are mixed in a space of its own: the printer's then. */
function mixInks(search: Search, drawn: PDFDict): void {
  const group = within(drawn, 'Group')
  const space = group.lookup(name('CS'))
  if (space === undefined || spaceOf(space) === 'inks') return
  const mixed = group.clone()
  mixed.set(name('CS'), name('DeviceCMYK'))
  drawn.set(name('Group'), search.context.register(mixed))
}

function searchPattern(search: Search, given: PDFObject | undefined, place: Place): void {
  const pattern = search.context.lookup(given)
  if (pattern instanceof PDFRawStream) searchStream(search, given, place)
  else if (pattern instanceof PDFDict) checkShading(search, pattern.get(name('Shading')))
}

/** Whatever draws a stream draws it in the same colours, so the stream itself changes. */
function searchStream(search: Search, given: PDFObject | undefined, { resources, depth }: Place): void {
  const stream = search.context.lookup(given)
  if (!(stream instanceof PDFRawStream) || !(given instanceof PDFRef) || search.seen.has(given)) return
  search.seen.add(given)
  const own = stream.dict.lookup(name('Resources'))
  const changed = searchContent(
    search,
    contentOf(stream),
    own instanceof PDFDict ? own : resources,
    depth + 1,
  )
  if (changed !== null) search.context.assign(given, replaced(search.context, stream.dict, changed))
  mixInks(search, (search.context.lookup(given) as PDFRawStream).dict)
}

function replaced(context: PDFContext, dict: PDFDict, content: Uint8Array): PDFRawStream {
  const stream = context.flateStream(content)
  for (const [key, value] of dict.entries())
    if (!['/Length', '/Filter', '/DecodeParms'].includes(key.asString())) stream.dict.set(key, value)
  return stream
}

function searchDrawn(search: Search, given: PDFObject | undefined, place: Place): void {
  const drawn = search.context.lookup(given)
  if (!(drawn instanceof PDFRawStream) || !(given instanceof PDFRef)) return
  if (drawn.dict.lookup(name('Subtype')) === name('Form')) searchStream(search, given, place)
  else if (!search.seen.has(given)) {
    search.seen.add(given)
    if (!isInkImage(drawn)) search.inks = true
  }
}

function searchState(search: Search, given: PDFObject | undefined, place: Place): void {
  const state = search.context.lookup(given)
  if (!(state instanceof PDFDict)) return
  searchStream(search, within(state, 'SMask').get(name('G')), place)
  const font = state.lookup(name('Font'))
  if (font instanceof PDFArray) searchFont(search, font.get(0), place)
}

function searchFont(search: Search, given: PDFObject | undefined, place: Place): void {
  const font = search.context.lookup(given)
  if (!(font instanceof PDFDict)) search.fonts = true
  else if (!search.seen.has(font)) {
    search.seen.add(font)
    if (!isOfContent(font)) search.fonts ||= !isEmbedded(font)
    else for (const glyph of within(font, 'CharProcs').values()) searchStream(search, glyph, place)
  }
}
