/**
 * Messages that a person sends by hand, one by one, through the admin application. Source: specification, sending, one-off sends; internal API, one-off
 * sends. The order of the checks is that of the former: what the day has room for comes first, and the database says it with the row or without.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  getOneOffSender,
  listTeamRecipients,
  sendOneOff,
} from '../../queries/notifications/one-off.queries.ts'
import { checkFields, text } from '../admin/fields.ts'
import { jsonBody, one, refused, serviceId, serviceOf } from '../admin/requests.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { ApiError, noResultFound, PlainError } from '../errors.ts'
import { bodyLimits, json } from '../http.ts'
import { checkQrCodes, letterRow, letterValues } from '../letters/acceptance.ts'
import { refuseLettersWhileOff } from '../letters/switch.ts'
import {
  emailAddressMessage,
  normaliseEmailAddress,
  parseEmailAddress,
} from '../recipients/email-addresses.ts'
import { allowListOf, isAllowed } from '../recipients/guest-list.ts'
import { parsePhoneNumber, phoneApiMessage, phonePermissionError } from '../recipients/phone-numbers.ts'
import { parsePostalAddress, postalApiMessage } from '../recipients/postal-addresses.ts'
import { addressFromPersonalisation } from '../recipients/postal-personalisation.ts'
import type { CachedService, CachedTemplate } from '../services/cached.ts'
import {
  isFile,
  keyOf,
  type Personalisation,
  storable,
  textOfValue,
  valuesFor,
  valuesOf,
} from '../templates/personalisation.ts'
import { checkContent, checkLength } from '../templates/send-checks.ts'
import { stripUnseen } from '../templates/whitespace.ts'
import { canonicalUuid } from '../uuid.ts'
import { personalisation } from '../validation.ts'
import { dayExceeded } from './limits.ts'
import {
  checkFiles,
  checkPermission,
  checkSize,
  chosen,
  senderAsSent,
  templateOf,
  unreachable,
} from './sending.ts'

/** Characters of a recipient as it is typed, which is how it is kept. */
const longestTyped = 1000
/** Characters of what a letter calls its service's reference. */
const longestReference = 1000

const oneOffRequest = v.object({
  template_id: text(),
  to: text(longestTyped),
  created_by: text(),
  personalisation: v.optional(v.nullable(personalisation)),
  sender_id: v.optional(v.nullable(text())),
})
type OneOff = v.InferOutput<typeof oneOffRequest>
type Template = CachedTemplate & { type: Channel }

