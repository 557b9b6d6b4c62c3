/** The PDF behind a letter, which is the same for all letters of a template: it is read once for many of them. */
import { createHash } from 'node:crypto'
import { PDFDocument } from '@cantoo/pdf-lib'

/** Attachments have two megabytes at most, and several times that when they are read. */
const mostKept = 5
const kept = new Map<string, PDFDocument>()

/**
 * @returns how many pages it has
 * @throws Error for what is no PDF
 */
export async function appendPages(document: PDFDocument, attachment: Uint8Array): Promise<number> {
  const source = await sourceOf(attachment)
  const pages = await document.copyPages(source, source.getPageIndices())
  for (const page of pages) document.addPage(page)
  return pages.length
}

async function sourceOf(attachment: Uint8Array): Promise<PDFDocument> {
  const key = createHash('sha256').update(attachment).digest('base64')
  const source = kept.get(key) ?? (await PDFDocument.load(attachment, { updateMetadata: false }))
  kept.delete(key)
  kept.set(key, source)
  // What was used longest ago is the first.
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return source
}
