/** What is checked before a message is accepted, in the order in which the API reports it (specification, checks when sending). */
import { isFile, keyOf, type Personalisation, valuesOf } from './personalisation.ts'
import { fill, filledBytes, filledLength, plainMarkdown } from './placeholders.ts'
import { charactersAboveLimit, inlineText, smsBody, smsCharacterLimit, smsTemplateSize } from './sms.ts'
import type { CompiledTemplate } from './template.ts'

export const emailByteLimit = 2_000_000
/** Characters that are filled before they are judged: more are too long without looking. */
const mostFilled = emailByteLimit
/** Characters of a text message whose whitespace is still tidied away before it is judged: many times its limit. */
const mostTidied = 50_000

/** Names of the placeholders without a value, in the template's spelling and order. */
export function missingPersonalisation(
  template: CompiledTemplate,
  personalisation: Personalisation,
): string[] {
  const values = valuesOf(personalisation)
  return template.placeholders.filter((name) => (values.get(keyOf(name)) ?? null) === null)
}

/** The first thing wrong with what the message says, or null. */
export function checkContent(template: CompiledTemplate, personalisation: Personalisation): string | null {
  const missing = missingPersonalisation(template, personalisation)
  if (missing.length > 0) return `Missing personalisation: ${missing.join(', ')}`
  if (isMessageEmpty(template, personalisation)) return 'Your message is empty.'
  if (template.type !== 'email' && Object.values(personalisation).some(isFile))
    return 'Can only send a file by email'
  return null
}

/** The message is too long, or null. An email's files are links by now. */
export function checkLength(template: CompiledTemplate, personalisation: Personalisation): string | null {
  const values = valuesOf(personalisation)
  if (template.type === 'sms') {
    const characters = filledLength(template.body, values, inlineText)
    const length = characters > mostTidied ? characters : smsBody(template, values).length
    if (charactersAboveLimit(length) === 0) return null
    return `Your message is too long. Text messages cannot be longer than ${smsCharacterLimit} characters. Your message is ${length} characters long.`
  }
  if (template.type !== 'email') return null
  const bytes = filledBytes(template.body, values, plainMarkdown)
  if (bytes <= emailByteLimit) return null
  return `Your message is too long. Emails cannot be longer than ${emailByteLimit} bytes. Your message is ${bytes} bytes.`
}

/** A template that could never be sent: text messages and broadcasts over the limit before anything is filled in. */
export function checkTemplateLength(template: CompiledTemplate): string | null {
  if (template.type !== 'sms' && template.type !== 'broadcast') return null
  if (charactersAboveLimit(smsTemplateSize(template).characters) === 0) return null
  return `Content has a character count greater than the limit of ${smsCharacterLimit}`
}

/**
 * A text message is empty when nothing is left of it. An email or a letter is only looked at when its content is
 * empty or begins and ends with a placeholder, because nothing else can leave it empty.
 */
export function isMessageEmpty(template: CompiledTemplate, personalisation: Personalisation): boolean {
  const values = valuesOf(personalisation)
  const isText = template.type === 'sms' || template.type === 'broadcast'
  const { source } = template.body
  if (!isText && source !== '' && !(source.startsWith('((') && source.endsWith('))'))) return false
  // Whatever is this long is refused for its length.
  const length = filledLength(template.body, values, isText ? inlineText : plainMarkdown)
  if (length > (isText ? mostTidied : mostFilled)) return false
  return isText ? smsBody(template, values) === '' : fill(template.body, values, plainMarkdown).trim() === ''
}
