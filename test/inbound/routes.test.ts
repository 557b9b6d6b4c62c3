import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const path = '/v2/received-text-messages'
const base = 'https://api.example.org'

test('received texts come newest first, page after page, to every key of their service', async () => {
  const service = await crier.makeService()
  const other = await crier.makeService()
  await crier.sql`
    insert into inbound_sms (service_id, created_at, notify_number, user_number, provider, content)
    select ${service.id}, '2026-03-02T08:59:00Z', '07700900987', '447700900111', 'mmg', 'STOP' from generate_series(1, 260)`
  const first = await crier.call(path, { key: service.keys.team })
  const texts = first.body.received_text_messages
  assert.equal(texts.length, 250)
  const last = texts.at(-1).id
  assert.deepEqual(texts[0], {
    id: texts[0].id,
    created_at: '2026-03-02T08:59:00.000000Z',
    service_id: service.id,
    notify_number: '07700900987',
    user_number: '447700900111',
    content: 'STOP',
  })
  assert.deepEqual(first.body.links, { current: base + path, next: `${base}${path}?older_than=${last}` })
  const second = await crier.call(`${path}?older_than=${last}`, { key: service.keys.test })
  assert.equal(second.body.received_text_messages.length, 10)
  assert.equal(second.body.links.current, base + path)
  const ids = [...texts, ...second.body.received_text_messages].map(({ id }: { id: string }) => id)
  assert.equal(new Set(ids).size, 260)
  for (const [of, older] of [
    [other, last],
    [service, randomUUID()],
  ] as const) {
    const { body } = await crier.call(`${path}?older_than=${older}`, { key: of.keys.normal })
    assert.deepEqual(body, { received_text_messages: [], links: { current: base + path } })
  }
})

test('a wrong query is refused', async () => {
  const service = await crier.makeService()
  const { status, body } = await crier.call(`${path}?user_number=1&older_than=x`, {
    key: service.keys.normal,
  })
  assert.equal(status, 400)
  assert.deepEqual(
    body.errors.map(({ message }: { message: string }) => message),
    ['older_than is not a valid UUID', 'Additional properties are not allowed (user_number was unexpected)'],
  )
})
