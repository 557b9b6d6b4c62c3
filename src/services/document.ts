/**
 * The document that sets a service up (`crier apply`): its form, which is also its JSON Schema. What is missing from a document is left alone;
 * what cannot be told from its form is checked by document-checks.ts, and what needs the database by the SQL function apply_service.
 */
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { callbackTypes } from '../callbacks/requests.ts'

const line = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest, `is longer than ${longest} characters`),
    v.regex(/\S/, 'is empty'),
    v.regex(/^[^\n\r]*$/, 'must be one line'),
  )
const text = (longest: number) =>
  v.pipe(v.string(), v.maxLength(longest, `is longer than ${longest} characters`))
const uuid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case'),
)
const serviceId = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be a version 4 UUID in lower case',
  ),
)
const most = 2_147_483_647
const count = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be 0 or more'),
  v.maxValue(most, `must be ${most} or less`),
)
const list = <S extends v.GenericSchema>(item: S, longest = 1000) =>
  v.pipe(v.array(item), v.maxLength(longest, `has more than ${longest} entries`))

const permissions = v.picklist([
  'sms',
  'email',
  'letter',
  'international_sms',
  'sms_to_uk_landlines',
  'inbound_sms',
  'email_auth',
  'edit_folder_permissions',
  'upload_letters',
  'international_letters',
  'upload_document',
  'schedule_notifications',
])
const organisationTypes = v.picklist([
  'central',
  'local',
  'nhs_central',
  'nhs_local',
  'nhs_gp',
  'nhs_notify',
  'emergency_service',
  'school_or_college',
  'other',
])

const service = v.strictObject({
  id: v.exactOptional(
    v.pipe(
      serviceId,
      v.description('Finds the service; without it the name does. A new service is given this id.'),
    ),
  ),
  name: v.exactOptional(line(255)),
  restricted: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description('Trial mode: sends only to its team and guest list. A new service is in it.'),
    ),
  ),
  permissions: v.exactOptional(v.pipe(list(permissions), v.description('All that the service may do.'))),
  organisation_type: v.exactOptional(
    v.pipe(organisationTypes, v.description('Decides the free allowance of text messages.')),
  ),
  rate_limit: v.exactOptional(v.pipe(count, v.description('Requests per minute and type of key.'))),
  sms_message_limit: v.exactOptional(v.pipe(count, v.description('Text messages per UTC day.'))),
  email_message_limit: v.exactOptional(v.pipe(count, v.description('Emails per UTC day.'))),
  letter_message_limit: v.exactOptional(v.pipe(count, v.description('Letters per UTC day.'))),
  international_sms_message_limit: v.exactOptional(
    v.pipe(count, v.description('Text messages to other countries per UTC day.')),
  ),
  prefix_sms: v.exactOptional(
    v.pipe(v.boolean(), v.description('Whether text messages begin with the service’s name.')),
  ),
  custom_email_sender_name: v.exactOptional(
    v.pipe(v.nullable(line(255)), v.description('Beside the sender’s address; null is the service’s name.')),
  ),
  contact_link: v.exactOptional(
    v.pipe(
      v.nullable(line(255)),
      v.description('Address or number for recipients of files; needed to send any.'),
    ),
  ),
})

const isDefault = v.exactOptional(v.pipe(v.boolean(), v.description('Used when a request names none.')))
const archived = v.exactOptional(v.pipe(v.boolean(), v.description('true takes it out of use.')))

const template = {
  id: v.exactOptional(
    v.pipe(
      uuid,
      v.description('Finds the template; without it name and type do. A new one is given this id.'),
    ),
  ),
  name: line(255),
  content: v.exactOptional(text(2_000_000)),
  folder: v.exactOptional(
    v.pipe(
      list(line(255), 10),
      v.description('Names of folders from the top; they are made. [] is the top.'),
    ),
  ),
  process_type: v.exactOptional(
    v.pipe(
      v.picklist(['normal', 'priority']),
      v.description('priority overtakes all others: security codes.'),
    ),
  ),
  redact_personalisation: v.exactOptional(
    v.pipe(v.literal(true), v.description('Hides the values once sent, for ever.')),
  ),
  archived,
}
const subject = v.exactOptional(line(2000))

