/**
 * Reports on a standby: every route that is said to read there does, on a hot standby that streams, and answers as the primary does; and what becomes of them
 * while the standby is away or too far behind. It starts two servers of its own, which is most of what it costs.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeFollowing } from '../../src/postgres/following.ts'
import { rooms } from '../../src/routes.ts'
import type { Standby } from '../../src/standby.ts'
import { adminCall } from '../admin/support.ts'
import { makeWorld, send, type World } from '../billing/world.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { type Pair, startPair } from '../support/standby.ts'

let pair: Pair
let crier: TestCrier
let world: World
let standby: Standby
const lagSeconds = 20
const logged: string[] = []

before(async () => {
  pair = await startPair()
  crier = await testCrier({ reports: { url: pair.standbyUrl, connections: 2, lagSeconds } }, pair.primary)
  standby = crier.crier.standby!
  for (const level of ['info', 'warn'] as const)
    crier.crier.log[level] = ((_: unknown, message: string) => logged.push(message)) as never
  crier.setNow('2026-06-15T18:00:00Z')
  world = await makeWorld(crier.sql)
  // Its key has no secret that could be opened.
  await crier.sql`delete from api_keys`
  const [organisation] = await crier.sql`insert into organisation (name) values ('One') returning id`
  await crier.sql`update services set organisation_id = ${organisation!.id} where id = ${world.service}`
  for (const type of ['sms', 'email', 'letter'] as const)
    await send(crier.sql, world, {
      type,
      at: '2026-06-15T09:00Z',
      sent_by: 'mmg',
      multiplier: type === 'sms' ? 1 : null,
      count: 3,
    })
  paths = pathsOf(organisation!.id)
})
after(async () => {
  await crier?.close()
  await pair?.close()
})

const range = 'start_date=2026-06-01&end_date=2026-06-15'
/** A question for each route, by its path in the table of routes. */
let paths: Record<string, string>
const pathsOf = (organisation: string): Record<string, string> => {
  const service = `/service/${world.service}`
  return {
    '/dashboard': `/dashboard?service=${world.service}`,
    '/complaint': '/complaint',
    '/complaint/count-by-date-range': `/complaint/count-by-date-range?${range}`,
    '/organisations/:organisation_id/services-with-usage': `/organisations/${organisation}/services-with-usage?year=2026`,
    '/performance-dashboard': `/performance-dashboard?${range}`,
    '/platform-stats': `/platform-stats?${range}`,
    ...Object.fromEntries(
      [
        'data-for-billing-report',
        'usage-for-all-services',
        'daily-volumes-report',
        'daily-sms-provider-volumes-report',
        'volumes-by-service',
        'data-for-dvla-billing-report',
      ].map((name) => [`/platform-stats/${name}`, `/platform-stats/${name}?${range}`]),
    ),
    '/service/live-services-data': '/service/live-services-data',
    '/service/monthly-data-by-service': `/service/monthly-data-by-service?${range}`,
    '/service/:service_id/billing/monthly-usage': `${service}/billing/monthly-usage?year=2026`,
    '/service/:service_id/billing/yearly-usage-summary': `${service}/billing/yearly-usage-summary?year=2026`,
    '/service/:service_id/notifications/count': `${service}/notifications/count`,
    '/service/:service_id/notifications/monthly': `${service}/notifications/monthly?year=2026`,
    '/service/:service_id/notifications/templates_usage/monthly': `${service}/notifications/templates_usage/monthly?year=2026`,
    '/service/:service_id/returned-letter-statistics': `${service}/returned-letter-statistics`,
    '/service/:service_id/returned-letter-summary': `${service}/returned-letter-summary`,
    '/service/:service_id/returned-letters': `${service}/returned-letters?reported_at=2026-06-15`,
    '/service/:service_id/statistics': `${service}/statistics`,
    '/service/:service_id/template-statistics': `${service}/template-statistics?whole_days=1`,
    '/service/:service_id/template-statistics/last-used/:template_id': `${service}/template-statistics/last-used/${world.templates.sms}`,
  }
}

const { clientId, secret } = testConfig.admin
const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
async function ask(path: string, accept?: string) {
  const headers: Record<string, string> = accept === undefined ? {} : { accept }
  const answer = path.startsWith('/dashboard')
    ? await crier.call(path, { headers: { ...headers, authorization: basic } })
    : await adminCall(crier, path, { headers })
  const readOn = /<p class="hint">Read on (.*?)<\/p>/.exec(answer.text)?.[1] ?? null
  return {
    status: answer.status,
    text: answer.text.replace(/<p class="hint">Read on .*?<\/p>/, ''),
    lag: answer.headers.get('x-crier-lag'),
    readOn,
  }
}
async function askAll() {
  const answers = new Map<string, Awaited<ReturnType<typeof ask>>>()
  for (const [name, path] of Object.entries(paths)) {
    answers.set(name, await ask(path))
    if (/platform-stats\/|monthly-data/.test(name)) answers.set(`${name} csv`, await ask(path, 'text/csv'))
  }
  return answers
}
/** Statements of reports so far, by the server that answered them. */
async function statements(): Promise<Record<string, number>> {
  const { values } = await crier.crier.metrics.reportStatements.get()
  return Object.fromEntries(values.map(({ labels, value }) => [labels.server, value]))
}
/** Looks until it is not behind: whatever it is asked, a server writes now and then of its own accord. */
const isSeenToFollow = (at?: number) =>
  crier.until('it is seen to follow', async () => {
    await standby.look(at)
    return standby.state().lagSeconds === 0
  })
