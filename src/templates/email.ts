/** Emails: from a template to subject, plain text and HTML (specification, email). */

import { type EmailBranding, emailFrame } from './email-frame.ts'
import { decodeReferencesOutsideAddresses, escapeHtml } from './escape.ts'
import { type MarkdownDocument, OutputTooLong, parseMarkdown } from './markdown/blocks.ts'
import { emailHtml, lengthOfStyles, styleLengths, withStyles } from './markdown/email-html.ts'
import { plainText, preheaderText } from './markdown/plain-text.ts'
import { bounded, renderDocument } from './markdown/render.ts'
import { type Personalisation, type Values, valuesOf } from './personalisation.ts'
import { type Field, fill, filledBytes } from './placeholders.ts'
import type { CompiledTemplate } from './template.ts'
import { isWellSet, niceTypography, unlinkGovUk, withoutUnsupportedCharacters } from './typography.ts'
import { normaliseWhitespace } from './whitespace.ts'

export type EmailOptions = {
  /** Null is the GOV.UK banner alone. */
  branding: EmailBranding | null
  /** The link at the foot of both bodies, for templates that have theirs turned on. */
  unsubscribeUrl?: string | null
  /** Shows placeholders without a value as `hidden`. */
  redact?: boolean
  /** False leaves out the document around the preheader and the tables. */
  completeDocument?: boolean
}

const preheaderLength = 256
/** Bytes of the shortest element that a block becomes in HTML, a line. */
const shortestBlock = '<hr>'.length + styleLengths.rule

/** The whole email. Subject and plain text are for headers and text parts: nothing in them is escaped. */
export function renderEmail(
  template: CompiledTemplate,
  personalisation: Personalisation,
  options: EmailOptions,
): { subject: string; text: string; html: string } {
  const values = valuesOf(personalisation)
  const { redact = false, unsubscribeUrl = null } = options
  const footer = unsubscribeUrl === null ? '' : unsubscribeFooter(unsubscribeUrl)
  const content = contentOf(template.body, values, true, redact)
  const html = content + escapeHtml(footer)
  const text = contentOf(template.body, values, false, redact) + footer
  const htmlDocument = parseMarkdown(html)
  const textDocument = text === html ? htmlDocument : parseMarkdown(text)
  const withoutFooter = footer === '' ? htmlDocument : parseMarkdown(content)
  return {
    subject: subjectOf(template.subject, values),
    text: textOf(textDocument),
    html: emailFrame(
      {
        subject: subjectOf(template.subject, values, true, redact),
        preheader: preheaderOf(withoutFooter),
        body: htmlOf(htmlDocument),
      },
      options.branding,
      options.completeDocument ?? true,
    ),
  }
}

/** The HTML of the body alone, which the template preview of the API answers. */
export function emailBodyHtml(
  template: CompiledTemplate,
  personalisation: Personalisation,
  redact = false,
): string {
  return htmlOf(parseMarkdown(contentOf(template.body, valuesOf(personalisation), true, redact)))
}

/** The plain-text body alone. */
export function emailBodyText(template: CompiledTemplate, personalisation: Personalisation): string {
  return textOf(parseMarkdown(contentOf(template.body, valuesOf(personalisation), false, false)))
}

/** What mail clients show beside the subject: the first words of the message, on one line, escaped. */
export function emailPreheader(template: CompiledTemplate, personalisation: Personalisation): string {
  return preheaderOf(parseMarkdown(contentOf(template.body, valuesOf(personalisation), true, false)))
}

/** Subject of an email or a letter, on one line, so that no line end ever reaches a header. */
export function subjectOf(subject: Field | null, values: Values, html = false, redact = false): string {
  if (subject === null) return ''
  const filled = fill(subject, values, { html, lists: 'inline', plainTags: true, redact })
  return isWellSet(filled) ? filled : normaliseWhitespace(niceTypography(filled))
}

/**
 * Bytes of what an email becomes, HTML and plain text together, the frame around it left out.
 * @throws OutputTooLong as soon as there are surely more than `most`
 */
export function renderedEmailBytes(template: CompiledTemplate, values: Values, most: number): number {
  const { subject, body } = template
  const escaped = { html: true, lists: 'markdown', plainTags: true } as const
  // The subject is in a header and in the HTML.
  let bytes = subject === null ? 0 : 2 * filledBytes(subject, values, escaped)
  // Every step is held back by what is surely too much, so that none of them makes a text of any length.
  if (bytes + filledBytes(body, values, escaped) > most) throw new OutputTooLong()
  const html = contentOf(body, values, true, false)
  const document = parseMarkdown(html, most / shortestBlock)
  const renderer = bounded(emailHtml, most, styleLengths)
  const structure = niceTypography(renderDocument(document, renderer), { keepLines: true })
  bytes += Buffer.byteLength(structure) + lengthOfStyles(structure)
  if (bytes > most) throw new OutputTooLong()
  const text = contentOf(body, values, false, false)
  const textDocument = text === html ? document : parseMarkdown(text)
  const plain = renderDocument(textDocument, bounded(plainText, most))
  bytes += Buffer.byteLength(niceTypography(plain, { plainText: true, keepLines: true }))
  if (bytes > most) throw new OutputTooLong()
  return bytes
}

function contentOf(body: Field, values: Values, html: boolean, redact: boolean): string {
  const filled = fill(body, values, { html, lists: 'markdown', plainTags: !html, inLinks: true, redact })
  return withoutUnsupportedCharacters(unlinkGovUk(filled))
}

function htmlOf(document: MarkdownDocument): string {
  return withStyles(niceTypography(renderDocument(document, emailHtml), { keepLines: true }))
}

/** Dashes at the end of a line stay where they are, and references inside web addresses stay as written. */
function textOf(document: MarkdownDocument): string {
  const text = niceTypography(renderDocument(document, plainText), { plainText: true, keepLines: true })
  return `${decodeReferencesOutsideAddresses(text).trimStart()}\n`
}

/** Only the beginning of a message is rendered, unless that turns out to be mostly whitespace. */
function preheaderOf(document: MarkdownDocument): string {
  const beginning = preheaderFrom(document, preheaderLength * 2)
  return beginning.length < preheaderLength - 1 ? preheaderFrom(document) : beginning
}

function preheaderFrom(document: MarkdownDocument, enough?: number): string {
  const text = niceTypography(renderDocument(document, preheaderText, enough))
  return text.replace(/\s+/g, ' ').trimStart().slice(0, preheaderLength).trim()
}

function unsubscribeFooter(url: string): string {
  return `\n\n---\n\n[Unsubscribe from these emails](${url})`
}
