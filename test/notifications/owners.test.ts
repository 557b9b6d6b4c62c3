/** A message belongs to one service, with its template version and its key: the database refuses everything else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Stored, store, storing } from '../delivery/messages.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let own: Stored
let other: Stored
before(async () => {
  crier = await sharedCrier()
  own = await storing(crier)
  other = await storing(crier)
})
after(() => crier.close())

const violation = { code: '23503' }
async function keyOf({ service }: Stored): Promise<string> {
  const [row] =
    await crier.sql`select id from api_keys where service_id = ${service.id} and key_type = 'normal'`
  return row!.id
}

test('a template version that does not exist, or is another service’s, is refused', async () => {
  await assert.rejects(store(crier, own, { template_version: 2 }), violation)
  await assert.rejects(store(crier, own, { template_id: other.template }), violation)
  await assert.rejects(store(crier, own, { service_id: '00000000-0000-4000-8000-000000000000' }), violation)
})

test('a key that does not exist, or is another service’s, is refused; the own one and none are not', async () => {
  await assert.rejects(store(crier, own, { api_key_id: await keyOf(other) }), violation)
  await assert.rejects(store(crier, own, { api_key_id: own.template }), violation)
  assert.ok(await store(crier, own, { api_key_id: await keyOf(own) }))
  assert.ok(await store(crier, own))
})

test('one message at fault refuses its whole statement', async () => {
  const count = async () =>
    (
      await crier.sql`select count(*)::integer as count from notifications where service_id = ${own.service.id}`
    )[0]!.count
  const present = await count()
  const row = (template_id: string) => ({
    service_id: own.service.id,
    template_id,
    template_version: 1,
    notification_type: 'sms',
    key_type: 'normal',
    to: '07700900300',
  })
  const rows = [row(own.template), row(other.template)]
  await assert.rejects(crier.sql`insert into notifications ${crier.sql(rows as never)}`, violation)
  assert.equal(await count(), present)
})

test('a message never changes its owners, and owners with live messages are not deleted', async () => {
  const id = await store(crier, own, { api_key_id: await keyOf(own) })
  const { sql } = crier
  await assert.rejects(
    sql`update notifications set service_id = ${other.service.id} where id = ${id}`,
    violation,
  )
  await assert.rejects(
    sql`update notifications set template_id = ${other.template} where id = ${id}`,
    violation,
  )
  await assert.rejects(sql`update notifications set api_key_id = null where id = ${id}`, violation)
  await assert.rejects(sql`delete from api_keys where service_id = ${own.service.id}`, violation)
  await assert.rejects(sql`delete from templates_history where id = ${own.template}`, violation)
  await assert.rejects(sql`delete from services where id = ${own.service.id}`, violation)
  // Whoever sent nothing may go.
  const [gone] = await sql`delete from api_keys where service_id = ${other.service.id} returning id`
  assert.ok(gone)
})