const one = () => ask(paths['/platform-stats']!)

test('every route that reads on a standby answers there as on the primary, and writes nothing', async () => {
  const listed = rooms(crier.crier, false).filter(({ reads }) => reads === 'standby')
  const routes = listed.flatMap(({ routes }) => routes.routes)
  assert.deepEqual(new Set(routes.map(({ method }) => method)), new Set(['GET']))
  const known = new Set(routes.map(({ path }) => path.replace(/\{.*?\}(?:\{\d\})?/g, '').replace(/\}+/g, '')))
  assert.deepEqual(new Set(Object.keys(paths)), known)

  const ofPrimary = await askAll()
  assert.equal(
    (await statements()).standby,
    undefined,
    'nothing is read on a standby that nobody has looked at',
  )
  await isSeenToFollow()
  assert.equal(standby.state().isRead, true)
  assert.equal(logged.at(-1), 'reports are read on the standby')
  const before = await statements()
  const ofStandby = await askAll()
  const after = await statements()
  assert.equal(after.primary, before.primary, 'the primary was asked nothing')
  assert.ok(after.standby! >= ofStandby.size)
  for (const [name, answer] of ofStandby) {
    assert.equal(answer.status, 200, name)
    assert.equal(answer.lag, '0.0', name)
    assert.equal(answer.text, ofPrimary.get(name)!.text, name)
    assert.equal(ofPrimary.get(name)!.lag, null, name)
  }
  assert.equal(ofStandby.get('/dashboard')!.readOn, 'a standby, 0 seconds behind.')
  assert.match(ofPrimary.get('/dashboard')!.readOn!, /^the primary/)
  const [seen] = await pair.standby`
    select array_agg(distinct application_name order by application_name) as users
    from pg_stat_activity where application_name like 'crier%'`
  assert.deepEqual(seen!.users, ['crier-reports', 'crier-standby'], 'only reports are read there')
})

test('a standby that is stopped is read no more, and one that is back is read again', async () => {
  logged.length = 0
  await pair.stopStandby()
  const [answer, csv] = await Promise.all([
    one(),
    ask(`/platform-stats/volumes-by-service?${range}`, 'text/csv'),
  ])
  assert.deepEqual([answer.status, answer.lag, csv.status], [200, null, 200])
  await standby.look()
  assert.equal(standby.state().isRead, false)
  await pair.startStandby()
  await crier.until('it is read again', async () => {
    await standby.look()
    return standby.state().isRead
  })
  await isSeenToFollow()
  assert.equal((await one()).lag, '0.0')
  assert.deepEqual(logged, ['reports are read on the primary', 'reports are read on the standby'])
})

test('a quiet primary is no lag, a standby that does not follow is', async () => {
  // Whole, so that seconds are.
  const began = Math.ceil(performance.now())
  const at = (seconds: number) => standby.look(began + seconds * 1000)
  await at(1)
  await isSeenToFollow(began + 1_000_000)
  assert.deepEqual(standby.state(), { isRead: true, lagSeconds: 0 })
  await pair.standby`select pg_wal_replay_pause()`
  await crier.until('it is paused', async () => {
    const [row] = await pair.standby`select pg_get_wal_replay_pause_state() as state`
    return row!.state === 'paused'
  })
  await crier.sql`update settings set email_domain = 'behind.example'`
  await at(1010)
  assert.deepEqual(standby.state(), { isRead: true, lagSeconds: 10 })
  assert.equal((await one()).lag, '10.0')
  await at(1000 + lagSeconds + 1)
  assert.deepEqual(standby.state(), { isRead: false, lagSeconds: lagSeconds + 1 })
  assert.equal((await one()).lag, null)
  await pair.standby`select pg_wal_replay_resume()`
  await isSeenToFollow(began + (1000 + lagSeconds + 2) * 1000)
  assert.deepEqual(standby.state(), { isRead: true, lagSeconds: 0 })
})

test('lag is told by what the primary had written when', () => {
  const following = makeFollowing()
  assert.equal(following.lagOf(100, 0), null)
  for (const [position, at] of [
    [100, 1000],
    [200, 2000],
    [200, 3000],
    [300, 4000],
  ] as const)
    following.note(position, at)
  for (const [replayed, lag] of [
    [99, null],
    [100, 4],
    [299, 2],
    [300, 1],
    [400, 1],
  ] as const)
    assert.equal(following.lagOf(replayed, 5000), lag, `${replayed}`)
  following.note(250, 6000)
  assert.equal(
    following.lagOf(249, 7000),
    null,
    'of a primary that begins anew further back nothing is known before',
  )
  for (let at = 7000; at < 2_000_000; at += 1000) following.note(at, at)
  assert.ok(Math.abs(following.lagOf(1_000_000, 2_000_000)! - 1000) < 5, 'a long lag is told more coarsely')
})
