/** What speaks against a service's document beyond its form, and the document as the database takes it. */
import { tokenFault, urlFault } from '../callbacks/requests.ts'
import { parseEmailAddress } from '../recipients/email-addresses.ts'
import { canonicalRecipient } from '../recipients/guest-list.ts'
import { parsePhoneNumber } from '../recipients/phone-numbers.ts'
import type { SmsRates } from '../recipients/sms-rates.ts'
import { checkQrCodes } from '../templates/letter.ts'
import { keyOf } from '../templates/personalisation.ts'
import { checkTemplateLength, emailByteLimit } from '../templates/send-checks.ts'
import { compileTemplate } from '../templates/template.ts'
import { stripUnseen } from '../templates/whitespace.ts'
import type { DocumentCallback, DocumentTemplate, ServiceDocument } from './document.ts'

type Choice = { is_default?: boolean; archived?: boolean }

/**
 * @param allowsLoopback whether callbacks may go to this machine
 * @returns sentences that begin with a place of the document; none when all is well
 */
export function documentFaults(document: ServiceDocument, rates: SmsRates, allowsLoopback = false): string[] {
  const { service, sms_senders = [], reply_to_addresses = [], letter_contacts = [] } = document
  const { templates = [], guest_list = {}, callbacks = [] } = document
  const faults: string[] = []
  const at = (place: string, fault: string | null) => {
    if (fault !== null) faults.push(`${place} ${fault}`)
  }
  if (service.id === undefined && service.name === undefined) at('service.name', 'is missing')
  at('service.contact_link', contactFault(service.contact_link))
  for (const [n, { sms_sender }] of sms_senders.entries())
    at(`sms_senders[${n}].sms_sender`, senderFault(sms_sender))
  for (const [n, { email_address }] of reply_to_addresses.entries())
    at(`reply_to_addresses[${n}].email_address`, addressFault(email_address))
  for (const [n, { contact_block }] of letter_contacts.entries())
    at(`letter_contacts[${n}].contact_block`, blockFault(contact_block))
  faults.push(
    ...choiceFaults('sms_senders', sms_senders, (one) => one.sms_sender),
    ...choiceFaults('reply_to_addresses', reply_to_addresses, (one) =>
      stripUnseen(one.email_address).toLowerCase(),
    ),
    ...choiceFaults('letter_contacts', letter_contacts, (one) => firstLine(one.contact_block)),
  )
  for (const [n, address] of (guest_list.email_addresses ?? []).entries())
    at(`guest_list.email_addresses[${n}]`, addressFault(address))
  for (const [n, number] of (guest_list.phone_numbers ?? []).entries()) {
    const isValid = typeof parsePhoneNumber(number, rates) !== 'string'
    at(`guest_list.phone_numbers[${n}]`, isValid ? null : 'is not a valid phone number')
  }
  for (const [n, callback] of callbacks.entries()) {
    const [place, fault] = callbackFault(callback, allowsLoopback) ?? ['', null]
    at(`callbacks[${n}]${place}`, fault)
  }
  for (const n of repeated(callbacks, (one) => one.callback_type))
    at(`callbacks[${n}]`, 'stands in the document before')
  for (const [n, template] of templates.entries()) {
    const [place, fault] = templateFault(template) ?? ['', null]
    at(`templates[${n}]${place}`, fault)
  }
  for (const n of repeated(templates, (one) => one.id ?? `${one.template_type} ${one.name}`))
    at(`templates[${n}]`, 'stands in the document before')
  return faults
}

const addressFault = (address: string) =>
  parseEmailAddress(address) === null ? 'is not a valid email address' : null

function contactFault(contact: string | null | undefined): string | null {
  if (contact == null) return null
  const isLink = /^https?:\/\/\S+$/i.test(contact) && URL.canParse(contact)
  if (isLink || parseEmailAddress(contact) !== null || /^[+\d][\d ()-]{2,}$/.test(contact)) return null
  return 'must be a web address, an email address or a phone number'
}

