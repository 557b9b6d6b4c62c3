/** Alerts from other systems: whole exchanges. The numbers are those of the specification's list, broadcasts, must hold. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { moved, sending, tell, type World, world } from './support.ts'

let crier: TestCrier
let made: World
const documents = new Map<string, string>()
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-03-02T09:00:00Z')
  made = await world(crier)
  for (const name of [
    'wainfleet-alert',
    'wainfleet-cancel',
    'wainfleet-cancel-missing-references',
    'long-gsm7',
  ])
    documents.set(
      name,
      await readFile(new URL(`../fixtures/broadcasts/${name}.xml`, import.meta.url), 'utf8'),
    )
})
after(() => crier.close())

const post = (body: string | Uint8Array, { service } = made, type = 'application/cap+xml') =>
  crier.call('/v2/broadcast', { key: service.keys.normal, body, headers: { 'content-type': type } })
const rows = async () =>
  (await crier.sql`select count(*)::integer as number from broadcast_message`)[0]!.number
const alert = (edits: [from: string | RegExp, to: string][] = []) =>
  edits.reduce((text, [from, to]) => text.replace(from, to), documents.get('wainfleet-alert')!)
const identifier = /<identifier>([^<]*)</
const cancelOf = (reference: string) =>
  documents
    .get('wainfleet-cancel')!
    .replace(/<references>[^<]*</, `<references>sender,${reference},2020-02-16T23:00:00-00:00<`)

test('45: an alert waits for a person, as it was received', async () => {
  const answer = await post(alert())
  assert.equal(answer.status, 201, answer.text)
  const { id, areas, ...rest } = answer.body
  assert.deepEqual(Object.keys(answer.body).slice(0, 4), ['id', 'reference', 'cap_event', 'service_id'])
  assert.deepEqual(
    [rest.status, rest.reference, rest.service_id, rest.created_by_id, rest.starts_at, rest.finishes_at],
    ['pending-approval', identifier.exec(alert())![1], made.service.id, null, null, null],
  )
  assert.deepEqual(Object.keys(areas), ['names', 'simple_polygons'])
  const [row] = await crier.sql`
    select created_by_api_key_id is not null as by_key, content, transmitted_content from broadcast_message where id = ${id}`
  assert.equal(row!.by_key, true)
  assert.equal(row!.content, rest.content)
})

test('44: what is wrong first is told first', async () => {
  const other = await crier.makeService({ permissions: ['sms', 'email'] })
  const told = async (...given: Parameters<typeof post>) => {
    const { status, body } = await post(...given)
    return [status, body.errors[0].error, body.errors[0].message]
  }
  assert.deepEqual(await told('{}', { ...made, service: other }, 'application/json'), [
    400,
    'BadRequestError',
    'Service is not allowed to send broadcast messages',
  ])
  assert.deepEqual(await told('{}', made, 'application/json'), [
    415,
    'BadRequestError',
    'Content type application/json not supported',
  ])
  assert.deepEqual(await told('<alert/>'), [400, 'BadRequestError', 'Request data is not valid CAP XML'])
  assert.deepEqual(await told(documents.get('wainfleet-cancel-missing-references')!), [
    400,
    'BadRequestError',
    'Missing <references>',
  ])
  assert.deepEqual(await told(documents.get('long-gsm7')!), [
    400,
    'ValidationError',
    'description must be 1,395 characters or fewer',
  ])
  assert.equal((await crier.call('/v2/broadcast', { body: alert() })).status, 401)
})

test('a character set is a parameter of the type, and the body is bounded', async () => {
  assert.equal((await post(alert(), made, 'application/cap+xml; charset=utf-8')).status, 201)
  const before = await rows()
  assert.equal((await post(Buffer.alloc(3 * 1024 * 1024 + 1, 0x20))).status, 413)
  assert.equal(await rows(), before)
})

test('46: more than twelve polygons or 250 points are simplified, and no fewer', async () => {
  const ring = (x: number, points: number) =>
    Array.from({ length: points }, (_, n) => {
      const angle = (2 * Math.PI * (n % (points - 1))) / (points - 1)
      return `${(52 + 0.005 * Math.sin(angle)).toFixed(5)},${(x + 0.005 * Math.cos(angle)).toFixed(5)}`
    }).join(' ')
  const shape = async (polygons: string[]) => {
    const area = `<area><areaDesc>Here</areaDesc>${polygons.map((text) => `<polygon>${text}</polygon>`).join('')}</area>`
    const { body, status, text } = await post(alert([[/<area>[\s\S]*<\/area>/, area]]))
    assert.equal(status, 201, text)
    return body.areas.simple_polygons.map((polygon: unknown[]) => polygon.length)
  }
  const apart = (count: number, points: number) =>
    Array.from({ length: count }, (_, n) => ring(n / 5, points))
  assert.deepEqual(await shape(apart(12, 20)), Array(12).fill(20))
  assert.deepEqual(await shape([ring(0, 250)]), [250])
  assert.ok((await shape([ring(0, 251)]))[0] < 100)
  const thirteen = await shape(apart(13, 12))
  assert.ok(thirteen.some((points: number) => points !== 12))
})

test('49: a cancel withdraws what waits, ends what is shown, and finds nothing else', async () => {
  const send = async (reference: string) =>
    (await post(alert([[identifier, `<identifier>${reference}<`]]))).body.id as string
  const waiting = await send('waiting')
  const withdrawn = await post(cancelOf('waiting'))
  assert.deepEqual(
    [withdrawn.status, withdrawn.body.id, withdrawn.body.status, withdrawn.body.cancelled_at],
    [201, waiting, 'rejected', null],
  )
  const key = async (id: string) =>
    (
      await crier.sql`select cancelled_by_api_key_id is not null as by_key from broadcast_message where id = ${id}`
    )[0]!.by_key
  assert.equal(await key(waiting), true)
  assert.deepEqual(await sending(crier, waiting).then((found) => [...found]), [])

  const shown = await send('shown')
  await moved(crier, made, shown, 'broadcasting', made.approver)
  await tell(crier, shown)
  const ended = await post(cancelOf('shown'))
  assert.deepEqual(
    [ended.status, ended.body.id, ended.body.status, ended.body.cancelled_by_id],
    [201, shown, 'cancelled', null],
  )
  assert.equal(await key(shown), true)
  await tell(crier, shown)
  assert.deepEqual(
    (await sending(crier, shown)).map(({ status }) => status),
    Array(8).fill('returned-ack'),
  )

  const missing = [
    404,
    { errors: [{ error: 'NoResultFound', message: 'No result found' }], status_code: 404 },
  ]
  const told = async (body: string, by = made) => {
    const answer = await post(body, by)
    return [answer.status, answer.body]
  }
  for (const reference of ['shown', 'waiting', '', 'sender'])
    assert.deepEqual(await told(cancelOf(reference)), missing)
  await send('another')
  assert.deepEqual(await told(cancelOf('another'), await world(crier)), missing)
  await send('another')
  const several = await post(cancelOf('another'))
  assert.deepEqual(
    [several.status, several.body.errors],
    [400, [{ error: 'BadRequestError', message: 'Multiple alerts found - unclear which one to cancel' }]],
  )
})

test('50, 51: approved by one person alone, it reaches phones as they can show it', async () => {
  const { body } = await post(
    alert([
      [identifier, '<identifier>curly<'],
      [/<description>[^<]*</, '<description>“Flood” &amp; wind…\r\nstay  in<'],
    ]),
  )
  assert.deepEqual([...(await sending(crier, body.id))], [])
  await moved(crier, made, body.id, 'broadcasting', made.approver)
  await tell(crier, body.id)
  const texts = await crier.sql`
    select document from broadcast_sandbox_documents received
    join broadcast_provider_message document on document.id = broadcast_provider_message_id
    join broadcast_event event on event.id = broadcast_event_id where broadcast_message_id = ${body.id}`
  assert.equal(texts.length, 4)
  for (const { document } of texts) assert.ok(document.includes('>"Flood" &amp; wind...\nstay in<'), document)
})

test('47: what is hostile leaves no row', async () => {
  const before = await rows()
  for (const text of [
    `<!DOCTYPE alert [<!ENTITY a "b">]>${alert()}`,
    alert([['<description>', '<description>&xxe;']]),
    alert().replace('Public', '\0'),
  ]) {
    const { status, body } = await post(text)
    assert.deepEqual(
      [status, body.errors],
      [400, [{ error: 'BadRequestError', message: 'Request data is not valid CAP XML' }]],
    )
  }
  assert.equal(await rows(), before)
})
