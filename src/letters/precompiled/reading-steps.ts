/**
 * The rules about what a PDF shows: its ink, its tag and its address, and the address that is written anew. Source: specification, letters, precompiled
 * letters, steps 4 to 7 and 10.
 */
import { type PDFDocument, PDFName } from '@cantoo/pdf-lib'
import { addressText, parsePostalAddress } from '../../recipients/postal-addresses.ts'
import { type Page, pageContent, setPageContent, within, written } from './document.ts'
import { hasInkOutside } from './ink.ts'
import type { Lacking } from './inks.ts'
import { linesIn, textOf } from './lines.ts'
import { pictureInstead } from './picture.ts'
import { type Glyph, glyphsOf, type Reading, readDocument, type Show } from './reader.ts'
import { type Dropped, withoutGlyphs } from './redaction.ts'
import { type Refused, refusal, unreadable } from './results.ts'
import type { Letter, Made, Order } from './steps.ts'
import { addToPage, canBeWritten, drawAddress, drawTag, newOverlay, tagText } from './writing.ts'
import { addressBox, inkZones, isA4Portrait, tagBox, touches } from './zones.ts'

/** A document whose sheets and colours are as they must be, and its file. */
type Opened = {
  document: PDFDocument
  pages: Page[]
  printed: Uint8Array
  lacking: Lacking
  order: Order
}

/** @throws Error for what can not be read */
export async function readAndReaddress(opened: Opened): Promise<Made | Refused> {
  const { pages, printed, lacking, order } = opened
  const reading = await readDocument(printed)
  try {
    const found = await readPages(printed, reading, order)
    if ('ok' in found) return found
    if (order.isAttachment) return made(printed, { pageCount: pages.length, recipientAddress: null }, lacking)
    return await readdress({ ...opened, ...found })
  } finally {
    await reading.close()
  }
}

const made = (pdf: Uint8Array, letter: Letter, lacking: Lacking): Made => ({
  ok: true,
  pdf,
  ...letter,
  lacking,
})

type FirstPage = { glyphs: Glyph[]; shows: Show[] }

/** Steps 4 and 5. */
async function readPages(
  printed: Uint8Array,
  { pages }: Reading,
  { isAttachment }: Order,
): Promise<FirstPage | Refused> {
  const inked: number[] = []
  for (const at of pages.keys())
    if (await hasInkOutside(printed, at + 1, inkZones(at === 0 && !isAttachment))) inked.push(at + 1)
  if (inked.length > 0) return refusal('content-outside-printable-area', pages.length, inked)
  const tagged: number[] = []
  let first: FirstPage | undefined
  for (const [at, page] of pages.entries()) {
    const read = await glyphsOf(page)
    first ??= read
    if ((at > 0 || isAttachment) && hasTag(read.glyphs)) tagged.push(at + 1)
  }
  if (tagged.length > 0) return refusal('notify-tag-found-in-content', pages.length, tagged)
  return first!
}

const hasTag = (glyphs: Glyph[]) => textOf(linesIn(glyphs, tagBox)) === tagText

/** Steps 6, 7 and 10. */
async function readdress(letter: Opened & FirstPage): Promise<Made | Refused> {
  const { document, pages, printed, glyphs, lacking, order } = letter
  const lines = linesIn(glyphs, addressBox)
  const address = parsePostalAddress(textOf(lines), { international: order.allowInternational })
  if (address.error !== null) return refusal(address.error, pages.length, [1])
  // What can not be written can not be posted either.
  if (!(await canBeWritten(addressText(address))))
    return refusal('invalid-char-in-address', pages.length, [1])

  const said: Letter = { pageCount: pages.length, recipientAddress: addressText(address) }
  const words = new Set(lines.flat().flatMap((word) => word.glyphs))
  const removed = glyphs.filter((glyph) => words.has(glyph) || touches(glyph.box, addressBox))
  const isRedacted = redact(letter, removed)
  const add = (isTagged: boolean) => {
    const overlay = newOverlay()
    drawAddress(overlay, address.normalisedLines)
    if (!isTagged) drawTag(overlay)
    addToPage(document, pages[0]!, overlay, order.maxOperators)
  }
  if (isRedacted) {
    add(hasTag(glyphs))
    const pdf = await written(document)
    if (await isStillLetter(pdf, said)) return made(pdf, said, lacking)
  }
  // The last resort, for text that is drawn in a way that its operators do not tell.
  await pictureInstead(document, pages[0]!, printed)
  add(false)
  const pdf = await written(document)
  if (!(await isStillLetter(pdf, said))) return unreadable()
  return made(pdf, said, lacking)
}

/** @returns whether the page's content was what the reader saw */
function redact({ document, pages, shows, order }: Opened & FirstPage, glyphs: Glyph[]): boolean {
  const { dict } = pages[0]!
  const dropped = new Map<number, Set<number>>()
  for (const { show, index } of glyphs) dropped.set(show, (dropped.get(show) ?? new Set()).add(index))
  const page = { bytes: pageContent(dict), resources: within(dict, 'Resources') }
  const redacted = withoutGlyphs(document.context, page, shows, dropped satisfies Dropped, order.maxOperators)
  if (redacted === null) return false
  setPageContent(document.context, dict, redacted.bytes)
  dict.set(PDFName.of('Resources'), redacted.resources)
  return true
}

/** Whether a file is this letter, whoever has written it: as many sheets, the address in its place and nothing beside it, and its tag. */
export async function isStillLetter(
  pdf: Uint8Array,
  { pageCount, recipientAddress }: Letter,
): Promise<boolean> {
  const { pages, close } = await readDocument(pdf)
  try {
    if (pages.length !== pageCount) return false
    const sizes = pages.map((page) => page.getViewport({ scale: 1 }))
    if (!sizes.every(({ width, height }) => isA4Portrait(width, height))) return false
    if (recipientAddress === null) return true
    const { glyphs } = await glyphsOf(pages[0]!)
    return textOf(linesIn(glyphs, addressBox)) === recipientAddress.normalize('NFKD') && hasTag(glyphs)
  } finally {
    await close()
  }
}