function senderFault(sender: string): string | null {
  if (!/^[A-Za-z0-9 .'_&-]{3,11}$/.test(sender)) return "must be 3 to 11 letters, digits, spaces or . ' _ & -"
  if (sender !== sender.trim()) return 'begins or ends with a space'
  return sender.startsWith('00') ? 'begins with 00' : null
}

const firstLine = (block: string) => block.split('\n', 1)[0]!.trim()

/** What stands beside the address on a letter. */
const mostLines = 10

function blockFault(block: string): string | null {
  if (firstLine(block) === '') return 'has an empty first line'
  return block.split('\n').length > mostLines ? `has more than ${mostLines} lines` : null
}

function choiceFaults<T extends Choice>(
  place: string,
  choices: readonly T[],
  key: (one: T) => string,
): string[] {
  const faults = repeated(choices, key).map((n) => `${place}[${n}] stands in the document before`)
  choices.forEach((one, n) => {
    if (one.is_default && one.archived) faults.push(`${place}[${n}] is archived, so it is no default`)
  })
  if (choices.filter((one) => one.is_default).length > 1) faults.push(`${place} has more than one default`)
  return faults
}

function repeated<T>(things: readonly T[], key: (one: T) => string): number[] {
  const keys = things.map(key)
  return things.map((_, n) => n).filter((n) => keys.indexOf(keys[n]!) < n)
}

function callbackFault(
  { url, bearer_token, archived = false }: DocumentCallback,
  allowsLoopback: boolean,
): [place: string, fault: string] | null {
  if (archived) return null
  if (url === undefined) return ['.url', 'is missing']
  const fault = urlFault(url, allowsLoopback)
  if (fault !== null) return ['.url', fault]
  const refused = bearer_token === undefined ? null : tokenFault(bearer_token)
  return refused === null ? null : ['.bearer_token', refused]
}

/** Why a template could never be sent: the place below the template, and the fault. */
function templateFault(template: DocumentTemplate): [place: string, fault: string] | null {
  const type = template.template_type
  const { content, archived = false } = template
  if (archived) return null
  if (content === undefined) return ['.content', 'is missing']
  if (content.trim() === '') return ['.content', 'is empty']
  if (type !== 'sms' && template.subject === undefined) return ['.subject', 'is missing']
  const welsh = type === 'letter' ? welshFault(template) : null
  if (welsh !== null) return welsh
  const compiled = compileTemplate({
    type,
    content,
    subject: type === 'sms' ? null : template.subject!,
    welshSubject: type === 'letter' ? (template.letter_welsh_subject ?? null) : null,
    welshContent: type === 'letter' ? (template.letter_welsh_content ?? null) : null,
  })
  if (compiled.placeholders.some((name) => keyOf(name).trim() === ''))
    return ['', 'has a placeholder without a name']
  if (checkTemplateLength(compiled) !== null) return ['.content', 'is longer than 918 characters']
  if (Buffer.byteLength(content) > emailByteLimit)
    return ['.content', `is longer than ${emailByteLimit} bytes`]
  if (checkQrCodes(compiled, {}) !== null) return ['.content', 'has a QR code that holds more than 504 bytes']
  return null
}

function welshFault(
  template: Extract<DocumentTemplate, { template_type: 'letter' }>,
): [place: string, fault: string] | null {
  const { letter_languages: languages, letter_welsh_subject, letter_welsh_content } = template
  const given = [letter_welsh_subject, letter_welsh_content].filter((one) => one !== undefined).length
  if (languages === 'english' && given > 0)
    return ['.letter_languages', 'is english, but there is Welsh text']
  if (given === 1 || (languages === 'welsh_then_english' && given === 0))
    return ['', 'needs letter_welsh_subject and letter_welsh_content together']
  if (letter_welsh_content?.trim() === '') return ['.letter_welsh_content', 'is empty']
  return null
}

/** The document with recipients in the form that they are compared in, and with what follows from what it says. */
export function forDatabase(document: ServiceDocument, rates: SmsRates): object {
  const { $schema: _, ...rest } = document
  const guests = rest.guest_list && [
    ...(rest.guest_list.email_addresses ?? []).map((recipient) => ['email', recipient] as const),
    ...(rest.guest_list.phone_numbers ?? []).map((recipient) => ['mobile', recipient] as const),
  ]
  return {
    ...rest,
    ...(guests && {
      guest_list: guests.map(([recipient_type, recipient]) => ({
        recipient_type,
        recipient: stripUnseen(recipient),
        normalised_recipient: canonicalRecipient(recipient, rates),
      })),
    }),
    ...(rest.reply_to_addresses && {
      reply_to_addresses: rest.reply_to_addresses.map((one) => ({
        ...one,
        email_address: stripUnseen(one.email_address),
      })),
    }),
    ...(rest.letter_contacts && {
      letter_contacts: rest.letter_contacts.map((one) => ({
        ...one,
        contact_block: one.contact_block.trim(),
      })),
    }),
    ...(rest.templates && { templates: rest.templates.map(withLanguages) }),
  }
}

/** Welsh text makes a letter bilingual; a letter that is said to be English loses what it had. */
function withLanguages(template: DocumentTemplate): object {
  if (template.template_type !== 'letter') return template
  if (template.letter_welsh_content !== undefined)
    return { ...template, letter_languages: 'welsh_then_english' }
  if (template.letter_languages !== 'english') return template
  return { ...template, letter_welsh_subject: null, letter_welsh_content: null }
}
