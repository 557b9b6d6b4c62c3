/**
 * The checks of `POST /v2/notifications/sms` and `…/email` after authentication, in the specification's order (public API, order of checks), up to
 * the row to store. Limits are checked by the statement that stores.
 */
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { keptLinks, sealedAnswer, withLinks } from '../documents/kept.ts'
import { fileLinks } from '../documents/template-files.ts'
import { checkUploads, pathsOf, scanUploads, storeUploads } from '../documents/uploads.ts'
import { badRequest, invalidPhone } from '../errors.ts'
import { refuseLocalLinks } from '../links.ts'
import { parsePhoneNumber, phoneApiMessage, phonePermissionError } from '../recipients/phone-numbers.ts'
import type { SmsRates } from '../recipients/sms-rates.ts'
import type { Caller } from '../services/authentication.ts'
import type { CachedService, CachedTemplate, KeyType } from '../services/cached.ts'
import { apiContent } from '../templates/content.ts'
import { type Personalisation, storable, valuesFor, valuesOf } from '../templates/personalisation.ts'
import { type SanitisedContent, sanitisePersonalisation } from '../templates/sanitise.ts'
import { checkContent, checkLength } from '../templates/send-checks.ts'
import {
  checkContentLength,
  checkPersonalisationSize,
  contentBytes,
  mayGrowTooLong,
} from '../templates/size.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { uuidv7 } from '../uuid.ts'
import { checkSchema, parseJson } from '../validation.ts'
import type { AcceptanceRequest } from './acceptance.ts'
import { areReached, limitReached } from './limits.ts'
import { type RequestSchemas, requestSchemas } from './requests.ts'
import { isSimulatedEmail, isSimulatedPhone } from './simulated.ts'

/** What the checks found out so far; a refusal that is thrown midway leaves what the limits need to know. */
export type Progress = { checks_international: boolean; counts_international: boolean }
export type Prepared = {
  row: Partial<AcceptanceRequest>
  isSimulated: boolean
  /** The answer's body but for id and uri. */
  answer: Record<string, unknown>
  /** What an Idempotency-Key keeps of it, if not the answer itself. */
  kept?: object
  /** A precompiled letter's answer has no uri. */
  isWithoutUri?: true
  /** Files lie stored for this message: to be called when it is refused. */
  discard?: () => Promise<void>
}
export type Bases = { api: string }

const channelWords: Record<Channel, string> = { sms: 'text messages', email: 'emails', letter: 'letters' }

let schemas: { rates: SmsRates; now: () => Date; made: RequestSchemas } | undefined
function schemasFor(rates: SmsRates, now: () => Date): RequestSchemas {
  if (schemas?.rates !== rates || schemas.now !== now)
    schemas = { rates, now, made: requestSchemas(rates, now) }
  return schemas.made
}

export function checkPermission(service: CachedService, channel: Channel): void {
  if (!service.permissions.has(channel))
    throw badRequest(`Service is not allowed to send ${channelWords[channel]}`)
}

export async function findTemplate(
  crier: Crier,
  service: CachedService,
  templateId: string,
  channel: Channel,
): Promise<CachedTemplate> {
  const template = await crier.cache.template(service.id, templateId)
  if (template === null || template.hidden) throw badRequest('Template not found')
  if (template.type !== channel) {
    throw badRequest(`${template.type} template is not suitable for ${channel} notification`)
  }
  if (template.archived) throw badRequest('Template has been deleted')
  checkFiles(template)
  return template
}

/** @throws ApiError 400 when a link of its messages would lead nowhere */
export function checkFiles({ lackingFile }: CachedTemplate): void {
  if (lackingFile !== null) throw badRequest(`File ${lackingFile} of the template is not available`)
}

/** Trial services and team keys reach their team and guest list alone; null is everybody. */
export async function reachable(
  { cache }: Pick<Crier, 'cache'>,
  service: CachedService,
  keyType: KeyType,
): Promise<ReadonlySet<string> | null> {
  if (keyType === 'test' || (keyType === 'normal' && !service.restricted)) return null
  return cache.allowedRecipients(service.id)
}

export const unreachable = (keyType: KeyType): string =>
  keyType === 'team'
    ? 'Can’t send to this recipient using a team-only API key'
    : 'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode'

