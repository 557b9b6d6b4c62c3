/** What the API answers as the content of a message (specification, checks when sending). */
import { emailBodyHtml, subjectOf } from './email.ts'
import { type Personalisation, valuesOf } from './personalisation.ts'
import { fill, plainMarkdown } from './placeholders.ts'
import { smsBody } from './sms.ts'
import type { CompiledTemplate } from './template.ts'

/**
 * Subject and body as POST and GET answer them. The body has its placeholders filled and its markdown left as
 * written; a text message is as sent, less its prefix. A letter's subject is escaped for HTML, as Notify answers it.
 */
export function apiContent(
  template: CompiledTemplate,
  personalisation: Personalisation,
): { subject: string | null; body: string } {
  const values = valuesOf(personalisation)
  if (template.type === 'sms' || template.type === 'broadcast')
    return { subject: null, body: smsBody(template, values) }
  const body = fill(template.body, values, plainMarkdown).trim()
  return { subject: subjectOf(template.subject, values, template.type === 'letter'), body }
}

/** The `html` of a template preview: an email's body without the document around it, null for other types. */
export function previewHtml(template: CompiledTemplate, personalisation: Personalisation): string | null {
  return template.type === 'email' ? emailBodyHtml(template, personalisation) : null
}
