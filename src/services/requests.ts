/** What the internal API may say of services and their keys, checked. Source: specification, internal API, services; members and keys. */
import * as v from 'valibot'
import { instant, text, truth, uuid, whole } from '../admin/fields.ts'
import { refused } from '../admin/requests.ts'
import type { KeyType } from './cached.ts'

const permissions = [
  'sms',
  'email',
  'letter',
  'broadcast',
  'international_sms',
  'sms_to_uk_landlines',
  'inbound_sms',
  'email_auth',
  'edit_folder_permissions',
  'upload_letters',
  'international_letters',
  'upload_document',
  'schedule_notifications',
  'letters_as_pdf',
  'precompiled_letter',
]

const optionalText = v.nullable(text())
/** Notes and what bills name, which people write as they like. */
const longText = v.nullable(text(20_000))
const limit = whole(0)
const optionalCount = v.nullable(whole(0))

const limits = { email_message_limit: limit, sms_message_limit: limit, letter_message_limit: limit }
const volumes = {
  volume_email: optionalCount,
  volume_letter: optionalCount,
  volume_sms: optionalCount,
}

/** What a person's service begins with; whoever makes it is its first member. */
export const newService = v.object({
  user_id: uuid,
  name: text(),
  ...limits,
  restricted: truth,
  created_by: uuid,
  international_sms_message_limit: v.optional(limit),
  organisation_type: v.optional(optionalText),
  custom_email_sender_name: v.optional(optionalText),
  consent_to_research: v.optional(v.nullable(truth)),
  ...v.partial(v.object(volumes)).entries,
})

/** What may change of a service, each on its own. Permissions are checked apart, since their refusals have words of their own. */
export const serviceChange = v.partial(
  v.object({
    name: text(),
    ...limits,
    international_sms_message_limit: limit,
    restricted: truth,
    created_by: v.nullable(uuid),
    billing_contact_email_addresses: longText,
    billing_contact_names: longText,
    billing_reference: longText,
    purchase_order_number: longText,
    notes: longText,
    confirmed_email_sender_name: truth,
    confirmed_unique: truth,
    consent_to_research: v.nullable(truth),
    contact_link: optionalText,
    count_as_live: truth,
    custom_email_sender_name: optionalText,
    email_branding: v.nullable(uuid),
    letter_branding: v.nullable(uuid),
    go_live_at: v.nullable(instant),
    go_live_user: v.nullable(uuid),
    has_active_go_live_request: truth,
    organisation: v.nullable(uuid),
    organisation_type: optionalText,
    permissions: v.array(v.string('Not a valid string.'), 'Not a valid list.'),
    prefix_sms: truth,
    rate_limit: limit,
    ...volumes,
  }),
)
type ServiceChange = v.InferOutput<typeof serviceChange>

/** What the wire calls otherwise than the table does. */
const columns: Record<string, string> = {
  email_branding: 'email_branding_id',
  letter_branding: 'letter_branding_id',
  go_live_user: 'go_live_user_id',
  organisation: 'organisation_id',
}

/**
 * A change as the database takes it: by column, and the permissions.
 * @throws PlainError 400 for a permission that is none, or stands there twice
 */
export function changedColumns({ created_by: _, ...change }: ServiceChange): Record<string, unknown> {
  const given = change.permissions ?? []
  const unknown = given.find((name) => !permissions.includes(name))
  if (unknown !== undefined)
    throw refused({ permissions: [`Invalid Service Permission: '${unknown.slice(0, 100)}'`] })
  const repeated = [...new Set(given.filter((name, index) => given.indexOf(name) < index))]
  if (repeated.length > 0) {
    const names = repeated.map((name) => `'${name}'`).join(', ')
    throw refused({ permissions: [`Duplicate Service Permission: [${names}]`] })
  }
  return Object.fromEntries(Object.entries(change).map(([name, value]) => [columns[name] ?? name, value]))
}

const keyTypes = ['normal', 'team', 'test'] as const satisfies KeyType[]
export const newKey = v.object({
  name: text(),
  created_by: uuid,
  key_type: v.picklist(keyTypes, 'Not a valid choice.'),
})

/** Who acts, in requests whose body says nothing else and may be none. */
export const actorOnly = v.object({ created_by: v.optional(v.nullable(uuid)) })

const guests = v.optional(v.array(v.string('Not a valid string.'), 'Not a valid list.'), [])
export const guestLists = v.object({ email_addresses: guests, phone_numbers: guests })
