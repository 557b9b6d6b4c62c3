/** A service with a person, as the admin application sees them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { adminCall } from '../admin/support.ts'
import type { Answer, TestCrier, TestService } from '../support/crier.ts'

export type Tenant = {
  service: TestService
  person: string
  /** Calls a path below the service's. */
  ask: (path: string, body?: unknown, method?: string) => Promise<Answer>
  /** Makes a template; fails if it is refused. */
  make: (fields?: Record<string, unknown>) => Promise<{ id: string } & Record<string, unknown>>
  folder: (name: string, parent_id?: string | null) => Promise<string>
}

export async function member(crier: TestCrier, service: TestService, state = 'active'): Promise<string> {
  const [made] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Amala', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', ${state}) returning id`
  await crier.sql`insert into user_to_service (user_id, service_id) values (${made!.id}, ${service.id})`
  return made!.id
}

export async function tenant(crier: TestCrier, permissions?: string[]): Promise<Tenant> {
  const service = await crier.makeService(permissions === undefined ? {} : { permissions })
  const person = await member(crier, service)
  const ask: Tenant['ask'] = (path, body, method) =>
    adminCall(crier, `/service/${service.id}/${path}`, {
      ...(body !== undefined && { body }),
      ...(method !== undefined && { method }),
    })
  return {
    service,
    person,
    ask,
    async make(fields = {}) {
      const answer = await ask('template', newTemplate({ service, person }, fields))
      assert.equal(answer.status, 201, answer.text)
      return answer.body.data
    },
    async folder(name, parent_id = null) {
      const answer = await ask('template-folder', { name, parent_id })
      assert.equal(answer.status, 201, answer.text)
      return answer.body.data.id
    },
  }
}

export const newTemplate = (
  { service, person }: Pick<Tenant, 'service' | 'person'>,
  fields: Record<string, unknown> = {},
) => ({
  name: 'A template',
  template_type: 'sms',
  content: 'Hello ((name))',
  service: service.id,
  created_by: person,
  has_unsubscribe_link: null,
  ...fields,
})

export const schemaFault = (...messages: string[]) => ({
  status_code: 400,
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
})
export const plainFault = (message: unknown) => ({ result: 'error', message })
