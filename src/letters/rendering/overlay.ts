/** A PDF with red over all that is not printed. Source: specification, letters, renderer and precompiled letters. */
import { PDFDocument, type PDFPage } from '@cantoo/pdf-lib'
import { printZones, red, type Zone } from '../print-zones.ts'
import { number } from './canvas.ts'
import { mm } from './geometry.ts'

/** @returns 'unreadable' for a damaged file */
export async function withNoPrintZones(pdf: Uint8Array): Promise<Uint8Array | 'unreadable'> {
  try {
    const document = await PDFDocument.load(pdf, { updateMetadata: false, ignoreEncryption: true })
    for (const [index, page] of document.getPages().entries())
      paint(page, printZones[index === 0 ? 'first' : 'other'])
    return await document.save({ addDefaultPage: false, updateFieldAppearances: false })
  } catch {
    return 'unreadable'
  }
}

/** A page is seen turned by its own angle, and from the corner of its own box. */
function paint(page: PDFPage, zones: readonly Zone[]): void {
  const { context } = page.doc
  // Naming it also puts all that the page draws between a q and a Q.
  const name = page.node.newExtGState('NoPrint', context.obj({ Type: 'ExtGState', ca: red.opacity }))
  const { x, y, width, height } = page.getCropBox()
  const angle = ((page.getRotation().angle % 360) + 360) % 360
  const [seenWidth, seenHeight] = angle % 180 === 0 ? [width, height] : [height, width]
  const turns: Record<number, number[]> = {
    0: [1, 0, 0, 1, x, y],
    90: [0, 1, -1, 0, x + width, y],
    180: [-1, 0, 0, -1, x + width, y + height],
    270: [0, -1, 1, 0, x, y + height],
  }
  const boxes = zones.map(({ left, top, right, bottom }) =>
    [mm(left), seenHeight - mm(bottom), mm(right - left), mm(bottom - top)].map(number).join(' '),
  )
  const content = [
    `q ${turns[angle]!.map(number).join(' ')} cm ${name} gs ${red.colour.join(' ')} rg`,
    `0 0 ${number(seenWidth)} ${number(seenHeight)} re`,
    ...boxes.map((box) => `${box} re`),
    'f* Q',
  ].join('\n')
  page.node.addContentStream(context.register(context.stream(content)))
}
