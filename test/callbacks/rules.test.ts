/** The rules of the outbox in SQL, with a clock of the test's own: claims, retries, replays, outages, retention. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { runTask } from '../../src/schedule.ts'
import { type Stored, storing } from '../delivery/messages.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { configure, told, write } from './peer.ts'

let crier: TestCrier
let other: postgres.Sql
before(async () => {
  crier = await sharedCrier()
  // What other files left waiting would be claimed before.
  await crier.sql`delete from service_callbacks`
  other = postgres(crier.url, { max: 1, onnotice: () => {} })
})
after(async () => {
  await other.end()
  await crier.close()
})

const url = 'https://service.example/told'
const start = Date.parse('2026-03-01T09:00:00Z')
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
type Sql = postgres.Sql | postgres.TransactionSql

const claim = async (worker: string, minutes: number, sql: Sql = crier.sql, most = 100) => {
  const rows =
    await sql`select service from claim_callback_services(${worker}, ${most}, ${at(minutes)}::timestamptz) as service`
  return rows.map((row) => row.service as string)
}
const keep = async (worker: string, kept: string[], released: string[], minutes: number) => {
  const rows = await crier.sql`
    select service from keep_callback_services(${worker}, ${kept}::uuid[], ${released}::uuid[], ${at(minutes)}::timestamptz) as service`
  return rows.map((row) => row.service as string)
}
const due = async (service: string, minutes: number, most = 100) => {
  const rows = await crier.sql`
    select id from due_callbacks(${[service]}::uuid[], ${[most]}::integer[], ${at(minutes)}::timestamptz)`
  return rows.map((row) => row.id as string)
}
const finish = async (id: string, outcome: Record<string, unknown>, minutes: number) => {
  const outcomes = [{ id, http_status: null, error: null, retry_after_seconds: null, ...outcome }]
  const rows =
    await crier.sql`select status from finish_callbacks(${crier.sql.json(outcomes as never)}, ${at(minutes)}::timestamptz)`
  return (rows[0]?.status ?? null) as string | null
}
const rowOf = async (id: string) => {
  const [row] = await crier.sql`
    select status, attempts, next_attempt_at, ended_at, payload is null as is_empty from service_callbacks where id = ${id}`
  return row as Record<string, unknown> | undefined
}
const one = async (owner: Stored, minutes = 0) =>
  (await write(crier, owner.service.id, [randomUUID()], new Date(at(minutes))))[0]!

test('a service is one process’s until it gives it back or its lease ends', async () => {
  const owner = await told(crier, url)
  const id = owner.service.id
  await one(owner)
  const [first, second] = [randomUUID(), randomUUID()]
  assert.ok(!(await claim(first, -1)).includes(id), 'before it is due')
  assert.ok((await claim(first, 0)).includes(id))
  assert.ok(!(await claim(second, 0.2)).includes(id))
  assert.deepEqual(await keep(first, [id], [], 0.2), [id])
  assert.ok(!(await claim(second, 0.4)).includes(id), 'the lease was renewed')
  assert.deepEqual(await keep(second, [id], [id], 0.4), [], 'another can neither renew nor end it')
  assert.ok(!(await claim(second, 0.4)).includes(id))
  assert.ok((await claim(second, 0.46)).includes(id), 'fifteen seconds later it is over')
  assert.deepEqual(await keep(first, [id], [], 0.46), [], 'and the first is told so')
  assert.deepEqual(await keep(second, [], [id], 0.5), [])
  assert.ok((await claim(first, 0.5)).includes(id), 'given back, it is anybody’s at once')
  await crier.sql`delete from service_callbacks where service_id = ${id}`
})

test('two processes that claim at once: each service is one’s, and neither waits for the other', async () => {
  const owners = await Promise.all(Array.from({ length: 6 }, () => told(crier, url)))
  for (const owner of owners) await one(owner, 1000)
  const ids = owners.map(({ service }) => service.id)
  const [first, second] = [randomUUID(), randomUUID()]
  let here: string[] = []
  let there: string[] = []
  await crier.sql.begin(async (sql) => {
    here = (await claim(first, 1000, sql, 3)).filter((id) => ids.includes(id))
    // The first has not committed: what it holds is passed over, not waited for.
    there = (await claim(second, 1000, other)).filter((id) => ids.includes(id))
  })
  assert.equal(here.length, 3)
  assert.deepEqual([...here, ...there].sort(), ids.sort())
  await crier.sql`delete from service_callbacks where service_id = any (${ids})`
})

test('of one message the first alone is due, until it has ended', async () => {
  const owner = await told(crier, url)
  const about = randomUUID()
  const [first, second, another] = await write(
    crier,
    owner.service.id,
    [about, about, randomUUID()],
    new Date(at(0)),
  )
  assert.deepEqual((await due(owner.service.id, 0)).sort(), [first, another].sort())
  assert.equal(await finish(first!, { http_status: 500 }, 0), 'waiting')
  assert.deepEqual(await due(owner.service.id, 1), [another])
  assert.equal(await finish(first!, { http_status: 404 }, 5), 'failed')
  assert.deepEqual(
    (await due(owner.service.id, 5)).sort(),
    [second, another].sort(),
    'given up is ended, too',
  )
})

test('an event of the same message that is written while the first is being recorded waits as well', async () => {
  const owner = await told(crier, url)
  const about = randomUUID()
  const [first] = await write(crier, owner.service.id, [about], new Date(at(0)))
  await crier.sql.begin(async (sql) => {
    const outcome = [{ id: first, http_status: 500, error: null, retry_after_seconds: null }]
    await sql`select from finish_callbacks(${sql.json(outcome as never)}, ${at(0)}::timestamptz)`
    const [second] = await other`
      select write_callback(${owner.service.id}, 'delivery_status', ${about}, '{"notification_type": "sms"}', ${at(0)}::timestamptz) as id`
    const [seen] = await other`
      select array(select id from due_callbacks(array[${owner.service.id}::uuid], array[10], ${at(0)}::timestamptz)) as ids`
    assert.ok(!seen!.ids.includes(second!.id))
  })
  assert.deepEqual(await due(owner.service.id, 1), [])
})

test('six attempts, five minutes apart; then it is given up, and what was recorded is recorded once', async () => {
  const id = await one(await told(crier, url))
  for (let attempt = 1; attempt <= 5; attempt++) {
    const now = (attempt - 1) * 5
    assert.equal(await finish(id, { error: 'timeout' }, now), 'waiting')
    const row = await rowOf(id)
    assert.equal(row!.attempts, attempt)
    assert.equal(new Date(row!.next_attempt_at as string).toISOString(), at(now + 5))
  }
  assert.equal(await finish(id, { error: 'timeout' }, 25), 'failed')
  assert.equal(await finish(id, { http_status: 200 }, 26), null)
  const row = await rowOf(id)
  assert.deepEqual([row!.status, row!.attempts, row!.is_empty], ['failed', 6, false])
})

test('two records of one callback: the second finds it ended', async () => {
  const id = await one(await told(crier, url))
  let late: Promise<unknown> | undefined
  await crier.sql.begin(async (sql) => {
    const outcome = (status: number) => [{ id, http_status: status, error: null, retry_after_seconds: null }]
    await sql`select from finish_callbacks(${sql.json(outcome(200) as never)}, ${at(0)}::timestamptz)`
    const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
    late =
      other`select status from finish_callbacks(${other.json(outcome(500) as never)}, ${at(1)}::timestamptz)`.execute()
    await crier.until('the second waits', async () => {
      const waiting =
        await crier.sql`select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`
      return waiting.length > 0
    })
  })
  assert.deepEqual([...((await late) as unknown[])], [])
  const row = await rowOf(id)
  assert.deepEqual([row!.status, row!.attempts], ['delivered', 1])
})

test('listed by status, type and time, a page at a time, to the service alone; and replayed', async () => {
  const owner = await told(crier, url)
  await configure(crier, owner.service.id, url, 'complaint')
  const key = owner.service.keys.test
  const now = Date.now()
  const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000)
  const [early, taken, late] = [
    (await write(crier, owner.service.id, [randomUUID()], minutesAgo(30)))[0]!,
    (await write(crier, owner.service.id, [randomUUID()], minutesAgo(20)))[0]!,
    (await write(crier, owner.service.id, [randomUUID()], minutesAgo(10)))[0]!,
  ]
  const outcomes = [
    { id: early, http_status: 404, error: null, retry_after_seconds: null },
    { id: taken, http_status: 200, error: null, retry_after_seconds: null },
  ]
  await crier.sql`select from finish_callbacks(${crier.sql.json(outcomes as never)})`
  const list = async (query: string) => {
    const { status, body, text } = await crier.call(`/v2/callbacks${query}`, { key })
    assert.equal(status, 200, text)
    return body.callbacks.map((row: { id: string }) => row.id) as string[]
  }
  const whole = await crier.call('/v2/callbacks', { key })
  assert.deepEqual(
    whole.body.callbacks.map((row: { id: string }) => row.id),
    [late, taken, early],
  )
  const { created_at, ended_at, about_id, ...row } = whole.body.callbacks[2]
  assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  assert.ok(ended_at && about_id)
  assert.deepEqual(row, {
    id: early,
    callback_type: 'delivery_status',
    status: 'failed',
    attempts: 1,
    next_attempt_at: null,
    last_status: 404,
    last_error: null,
  })
  assert.ok(!whole.text.includes('payload'))
  assert.deepEqual(await list('?status=failed'), [early])
  assert.deepEqual(await list('?status=failed&status=waiting'), [late, early])
  assert.deepEqual(await list('?callback_type=complaint'), [])
  assert.deepEqual(await list(`?since=${minutesAgo(15).toISOString()}`), [late])
  assert.deepEqual(await list(`?older_than=${taken}`), [early])
  const next = new URL(whole.body.links.next)
  assert.deepEqual(await list(next.search), [])
  const stranger = await crier.makeService()
  assert.deepEqual((await crier.call('/v2/callbacks', { key: stranger.keys.normal })).body.callbacks, [])

  const replay = (body: unknown, asking = key) => crier.call('/v2/callbacks/replay', { key: asking, body })
  assert.deepEqual((await replay({ ids: [early] }, stranger.keys.normal)).body, { replayed: 0 })
  assert.deepEqual(
    (await replay({ ids: [taken] })).body,
    { replayed: 0 },
    'what was delivered is not sent again',
  )
  assert.deepEqual(
    (await replay({ since: minutesAgo(60).toISOString(), until: minutesAgo(25).toISOString() })).body,
    {
      replayed: 1,
    },
  )
  assert.deepEqual(
    { ...(await rowOf(early)), next_attempt_at: null },
    { status: 'waiting', attempts: 0, next_attempt_at: null, ended_at: null, is_empty: false },
  )
  await crier.sql`select from finish_callbacks(${crier.sql.json([{ id: late, http_status: 500, error: null, retry_after_seconds: null }] as never)})`
  assert.deepEqual(
    (await replay({ ids: [late, early] })).body,
    { replayed: 1 },
    'what is due already is left alone',
  )
  assert.equal((await rowOf(late))!.attempts, 1, 'what waited for its next attempt has it now')
  for (const [body, message] of [
    [{}, 'ids or since is a required property'],
    [{ ids: [] }, 'ids is empty'],
    [{ ids: ['x'] }, 'ids is not a valid UUID'],
    [{ ids: Array(1001).fill(early) }, 'ids has more than 1000 items'],
    [{ since: 'yesterday' }, 'since is not a valid ISO 8601 date and time'],
  ] as const) {
    const refused = await replay(body)
    assert.equal(refused.status, 400)
    assert.equal(refused.body.errors[0].message, message)
  }
  await crier.sql`delete from service_callbacks where service_id = ${owner.service.id}`
})

async function withPeople(owner: Stored, ...people: [name: string, permission: string, state?: string][]) {
  for (const [name, permission, state = 'active'] of people) {
    const [person] = await crier.sql`
      insert into users (name, email_address, auth_type, state)
      values (${name}, ${`${name}-${randomUUID()}@example.gov.uk`}, 'email_auth', ${state}) returning id`
    await crier.sql`insert into user_to_service (user_id, service_id) values (${person!.id}, ${owner.service.id})`
    await crier.sql`
      insert into permissions (service_id, user_id, permission) values (${owner.service.id}, ${person!.id}, ${permission})`
  }
}

test('a service whose callback fails for an hour is told once, by email, until it works again', async () => {
  const owner = await told(crier, url)
  await withPeople(
    owner,
    ['Amala', 'manage_settings'],
    ['Ben', 'send_texts'],
    ['Gone', 'manage_settings', 'inactive'],
  )
  const tell = async (minutes: number) => {
    const rows = await crier.sql`
      select callback_type as type, people from tell_of_failing_callbacks(${at(minutes)}::timestamptz)
      where service_id = ${owner.service.id}`
    return rows.map((row) => [row.type, row.people])
  }
  const fail = async (minutes: number, outcome: Record<string, unknown> = { http_status: 503 }) =>
    finish(await one(owner, minutes), outcome, minutes)
  await fail(0)
  assert.deepEqual(await tell(90), [], 'one failure is none of an hour')
  await fail(59)
  assert.deepEqual(await tell(59), [])
  await fail(60, { error: 'timeout' })
  assert.deepEqual(await tell(61), [['delivery_status', 1]])
  await fail(70)
  assert.deepEqual(await tell(130), [])
  const letters = await crier.sql`
    select message.id, message."to", message.personalisation, message.notification_status as status, job.name as queue
    from notifications message join pgboss.job job on job.id = message.id
    where message.template_id = 'b5a1bc4e-8d4a-4a8f-9e0c-6d1f0b7c2a35'
      and message.personalisation ->> 'service_name' = (select name from services where id = ${owner.service.id})`
  assert.equal(letters.length, 1)
  const [letter] = letters
  assert.match(letter!.to, /^Amala-/)
  assert.deepEqual([letter!.status, letter!.queue], ['created', 'notify-internal'])
  const { service_name: _, ...personalisation } = letter!.personalisation
  assert.deepEqual(personalisation, {
    name: 'Amala',
    callback_type: 'delivery status',
    failing_since: '2026-03-01 09:00',
    reason: 'timeout',
  })

  assert.equal(await finish(await one(owner, 140), { http_status: 200 }, 140), 'delivered')
  await fail(141)
  await fail(205)
  assert.deepEqual(await tell(205), [['delivery_status', 1]], 'the next outage is told again')
  await crier.sql`delete from service_callbacks where service_id = ${owner.service.id}`
})

test('one that was taken among others that were not is no outage, and what nobody wants any more neither', async () => {
  const owner = await told(crier, url)
  const [first, second] = await write(crier, owner.service.id, [randomUUID(), randomUUID()], new Date(at(0)))
  const outcome = (id: string | undefined, rest: object) => ({
    id,
    http_status: null,
    error: null,
    retry_after_seconds: null,
    ...rest,
  })
  const both = [outcome(first, { http_status: 404 }), outcome(second, { http_status: 200 })]
  await crier.sql`select from finish_callbacks(${crier.sql.json(both as never)}, ${at(0)}::timestamptz)`
  await finish(await one(owner), { error: 'removed' }, 0)
  const outages = await crier.sql`select from service_callback_outages where service_id = ${owner.service.id}`
  assert.equal(outages.length, 0)
})

test('the night deletes what was delivered after seven days, and all else with the service’s messages', async () => {
  const usual = await told(crier, url)
  const short = await told(crier, url)
  const long = await told(crier, url)
  for (const [owner, days] of [
    [short, 3],
    [long, 30],
  ] as const)
    await crier.sql`
      insert into service_data_retention (service_id, notification_type, days_of_retention)
      values (${owner.service.id}, 'sms', ${days})`
  const day = 24 * 60
  const kept: string[] = []
  const gone: string[] = []
  const put = async (
    owner: Stored,
    status: 'waiting' | 'delivered' | 'failed',
    days: number,
    isKept: boolean,
  ) => {
    const id = await one(owner, -days * day + (isKept ? 1 : -1))
    if (status !== 'waiting')
      await finish(id, { http_status: status === 'delivered' ? 200 : 404 }, -days * day)
    ;(isKept ? kept : gone).push(id)
  }
  for (const isKept of [true, false]) {
    await put(usual, 'delivered', 7, isKept)
    await put(usual, 'failed', 7, isKept)
    await put(short, 'failed', 3, isKept)
    await put(short, 'waiting', 3, isKept)
    await put(short, 'delivered', 7, isKept)
    await put(long, 'failed', 30, isKept)
    await put(long, 'delivered', 7, isKept)
  }
  crier.setNow(at(0))
  await runTask(crier.crier, 'delete-old-callbacks')
  await runTask(crier.crier, 'tell-services-of-failing-callbacks')
  crier.setNow(null)
  const left =
    await crier.sql`select id from service_callbacks where id = any (${[...kept, ...gone]}) order by id`
  assert.deepEqual(
    left.map((row) => row.id),
    kept.sort(),
  )
  await crier.sql`delete from service_callbacks where id = any (${kept})`
})

test('how much waits is a number that Prometheus and doctor read', async () => {
  const owner = await storing(crier)
  await configure(crier, owner.service.id, url)
  const [before] = await crier.sql`select due, failing from callback_depths`
  const id = (await write(crier, owner.service.id, [randomUUID()], new Date(Date.now() - 60_000)))[0]!
  const [depths] = await crier.sql`select due, oldest_seconds, failing from callback_depths`
  assert.equal(Number(depths!.due) - Number(before!.due), 1)
  assert.ok(depths!.oldest_seconds >= 60)
  await crier.sql`select from finish_callbacks(${crier.sql.json([{ id, http_status: null, error: 'tls', retry_after_seconds: null }] as never)})`
  const [failing] = await crier.sql`select due, failing from callback_depths`
  assert.deepEqual([failing!.due, Number(failing!.failing)], [before!.due, Number(before!.failing) + 1])
})
