/**
 * What the messages of a service come from: senders of its texts, reply-to addresses of its emails, contact blocks of its letters. At most one of each is
 * the default; the rules are in db/rules/services/choices.sql. Source: specification, internal API, senders and contacts.
 */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { assignInboundNumber } from '../../queries/inbound.queries.ts'
import {
  archiveChoice,
  isProtectedSender,
  listLetterContacts,
  listReplyTos,
  listSmsSenders,
  setChoice,
  testReplyTo,
} from '../../queries/services/choices.queries.ts'
import { checkFields, emailAddress as emailField } from '../admin/fields.ts'
import {
  idSegment,
  jsonBody,
  one,
  pathId,
  refused,
  serviceId,
  serviceOf,
  unnamed,
} from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { emailAddressMessage, parseEmailAddress } from '../recipients/email-addresses.ts'
import { checkSchema, notOfType, string, uuid } from '../validation.ts'
import { letterContactWire, replyToWire, smsSenderWire } from './choice-wire.ts'

const is_default = v.boolean(notOfType('boolean'))
const emailAddress = v.pipe(
  string,
  v.check((text) => parseEmailAddress(text) !== null, emailAddressMessage),
  v.transform((text) => parseEmailAddress(text)!),
)
const newSender = v.strictObject({
  sms_sender: string,
  is_default,
  inbound_number_id: v.optional(v.nullable(uuid)),
})
type NewSender = v.InferOutput<typeof newSender>

type Asked = { service_id: string; id: string | null; with_archived: boolean }
/** value: the row that a body describes. isBare: whether what was made or changed is shown as it is; what was archived never is. */
type Family = {
  path: string
  kind: string
  isBare: boolean
  list: (asked: Asked) => Promise<object[]>
  value: (body: unknown) => { value: string; is_default: boolean; inbound_number_id?: string | null }
}

function families({ db }: Crier): Family[] {
  return [
    {
      path: 'email-reply-to',
      kind: 'reply_to_addresses',
      isBare: false,
      list: async (asked) => (await listReplyTos.run(asked, db)).map(replyToWire),
      value: (body) => {
        const given = checkSchema(v.strictObject({ email_address: emailAddress, is_default }), body)
        return { value: given.email_address, is_default: given.is_default }
      },
    },
    {
      path: 'letter-contact',
      kind: 'letter_contacts',
      isBare: false,
      list: async (asked) => (await listLetterContacts.run(asked, db)).map(letterContactWire),
      value: (body) => {
        const given = checkSchema(v.strictObject({ contact_block: string, is_default }), body)
        return { value: given.contact_block, is_default: given.is_default }
      },
    },
    {
      path: 'sms-sender',
      kind: 'sms_senders',
      isBare: true,
      list: async (asked) => (await listSmsSenders.run(asked, db)).map(smsSenderWire),
      value: (body) => {
        const { sms_sender: value, ...given }: NewSender = checkSchema(newSender, body)
        return { value, ...given }
      },
    },
  ]
}

export function choiceRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  for (const { path, kind, isBare, list, value } of families(crier)) {
    const base = `/service/${serviceId}/${path}`
    const single = `${base}/${idSegment('choice_id')}`
    const shown = async (service_id: string, id: string | null, with_archived = false) => {
      const row = one(id === null ? [] : await list({ service_id, id, with_archived }))
      return isBare && !with_archived ? row : { data: row }
    }
    const set = async (c: Context, service_id: string, id: string | null) => {
      const { inbound_number_id, ...given } = value(await jsonBody(c))
      const who = { actor: unnamed, now: now() }
      // A number that is given to the service is its own sender.
      const [made] =
        id === null && inbound_number_id != null
          ? await assignInboundNumber.run({ service_id, inbound_number_id, ...who }, crier.db)
          : await setChoice.run({ kind, service_id, id, ...given, ...who }, crier.db)
      return shown(service_id, made!.id)
    }

    app.get(base, async (c) => {
      const service = await serviceOf(c, crier)
      return json(c, await list({ service_id: service.id, id: null, with_archived: false }))
    })

    app.get(single, async (c) => {
      const asked = { service_id: pathId(c, 'service_id'), id: pathId(c, 'choice_id') }
      return json(c, one(await list({ ...asked, with_archived: false })))
    })

    app.post(base, async (c) => {
      const service = await serviceOf(c, crier)
      return json(c, await set(c, service.id, null), 201)
    })

    app.post(single, async (c) => json(c, await set(c, pathId(c, 'service_id'), pathId(c, 'choice_id'))))

    app.post(`${single}/archive`, async (c) => {
      const place = { service_id: pathId(c, 'service_id'), id: pathId(c, 'choice_id') }
      const archived = one(await archiveChoice.run({ kind, ...place, actor: unnamed, now: now() }, crier.db))
      return json(c, await shown(place.service_id, archived.id, true))
    })
  }

  app.post(`/service/${serviceId}/email-reply-to/verify`, async (c) => {
    const service = await serviceOf(c, crier)
    const { email } = checkFields(v.object({ email: emailField }), await jsonBody(c))
    const parameters = { service_id: service.id, email_address: email, actor: unnamed, now: now() }
    return json(c, { data: one(await testReplyTo.run(parameters, crier.db)) }, 201)
  })

  app.get('/protected-sender-id/check', async (c) => {
    const sender_id = c.req.query('sender_id')
    if (sender_id === undefined || sender_id === '') throw refused('sender_id must be passed in')
    return json(c, one(await isProtectedSender.run({ sender_id }, crier.db)).is_protected)
  })
  return app
}
