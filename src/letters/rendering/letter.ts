/**
 * A templated letter as a PDF: its pages in one language or two, and the attachment's pages after them. The same input gives the same bytes.
 * Source: specification, letters, templated PDF.
 */
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { PDFDocument, PDFHexString, PDFName, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib'
import { parsePostalAddress } from '../../recipients/postal-addresses.ts'
import { addressFromPersonalisation } from '../../recipients/postal-personalisation.ts'
import { type LetterContent, type LetterLanguage, letterContent, pageLabel } from '../../templates/letter.ts'
import { type Personalisation, valuesOf } from '../../templates/personalisation.ts'
import { compileTemplate } from '../../templates/template.ts'
import { appendPages } from './attachment.ts'
import { black, type Canvas, drawLine, newCanvas, newResources, type Resources, setInk } from './canvas.ts'
import { drawPrinterCodes, drawQrCode, routingLine } from './codes.ts'
import { embedResources } from './embedding.ts'
import { drawAddress, drawContactBlock, drawPageLabel, drawTag } from './first-page.ts'
import { type Placed, pagesOf } from './flow.ts'
import { loadFontsFor } from './fonts.ts'
import { page } from './geometry.ts'
import { embedLogo, logoName, type PlacedLogo } from './logo.ts'

/** What a letter is made of, as its service and whoever sends it have given it. */
export type LetterInput = {
  contactBlock: string | null
  template: LetterTemplate
  /** Null shows every placeholder. */
  values: Personalisation | null
  /** An SVG, PNG or JPEG file. */
  logo: Uint8Array | null
  /** A PDF whose pages come after the letter's own. */
  attachment: Uint8Array | null
  createdAt: Date
  /** The zone of the date at the letter's top, such as Europe/London. */
  timeZone: string
  /** print has the printer's tag; preview has zeros and codes where the printer puts its own. */
  purpose: 'print' | 'preview'
}

export type LetterTemplate = {
  subject: string
  content: string
  languages: 'english' | 'welsh_then_english'
  welshSubject: string | null
  welshContent: string | null
}

/** pages is the number of them all; a letter with more than ten is not to be sent, which whoever asks decides. */
export type RenderedLetter = {
  pdf: Uint8Array
  pages: number
  welshPages: number
  attachmentPages: number
}

export async function renderLetter(input: LetterInput): Promise<RenderedLetter> {
  const contents = contentsOf(input)
  await loadFontsFor(JSON.stringify(contents))
  const resources = newResources()
  const parts = contents.map((content, index) => ({
    content,
    canvases: drawPart(content, resources, input.purpose, index === 0),
  }))
  const document = await PDFDocument.create({ updateMetadata: false })
  const canvases = parts.flatMap((part) => part.canvases)
  const logo = input.logo === null ? null : await embedLogo(document, input.logo)
  if (logo !== null) {
    const operators = `q ${logo.operators} ${logoName} Do Q`
    for (const part of parts) part.canvases[0]!.operators.push(operators)
  }
  addPages(document, canvases, resources, logo)
  const attachmentPages = input.attachment === null ? 0 : await appendPages(document, input.attachment)
  describe(document, contents[0]!, input.createdAt)
  const pdf = await document.save({
    useObjectStreams: false,
    addDefaultPage: false,
    updateFieldAppearances: false,
    objectsPerTick: Number.POSITIVE_INFINITY,
  })
  return {
    pdf,
    pages: canvases.length + attachmentPages,
    welshPages: parts[0]!.content.language === 'welsh' ? parts[0]!.canvases.length : 0,
    attachmentPages,
  }
}

/** Welsh comes first. */
function contentsOf({ template, contactBlock, values, createdAt, timeZone }: LetterInput): LetterContent[] {
  const compiled = compileTemplate({ type: 'letter', ...template, contactBlock })
  const given = values ?? {}
  const options = { date: localDate(createdAt, timeZone), addressLines: addressLines(given) }
  const languages: LetterLanguage[] =
    template.languages === 'welsh_then_english' ? ['welsh', 'english'] : ['english']
  return languages.map((language) => letterContent(compiled, given, { ...options, language }))
}

/** The lines of an address that is one, whatever its names are spelled like; null otherwise. */
function addressLines(values: Personalisation): readonly string[] | null {
  const text = addressFromPersonalisation(Object.fromEntries(valuesOf(values)), 'key')
  const { normalisedLines } = parsePostalAddress(text, { international: true })
  return normalisedLines.length >= 3 && normalisedLines.length <= 7 ? normalisedLines : null
}

const localDate = (time: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    time,
  )

/** One language: only the first of them has what the printer looks at. */
function drawPart(
  content: LetterContent,
  resources: Resources,
  purpose: LetterInput['purpose'],
  isFirst: boolean,
): Canvas[] {
  const pages = pagesOf(content)
  return pages.map((placed, index) => {
    const canvas = newCanvas(resources)
    setInk(canvas, black)
    if (index === 0) drawFirstPage(canvas, content, purpose, isFirst)
    for (const one of placed) drawPlaced(canvas, one)
    drawPageLabel(canvas, pageLabel(index + 1, pages.length, content.language))
    return canvas
  })
}

function drawFirstPage(
  canvas: Canvas,
  { address, contactBlock }: LetterContent,
  purpose: LetterInput['purpose'],
  isFirst: boolean,
): void {
  const isDressed = isFirst && purpose === 'preview'
  if (isFirst && purpose === 'print') drawTag(canvas)
  drawAddress(canvas, address, isDressed ? routingLine : null)
  if (isDressed) drawPrinterCodes(canvas)
  drawContactBlock(canvas, contactBlock)
}

function drawPlaced(canvas: Canvas, placed: Placed): void {
  const { left, top } = placed
  if (placed.type === 'line') drawLine(canvas, placed.line, placed.style, left, top)
  else drawQrCode(canvas, placed.data, placed.isFilled, left, top)
}

function addPages(
  document: PDFDocument,
  canvases: readonly Canvas[],
  resources: Resources,
  logo: PlacedLogo | null,
): void {
  const { context } = document
  const names = embedResources(context, resources)
  if (logo !== null) {
    const objects = context.obj({})
    objects.set(logoName, logo.reference)
    names.set(PDFName.of('XObject'), objects)
  }
  const shared = context.register(names)
  for (const { operators } of canvases) {
    const { node } = document.addPage([page.width, page.height])
    node.set(PDFName.of('Resources'), shared)
    node.set(PDFName.of('Contents'), compressed(document, operators.join('\n')))
  }
}

function compressed({ context }: PDFDocument, text: string): PDFRef {
  const bytes = deflateSync(text)
  const head = context.obj({ Length: bytes.byteLength, Filter: 'FlateDecode' })
  return context.register(PDFRawStream.of(head, bytes))
}

const longestTitle = 200

/** What programs say of a PDF, and the identifier that PDF wants: made of what is in it, so that the same letter has the same. */
function describe(document: PDFDocument, { subject, language }: LetterContent, createdAt: Date): void {
  const title = subject.map((run) => ('text' in run ? run.text : ' ')).join('')
  document.setTitle(title.slice(0, longestTitle).toWellFormed())
  document.setLanguage(language === 'welsh' ? 'cy' : 'en-GB')
  document.setProducer('Crier')
  document.setCreationDate(createdAt)
  document.setModificationDate(createdAt)
  const digest = createHash('sha256')
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFRawStream) digest.update(object.contents)
  const id = PDFHexString.of(digest.digest('hex').slice(0, 32))
  document.context.trailerInfo.ID = document.context.obj([id, id])
}
