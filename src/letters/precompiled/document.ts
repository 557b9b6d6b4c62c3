/**
 * A PDF as objects, freed of all that does not print. The reader (pages.ts) is given what is written from here, never the file as it came:
 * what is judged is what is printed, however the two of them would read a broken file.
 */
import {
  decodePDFRawStream,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib'

export type Page = { dict: PDFDict; box: PageBox }
/** The visible part of the sheet in points, before it is turned clockwise. */
export type PageBox = {
  x: number
  y: number
  width: number
  height: number
  rotation: 0 | 90 | 180 | 270
  /** Points in a unit of the page; 1 nearly always. */
  unit: number
}

/** What others may have put behind the end. A file that lacks it was cut off, and what a repair made of it would lack more. */
const trailingBytes = 4096
/** Nodes that no honest page tree has; an honest tree of 10,000 pages has fewer. */
const maxNodes = 100_000

/**
 * @returns the document, and its pages with what they inherit
 * @throws Error for what is no PDF or not all of one, is encrypted, or has a page tree that is none
 */
export async function openDocument(bytes: Uint8Array): Promise<{ document: PDFDocument; leaves: PDFDict[] }> {
  const end = Buffer.from(bytes.subarray(-trailingBytes)).toString('latin1')
  if (!end.includes('%%EOF')) throw new Error('the end is missing')
  const document = await PDFDocument.load(bytes, {
    updateMetadata: false,
    parseSpeed: Number.POSITIVE_INFINITY,
    throwOnInvalidObject: false,
    capNumbers: true,
  })
  if (document.context.trailerInfo.Encrypt !== undefined) throw new Error('encrypted')
  return { document, leaves: leavesOf(document) }
}

const name = PDFName.of
const inherited = ['Resources', 'MediaBox', 'CropBox', 'Rotate'].map((key) => name(key))

function leavesOf({ context, catalog }: PDFDocument): PDFDict[] {
  const leaves: PDFDict[] = []
  const above = new Set<PDFDict>()
  let nodes = 0
  function walk(node: PDFDict, given: Map<PDFName, PDFObject>): void {
    if ((nodes += 1) > maxNodes || above.has(node)) throw new Error('the page tree does not end')
    const has = new Map(given)
    for (const key of inherited) {
      const value = node.get(key)
      if (value !== undefined) has.set(key, value)
    }
    const kids = node.lookup(name('Kids'))
    if (!(kids instanceof PDFArray)) {
      // A page may stand in the tree twice: each has what it inherits there.
      const leaf = node.clone()
      for (const [key, value] of has) leaf.set(key, value)
      leaves.push(leaf)
      return
    }
    above.add(node)
    for (let at = 0; at < kids.size(); at += 1) {
      const kid = kids.lookup(at)
      if (!(kid instanceof PDFDict)) throw new Error('a page is missing')
      walk(kid, has)
    }
    above.delete(node)
  }
  const root = context.lookup(catalog.get(name('Pages')))
  if (!(root instanceof PDFDict)) throw new Error('there are no pages')
  walk(root, new Map())
  if (leaves.length === 0) throw new Error('there are no pages')
  return leaves
}

/** What a catalogue keeps: layers, as they decide what is seen. Scripts, actions, forms, attached files, names and structure go. */
const keptOfCatalog = ['Type', 'Pages', 'OCProperties']
const keptOfPages = ['Type', 'Parent', 'Resources', 'Contents', 'Group', 'Annots']

/**
 * Makes a flat tree of these pages, of which each keeps what prints, and the visible part of the sheet becomes the sheet.
 * @throws Error for a page without a box
 */
export function keepWhatPrints({ context, catalog }: PDFDocument, leaves: PDFDict[]): Page[] {
  for (const key of catalog.keys()) if (!keptOfCatalog.includes(key.decodeText())) catalog.delete(key)
  context.trailerInfo = { Root: context.trailerInfo.Root! }
  const tree = context.obj({ Type: 'Pages', Count: leaves.length })
  const treeRef = context.register(tree)
  const pages = leaves.map((leaf): Page => {
    const box = boxOf(leaf)
    for (const key of leaf.keys()) if (!keptOfPages.includes(key.decodeText())) leaf.delete(key)
    const { x, y, width, height, rotation } = box
    leaf.set(name('MediaBox'), context.obj([x, y, x + width, y + height]))
    if (rotation !== 0) leaf.set(name('Rotate'), PDFNumber.of(rotation))
    leaf.set(name('Type'), name('Page'))
    leaf.set(name('Parent'), treeRef)
    return { dict: leaf, box }
  })
  tree.set(name('Kids'), context.obj(pages.map(({ dict }) => context.register(dict))))
  catalog.set(name('Pages'), treeRef)
  return pages
}

function boxOf(page: PDFDict): PageBox {
  const media = rectangle(page.lookup(name('MediaBox')))
  if (media === undefined) throw new Error('a page has no size')
  const crop = rectangle(page.lookup(name('CropBox'))) ?? media
  const [left, bottom] = [Math.max(media[0], crop[0]), Math.max(media[1], crop[1])]
  const [right, top] = [Math.min(media[2], crop[2]), Math.min(media[3], crop[3])]
  const seen = right > left && top > bottom ? [left, bottom, right, top] : media
  const rotate = page.lookup(name('Rotate'))
  const turned = rotate instanceof PDFNumber ? ((rotate.asNumber() % 360) + 360) % 360 : 0
  const unit = page.lookup(name('UserUnit'))
  return {
    x: seen[0]!,
    y: seen[1]!,
    width: seen[2]! - seen[0]!,
    height: seen[3]! - seen[1]!,
    rotation: turned === 90 || turned === 180 || turned === 270 ? turned : 0,
    unit: unit instanceof PDFNumber ? unit.asNumber() : 1,
  }
}

type Rectangle = [left: number, bottom: number, right: number, top: number]

export function rectangle(value: PDFObject | undefined): Rectangle | undefined {
  const [a, b, c, d, ...more] = numbersOf(value) ?? []
  if (d === undefined || more.length > 0) return undefined
  return [Math.min(a!, c!), Math.min(b!, d), Math.max(a!, c!), Math.max(b!, d)]
}

export function numbersOf(value: PDFObject | undefined): number[] | undefined {
  if (!(value instanceof PDFArray)) return undefined
  const numbers = Array.from({ length: value.size() }, (_, at) => value.lookup(at))
  if (!numbers.every((number) => number instanceof PDFNumber)) return undefined
  return numbers.map((number) => number.asNumber())
}

/** The bytes of a stream without its filters. @throws Error for a filter that content does not have */
export function contentOf(stream: PDFObject | undefined): Uint8Array {
  if (stream instanceof PDFRawStream) return decodePDFRawStream(stream).decode()
  if (stream instanceof PDFStream) throw new Error('a stream of another kind')
  throw new Error('a stream is missing')
}

/** What a page draws, in one piece. */
export function pageContent(page: PDFDict): Uint8Array {
  if (!page.has(name('Contents'))) return new Uint8Array()
  const contents = page.lookup(name('Contents'))
  if (!(contents instanceof PDFArray)) return contentOf(contents)
  const parts = Array.from({ length: contents.size() }, (_, at) => contentOf(contents.lookup(at)))
  return Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]))
}

