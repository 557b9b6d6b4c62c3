/** Letters switched off as a whole, and on again. Source: specification, letters switched off. That texts and emails do not notice: `withoutLetters` in test/run.ts. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { providerWork } from '../../src/commands/provider.ts'
import { refusals } from '../../src/constraints.ts'
import { shortcomingsOf } from '../../src/letters/precompiled/shortcomings.ts'
import { queues } from '../../src/queues.ts'
import { runTask, tasks } from '../../src/schedule.ts'
import { adminCall } from '../admin/support.ts'
import { type TestCrier, type TestService, testConfig, testCrier } from '../support/crier.ts'
import { london, sendLetter } from './lives.ts'

let crier: TestCrier
let service: TestService
let template: string
let letter: string
const preview = { authorization: `Token ${testConfig.previewKeys[0]}` }
before(async () => {
  crier = await testCrier()
  service = await crier.makeService()
  template = await crier.makeTemplate(service, { type: 'letter', content: 'Hello' })
  letter = await sendLetter(crier, service, { template_id: template, personalisation: london })
  await turn(false)
})
after(() => crier.close())

async function turn(letters_enabled: boolean): Promise<void> {
  await crier.sql`update settings set letters_enabled = ${letters_enabled}`
  await crier.until(
    'the setting is heard of',
    async () => (await crier.crier.cache.settings()).letters_enabled === letters_enabled,
  )
}

const key = () => service.keys.normal
const status = async (path: string, call: object = {}) => (await crier.call(path, call)).status

test('what letters alone have is not there, whoever asks (must hold, 18)', async () => {
  const sent = await crier.call('/v2/notifications/letter', {
    key: key(),
    body: { template_id: template, personalisation: london },
  })
  assert.deepEqual([sent.status, sent.body.result], [404, 'error'])
  assert.equal(await status(`/v2/notifications/${letter}/pdf`, { key: key() }), 404)
  const page = { headers: preview, body: 'x' }
  for (const path of ['/preview.pdf', '/get-page-count', '/precompiled/sanitise', '/precompiled/overlay.pdf'])
    assert.equal(await status(path, page), 404, path)
  const scan = { headers: { authorization: `Bearer ${testConfig.previewKeys[0]}` }, body: 'x' }
  assert.equal(await status('/scan', scan), 400, 'other uploads are scanned as ever')
})

test('a letter of before can be read; the words that letters alone have filter nothing', async () => {
  const read = await crier.call(`/v2/notifications/${letter}`, { key: key() })
  assert.deepEqual([read.status, read.body.status], [200, 'accepted'])
  assert.equal((await crier.call('/v2/notifications', { key: key() })).body.notifications.length, 1)
  for (const query of ['status=accepted', 'status=received', 'template_type=letter'])
    assert.equal(await status(`/v2/notifications?${query}`, { key: key() }), 400, query)
  assert.equal(await status('/v2/notifications?status=sending&template_type=sms', { key: key() }), 200)
  assert.equal(await status('/notifications?status=received', { key: key() }), 400)
})

test('letters are granted to nobody, and no template or job of theirs is made; what is there can be changed', async () => {
  const off = { constraint_name: 'letters_are_switched_on' }
  const made = await crier.makeService()
  const permissions = await crier.sql`
    select permission from service_permissions where service_id = ${made.id} order by permission::text`
  assert.deepEqual(
    permissions.map(({ permission }) => permission),
    ['email', 'international_sms', 'sms'],
  )
  await assert.rejects(
    crier.sql`insert into service_permissions (service_id, permission) values (${made.id}, 'letter')`,
    off,
  )
  await assert.rejects(crier.makeTemplate(service, { type: 'letter' }), off)
  await crier.sql`update templates set archived_at = now() where id = ${template}`
  await crier.sql`update templates set archived_at = null where id = ${template}`
  assert.deepEqual(refusals.letters_are_switched_on, { status: 403, message: 'Letters are switched off' })
  const oneOff = await adminCall(crier, `/service/${service.id}/send-notification`, {
    body: { template_id: template, created_by: service.id, to: 'x', personalisation: london },
  })
  assert.deepEqual([oneOff.status, oneOff.body.message], [403, 'Letters are switched off'])
})

test('no printer is shown, and nothing that letters need is missed', async () => {
  let shown = ''
  const terminal = { write: (text: string) => (shown += text) } as never
  await providerWork(['list'], { json: false }, terminal)(crier.crier)
  assert.match(shown, /sandbox-sms/)
  assert.doesNotMatch(shown, /letter|dvla/)
  const listed = await adminCall(crier, '/provider-details')
  assert.deepEqual(
    listed.body.provider_details.filter(
      (one: { notification_type: string }) => one.notification_type === 'letter',
    ),
    [],
  )
  assert.deepEqual(await shortcomingsOf(crier.crier), [])
})

test('no queue of letters is worked on and no task of theirs is on the timetable, until they are switched on', async () => {
  const ofLetters = queues.filter((queue) => 'ofLetters' in queue).map(({ name }) => name as string)
  assert.equal(ofLetters.length, 7)
  await crier.work()
  const put = async (name: string, id: string = randomUUID()) => {
    await crier.sql`select enqueue(${name}, ${[id]}::uuid[])`
    return id
  }
  const states = async (ids: string[]) => {
    const rows = await crier.sql`select state from pgboss.job where id in ${crier.sql(ids)}`
    return rows.map(({ state }) => state as string)
  }
  const begun = async (ids: string[]) => (await states(ids)).every((state) => state !== 'created')
  /** Jobs of things that are not there, on each queue of theirs. */
  const putAll = () => Promise.all(ofLetters.map((name) => put(name)))
  /** Whether they are still waiting when two others, which came one after the other and later, have begun. */
  const areLeftAlone = async () => {
    const ids = await putAll()
    for (const name of ['send-sms', 'send-email']) {
      const other = await put(name)
      await crier.until(`${name} is worked on`, () => begun([other]))
    }
    return (await states(ids)).every((state) => state === 'created')
  }
  const onTimetable = async () => {
    const keys = new Set((await crier.sql`select key from pgboss.schedule`).map(({ key }) => key))
    return (areOn: boolean) => tasks.every((task) => keys.has(task.name) === (areOn || !task.ofLetters))
  }
  assert.ok((await onTimetable())(false))
  assert.ok(await areLeftAlone())
  await assert.rejects(runTask(crier.crier, 'collate-letter-pdfs-to-be-sent'), /switched off/)
  assert.deepEqual(await states([letter]), ['created'])
  await turn(true)
  await crier.until('the letter that waited is made', () => begun([letter]))
  const ids = await putAll()
  await crier.until('all queues of letters are worked on', () => begun(ids))
  assert.ok((await onTimetable())(true))
  await turn(false)
  await crier.until('letters are left alone again', areLeftAlone)
  assert.ok((await onTimetable())(false))
})