async function checkRecipient(crier: Crier, { service, key }: Caller, canonical: string): Promise<void> {
  const allowed = await reachable(crier, service, key.keyType)
  if (allowed?.has(canonical) === false) throw badRequest(unreachable(key.keyType))
}

/** A sender that is a phone number is shown in its normalised form. */
export function senderAsSent(sender: string, rates: SmsRates): string {
  if (!/\d{5}/.test(sender)) return sender
  const phone = parsePhoneNumber(sender, rates)
  return typeof phone === 'string' ? sender : phone.normalised
}

/** The one of this id, or the default one where none is named. */
export function chosen<T extends { id: string; is_default: boolean }>(
  options: T[],
  id: string | undefined,
): T | undefined {
  return options.find((option) => (id === undefined ? option.is_default : option.id === id))
}

/** @throws ApiError 400 when a message is too long to be kept, or would be too long to be sent */
export async function checkSize(
  { renderers }: Pick<Crier, 'renderers'>,
  service: CachedService,
  template: CompiledTemplate,
  sent: Personalisation,
): Promise<void> {
  // What goes to another thread is plain data.
  const values = storable(sent)
  const kept = checkPersonalisationSize(values)
  if (kept !== null) throw badRequest(kept)
  const byKey = valuesOf(values)
  const bytes = contentBytes(template, byKey)
  // An email's subject is no part of its own limit, and a text's are its characters.
  const content = template.type === 'letter' ? checkContentLength(template, bytes) : null
  if (content !== null) throw badRequest(content)
  if (!mayGrowTooLong(template, byKey, bytes)) return
  const tooLong = await renderers.render(service.id, { what: 'size', template, values })
  if (tooLong !== null) throw badRequest(tooLong)
}

export async function prepareSms(
  crier: Crier,
  caller: Caller,
  body: Uint8Array,
  bases: Bases,
  progress: Progress,
): Promise<Prepared> {
  const { service } = caller
  const rates = await crier.cache.smsRates()
  const input = parseJson(body)
  const request = checkSchema(schemasFor(rates, crier.now).sms, input)
  const { phone, to } = request.phone_number
  const sent = (request.personalisation ?? {}) as Personalisation
  checkPermission(service, 'sms')
  const template = await findTemplate(crier, service, request.template_id, 'sms')
  const refusal = checkContent(template.compiled, sent)
  if (refusal !== null) throw badRequest(refusal)
  const values = valuesFor(template.compiled.keys, sent)
  const sender = chosen(service.smsSenders, request.sms_sender_id)
  if (sender === undefined && request.sms_sender_id !== undefined) {
    const asSent = (input as { sms_sender_id: string }).sms_sender_id
    throw badRequest(`sms_sender_id ${asSent} does not exist in database for service id ${service.id}`)
  }
  const isSimulated = isSimulatedPhone(phone)
  if (!isSimulated) await checkRecipient(crier, caller, phone.normalised)
  const permissions = {
    international: service.permissions.has('international_sms'),
    landline: service.permissions.has('sms_to_uk_landlines'),
  }
  if (!phone.isUk && !permissions.international)
    throw badRequest('Cannot send to international mobile numbers')
  const phoneError = phonePermissionError(phone, permissions)
  if (phoneError !== null) throw invalidPhone(phoneApiMessage[phoneError])
  progress.checks_international = true
  progress.counts_international = !phone.isUk
  const tooLong = checkLength(template.compiled, values)
  if (tooLong !== null) throw badRequest(tooLong)
  const from = sender === undefined ? null : senderAsSent(sender.sms_sender, rates)
  return {
    isSimulated,
    row: {
      ...templateOf(template),
      to,
      normalised_to: phone.normalised,
      personalisation: storable(values),
      reply_to_text: from,
      client_reference: request.reference ?? null,
      rate_multiplier: phone.rateMultiplier,
      international: phone.international,
      phone_prefix: phone.countryPrefix,
    },
    answer: {
      reference: request.reference ?? null,
      content: { body: apiContent(template.compiled, values).body, from_number: from },
      template: templateAnswer(template, service, bases),
      scheduled_for: null,
    },
  }
}

