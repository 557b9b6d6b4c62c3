/** Letters: the content of one language as HTML and as blocks that a page is laid out from (specification, letters). */
import { subjectOf } from './email.ts'
import { type LetterBlock, letterBlocks, letterRuns, type Run } from './letter-blocks.ts'
import { OutputTooLong } from './markdown/blocks.ts'
import { letterHtml } from './markdown/letter-html.ts'
import { bounded, renderMarkdown } from './markdown/render.ts'
import { type Personalisation, type Values, valuesOf } from './personalisation.ts'
import { compileField, type Field, fill, filledBytes } from './placeholders.ts'
import { checkQrCode, isUnfilled, type QrCodeTooLong, qrCodeData, qrCodeText } from './qr-code.ts'
import type { CompiledTemplate } from './template.ts'
import { niceTypography, withoutWhitespaceBeforePunctuation } from './typography.ts'

export type LetterLanguage = 'english' | 'welsh'

export type LetterOptions = {
  language: LetterLanguage
  /** Local date of the letter, `YYYY-MM-DD`. */
  date: string
  /** Normalised lines of a complete address; null shows the seven placeholders. */
  addressLines?: readonly string[] | null
  redact?: boolean
}

/** A letter in one language, ready to be laid out. Text is plain: nothing in it is escaped. */
export type LetterContent = {
  language: LetterLanguage
  address: Run[][]
  contactBlock: Run[][]
  date: string
  subject: Run[]
  body: LetterBlock[]
}

/** The same pieces as HTML, all escaped. */
export type LetterParts = {
  address: string[]
  contactBlock: string
  date: string
  subject: string
  body: string
  /** Data of the QR codes in the order of the body's empty `<div class="qr-code">`, still escaped. */
  qrCodes: string[]
}

const months = {
  english: 'January February March April May June July August September October November December'.split(' '),
  welsh: 'Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr'.split(' '),
}

const addressNames = Array.from({ length: 7 }, (_, i) => compileField(`((address line ${i + 1}))`))
const tagOrHyphens = /<[^<>]*>|-+/g

/** What a PDF is made of. Two languages are two contents: Welsh first. */
export function letterContent(
  template: CompiledTemplate,
  personalisation: Personalisation,
  options: LetterOptions,
): LetterContent {
  const parts = letterParts(template, personalisation, options)
  return {
    language: options.language,
    address: parts.address.map(letterRuns),
    contactBlock: parts.contactBlock === '' ? [] : parts.contactBlock.split('<br>').map(letterRuns),
    date: parts.date,
    subject: letterRuns(parts.subject),
    body: letterBlocks(parts.body, parts.qrCodes),
  }
}

export function letterParts(
  template: CompiledTemplate,
  personalisation: Personalisation,
  options: LetterOptions,
): LetterParts {
  const values = valuesOf(personalisation)
  const redact = options.redact ?? false
  const welsh = options.language === 'welsh'
  const body = (welsh ? template.welshBody : template.body) ?? compileField('')
  const { html, qrCodes } = letterBody(body, values, redact)
  return {
    address: addressOf(values, options.addressLines ?? null),
    contactBlock: contactBlockOf(template.contactBlock, values, redact),
    date: letterDate(options.date, options.language),
    subject: letterSubject(welsh ? template.welshSubject : template.subject, values, redact),
    body: html,
    qrCodes,
  }
}

/** The body's HTML and the texts of its QR codes. */
export function letterBody(body: Field, values: Values, redact = false): { html: string; qrCodes: string[] } {
  const renderer = letterHtml(qrCodeText)
  const filled = fill(body, values, { html: true, lists: 'markdown', redact })
  const html = niceTypography(renderMarkdown(filled, renderer))
  return { html: withNonBreakingHyphens(html), qrCodes: renderer.qrCodes }
}

/** The first QR code that holds too much, in either language, or null. Placeholders without a value are not counted. */
export function checkQrCodes(
  template: CompiledTemplate,
  personalisation: Personalisation,
): QrCodeTooLong | null {
  if (template.type !== 'letter') return null
  const values = valuesOf(personalisation)
  for (const body of [template.welshBody, template.body]) {
    if (body === null) continue
    for (const text of letterBody(body, values).qrCodes) {
      const tooLong = isUnfilled(text) ? null : checkQrCode(qrCodeData(text))
      if (tooLong) return tooLong
    }
  }
  return null
}

/**
 * Bytes of a letter's HTML in all its languages, without its address.
 * @throws OutputTooLong as soon as there are surely more than `most`
 */
export function renderedLetterBytes(template: CompiledTemplate, values: Values, most: number): number {
  const escaped = { html: true, lists: 'markdown' } as const
  const { body, subject, contactBlock, welshBody, welshSubject } = template
  const sizeOf = (field: Field | null) => (field === null ? 0 : filledBytes(field, values, escaped))
  if (
    [body, subject, contactBlock, welshBody, welshSubject].reduce((sum, field) => sum + sizeOf(field), 0) >
    most
  )
    throw new OutputTooLong()
  let bytes = sizeOf(subject) + sizeOf(contactBlock) + sizeOf(welshSubject)
  for (const each of [body, welshBody]) {
    if (each === null) continue
    const filled = fill(each, values, escaped)
    bytes += Buffer.byteLength(renderMarkdown(filled, bounded(letterHtml(qrCodeText), most)))
    if (bytes > most) throw new OutputTooLong()
  }
  return bytes
}

/** `12 December 2012`, in the letter's language. */
export function letterDate(date: string, language: LetterLanguage): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${day} ${months[language][month! - 1]} ${year}`
}

/** `Page 1 of 3`, in the letter's language. */
export function pageLabel(page: number, pages: number, language: LetterLanguage): string {
  return language === 'welsh' ? `Tudalen ${page} o ${pages}` : `Page ${page} of ${pages}`
}

function letterSubject(subject: Field | null, values: Values, redact: boolean): string {
  if (subject === null) return ''
  const filled = fill(subject, values, { html: true, lists: 'inline', redact })
  return filled.includes('<') ? niceTypography(filled) : subjectOf(subject, values, true)
}

/** A complete address shows its normalised lines, else seven lines are shown, filled where there is a value. */
function addressOf(values: Values, lines: readonly string[] | null): string[] {
  const field = compileField('((line))')
  const escaped = { html: true, lists: 'inline', withoutBrackets: true } as const
  if (lines !== null) return lines.map((line) => fill(field, new Map([['line', line]]), escaped))
  const withPostcode = new Map(values)
  if (!values.has('addressline7') && values.has('postcode')) {
    withPostcode.set('addressline7', values.get('postcode'))
  }
  return addressNames.map((name) => fill(name, withPostcode, escaped))
}

function contactBlockOf(block: Field | null, values: Values, redact: boolean): string {
  if (block === null) return ''
  const filled = fill(block, values, { html: true, lists: 'inline', redact })
  return withoutWhitespaceBeforePunctuation(filled).replaceAll('\n', '<br>')
}

/** Hyphens of text become non-breaking; those of tags and class names are no text. */
function withNonBreakingHyphens(html: string): string {
  if (!html.includes('-')) return html
  return html.replace(tagOrHyphens, (match) =>
    match.charCodeAt(0) === 60 ? match : '\u2011'.repeat(match.length),
  )
}