const templates = v.variant('template_type', [
  v.strictObject({ ...template, template_type: v.literal('sms') }),
  v.strictObject({
    ...template,
    template_type: v.literal('email'),
    subject,
    has_unsubscribe_link: v.exactOptional(v.boolean()),
  }),
  v.strictObject({
    ...template,
    template_type: v.literal('letter'),
    subject,
    postage: v.exactOptional(v.picklist(['first', 'second', 'economy'])),
    letter_contact: v.exactOptional(
      v.pipe(
        v.nullable(line(1000)),
        v.description(
          'First line of a contact block. A new letter without it gets the default one, null none.',
        ),
      ),
    ),
    letter_languages: v.exactOptional(v.picklist(['english', 'welsh_then_english'])),
    letter_welsh_subject: subject,
    letter_welsh_content: v.exactOptional(text(2_000_000)),
  }),
])

const days = v.nullable(
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(3, 'must be 3 to 90 days'),
    v.maxValue(90, 'must be 3 to 90 days'),
  ),
)

const documentSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  service: service,
  sms_senders: v.exactOptional(
    list(v.strictObject({ sms_sender: line(11), is_default: isDefault, archived })),
  ),
  reply_to_addresses: v.exactOptional(
    list(v.strictObject({ email_address: line(320), is_default: isDefault, archived })),
  ),
  letter_contacts: v.exactOptional(
    v.pipe(
      list(v.strictObject({ contact_block: text(2000), is_default: isDefault, archived })),
      v.description('A block is known by its first line.'),
    ),
  ),
  guest_list: v.exactOptional(
    v.pipe(
      v.strictObject({
        email_addresses: v.exactOptional(list(line(320))),
        phone_numbers: v.exactOptional(list(line(100))),
      }),
      v.description('Whom a service in trial mode and a team key may send to: the whole list.'),
    ),
  ),
  callbacks: v.exactOptional(
    v.pipe(
      list(
        v.strictObject({
          callback_type: v.picklist(callbackTypes),
          url: v.exactOptional(
            v.pipe(v.string(), v.description('A public https address, which gets each as a POST.')),
          ),
          bearer_token: v.exactOptional(
            v.pipe(
              v.string(),
              v.description('Shown there in the Authorization header; kept sealed. Needed for a new one.'),
            ),
          ),
          archived,
        }),
      ),
      v.description('What the service is told at its own addresses: one of each type.'),
    ),
  ),
  data_retention: v.exactOptional(
    v.pipe(
      v.strictObject({
        sms: v.exactOptional(days),
        email: v.exactOptional(days),
        letter: v.exactOptional(days),
      }),
      v.description('Days for which messages stay readable; null is 7.'),
    ),
  ),
  templates: v.exactOptional(list(templates)),
})

export type ServiceDocument = v.InferOutput<typeof documentSchema>
export type DocumentCallback = NonNullable<ServiceDocument['callbacks']>[number]
export type DocumentTemplate = NonNullable<ServiceDocument['templates']>[number]

/** For editors, which then complete and check a document while it is written. */
export const documentJsonSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A service of Crier',
  ...toJsonSchema(documentSchema, { target: 'draft-2020-12', typeMode: 'input', errorMode: 'ignore' }),
})

const types: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  number: 'a number',
  nullable: 'set',
  strict_object: 'an object',
}

/** What is wrong with a value's form, with the place first: `templates[2].name is missing`. */
export function formFaults(input: unknown): string[] | ServiceDocument {
  const parsed = v.safeParse(documentSchema, input, { abortPipeEarly: true })
  return parsed.success ? parsed.output : parsed.issues.map(faultOf)
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue.path?.map((step) => step.key as string | number) ?? [])
  const isKey = issue.type === 'strict_object' && issue.path !== undefined
  if (isKey && issue.expected === 'never') return `${path} is not known`
  if (issue.received === 'undefined') return `${path} is missing`
  if (issue.type === 'picklist' || issue.type === 'literal' || issue.type === 'variant')
    return `${path} must be ${issue.expected?.replace(/^\(|\)$/g, '').replaceAll(' | ', ' or ')}`
  if (issue.kind === 'schema')
    return `${path || 'the document'} must be ${types[issue.type] ?? issue.expected}`
  return `${path} ${issue.message}`
}

function pathOf(steps: (string | number)[]): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')
}
