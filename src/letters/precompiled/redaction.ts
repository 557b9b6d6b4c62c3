/**
 * Takes text out of a page: glyphs are dropped from the operators that show them, in the page's own content and in the forms that it draws, and
 * the numbers that moved on by their widths stay. What a form draws elsewhere stays as it is: each changed form is a copy for this one place.
 * Glyphs are found by counting the operators that show text, as the reader has counted them.
 */
import { type PDFContext, PDFDict, PDFName, PDFRawStream, type PDFRef, type PDFStream } from '@cantoo/pdf-lib'
import { type Edit, edited, type Operand, type Operator, operatorsOf } from './content-stream.ts'
import { contentOf, unusedName, within } from './document.ts'
import type { Show } from './reader.ts'

/** By the place of an operator among those that show text: the glyphs to drop from it. */
export type Dropped = ReadonlyMap<number, ReadonlySet<number>>

type Redaction = {
  context: PDFContext
  shows: readonly Show[]
  dropped: Dropped
  /** Operators that showed text so far. */
  count: number
  maxOperators: number
}
type Content = { bytes: Uint8Array; resources: PDFDict }

/** Forms in forms; deeper ones no reader draws. */
const maxDepth = 30

/**
 * @returns the page's content and resources without those glyphs, whatever they were in; null when the content does not show what the reader saw
 * @throws Error for content that can not be read
 */
export function withoutGlyphs(
  context: PDFContext,
  page: Content,
  shows: readonly Show[],
  dropped: Dropped,
  maxOperators: number,
): Content | null {
  const redaction: Redaction = { context, shows, dropped, count: 0, maxOperators }
  const redacted = redactContent(redaction, page, 0)
  return redaction.count === shows.length ? (redacted ?? page) : null
}

/** @returns null when nothing changes */
function redactContent(redaction: Redaction, { bytes, resources }: Content, depth: number): Content | null {
  if (depth > maxDepth) throw new Error('forms in forms without end')
  const edits: Edit[] = []
  const forms = within(resources, 'XObject').clone()
  const [kept, replaced] = [new Set<string>(), new Set<string>()]
  /** Whether a form without resources of its own takes those of this content. */
  let isShared = false
  const shows = new Set(['Tj', 'TJ', "'", '"'])
  for (const operator of operatorsOf(bytes, redaction.maxOperators)) {
    const { name, operands, start, end } = operator
    if (shows.has(name)) {
      const text = shownWithout(redaction, operator)
      if (text !== null) edits.push({ start, end, text })
    } else if (name === 'Do' && typeof operands[0] === 'string') {
      const form = forms.lookup(PDFName.of(operands[0].slice(1)))
      if (!isForm(form)) continue
      const copy = redactForm(redaction, form, resources, depth)
      if (!form.dict.has(PDFName.of('Resources'))) isShared = true
      if (copy === null) {
        kept.add(operands[0])
        continue
      }
      replaced.add(operands[0])
      const copied = unusedName(forms, 'Redacted')
      forms.set(PDFName.of(copied), copy)
      edits.push({ start, end, text: `/${copied} Do` })
    } else if (name === 'gs' && typeof operands[0] === 'string') {
      // A mask shows nothing of its own; its text counts, all the same.
      const mask = within(within(within(resources, 'ExtGState'), operands[0].slice(1)), 'SMask')
      const form = mask.lookup(PDFName.of('G'))
      if (form instanceof PDFRawStream) redactForm(redaction, form, resources, depth)
    } else if (name === 'BDC' && operands[0] !== '/OC') {
      // What stands for the text in other places, for whoever reads aloud, goes with it.
      edits.push({ start, end, text: `${typeof operands[0] === 'string' ? operands[0] : '/Span'} BMC` })
    }
  }
  if (edits.length === 0) return null
  // What nothing draws any more is still in the file as long as it has a name.
  if (!isShared)
    for (const called of replaced) if (!kept.has(called)) forms.delete(PDFName.of(called.slice(1)))
  const all = resources.clone()
  all.set(PDFName.of('XObject'), forms)
  return { bytes: edited(bytes, edits), resources: all }
}

const isForm = (value: unknown): value is PDFRawStream =>
  value instanceof PDFRawStream && value.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form')

function redactForm(redaction: Redaction, form: PDFRawStream, around: PDFDict, depth: number): PDFRef | null {
  const own = form.dict.lookup(PDFName.of('Resources'))
  const content = { bytes: contentOf(form), resources: own instanceof PDFDict ? own : around }
  const redacted = redactContent(redaction, content, depth + 1)
  if (redacted === null) return null
  const copy: PDFStream = redaction.context.flateStream(redacted.bytes)
  for (const [key, value] of form.dict.entries())
    if (!['/Length', '/Filter', '/DecodeParms', '/Resources'].includes(key.asString()))
      copy.dict.set(key, value)
  copy.dict.set(PDFName.of('Resources'), redacted.resources)
  return redaction.context.register(copy)
}

/** What stands in place of an operator that shows text; null when it stays. */
function shownWithout(redaction: Redaction, { name, operands }: Operator): string | null {
  const shown = operands.at(-1)
  const items = itemsOf(shown)
  // Readers skip an operator without its text.
  if (items === undefined) return null
  const place = redaction.count
  redaction.count += 1
  const dropped = redaction.dropped.get(place)
  if (dropped === undefined) return null
  const kept = keptItems(items, redaction.shows[place]!, dropped)
  const [word, character] = operands
  const before = name === '"' ? `${numeral(word)} Tw ${numeral(character)} Tc T* ` : name === "'" ? 'T* ' : ''
  return `${before}[${kept.join(' ')}] TJ`
}

const numeral = (operand: Operand | undefined) => (typeof operand === 'number' ? decimal(operand) : '0')
/** Without an exponent, which numbers of this language do not have. */
const decimal = (value: number) => value.toFixed(4)

function itemsOf(shown: Operand | undefined): Operand[] | undefined {
  if (typeof shown !== 'object' || shown === null) return undefined
  if ('text' in shown) return [shown]
  return 'list' in shown ? shown.list : undefined
}

/** All glyphs of an operator have as many bytes each; where they do not, all of them go. */
function keptItems(items: Operand[], { moves }: Show, dropped: ReadonlySet<number>): string[] {
  const glyphs = moves.filter((move) => typeof move !== 'number').length
  const texts = items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'text' in item ? [item.text] : [],
  )
  const size = texts.reduce((sum, text) => sum + text.length, 0) / glyphs
  const bytes = Number.isInteger(size) && texts.every((text) => text.length % size === 0) ? size : null
  const left = bytes === null ? null : Buffer.concat(texts)
  const kept: string[] = []
  let at = 0
  for (const [index, move] of moves.entries()) {
    if (typeof move === 'number') kept.push(decimal(move))
    else if (left === null || bytes === null || dropped.has(index)) kept.push(decimal(-move.advance))
    else kept.push(`<${left.subarray(at, at + bytes).toString('hex')}>`)
    if (typeof move !== 'number') at += bytes ?? 0
  }
  return kept
}
