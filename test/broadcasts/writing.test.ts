/** Broadcasts written and changed by people: whole exchanges. The numbers are those of the specification's list, broadcasts, must hold. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { areas, draft, moved, square, type World, world } from './support.ts'

let crier: TestCrier
let made: World
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2021-06-15T12:00:00Z')
  made = await world(crier)
})
after(() => crier.close())

const path = (rest = '') => `/service/${made.service.id}/broadcast-message${rest}`
const create = (body: object) =>
  adminCall(crier, path(), {
    body: { service_id: made.service.id, created_by: made.author, ...body },
  })
const template = (content: string, type = 'broadcast') =>
  crier.makeTemplate(made.service, { type: type as never, content, subject: null })
const messages = (body: { errors: { message: string }[] }) => body.errors.map(({ message }) => message)

test('a broadcast of one text: what is answered, then and afterwards', async () => {
  const answer = await create({
    content: 'Some content\r\n€ŷŵ~\r\n‘’“”—–-',
    reference: 'Test',
    areas,
    starts_at: '2020-06-01 20:00:01',
    finishes_at: '2020-06-01T21:00:01+01:00',
  })
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(Object.entries(answer.body), [
    ['id', answer.body.id],
    ['reference', 'Test'],
    ['cap_event', null],
    ['service_id', made.service.id],
    ['template_id', null],
    ['template_version', null],
    ['template_name', null],
    ['personalisation', null],
    ['content', `Some content\n€ŷŵ~\n''""---`],
    ['areas', areas],
    ['status', 'draft'],
    ['starts_at', '2020-06-01T20:00:01.000000Z'],
    ['finishes_at', '2020-06-01T20:00:01.000000Z'],
    ['created_at', '2021-06-15T12:00:00.000000Z'],
    ['approved_at', null],
    ['cancelled_at', null],
    ['updated_at', null],
    ['created_by_id', made.author],
    ['approved_by_id', null],
    ['cancelled_by_id', null],
  ])
  assert.deepEqual((await adminCall(crier, path(`/${answer.body.id}`))).body, answer.body)
  const { body } = await adminCall(crier, path())
  assert.deepEqual(body.broadcast_messages.at(-1), answer.body)
  const unknown = await adminCall(crier, `/service/${randomUUID()}/broadcast-message`)
  assert.deepEqual([unknown.status, unknown.body], [200, { broadcast_messages: [] }])
})

test('40: of a template, with its values; what is left open is refused', async () => {
  const template_id = await template('Flood at ((place))')
  const answer = await create({ template_id, personalisation: { place: 'River “Steeping”' } })
  const { body } = answer
  assert.deepEqual(
    [
      answer.status,
      body.content,
      body.template_id,
      body.template_version,
      body.personalisation,
      body.reference,
      body.areas,
    ],
    [201, 'Flood at River "Steeping"', template_id, 1, { place: 'River “Steeping”' }, null, {}],
  )
  assert.match(body.template_name, /^Template /)
  const open = await create({ template_id })
  assert.deepEqual([open.status, open.body.message], [400, 'Missing personalisation: place'])
  for (const id of [randomUUID(), await template('Text', 'sms')])
    assert.equal((await create({ template_id: id })).status, 404)
  assert.equal((await create({ content: 'Text', reference: 'R', created_by: randomUUID() })).status, 404)
})

test('40: what a body lacks, and what it has too much of, is told in full', async () => {
  const template_id = await template('Text')
  const both = (name: string) => ` is valid under each of {required: [${name}]}, {required: [template_id]}`
  const cases: [body: Record<string, unknown>, (told: string[]) => boolean][] = [
    [
      { foo: 1, content: 'a', reference: 'r' },
      (told) => told.join() === 'Additional properties are not allowed (foo was unexpected)',
    ],
    [
      { content: 'a' },
      (told) => told.length === 1 && told[0]!.endsWith('is not valid under any of the given schemas'),
    ],
    [{}, (told) => told.length === 1 && told[0]!.endsWith('is not valid under any of the given schemas')],
    [{ template_id, content: 'a' }, (told) => told.some((one) => one.endsWith(both('content')))],
    [{ template_id, reference: 'r' }, (told) => told.some((one) => one.endsWith(both('reference')))],
    [
      { content: 'a', reference: 'r', starts_at: 'tomorrow' },
      (told) =>
        told.join() ===
        'starts_at datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601',
    ],
    [
      { content: 'a', reference: 'r', created_by: 'me' },
      (told) => told.join() === 'created_by is not a valid UUID',
    ],
  ]
  for (const [body, isTold] of cases) {
    const answer = await create(body)
    assert.equal(answer.status, 400, answer.text)
    assert.ok(isTold(messages(answer.body)), answer.text)
  }
  const empty = await adminCall(crier, path(), { body: {} })
  assert.deepEqual(messages(empty.body), [
    'service_id is a required property',
    'created_by is a required property',
    '{} is not valid under any of the given schemas',
  ])
})

test('40: how long a text may be', async () => {
  const words = 'Content must be 1,395 characters or fewer'
  const ucs2 = 'Content must be 615 characters or fewer (because it could not be GSM7 encoded)'
  for (const [content, refusal] of [
    ['a'.repeat(1395), null],
    ['a'.repeat(1396), words],
    ['a\r\n'.repeat(697), null],
    ['['.repeat(697), null],
    ['['.repeat(698), words],
    ['ŵ'.repeat(615), null],
    ['ŵ'.repeat(616), ucs2],
    ['ŵ]'.repeat(307), null],
  ] as const) {
    const answer = await create({ content, reference: 'R' })
    assert.deepEqual([answer.status, answer.body.message ?? null], [refusal === null ? 201 : 400, refusal])
  }
})

test('41: changed until it is approved, its areas as a whole', async () => {
  const id = await draft(crier, made)
  const edit = (body: object) => adminCall(crier, path(`/${id}`), { body })
  const wider = { ids: ['a', 'b'], simple_polygons: [square, square] }
  const { body } = await edit({ areas: wider, starts_at: '2021-06-15T13:00:00Z' })
  assert.deepEqual(
    [body.areas, body.starts_at, body.finishes_at, body.updated_at, body.content],
    [wider, '2021-06-15T13:00:00.000000Z', null, '2021-06-15T12:00:00.000000Z', 'A flood is coming'],
  )
  for (const half of [{ ids: ['a'] }, { simple_polygons: [square] }]) {
    const answer = await edit({ areas: half })
    assert.deepEqual(
      [answer.status, answer.body.message],
      [400, `Cannot update broadcast_message ${id}, area IDs or polygons are missing.`],
    )
  }
  assert.deepEqual((await edit({ areas: { names: ['Nowhere'] } })).body.areas, wider)
  for (const name of ['status', 'content', 'reference'])
    assert.deepEqual(messages((await edit({ [name]: 'x' })).body), [
      `Additional properties are not allowed (${name} was unexpected)`,
    ])
  await moved(crier, made, id, 'pending-approval', made.author)
  assert.equal((await edit({ finishes_at: '2021-06-15T20:00:00Z' })).status, 200)
  await moved(crier, made, id, 'broadcasting', made.approver)
  const late = await edit({ finishes_at: '2021-06-15T21:00:00Z' })
  assert.deepEqual(
    [late.status, late.body.message],
    [400, `Cannot update broadcast_message ${id} while it has status broadcasting`],
  )
})

test('new values of a template are written into its text', async () => {
  const template_id = await template('Flood at ((place))')
  const { body } = await create({ template_id, personalisation: { place: 'Lincoln' } })
  const edited = await adminCall(crier, path(`/${body.id}`), {
    body: { personalisation: { place: 'Boston' } },
  })
  assert.deepEqual(
    [edited.body.content, edited.body.personalisation],
    ['Flood at Boston', { place: 'Boston' }],
  )
})

test('42: whether it is stubbed is decided when it is written', async () => {
  const training = await world(crier, { restricted: true })
  for (const [one, expected] of [
    [training, true],
    [made, false],
  ] as const) {
    const id = await draft(crier, one)
    const [row] = await crier.sql`select stubbed from broadcast_message where id = ${id}`
    assert.equal(row!.stubbed, expected)
  }
})

test('a time that no calendar of the database has is refused in words', async () => {
  for (const time of ['9999-12-31T23:59:59-12', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00+12']) {
    const answer = await create({ content: 'a', reference: 'r', finishes_at: time })
    assert.equal(answer.status, 400, answer.text)
    assert.match(messages(answer.body)[0]!, /^finishes_at datetime format is invalid/)
  }
})

test('areas are lists of places on earth, or they are refused', async () => {
  for (const polygons of ['here', [[]], [[[1, 2]]], [[...square, [91, 0]]], [[...square, ['1', '2']]]]) {
    const answer = await create({
      content: 'a',
      reference: 'r',
      areas: { ids: [], simple_polygons: polygons },
    })
    assert.equal(answer.status, 400)
    assert.deepEqual(messages(answer.body), ['areas simple_polygons are not lists of [latitude, longitude]'])
  }
})
