/** Who may move a broadcast where, and what follows. The numbers are those of the specification's list, broadcasts, must hold. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { approved, areas, draft, move, moved, person, world } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2021-06-15T12:00:00Z')
})
after(() => crier.close())

const events = (id: string) => crier.sql`
  select message_type, transmitted_channel as channel, sent_at, transmitted_finishes_at as finishes_at
  from broadcast_event where broadcast_message_id = ${id} order by sent_at`
const allStatuses = [
  'draft',
  'pending-approval',
  'rejected',
  'broadcasting',
  'completed',
  'cancelled',
  'technical-failure',
]
const allowed: Record<string, string[]> = {
  draft: ['pending-approval'],
  'pending-approval': ['rejected', 'draft', 'broadcasting'],
  rejected: ['draft', 'pending-approval'],
  broadcasting: ['cancelled'],
}

test('30: of the 49 pairs people may make seven, and are told of the others by name', async () => {
  const made = await world(crier)
  const { sql } = crier
  const insert = (status: string) => {
    const isApproved = ['broadcasting', 'completed', 'cancelled', 'technical-failure'].includes(status)
    const at = '2021-06-15T11:00:00Z'
    const row = {
      service_id: made.service.id,
      content: 'Text',
      transmitted_content: 'Text',
      areas: sql.json(areas as never),
      status,
      created_at: at,
      created_by_id: made.author,
      stubbed: false,
      ...(isApproved
        ? {
            approved_at: at,
            approved_by_id: made.approver,
            starts_at: at,
            finishes_at: '2021-06-16T00:00:00Z',
          }
        : {}),
      ...(status === 'cancelled' ? { cancelled_at: at, cancelled_by_id: made.approver } : {}),
    }
    return sql`insert into broadcast_message ${sql(row as never)} returning id`
  }
  let moves = 0
  for (const from of allStatuses) {
    for (const to of allStatuses) {
      const id = (await insert(from))[0]!.id
      const answer = await move(crier, made, id, to, made.approver)
      if (allowed[from]?.includes(to)) {
        moves++
        assert.deepEqual([answer.status, answer.body.status], [200, to])
      } else
        assert.deepEqual(
          [answer.status, answer.body],
          [400, { result: 'error', message: `Cannot move broadcast_message ${id} from ${from} to ${to}` }],
        )
    }
  }
  assert.equal(moves, 7)
})

test('31: nobody approves their own, but in training, where nobody is told', async () => {
  const made = await world(crier)
  const chief = await person(crier, made.service.id, true)
  for (const author of [made.author, chief]) {
    const id = await draft(crier, made, { created_by: author })
    await moved(crier, made, id, 'pending-approval', author)
    const answer = await move(crier, made, id, 'broadcasting', author)
    assert.deepEqual(
      [answer.status, answer.body.message],
      [400, `User ${author} cannot approve their own broadcast_message ${id}`],
    )
  }
  const training = await world(crier, { restricted: true })
  const id = await draft(crier, training)
  await moved(crier, training, id, 'pending-approval', training.author)
  await moved(crier, training, id, 'broadcasting', training.author)
  assert.deepEqual([...(await events(id))], [])
})

test('32: what has no area is not approved', async () => {
  const made = await world(crier)
  for (const without of [{}, { ids: [], simple_polygons: [] }, { names: ['Nowhere'] }]) {
    const id = await draft(crier, made, { areas: without })
    await moved(crier, made, id, 'pending-approval', made.author)
    const answer = await move(crier, made, id, 'broadcasting', made.approver)
    assert.deepEqual(
      [answer.status, answer.body.message],
      [400, `broadcast_message ${id} has no selected areas and so cannot be broadcasted.`],
    )
  }
})

test('a live service that was never set up to broadcast is told so, and nothing is approved', async () => {
  const made = await world(crier)
  const id = await draft(crier, made)
  await moved(crier, made, id, 'pending-approval', made.author)
  await crier.sql`delete from service_broadcast_settings where service_id = ${made.service.id}`
  const answer = await move(crier, made, id, 'broadcasting', made.approver)
  assert.deepEqual(
    [answer.status, answer.body.message],
    [400, `broadcast_message ${id} has no channel: its service is not set up to broadcast`],
  )
})

test('33: only what was written and approved by a live service is told to anybody', async () => {
  for (const [stubbed, restricted] of [
    [false, false],
    [true, true],
    [true, false],
    [false, true],
  ] as const) {
    const made = await world(crier, { restricted: stubbed })
    const id = await draft(crier, made)
    await crier.sql`update services set restricted = ${restricted} where id = ${made.service.id}`
    await moved(crier, made, id, 'pending-approval', made.author)
    const body = await moved(crier, made, id, 'broadcasting', made.approver)
    assert.equal(body.status, 'broadcasting')
    await moved(crier, made, id, 'cancelled', made.approver)
    const told = (await events(id)).map(({ message_type }) => message_type)
    assert.deepEqual(told, stubbed || restricted ? [] : ['alert', 'cancel'])
  }
})

test('34: others than members do nothing, but a platform admin may cancel; an inactive service refuses', async () => {
  const made = await world(crier)
  const [stranger, chief] = [await person(crier), await person(crier, undefined, true)]
  const id = await draft(crier, made)
  const refusal = (user: string) => [
    400,
    `User ${user} cannot update broadcast_message ${id} from other service`,
  ]
  const told = async (status: string, by: string) => {
    const answer = await move(crier, made, id, status, by)
    return [answer.status, answer.body.message]
  }
  assert.deepEqual(await told('pending-approval', stranger), refusal(stranger))
  await moved(crier, made, id, 'pending-approval', made.author)
  for (const status of ['broadcasting', 'rejected'])
    assert.deepEqual(await told(status, chief), refusal(chief))
  await moved(crier, made, id, 'broadcasting', made.approver)
  assert.deepEqual(await told('cancelled', stranger), refusal(stranger))
  assert.deepEqual(await told('cancelled', randomUUID()), [404, 'No result found'])
  assert.equal((await moved(crier, made, id, 'cancelled', chief)).cancelled_by_id, chief)
  await crier.sql`update services set suspended_at = now() where id = ${made.service.id}`
  for (const user of [made.approver, stranger, randomUUID()])
    assert.deepEqual(await told('cancelled', user), [
      403,
      'Updating broadcast message is not allowed: service is inactive ',
    ])
})

test('35: a cancel keeps the end, and says who', async () => {
  const made = await world(crier)
  const id = await approved(crier, made)
  const body = await moved(crier, made, id, 'cancelled', made.author)
  assert.deepEqual(
    [body.finishes_at, body.cancelled_at, body.cancelled_by_id, body.approved_by_id],
    ['2021-06-16T10:30:00.000000Z', '2021-06-15T12:00:00.000000Z', made.author, made.approver],
  )
})

test('39: an end that nobody has chosen is that of the channel', async () => {
  for (const [channel, end] of [
    ['test', '2021-06-15T16:00:00.000000Z'],
    ['operator', '2021-06-15T16:00:00.000000Z'],
    ['severe', '2021-06-16T10:30:00.000000Z'],
    ['government', '2021-06-16T10:30:00.000000Z'],
  ] as const) {
    const made = await world(crier, { channel })
    const id = await approved(crier, made)
    const { body } = await adminCall(crier, `/service/${made.service.id}/broadcast-message/${id}`)
    assert.deepEqual([body.starts_at, body.finishes_at], ['2021-06-15T12:00:00.000000Z', end])
  }
})

test('43: another service has no such broadcast, whatever it asks', async () => {
  const [made, other] = [await world(crier), await world(crier)]
  const id = await draft(crier, made)
  const base = `/service/${other.service.id}/broadcast-message`
  const answers = [
    await adminCall(crier, `${base}/${id}`),
    await adminCall(crier, `${base}/${id}`, { body: {} }),
    await move(crier, other, id, 'pending-approval', other.author),
    await adminCall(crier, base, {
      body: { service_id: made.service.id, created_by: made.author, content: 'Text', reference: 'R' },
    }),
  ]
  for (const { status, body } of answers)
    assert.deepEqual([status, body], [404, { result: 'error', message: 'No result found' }])
})

test('members need the right to it where the platform asks for that', async () => {
  const made = await world(crier)
  const { sql } = crier
  await sql`update settings set broadcast_permissions_checked = true`
  try {
    const grant = (user_id: string, permission: string) =>
      sql`insert into permissions (service_id, user_id, permission) values (${made.service.id}, ${user_id}, ${permission})`
    const id = await draft(crier, made)
    const refused = async (status: string, by: string) =>
      assert.deepEqual(
        [(await move(crier, made, id, status, by)).body.message],
        [`User ${by} is not allowed to move broadcast_message ${id} to ${status}`],
      )
    await refused('pending-approval', made.author)
    await grant(made.author, 'create_broadcasts')
    await moved(crier, made, id, 'pending-approval', made.author)
    await refused('broadcasting', made.approver)
    await grant(made.approver, 'approve_broadcasts')
    await moved(crier, made, id, 'broadcasting', made.approver)
    await refused('cancelled', made.author)
    await grant(made.author, 'cancel_broadcasts')
    await moved(crier, made, id, 'cancelled', made.author)
  } finally {
    await sql`update settings set broadcast_permissions_checked = false`
  }
})
