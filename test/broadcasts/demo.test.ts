/** What docs/broadcasts.md shows a newcomer, and what is said while no phone is told. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { broadcastDemo } from '../../src/broadcasts/demo.ts'
import { broadcastShortcomings } from '../../src/broadcasts/shortcomings.ts'
import { adminCall } from '../admin/support.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { sending, tell } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

const mute = async () => (await broadcastShortcomings(crier.crier)).map((line) => /by (\w+)/.exec(line)![1])

test('the demo service is made once, and goes through the page’s alert with its two people', async () => {
  assert.deepEqual(await mute(), [])
  const made = await broadcastDemo(crier.crier)
  assert.deepEqual(await broadcastDemo(crier.crier), made)
  const { service, key, author, approver } = made
  const page = await readFile(new URL('../../docs/broadcasts.md', import.meta.url), 'utf8')
  const body = /^<alert [\s\S]*?^<\/alert>\n/m.exec(page)![0]
  const headers = { 'content-type': 'application/cap+xml' }
  const posted = await crier.call('/v2/broadcast', { key, body, headers })
  assert.equal(posted.status, 201, posted.text)
  const { id } = posted.body
  await crier.sql`update settings set broadcast_permissions_checked = true`
  const move = async (status: string, created_by: string) =>
    (
      await adminCall(crier, `/service/${service}/broadcast-message/${id}/status`, {
        body: { status, created_by },
      })
    ).status
  assert.equal(await move('broadcasting', author), 400)
  assert.equal(await move('broadcasting', approver), 200)
  await tell(crier, id)
  const told = await sending(crier, id)
  assert.deepEqual(
    told.map(({ provider, status }) => [provider, status]),
    ['ee', 'o2', 'three', 'vodafone'].map((provider) => [provider, 'returned-ack']),
  )
  assert.equal((await crier.call('/alerts')).text.includes('Wainfleet'), true)
  assert.equal(await move('cancelled', author), 200)

  assert.deepEqual(await mute(), ['ee', 'o2', 'three', 'vodafone'])
  await crier.sql`update broadcast_providers set is_enabled = false where provider = 'o2'`
  await crier.sql`update broadcast_providers set transport = 'http-xml' where provider = 'three'`
  assert.deepEqual(await mute(), ['ee', 'vodafone'])
  await crier.sql`update service_broadcast_settings set provider = 'three'`
  assert.deepEqual(await mute(), [])
  await crier.sql`update service_broadcast_settings set provider = null`
  await crier.sql`update services set restricted = true where id = ${service}`
  assert.deepEqual(await mute(), [])
})
