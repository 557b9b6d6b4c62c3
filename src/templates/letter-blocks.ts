/** A letter's HTML as blocks and runs of text: what a renderer of PDFs lays out. Only our own HTML is read. */
import { decodeReferences } from './escape.ts'
import { isUnfilled, qrCodeData } from './qr-code.ts'

/** Text in one look, or a line break. `missing` is a placeholder without a value. */
export type Run =
  | { text: string; bold?: true; missing?: 'placeholder' | 'conditional' | 'redacted' }
  | { break: true }

export type LetterBlock =
  | { type: 'heading'; runs: Run[] }
  | { type: 'paragraph'; runs: Run[] }
  | { type: 'list'; ordered: boolean; items: LetterBlock[][] }
  | { type: 'page-break' }
  /** `filled` is false when the data has a placeholder without a value: a dashed box shows it. */
  | { type: 'qr-code'; data: string; filled: boolean }

type List = Extract<LetterBlock, { type: 'list' }>

type Reader = {
  blocks: LetterBlock[]
  lists: { list: List; outer: LetterBlock[] }[]
  runs: Run[]
  bold: boolean
  missing: 'placeholder' | 'conditional' | 'redacted' | null
  qrCodes: string[]
  nextQrCode: number
}

const tokens = /<[^<>]*>|[^<]+|</g
const pageBreak = '<div class="page-break">&nbsp;</div>'

/** Blocks of a letter's body. `qrCodes` holds the texts of its empty `<div class="qr-code">` in order. */
export function letterBlocks(html: string, qrCodes: string[]): LetterBlock[] {
  const reader = newReader(qrCodes)
  const top = reader.blocks
  for (const [token] of html.replaceAll(pageBreak, '<page-break>').matchAll(tokens)) readToken(reader, token)
  endParagraph(reader)
  return top
}

/** Runs of one line of HTML: an address line, a subject. */
export function letterRuns(html: string): Run[] {
  const reader = newReader([])
  for (const [token] of html.matchAll(tokens)) readToken(reader, token)
  return reader.runs
}

function newReader(qrCodes: string[]): Reader {
  return { blocks: [], lists: [], runs: [], bold: false, missing: null, qrCodes, nextQrCode: 0 }
}

function readToken(reader: Reader, token: string): void {
  if (token.length < 3 || token.charCodeAt(0) !== 60) {
    addText(reader, token)
    return
  }
  switch (token) {
    case '<strong>':
      reader.bold = true
      return
    case '</strong>':
      reader.bold = false
      return
    case '<br>':
      reader.runs.push({ break: true })
      return
    case '</span>':
      reader.missing = null
      return
    case '<ul>':
    case '<ol>':
      startList(reader, token === '<ol>')
      return
    case '<li>':
      startItem(reader)
      return
    case '</ul>':
    case '</ol>':
      endList(reader)
      return
    case '</h2>':
      endHeading(reader)
      return
    case '<p>':
    case '</p>':
    case '<h2>':
    case '</li>':
      endParagraph(reader)
      return
    case '<page-break>':
      endParagraph(reader)
      reader.blocks.push({ type: 'page-break' })
      return
    case '<div class="qr-code">':
      addQrCode(reader)
      return
  }
  if (token.startsWith('<span')) {
    reader.missing = token.includes('redacted')
      ? 'redacted'
      : token.includes('conditional')
        ? 'conditional'
        : 'placeholder'
  }
}

function addText(reader: Reader, token: string): void {
  const text = decodeReferences(token)
  if (text.trim() === '' && reader.runs.length === 0 && text.includes('\n')) return
  const run: Run = { text }
  if (reader.bold) run.bold = true
  if (reader.missing) run.missing = reader.missing
  reader.runs.push(run)
}

function endParagraph(reader: Reader): void {
  const runs = takeRuns(reader)
  if (runs.some((run) => 'break' in run || run.text !== '')) reader.blocks.push({ type: 'paragraph', runs })
}

function endHeading(reader: Reader): void {
  reader.blocks.push({ type: 'heading', runs: takeRuns(reader) })
}

function startList(reader: Reader, ordered: boolean): void {
  endParagraph(reader)
  const list: List = { type: 'list', ordered, items: [] }
  reader.blocks.push(list)
  reader.lists.push({ list, outer: reader.blocks })
}

function startItem(reader: Reader): void {
  takeRuns(reader)
  const item: LetterBlock[] = []
  reader.lists.at(-1)?.list.items.push(item)
  reader.blocks = item
}

function endList(reader: Reader): void {
  endParagraph(reader)
  reader.blocks = reader.lists.pop()?.outer ?? reader.blocks
}

function addQrCode(reader: Reader): void {
  endParagraph(reader)
  const text = reader.qrCodes[reader.nextQrCode++] ?? ''
  reader.blocks.push({ type: 'qr-code', data: qrCodeData(text), filled: !isUnfilled(text) })
}

function takeRuns(reader: Reader): Run[] {
  const runs = reader.runs
  reader.runs = []
  return runs
}
