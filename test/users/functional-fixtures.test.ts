/** What Notify's functional tests find: made once, whole, and where the operator says so alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { functionalFixtures } from '../../src/users/functional-fixtures.ts'
import { testConfig, testCrier } from '../support/crier.ts'

test('the fixtures are made once, and people have the password that is told last', async (t) => {
  const providers = { mmg: { inbound_credentials: 'mmg:a:password' } }
  const crier = await testCrier({ functionalTests: true, providers })
  t.after(() => crier.close())
  const first = await functionalFixtures(crier.crier, 'x', 'https://api.example.org')
  const again = await functionalFixtures(crier.crier, 'x', 'https://api.example.org')
  const { FUNCTIONAL_TEST_PASSWORD: password, FUNCTIONAL_TESTS_SERVICE_EMAIL_PASSWORD: __, ...same } = again
  assert.notEqual(password, first.FUNCTIONAL_TEST_PASSWORD)
  assert.deepEqual({ ...first, ...same }, first)
  assert.deepEqual(
    Object.entries(again).filter(([, value]) => value === ''),
    [],
  )
  assert.equal(again.MMG_INBOUND_SMS_AUTH, 'a:password')
  const [counts] = await crier.sql`
    select
      (select count(*)::int from users where email_address like 'notify-tests-preview+x%') as people,
      (select count(*)::int from templates where service_id = ${again.FUNCTIONAL_TESTS_SERVICE_ID!}) as templates,
      (select count(*)::int from inbound_sms) as texts,
      (select sms_sender from service_sms_senders
        where service_id = ${again.FUNCTIONAL_TESTS_SERVICE_ID!} and is_default) as sender`
  assert.deepEqual({ ...counts }, { people: 3, templates: 8, texts: 3, sender: '07700900500' })
  const key = await crier.call('/v2/notifications', { key: again.NOTIFY_SERVICE_API_KEY! })
  assert.equal(key.status, 200)
})

test('a database that is not for tests gets none', async () => {
  const crier = { config: { ...testConfig, functionalTests: false } }
  await assert.rejects(
    functionalFixtures(crier as never, 'x', 'https://api.example.org'),
    /CRIER_FUNCTIONAL_TESTS/,
  )
})
