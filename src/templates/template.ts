/** A stored template, and the form in which everything here takes it. */
import { keyOf } from './personalisation.ts'
import { compileField, type Field, placeholderNames } from './placeholders.ts'

export type TemplateType = 'sms' | 'email' | 'letter' | 'broadcast'

/** A file that is attached to an email template: a placeholder of its name, which nobody fills but Crier, with a link. */
export type TemplateFile = {
  id: string
  serviceId: string
  filename: string
  /** null: the link itself is shown. */
  linkText: string | null
  /** How long each link works. */
  weeks: number
  confirmsAddress: boolean
}

export type Template = {
  type: TemplateType
  content: string
  subject: string | null
  contactBlock?: string | null
  welshSubject?: string | null
  welshContent?: string | null
  hasUnsubscribeLink?: boolean
  files?: readonly TemplateFile[]
}

/** A template cut at its placeholders: made once per template version and used for every message. */
export type CompiledTemplate = {
  type: TemplateType
  body: Field
  /** Null for text messages and broadcasts, whose subject is ignored. */
  subject: Field | null
  contactBlock: Field | null
  welshSubject: Field | null
  welshBody: Field | null
  hasUnsubscribeLink: boolean
  files: readonly TemplateFile[]
  /** Names of the placeholders, those of files left out, in the order and spelling in which the API lists them. */
  placeholders: string[]
  /** The keys by which they are matched. */
  keys: ReadonlySet<string>
}

/**
 * Compiles a template. A text message and a broadcast are never HTML, so `&lpar;` and `&rpar;` in their conditional
 * text become brackets here; the other channels decode them when they render.
 */
export function compileTemplate(template: Template): CompiledTemplate {
  const { type } = template
  const isText = type === 'sms' || type === 'broadcast'
  const isLetter = type === 'letter'
  const body = compileField(template.content, { decodeBrackets: isText, makesLinks: type === 'email' })
  const subject = isText ? null : optionalField(template.subject)
  const contactBlock = isLetter ? optionalField(trimmedLines(template.contactBlock)) : null
  const welshSubject = isLetter ? optionalField(template.welshSubject) : null
  const welshBody = isLetter ? optionalField(template.welshContent) : null
  const fields = [contactBlock, welshSubject, welshBody, subject, body].filter((field) => field !== null)
  const files = template.files ?? []
  const fileKeys = new Set(files.map(({ filename }) => keyOf(filename)))
  const placeholders = placeholderNames(fields).filter((name) => !fileKeys.has(keyOf(name)))
  return {
    type,
    body,
    subject,
    contactBlock,
    welshSubject,
    welshBody,
    hasUnsubscribeLink: type === 'email' && (template.hasUnsubscribeLink ?? false),
    files,
    placeholders,
    keys: new Set(placeholders.map(keyOf)),
  }
}

function optionalField(source: string | null | undefined): Field | null {
  return source === null || source === undefined ? null : compileField(source)
}

/** Each line of a contact block is trimmed before it is filled. */
function trimmedLines(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .join('\n')
}
