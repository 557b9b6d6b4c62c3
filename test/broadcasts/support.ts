/** Broadcasts for tests: a service with people, messages in any state, and deliveries told without a queue. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { tellOperators } from '../../src/broadcasts/worker.ts'
import { adminCall } from '../admin/support.ts'
import type { Answer, TestCrier, TestService } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'

export const square = [
  [51.12, -1.2],
  [51.12, 1.2],
  [51.74, 1.2],
  [51.74, -1.2],
]
export const areas = { ids: ['ctry19-E92000001'], names: ['England'], simple_polygons: [square] }

export type World = { service: TestService; author: string; approver: string }

export async function person(
  { sql }: TestCrier,
  service_id?: string,
  platform_admin = false,
): Promise<string> {
  const [user] = await sql`
    insert into users (name, email_address, auth_type, state, platform_admin)
    values ('Someone', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active', ${platform_admin})
    returning id`
  if (service_id !== undefined)
    await sql`insert into user_to_service (user_id, service_id) values (${user!.id}, ${service_id})`
  return user!.id
}

export async function world(
  crier: TestCrier,
  {
    channel = 'severe',
    provider = null,
    restricted = false,
  }: { channel?: string; provider?: string | null; restricted?: boolean } = {},
): Promise<World> {
  const service = await crier.makeService({ permissions: ['broadcast'], restricted })
  await crier.sql`
    insert into service_broadcast_settings (service_id, channel, provider, created_at)
    values (${service.id}, ${channel}, ${provider}, now())`
  const [author, approver] = [await person(crier, service.id), await person(crier, service.id)]
  return { service, author, approver }
}

const path = ({ service }: World, rest = '') => `/service/${service.id}/broadcast-message${rest}`

/** @returns the id of a draft with an area */
export async function draft(crier: TestCrier, made: World, body: object = {}): Promise<string> {
  const answer = await adminCall(crier, path(made), {
    body: {
      service_id: made.service.id,
      created_by: made.author,
      content: 'A flood is coming',
      reference: 'River',
      areas,
      ...body,
    },
  })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}

export const move = (
  crier: TestCrier,
  made: World,
  id: string,
  status: string,
  by: string,
): Promise<Answer> => adminCall(crier, path(made, `/${id}/status`), { body: { status, created_by: by } })

/** @returns the id of a broadcast that has just been approved */
export async function approved(crier: TestCrier, made: World, body: object = {}): Promise<string> {
  const id = await draft(crier, made, body)
  await moved(crier, made, id, 'pending-approval', made.author)
  await moved(crier, made, id, 'broadcasting', made.approver)
  return id
}

export async function moved(crier: TestCrier, made: World, id: string, status: string, by: string) {
  const answer = await move(crier, made, id, status, by)
  assert.equal(answer.status, 200, answer.text)
  return answer.body
}

/** Every job of a broadcast that is due by the test's clock, once each. */
export async function tell(crier: TestCrier, id: string): Promise<void> {
  const waiting = await crier.sql`
    select delivery.id as delivery_id, delivery.turn
    from broadcast_deliveries delivery
    join broadcast_event event on event.id = delivery.broadcast_event_id
    where event.broadcast_message_id = ${id} and delivery.next_attempt_at <= ${crier.crier.now().toISOString()}
    order by event.sent_at, delivery.provider`
  const jobs = waiting.map((data) => ({ id: randomUUID(), data, retryCount: 0 }))
  await tellOperators(crier.crier, jobs as never, unhurried())
}

/** What operators have of a broadcast, by event and operator. */
export const sending = ({ sql }: TestCrier, id: string) => sql`
  select message_type, provider, status, attempts, failures, ended_at is not null as is_over
  from broadcast_sending where broadcast_message_id = ${id} order by sent_at, provider`