export function oneOffRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.post(`/service/${serviceId}/send-notification`, async (c) => {
    const service = await serviceOf(c, crier)
    const request = checkFields(oneOffRequest, await jsonBody(c, bodyLimits.values))
    const template = await findTemplate(service, request.template_id)
    const actor = canonicalUuid(request.created_by)
    if (actor === null) throw noResultFound()
    let row: object | undefined
    let refusal: unknown
    try {
      row = await prepare(service, template, request, actor)
    } catch (error) {
      refusal = inWords(error)
    }
    const sending = { notification_type: template.type, key_type: 'normal' as const }
    const { process_type } = templateOf(template)
    const isQueued = row !== undefined && template.type !== 'letter'
    if (isQueued) crier.pace.admit(service.id, { ...sending, process_type }, 1)
    const message = { service_id: service.id, ...sending, ...templateOf(template), ...row }
    const stores = row !== undefined
    const now = crier.now().toISOString()
    const sent = one(await sendOneOff.run({ message, process_type, stores, actor, now }, crier.db))
    if (sent.exceeded !== null) {
      crier.metrics.refused.inc({
        limit: sent.exceeded === template.type ? 'daily-limited' : 'international-limited',
      })
      throw dayExceeded(`${sent.exceeded}: ${sent.exceeded_limit}`)
    }
    if (refusal !== undefined) throw refusal
    crier.metrics.accepted.inc({ type: template.type, key_type: 'normal' })
    if (isQueued) crier.waker.wakeFor({ ...sending, process_type })
    return json(c, { id: sent.notification_id }, 201)
  })

  async function findTemplate(service: CachedService, named: string): Promise<Template> {
    const id = canonicalUuid(named)
    const template = id && (await crier.cache.template(service.id, id))
    if (!template || template.hidden || template.type === 'broadcast') throw noResultFound()
    await refuseLettersWhileOff(crier, template)
    return template as Template
  }

  /** @returns the columns of the message beside those that every one has. @throws ApiError, PlainError */
  async function prepare(service: CachedService, template: Template, request: OneOff, actor: string) {
    const sent = (request.personalisation ?? {}) as Personalisation
    await checkTeam(service, request.to)
    const recipient = await recipientColumns(service, template, request.to)
    const values = await checkedValues(service, template, sent)
    const letter = template.type === 'letter' ? letterColumns(service, template, sent, values) : {}
    await checkPerson(crier, service, actor)
    return {
      ...recipient,
      personalisation: storable(values),
      reply_to_text: await replyTo(service, template, request.sender_id ?? undefined),
      ...letter,
    }
  }

  /** The guest list is for programs: a trial service's people write to each other alone. */
  async function checkTeam(service: CachedService, to: string): Promise<void> {
    if (!service.restricted) return
    const team = await listTeamRecipients.run({ service_id: service.id }, crier.db)
    const rates = await crier.cache.smsRates()
    const allowed = allowListOf(
      team.map((row) => row.recipient),
      rates,
    )
    if (!isAllowed(to, allowed, rates)) throw refused(unreachable('normal'))
  }

  async function recipientColumns(service: CachedService, { type }: Template, given: string) {
    if (type === 'email') {
      const to = parseEmailAddress(given)
      if (to === null) throw refused(emailAddressMessage)
      return { to, normalised_to: normaliseEmailAddress(to) }
    }
    // A letter's is in its personalisation.
    if (type === 'letter') return {}
    const phone = parsePhoneNumber(given, await crier.cache.smsRates())
    if (typeof phone === 'string') throw refused(phoneApiMessage[phone])
    const permissions = {
      international: service.permissions.has('international_sms'),
      landline: service.permissions.has('sms_to_uk_landlines'),
    }
    if (!phone.isUk && !permissions.international)
      throw refused('Cannot send to international mobile numbers')
    const fault = phonePermissionError(phone, permissions)
    if (fault !== null) throw refused(phoneApiMessage[fault])
    return {
      to: stripUnseen(given),
      normalised_to: phone.normalised,
      rate_multiplier: phone.rateMultiplier,
      international: phone.international,
      phone_prefix: phone.countryPrefix,
    }
  }

  async function checkedValues(service: CachedService, template: Template, sent: Personalisation) {
    checkPermission(service, template.type)
    if (template.archived) throw refused('Template has been deleted')
    checkFiles(template)
    const refusal = checkContent(template.compiled, sent)
    if (refusal !== null) throw refused(refusal)
    if (Object.values(sent).some(isFile)) throw refused('Can only send a file with an API key')
    const isLetter = template.type === 'letter'
    const values = isLetter ? letterValues(template, sent) : valuesFor(template.compiled.keys, sent)
    const tooLong = checkLength(template.compiled, values)
    if (tooLong !== null) throw refused(tooLong)
    if (template.type !== 'sms') await checkSize(crier, service, template.compiled, values)
    if (isLetter) await checkQrCodes(crier, service, template, values)
    return values
  }

  function letterColumns(
    service: CachedService,
    template: Template,
    sent: Personalisation,
    values: Personalisation,
  ) {
    const byKey = valuesOf(sent)
    const address = parsePostalAddress(addressFromPersonalisation(Object.fromEntries(byKey), 'key'), {
      international: service.permissions.has('international_letters'),
    })
    if (address.error !== null) throw refused(postalApiMessage[address.error])
    const reference = textOfValue(byKey.get(keyOf('reference')), 'inline')
    if (reference !== null && reference.length > longestReference) throw refused('reference is too long')
    return { ...letterRow(template, values, address), client_reference: reference }
  }

  async function replyTo(service: CachedService, template: Template, named: string | undefined) {
    const id = named && (canonicalUuid(named) ?? '')
    if (template.type === 'letter') return template.contactBlock
    if (template.type === 'email') {
      const found = chosen(service.replyToAddresses, id)
      if (found === undefined && id !== undefined) throw refused('Reply to email address not found')
      return found?.email_address ?? null
    }
    const found = chosen(service.smsSenders, id)
    if (found === undefined && id !== undefined) throw refused('SMS sender not found')
    return found === undefined ? null : senderAsSent(found.sms_sender, await crier.cache.smsRates())
  }

  return app
}

/**
 * Whoever sends by hand is somebody of the service.
 * @throws PlainError 400; ApiError 404 for nobody
 */
export async function checkPerson(
  { db }: Pick<Crier, 'db'>,
  service: CachedService,
  id: string,
): Promise<void> {
  const person = one(await getOneOffSender.run({ id, service_id: service.id }, db))
  if (person.is_member) return
  throw refused(`Can’t create notification - ${person.name} is not part of the "${service.name}" service`)
}

/** Checks that the public API shares say a refusal in its own envelope; here it is a sentence. */
function inWords(error: unknown): unknown {
  if (error instanceof PlainError) return error
  if (!(error instanceof ApiError) || error.status === 503) throw error
  return error.status === 400 ? refused(error.message) : error
}
