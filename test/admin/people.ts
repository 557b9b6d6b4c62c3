/** People, organisations and what is written to them, as tests of the internal API make and find them. */
import { randomUUID } from 'node:crypto'
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

export type Letter = { template_id: string; personalisation: Record<string, string>; reply_to_text: string }

/** What the platform has written to somebody, oldest first; each is queued. */
export async function mailTo({ sql }: TestCrier, { email_address }: Pick<Person, 'email_address'>) {
  const found = await sql<Letter[]>`
    select message.template_id, message.personalisation, message.reply_to_text
    from notifications message
    join pgboss.job on job.id = message.id and job.name = 'notify-internal'
    where message."to" = ${email_address}
      and message.service_id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'
    order by message.created_at, message.id`
  return [...found]
}

/** A refusal: method and path, body, status, and the message of the answer or its list of errors. */
export type RefusalCase = [
  name: string,
  path: string,
  body: unknown,
  status: number,
  told: unknown,
  method?: string,
]

/** What an answer says is wrong: the messages of a list of errors, or the message. */
const told = (body: { message?: unknown; errors?: { message: string }[] }) =>
  body.errors === undefined ? body.message : body.errors.map(({ message }) => message)

/** Calls as the internal client, with POST unless it is said otherwise; answers the status, and what is told. */
export async function refusal(crier: TestCrier, path: string, body: unknown, method?: string) {
  const call = { ...(body === undefined ? { method: 'POST' } : { body }), ...(method && { method }) }
  const answer = await adminCall(crier, path, call)
  return [answer.status, answer.body === '' ? '' : told(answer.body)]
}