export function setPageContent(context: PDFContext, page: PDFDict, content: Uint8Array): void {
  page.set(name('Contents'), context.register(context.flateStream(content)))
}

/** A dictionary of a dictionary, empty when there is none. */
export function within(dict: PDFDict, key: string): PDFDict {
  const value = dict.lookup(name(key))
  return value instanceof PDFDict ? value : dict.context.obj({})
}

/** The file, of what can be reached from its root alone: what has been replaced is not in it any more. */
export async function written(document: PDFDocument): Promise<Uint8Array> {
  await document.flush()
  const { context } = document
  const kept = reachable(context)
  for (const [ref] of context.enumerateIndirectObjects()) if (!kept.has(ref)) context.delete(ref)
  return document.save({ addDefaultPage: false, updateFieldAppearances: false, useObjectStreams: true })
}

function reachable(context: PDFContext): Set<PDFRef> {
  const found = new Set<PDFRef>()
  const waiting: (PDFObject | undefined)[] = [context.trailerInfo.Root]
  while (waiting.length > 0) {
    const object = waiting.pop()
    if (object instanceof PDFRef) {
      if (found.has(object)) continue
      found.add(object)
      waiting.push(context.lookup(object))
    } else if (object instanceof PDFArray) waiting.push(...object.asArray())
    else if (object instanceof PDFDict) waiting.push(...object.values())
    else if (object instanceof PDFStream) waiting.push(...object.dict.values())
  }
  return found
}

/** A name that a dictionary does not have yet. */
export function unusedName(dict: PDFDict, beginning: string): string {
  let number = 1
  while (dict.has(name(`${beginning}${number}`))) number += 1
  return `${beginning}${number}`
}
