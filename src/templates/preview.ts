/** Previews for people: missing values highlighted or hidden (specification, missing placeholder display). */
import { escapeHtml } from './escape.ts'
import { hrefOf } from './markdown/href.ts'
import { type Personalisation, valuesOf } from './personalisation.ts'
import { compileField, fill } from './placeholders.ts'
import { tidyLines, withPrefix } from './sms.ts'
import { sanitiseSms } from './sms-characters.ts'
import type { CompiledTemplate } from './template.ts'
import { findWebAddresses } from './web-address.ts'

export type PreviewOptions = { prefix?: string | null; redact?: boolean }

const escapedMarkup = /&(?:lt|gt);/

/** A text message as HTML: lines, and links where a phone would make them. */
export function previewSms(
  template: CompiledTemplate,
  personalisation: Personalisation,
  options: PreviewOptions = {},
): string {
  const { prefix = null, redact = false } = options
  const filled = fill(template.body, valuesOf(personalisation), { html: true, lists: 'inline', redact })
  const text = sanitiseSms(tidyLines(withPrefix(filled, prefix === null ? null : escapeHtml(prefix))))
  return `<div class="sms-message-wrapper" dir="auto">${autolink(text).replaceAll('\n', '<br>')}</div>`
}

/** A recipient that is still a placeholder, as a preview shows it above the message: `phone number`. */
export function previewRecipient(placeholder: string, personalisation: Personalisation): string {
  const field = compileField(`((${placeholder}))`)
  return fill(field, valuesOf(personalisation), { html: true, lists: 'inline', withoutBrackets: true })
}

/** Makes links of web addresses and bare domains in escaped text. */
export function autolink(html: string): string {
  let linked = ''
  let from = 0
  for (const address of findWebAddresses(html)) {
    const { start } = address
    const end = start + linkedPart(html.slice(start, address.end)).length
    const shown = html.slice(start, end)
    linked += `${html.slice(from, start)}<a href="${hrefOf(shown)}">${shown}</a>`
    from = end
  }
  return linked + html.slice(from)
}

/** Full stops, commas and colons at the end are not the link's, nor are brackets that it did not open. */
function linkedPart(address: string): string {
  const markup = address.search(escapedMarkup)
  const text = markup < 0 ? address : address.slice(0, markup)
  const open = { ')': count(text, '(') - count(text, ')'), ']': count(text, '[') - count(text, ']') }
  let end = text.length
  for (; end > 0; end--) {
    const last = text[end - 1]!
    if (last === ')' || last === ']') {
      if (open[last] >= 0) break
      open[last]++
    } else if (last !== '.' && last !== ',' && last !== ':') break
  }
  return text.slice(0, end)
}

function count(text: string, character: string): number {
  let found = 0
  for (let i = text.indexOf(character); i >= 0; i = text.indexOf(character, i + 1)) found++
  return found
}
