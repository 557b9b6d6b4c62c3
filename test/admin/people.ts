/** People, organisations and what is written to them, as tests of the internal API make and find them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { emailBodyText } from '../../src/templates/email.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import type { TestCrier } from '../support/crier.ts'
import { adminCall } from './support.ts'

export type Person = { id: string; name: string; email_address: string }

/** @param domain of the address, whose beginning is nobody else's */
export async function makePerson(
  { sql }: TestCrier,
  columns: object = {},
  domain = 'gov.uk',
): Promise<Person> {
  const row = {
    name: `Person ${randomUUID()}`,
    email_address: `${randomUUID()}@${domain}`,
    mobile_number: '07700900123',
    state: 'active',
    ...columns,
  }
  const [made] = await sql`insert into users ${sql(row as never)} returning id, name, email_address`
  return made as Person
}

export async function makeMember(
  crier: TestCrier,
  service: string,
  permissions: string[] = [],
  columns: object = {},
  domain?: string,
): Promise<Person> {
  const person = await makePerson(crier, columns, domain)
  await crier.sql`insert into user_to_service (user_id, service_id) values (${person.id}, ${service})`
  await crier.sql`
    insert into permissions (service_id, user_id, permission)
    select ${service}, ${person.id}, unnest(${permissions}::permission_type[])`
  return person
}

export async function makeOrganisation({ sql }: TestCrier, columns: object = {}): Promise<string> {
  const wanted = {
    name: `Organisation ${randomUUID()}`,
    organisation_type: 'central',
    crown: true,
    ...columns,
  }
  const [made] = await sql`select create_organisation(${sql.json(wanted)}, null, now()) as id`
  return made!.id
}

export async function makeFolder({ sql }: TestCrier, service: string): Promise<string> {
  const [made] = await sql`
    insert into template_folder (service_id, name) values (${service}, ${randomUUID()}) returning id`
  return made!.id
}

export type Mail = { template_id: string; personalisation: Record<string, string>; reply_to_text: string }
type Written = Mail & { subject: string; content: string }

/** What the platform has written to somebody, oldest first; each is queued, and lacks nothing that its template asks for. */
async function writtenTo({ sql }: TestCrier, { email_address }: Pick<Person, 'email_address'>) {
  const found = await sql<Written[]>`
    select message.template_id, message.personalisation, message.reply_to_text, template.subject, template.content
    from notifications message
    join templates template on template.id = message.template_id
    join pgboss.job on job.id = message.id and job.name = 'notify-internal'
    where message."to" = ${email_address}
      and message.service_id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'
    order by message.created_at, message.id`
  return found.map(({ subject, content, ...mail }) => {
    const template = compileTemplate({ type: 'email', subject, content })
    for (const name of template.placeholders) assert.ok(Object.hasOwn(mail.personalisation, name), name)
    return { mail, text: emailBodyText(template, mail.personalisation) }
  })
}

export const mailTo = async (...to: Parameters<typeof writtenTo>): Promise<Mail[]> =>
  (await writtenTo(...to)).map(({ mail }) => mail)

/** The same as its text is read. */
export const textsTo = async (...to: Parameters<typeof writtenTo>): Promise<string[]> =>
  (await writtenTo(...to)).map(({ text }) => text)

/** What an answer says is wrong: the messages of a list of errors, or the message. */
const told = (body: { message?: unknown; errors?: { message: string }[] }) =>
  body.errors === undefined ? body.message : body.errors.map(({ message }) => message)

/** Calls as the internal client, with POST unless it is said otherwise; answers the status, and what is told. */
export async function refusal(crier: TestCrier, path: string, body: unknown, method?: string) {
  const call = { ...(body === undefined ? { method: 'POST' } : { body }), ...(method && { method }) }
  const answer = await adminCall(crier, path, call)
  return [answer.status, answer.body === '' ? '' : told(answer.body)]
}
