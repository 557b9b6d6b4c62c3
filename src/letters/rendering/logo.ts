/** The logo at the top of a letter's first page. Source: specification, letters, page layout. */
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { type PDFDocument, PDFName, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib'
import { newCanvas, newResources, number, type Resources } from './canvas.ts'
import { embedResources } from './embedding.ts'
import { logo, mm } from './geometry.ts'
import { drawSvg, viewBoxOf } from './svg/draw.ts'
import { readSvg } from './svg/tree.ts'

/** Something that pages draw by name, and the operators that put it into its place. */
export type PlacedLogo = { reference: PDFRef; operators: string }

/** An SVG as it is drawn in a box of this width, as high as the logo's. */
type Drawn = { width: number; content: Uint8Array; resources: Resources }

const mostKept = 50
const kept = new Map<string, Drawn>()

/** @throws Error for a file that is neither SVG, PNG nor JPEG */
export async function embedLogo(document: PDFDocument, file: Uint8Array): Promise<PlacedLogo> {
  const isPng = file[0] === 0x89 && file[1] === 0x50
  if (isPng || (file[0] === 0xff && file[1] === 0xd8)) return embedPicture(document, file, isPng)
  const { width, content, resources } = drawnOf(file)
  const { context } = document
  const form = context.obj({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, width, logo.height],
    Resources: embedResources(context, resources),
    Filter: 'FlateDecode',
    Length: content.byteLength,
  })
  const reference = context.register(PDFRawStream.of(form, content))
  return { reference, operators: `1 0 0 1 ${corner(logo.height)} cm` }
}

const pageHeight = mm(297)
const corner = (height: number): string => `${number(logo.left)} ${number(pageHeight - logo.top - height)}`

/** A picture is as large as it says, 96 of its points to the inch, or as large as its place. */
async function embedPicture(document: PDFDocument, file: Uint8Array, isPng: boolean): Promise<PlacedLogo> {
  const image = isPng ? await document.embedPng(file) : await document.embedJpg(file)
  await image.embed()
  const inch = 72 / 96
  const scale = Math.min(inch, logo.width / image.width, logo.height / image.height)
  const [width, height] = [image.width * scale, image.height * scale]
  return {
    reference: image.ref,
    operators: `${number(width)} 0 0 ${number(height)} ${corner(height)} cm`,
  }
}

/** An SVG is as high as its place, and as wide as that makes it; in a place that is not as wide it is smaller, and stands in the middle. */
function drawnOf(file: Uint8Array): Drawn {
  const key = createHash('sha256').update(file).digest('base64')
  const known = kept.get(key)
  if (known !== undefined) return known
  const root = readSvg(file)
  const box = viewBoxOf(root)
  const width = Math.min(logo.width, (logo.height * box.width) / box.height)
  const scale = Math.min(width / box.width, logo.height / box.height)
  const x = (width - box.width * scale) / 2 - box.x * scale
  const y = logo.height - (logo.height - box.height * scale) / 2 + box.y * scale
  const resources = newResources()
  const canvas = newCanvas(resources)
  canvas.operators.push(`${scale.toFixed(6)} 0 0 ${(-scale).toFixed(6)} ${number(x)} ${number(y)} cm`)
  drawSvg(canvas, root)
  const text = canvas.operators.join('\n')
  if (text.includes('NaN')) throw new Error('the SVG has a number that is none')
  const drawn = { width, content: deflateSync(text), resources }
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
  kept.set(key, drawn)
  return drawn
}

export const logoName = PDFName.of('Logo')
