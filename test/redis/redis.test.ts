/** What Notify's admin application keeps in Redis is never older than the database, and the day's counts are those of the limits. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Crier } from '../../src/context.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { makeCounts, startCounts } from '../../src/redis/counts.ts'
import { redisUrl } from '../../src/redis/settings.ts'
import { sharedCrier, type TestCrier, type TestService, testConfig } from '../support/crier.ts'
import { type Network, openProxy } from '../support/proxy.ts'
import { password, startRedis, type TestRedis, withoutRedis } from './server.ts'

if (withoutRedis) console.log(`test/redis: ${withoutRedis}`)
const skip = withoutRedis

let crier: TestCrier
let redis: TestRedis
/** Between the process and Redis. */
let network: Network
/** A process that knows of it. */
let mine: Crier
/** A person whose changes are heard after those before them. */
let sentinel: string
let closeMine: () => Promise<void>
let logged = ''
before(async () => {
  crier = await sharedCrier()
  if (skip) return
  redis = await startRedis()
  network = await openProxy(redis.url)
  const log = makeLog('debug', { write: (line) => void (logged += line) })
  const opened = await open({ ...testConfig, redisUrl: network.url }, crier.url, { log })
  await opened.listen()
  mine = opened.crier
  closeMine = opened.close
  await crier.until('it is connected', async () => mine.redis!.client.isReady)
  // What a start forgets is forgotten before a test begins.
  await forgotten(async () => mine.redis!.forget('*'), ['organisations'])
  sentinel = await makeUser()
})
after(async () => {
  await closeMine?.()
  await network?.close()
  await redis?.close()
  await crier.close()
})

async function makeUser(): Promise<string> {
  const [user] = await crier.sql`
    insert into users (name, email_address, auth_type, mobile_number, state)
    values ('Somebody', ${`${randomUUID()}@example.org`}, 'sms_auth', '+447700900123', 'active') returning id`
  return user!.id
}

/** After the change the keys are gone. */
async function forgotten(change: () => Promise<unknown>, keys: string[]): Promise<void> {
  await redis.keeps(keys)
  await change()
  await crier.until(`${keys} are gone`, async () => (await redis.left(keys)).length === 0)
}

const touch = (sql: Pick<typeof crier.sql, 'unsafe'>, user: string) =>
  sql.unsafe('update users set failed_login_count = failed_login_count + 1 where id = $1', [user])

/** What was announced until now is heard and done. */
const settled = () => forgotten(() => touch(crier.sql, sentinel), [`user-${sentinel}`])

type Made = { service: TestService; template: string; user: string }
const unsubscribing = ({ service }: Made) =>
  ['statistics', 'reports-summary'].map((what) => `service-${service.id}-unsubscribe-request-${what}`)
const changes: [what: string, change: (made: Made) => Promise<unknown>, keys: (made: Made) => string[]][] = [
  ['a password is typed wrongly', ({ user }) => touch(crier.sql, user), ({ user }) => [`user-${user}`]],
  [
    'somebody becomes a member',
    ({ user, service }) =>
      crier.sql`insert into user_to_service (user_id, service_id) values (${user}, ${service.id})`,
    ({ user, service }) => [`user-${user}`, `service-${service.id}`],
  ],
  [
    'a member may do something',
    ({ user, service }) =>
      crier.sql`insert into permissions (user_id, service_id, permission) values (${user}, ${service.id}, 'manage_settings')`,
    ({ user }) => [`user-${user}`],
  ],
  [
    'a service of a member is renamed',
    ({ service }) =>
      crier.sql`update services set name = ${`Renamed ${service.id}`} where id = ${service.id}`,
    ({ user, service }) => [`service-${service.id}`, `user-${user}`],
  ],
  [
    'a recipient unsubscribes',
    ({ service, template }) => crier.sql`
      insert into unsubscribe_request (notification_id, service_id, template_id, template_version, email_address)
      values (${randomUUID()}, ${service.id}, ${template}, 1, 'somebody@example.org')`,
    unsubscribing,
  ],
  [
    'a template has new content',
    ({ template }) => crier.sql`update templates set content = 'Good evening' where id = ${template}`,
    ({ service: { id }, template }) => [
      `service-${id}-templates`,
      `service-${id}-template-${template}-version-None`,
      `service-${id}-template-${template}-version-2`,
      `service-${id}-template-${template}-versions`,
    ],
  ],
  [
    'a service keeps messages for longer',
    ({ service }) => crier.sql`
      insert into service_data_retention (service_id, notification_type, days_of_retention) values (${service.id}, 'sms', 10)`,
    ({ service }) => [`service-${service.id}-data-retention`],
  ],
]

test('what has changed is forgotten, and nothing else', { skip }, async () => {
  const service = await crier.makeService()
  const made = { service, template: await crier.makeTemplate(service), user: await makeUser() }
  const others = [`user-${randomUUID()}`, `service-${randomUUID()}`, `service-${service.id}-template-other`]
  await redis.keeps(others)
  for (const [what, change, keys] of changes) {
    await settled()
    await redis.keeps(keys(made))
    await change(made)
    await crier.until(`it is known that ${what}`, async () => (await redis.left(keys(made))).length === 0)
  }
  assert.deepEqual(await redis.left(others), others)
})

