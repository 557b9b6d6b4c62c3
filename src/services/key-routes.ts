/** Keys of services, and the guest lists of those who try Crier. Source: specification, internal API, members and keys; guest list. */
import { type Context, Hono } from 'hono'
import { endApiKey, listShownApiKeys } from '../../queries/services/keys.queries.ts'
import { getGuestList, setGuestList } from '../../queries/services/settings.queries.ts'
import { checkFields } from '../admin/fields.ts'
import {
  idSegment,
  jsonBody,
  one,
  optionalBody,
  pathId,
  refused,
  serviceId,
  serviceOf,
  unnamed,
} from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { parseEmailAddress } from '../recipients/email-addresses.ts'
import { canonicalRecipient } from '../recipients/guest-list.ts'
import { parsePhoneNumber } from '../recipients/phone-numbers.ts'
import { stripUnseen } from '../templates/whitespace.ts'
import { makeSecret } from './create.ts'
import { actorOnly, guestLists, newKey } from './requests.ts'
import { apiKeyWire } from './wire.ts'

export function keyRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const shown = async (c: Context, id: string | null) => {
    const service = await serviceOf(c, crier)
    return listShownApiKeys.run({ service_id: service.id, id, now: now() }, crier.db)
  }

  app.get(`/service/${serviceId}/api-keys`, async (c) =>
    json(c, { apiKeys: (await shown(c, null)).map(apiKeyWire) }),
  )

  app.get(`/service/${serviceId}/api-keys/${idSegment('key_id')}`, async (c) => {
    const keys = await shown(c, pathId(c, 'key_id'))
    if (keys.length === 0) throw new PlainError(404, `API key not found for id: ${pathId(c, 'service_id')}`)
    return json(c, { apiKeys: keys.map(apiKeyWire) })
  })

  app.post(`/service/${serviceId}/api-key`, async (c) => {
    const service = await serviceOf(c, crier)
    const { name, key_type, created_by } = checkFields(newKey, await jsonBody(c))
    const key = { service_id: service.id, name, key_type, actor: created_by }
    return json(c, { data: await makeSecret(crier, key) }, 201)
  })

  app.post(`/service/${serviceId}/api-key/revoke/${idSegment('key_id')}`, async (c) => {
    const { created_by } = checkFields(actorOnly, await optionalBody(c))
    const place = { service_id: pathId(c, 'service_id'), id: pathId(c, 'key_id') }
    const ended = await endApiKey.run({ ...place, actor: created_by ?? unnamed, now: now() }, crier.db)
    if (!one(ended).is_ended) throw noResultFound()
    return json(c, {}, 202)
  })

  const guestList = `/service/${serviceId}/guest-list`
  app.get(guestList, async (c) => {
    const service = await serviceOf(c, crier)
    return json(c, one(await getGuestList.run({ service_id: service.id }, crier.db)))
  })

  app.put(guestList, async (c) => {
    const { email_addresses, phone_numbers } = checkFields(guestLists, await jsonBody(c))
    const rates = await crier.cache.smsRates()
    const guests = [
      ...typed(email_addresses, 'email', (text) => parseEmailAddress(text) !== null),
      ...typed(phone_numbers, 'mobile', (text) => typeof parsePhoneNumber(text, rates) !== 'string'),
    ].map((guest) => ({ ...guest, normalised_recipient: canonicalRecipient(guest.recipient, rates) }))
    const parameters = { service_id: pathId(c, 'service_id'), guests, actor: unnamed, now: now() }
    if (!one(await setGuestList.run(parameters, crier.db)).is_set) throw noResultFound()
    return c.body(null, 204)
  })
  return app
}

/**
 * A list of guests as the database takes it; blank entries are none.
 * @throws PlainError 400 for what nothing can be sent to
 */
function typed(
  recipients: string[],
  recipient_type: 'email' | 'mobile',
  isValid: (text: string) => boolean,
): { recipient_type: string; recipient: string }[] {
  const given = recipients.map(stripUnseen).filter((recipient) => recipient !== '')
  const wrong = given.find((recipient) => !isValid(recipient))
  if (wrong !== undefined)
    throw refused(`Invalid guest list: "${wrong.slice(0, 320)}" is not a valid email address or phone number`)
  return given.map((recipient) => ({ recipient_type, recipient }))
}
