/** How much a message may become. A line of markdown, `* a`, is forty times as long in HTML, and a link's target stands wherever it is referred to. */
import { renderedEmailBytes } from './email.ts'
import { renderedLetterBytes } from './letter.ts'
import { OutputTooLong } from './markdown/blocks.ts'
import { type Personalisation, type Values, valuesOf } from './personalisation.ts'
import { type Field, fill, filledBytes, filledLength } from './placeholders.ts'
import { emailByteLimit } from './send-checks.ts'
import type { CompiledTemplate } from './template.ts'

/**
 * Bytes of a message as it is sent: HTML and plain text. Four times the longest content of plain paragraphs, HTML and text together; what most
 * mailboxes take, attachments included.
 */
export const renderedByteLimit = 10_000_000

/** Bytes of the values that a message is made of, as JSON: twice what the longest content can show. */
const personalisationByteLimit = 4_000_000

/** Characters of content beyond which it is rendered apart from what waits for an answer. */
const largeContent = 16_000
/** Bytes of values beyond which they are no part of a batch of many. */
export const largeValuesBytes = 16_000

/** Whether rendering a message takes so long that others should not wait for it. */
export function isLarge(template: CompiledTemplate, values: Values): boolean {
  let length = 0
  for (const field of fieldsOf(template)) length += filledLength(field, values, plain)
  return length > largeContent
}

/**
 * Bytes that a byte of content becomes at most, in HTML and plain text together, where no definition gives a link its target: six lists inside each
 * other in eight characters. A test looks for worse.
 */
export const mostGrowth = 400

/** Bytes of a message before it is rendered: of its filled content, subject and other fields. */
export function contentBytes(template: CompiledTemplate, values: Values): number {
  let bytes = 0
  for (const field of fieldsOf(template)) bytes += filledBytes(field, values, plain)
  return bytes
}

/** The refusal of values that are too long to be kept, or null. */
export function checkPersonalisationSize(values: Personalisation): string | null {
  if (Buffer.byteLength(JSON.stringify(values)) <= personalisationByteLimit) return null
  return `Your message is too long. Personalisation cannot be longer than ${personalisationByteLimit} bytes.`
}

/**
 * The refusal of content that is too long even to be looked at, or null: of letters, which would have hundreds of pages, and of what is only
 * previewed. Emails and texts that are to be sent have limits of their own.
 */
export function checkContentLength({ type }: CompiledTemplate, bytes: number): string | null {
  if (bytes <= emailByteLimit) return null
  return `Your message is too long. ${messages[type]} cannot be longer than ${emailByteLimit} bytes. Your message is ${bytes} bytes.`
}

/** Whether a message must be rendered to know that it does not become too long: true of few. */
export function mayGrowTooLong(template: CompiledTemplate, values: Values, bytes: number): boolean {
  if (template.type === 'sms' || template.type === 'broadcast') return false
  if (bytes * mostGrowth > renderedByteLimit) return true
  return fieldsOf(template).some((field) => fill(field, values, plain).includes(']:'))
}

/** The refusal of a message that would become too long, or null. Takes as long as rendering it up to the limit. */
export function checkRenderedSize(
  template: CompiledTemplate,
  personalisation: Personalisation,
): string | null {
  const values = valuesOf(personalisation)
  try {
    if (template.type === 'email') renderedEmailBytes(template, values, renderedByteLimit)
    if (template.type === 'letter') renderedLetterBytes(template, values, renderedByteLimit)
    return null
  } catch (error) {
    if (!(error instanceof OutputTooLong)) throw error
    return tooLongRendered(template)
  }
}

function tooLongRendered({ type }: CompiledTemplate): string {
  const form = type === 'letter' ? 'as HTML' : 'as HTML and plain text'
  return `Your message is too long. ${messages[type]} cannot be longer than ${renderedByteLimit} bytes ${form}.`
}

const messages = { sms: 'Text messages', email: 'Emails', letter: 'Letters', broadcast: 'Broadcasts' }
const plain = { html: false, lists: 'markdown' } as const

function fieldsOf(template: CompiledTemplate): Field[] {
  const { type, body, subject, contactBlock, welshSubject, welshBody } = template
  if (type === 'sms') return [body]
  return [body, subject, contactBlock, welshSubject, welshBody].filter((field) => field !== null)
}