test('a change is forgotten when it commits and not before, and one that is taken back not at all', {
  skip,
}, async () => {
  const user = await makeUser()
  const key = `user-${user}`
  await settled()
  await redis.keeps([key])
  await crier.sql
    .begin(async (sql) => {
      await touch(sql, user)
      await settled()
      throw new Error('taken back')
    })
    .catch(() => {})
  await settled()
  assert.deepEqual(await redis.left([key]), [key])
  await crier.sql.begin(async (sql) => {
    await touch(sql, user)
    await settled()
    assert.deepEqual(await redis.left([key]), [key])
  })
  await crier.until('it is forgotten', async () => (await redis.left([key])).length === 0)
})

/** Redis does not answer while the work is done. */
async function away(work: () => Promise<void>): Promise<void> {
  network.onWords = () => null
  for (const line of network.lines) line.cut()
  await crier.until('it is away', async () => !mine.redis!.client.isReady)
  await work()
  network.onWords = (words) => words
  for (const line of network.lines) line.cut()
  await crier.until('it is back', async () => mine.redis!.client.isReady)
}

test('what changes while Redis is away is forgotten when it is back', { skip }, async () => {
  const [user, other] = [await makeUser(), randomUUID()]
  const keys = [`user-${user}`, `user-${other}`]
  // That there is somebody new has been heard.
  await settled()
  await redis.keeps(keys)
  logged = ''
  await away(async () => {
    await touch(crier.sql, user)
    await makeCounts(mine)()
    assert.deepEqual(await redis.left(keys), keys)
  })
  await crier.until('it is forgotten', async () => (await redis.left([keys[0]!])).length === 0)
  assert.deepEqual(await redis.left(keys), [keys[1]])
  const said = logged.split('\n').flatMap((line) => (line.includes('Redis is') ? [JSON.parse(line).msg] : []))
  assert.deepEqual(said, ["the admin application's Redis is away", "the admin application's Redis is back"])
})

test('of more than it remembers, everything that was read from the API is forgotten; searches and counts stay', {
  skip,
}, async () => {
  const id = randomUUID()
  const read = ['organisations', `user-${id}`, `service-${id}`, `service-${id}-template-${id}-version-3`]
  const own = [`service-${id}-notification-search-query-hash-0a1b`, `${id}-sms-2026-11-26-count`, 'another']
  await redis.keeps([...read, ...own])
  await away(async () => {
    for (let n = 0; n <= 10_000; n++) mine.redis!.forget(`user-${n}`)
  })
  await crier.until('they are forgotten', async () => (await redis.left(read)).length === 0)
  assert.deepEqual(await redis.left(own), own)
})

test('a statement that touches very many rows announces that everything is stale', { skip }, async () => {
  const id = randomUUID()
  await forgotten(async () => {
    await crier.sql.begin(async (sql) => {
      await sql`
        insert into organisation (name) select ${`Many ${id} `} || n from generate_series(1, 1001) as n`
      await sql`delete from organisation where name like ${`Many ${id}%`}`
    })
  }, [`user-${id}`])
})

test('the counts of the day are those that the limits are held against', { skip }, async () => {
  const service = await crier.makeService({ permissions: ['sms', 'email', 'international_sms'] })
  const template = await crier.makeTemplate(service)
  const send = async (phone_number: string) => {
    const body = { phone_number, template_id: template, personalisation: { name: 'Nobody' } }
    const { status } = await crier.call('/v2/notifications/sms', { key: service.keys.normal, body })
    assert.equal(status, 201)
  }
  const write = makeCounts({ ...mine, now: crier.crier.now })
  async function assertWritten(): Promise<void> {
    const [usage] = await crier.sql`
      select to_char(day, 'YYYY-MM-DD') as day, email, sms, letter, international_sms
      from service_daily_usage where service_id = ${service.id} order by day desc limit 1`
    const { day, ...counts } = usage!
    for (const [channel, count] of Object.entries(counts)) {
      const key = `${service.id}-${channel}-${day}-count`
      assert.equal(await redis.client.get(key), String(count), key)
      const seconds = await redis.client.ttl(key)
      assert.ok(seconds > 86_000 && seconds <= 86_400)
    }
  }
  const commands = async () =>
    Number(/cmdstat_set:calls=(\d+)/.exec(await redis.client.info('commandstats'))?.[1] ?? 0)
  await send('07700900456')
  await send('+33612345678')
  await write()
  await assertWritten()
  // Of what has not changed nothing is written.
  const before = await commands()
  await write()
  assert.equal(await commands(), before)
  await send('07700900456')
  await write()
  assert.equal(await commands(), before + 4)
  await assertWritten()
  // A process with workers does so by itself.
  const stop = startCounts(mine)
  await send('07700900456')
  const day = new Date().toISOString().slice(0, 10)
  await crier.until(
    'it is written',
    async () => (await redis.client.get(`${service.id}-sms-${day}-count`)) === '4',
  )
  await stop()
  for (const secret of ['7700900456', '612345678', 'Nobody', password, 'somebody@example.org'])
    assert.ok(!logged.includes(secret), 'a log has what it may not have')
})

for (const [text, holds] of [
  ['redis://127.0.0.1', true],
  ['rediss://user:secret@redis.example.org:6380/2', true],
  ['http://redis.example.org:secret', false],
  ['redis://redis.example.org/secret', false],
  ['secret', false],
] as [string, boolean][]) {
  test(`${text} ${holds ? 'is' : 'is not'} the address of a Redis`, () => {
    const read = () => redisUrl({ CRIER_ADMIN_REDIS_URL: text })
    if (holds) assert.equal(read(), text)
    else
      assert.throws(
        read,
        (error: Error) =>
          /^CRIER_ADMIN_REDIS_URL must/.test(error.message) && !error.message.includes('secret'),
      )
  })
}