export async function prepareEmail(
  crier: Crier,
  caller: Caller,
  body: Uint8Array,
  bases: Bases,
): Promise<Prepared> {
  const { service } = caller
  const rates = await crier.cache.smsRates()
  const input = parseJson(body)
  const request = checkSchema(schemasFor(rates, crier.now).email, input)
  const { to, normalised } = request.email_address
  checkPermission(service, 'email')
  let given = (request.personalisation ?? {}) as Personalisation
  let sanitisedContent: SanitisedContent = {}
  if (request.sanitise_content_for) {
    const sanitised = sanitisePersonalisation(
      given,
      request.sanitise_content_for.filter((name) => typeof name === 'string'),
    )
    if (sanitised.notText.length > 0)
      throw badRequest(`Can only sanitise content that is text: ${sanitised.notText.join(', ')}`)
    given = sanitised.personalisation
    sanitisedContent = sanitised.sanitisedContent
  }
  const template = await findTemplate(crier, service, request.template_id, 'email')
  const refusal = checkContent(template.compiled, given)
  if (refusal !== null) throw badRequest(refusal)
  const replyTo = chosen(service.replyToAddresses, request.email_reply_to_id)
  if (replyTo === undefined && request.email_reply_to_id !== undefined) {
    const asSent = (input as { email_reply_to_id: string }).email_reply_to_id
    throw badRequest(`email_reply_to_id ${asSent} does not exist in database for service id ${service.id}`)
  }
  const isSimulated = isSimulatedEmail(normalised)
  if (!isSimulated) await checkRecipient(crier, caller, normalised)
  const checked = await checkUploads(crier, service, given)
  given = valuesFor(template.compiled.keys, given)
  // A file that the message has no place for is checked like any, but nobody could ever get at it.
  const uploads = checked.filter(({ placeholder }) => Object.hasOwn(given, placeholder))
  const paths = pathsOf(uploads, service.id, isSimulated)
  const shared = fileLinks(crier, template.compiled.files, { to, created_at: crier.now().toISOString() })
  const values = {
    ...(uploads.length === 0 ? given : withLinks(crier, given, paths).values),
    ...shared.values,
  }
  const tooLong = checkLength(template.compiled, values)
  if (tooLong !== null) throw badRequest(tooLong)
  await checkSize(crier, service, template.compiled, values)
  const storesFiles = uploads.length > 0 && !isSimulated
  const showsLinks = storesFiles || (shared.links.length > 0 && !isSimulated)
  if (showsLinks && caller.key.keyType !== 'test') await refuseLocalLinks(crier)
  if (storesFiles && (await areReached(crier, caller, 'email'))) throw limitReached()
  await scanUploads(crier, checked)
  // What follows can refuse no more: the files are stored for the message that is about to be.
  const message = { id: uuidv7(crier.now()), serviceId: service.id, address: normalised }
  const discard = storesFiles ? await storeUploads(crier, message, uploads) : undefined
  const answer = {
    reference: request.reference ?? null,
    content: {
      ...apiContent(template.compiled, values),
      from_email: service.fromEmail,
      one_click_unsubscribe_url: request.one_click_unsubscribe_url ?? null,
    },
    template: templateAnswer(template, service, bases),
    scheduled_for: null,
    sanitised_content: sanitisedContent,
  }
  const kept = storable(given)
  return {
    isSimulated,
    ...(discard === undefined ? {} : { discard }),
    ...(showsLinks ? { kept: sealedAnswer(crier, answer) } : {}),
    row: {
      ...templateOf(template),
      to,
      normalised_to: normalised,
      personalisation: kept,
      ...(storesFiles ? { chosen_id: message.id, ...keptLinks(crier, kept, paths) } : {}),
      reply_to_text: replyTo?.email_address ?? null,
      unsubscribe_link: request.one_click_unsubscribe_url ?? null,
      client_reference: request.reference ?? null,
    },
    answer,
  }
}

export const templateOf = (template: CachedTemplate) => ({
  template_id: template.id,
  template_version: template.version,
  process_type: template.priority ? ('priority' as const) : ('normal' as const),
})

/** The uri is not a route: kept for compatibility. */
export const templateAnswer = (template: CachedTemplate, service: CachedService, bases: Bases) => ({
  id: template.id,
  version: template.version,
  uri: `${bases.api}/services/${service.id}/templates/${template.id}`,
})
