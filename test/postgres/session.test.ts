/** What databases and roles have set for themselves, and what stands between, changes no answer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { connect, pgtyped } from '../../src/database.ts'
import { makeLog } from '../../src/log.ts'
import { migrate } from '../../src/migrate.ts'
import { checkSession } from '../../src/postgres/session.ts'
import { type Running, start } from '../../src/start.ts'
import { adminToken } from '../admin/support.ts'
import { testConfig, testCrier, tokenFor } from '../support/crier.ts'
import { testDatabase } from '../support/database.ts'
import { openProxy } from '../support/proxy.ts'
import { setForeign } from './foreign.ts'

test('Crier migrates, starts, accepts, delivers, reports and shows its dashboard whatever the database has set for itself', async (t) => {
  const crier = await testCrier()
  let running: Running | undefined
  t.after(async () => {
    await running?.stop()
    await crier.close()
  })
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const name = new URL(crier.url).pathname.slice(1)
  await setForeign(crier.sql, `database ${name}`)
  await crier.sql`update applied_files set sha256 = '' where path = 'data'`
  await migrate(crier.url)
  const [loaded] = await crier.sql`select from applied_files where path = 'data' and sha256 <> ''`
  assert.ok(loaded)
  // The connections of a process that starts now, beside those of the test, which are older.
  running = await start({ ...testConfig, host: '127.0.0.1' }, crier.url, { serve: true, work: true })
  const { port } = running
  const authorization = `Bearer ${tokenFor(service.keys.normal, new Date())}`
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { authorization, ...init.headers } })
  const send = () =>
    ask('/v2/notifications/sms', {
      method: 'POST',
      body: JSON.stringify({
        phone_number: '07700900456',
        template_id: template,
        personalisation: { name: 'Amala' },
      }),
    })
  const sent = await Promise.all(Array.from({ length: 20 }, send))
  assert.deepEqual([...new Set(sent.map(({ status }) => status))], [201])
  const { id } = (await sent[0]!.json()) as { id: string }
  await crier.until('all are delivered', async () => {
    const [row] = await crier.sql`
      select count(*)::integer as count from notifications
      where service_id = ${service.id} and notification_status = 'delivered'`
    return row!.count === sent.length
  })
  const message = (await (await ask(`/v2/notifications/${id}`)).json()) as Record<string, string>
  assert.match(message.completed_at!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  assert.equal(message.body, 'Hello Amala')
  const basic = Buffer.from(`${testConfig.admin.clientId}:${testConfig.admin.secret}`).toString('base64')
  const dashboard = await ask('/dashboard', { headers: { authorization: `Basic ${basic}` } })
  assert.equal(dashboard.status, 200)
  const rate = await ask('/sms-rate', { headers: { authorization: `Bearer ${adminToken(new Date())}` } })
  assert.match(((await rate.json()) as { valid_from: string }).valid_from, /^\d{4}-\d\d-\d\dT\d\d:00:00$/)
})

test('a pooler that drops settings, and one that refuses them, are told of in one line', async (t) => {
  const database = await testDatabase()
  const dropping = await openProxy(database.url)
  // A name of the same length that any server takes.
  dropping.onWords = (words) =>
    Buffer.from(words.toString('latin1').replace('bytea_output\0hex', 'x.tea_output\0hex'), 'latin1')
  const refusing = await openProxy(database.url)
  refusing.onWords = (_words, line) => {
    const text = 'SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0'
    const head = Buffer.alloc(5)
    head.write('E')
    head.writeUInt32BE(text.length + 4, 1)
    line.refuse(Buffer.concat([head, Buffer.from(text)]))
    return null
  }
  t.after(async () => {
    await dropping.close()
    await refusing.close()
    await database.close()
  })
  await database.sql.unsafe(
    `alter database ${new URL(database.url).pathname.slice(1)} set bytea_output = 'escape'`,
  )
  const config = { ...testConfig, host: '127.0.0.1' }
  const log = makeLog('silent')
  await assert.rejects(start(config, dropping.url, { serve: true, work: false }, log), {
    message:
      'the database\'s sessions have bytea_output = "escape" where Crier asks for "hex". A pooler (PgBouncer) that drops settings can not stand between: give Crier connections of its own to PostgreSQL',
  })
  await assert.rejects(start(config, refusing.url, { serve: true, work: false }, log), {
    message:
      'unsupported startup parameter: statement_timeout. A pooler (PgBouncer) that drops settings can not stand between: give Crier connections of its own to PostgreSQL',
  })
  await assert.rejects(migrate(refusing.url), /unsupported startup parameter: statement_timeout\. A pooler/)
})

test('sessions without triggers are refused', async (t) => {
  const database = await testDatabase()
  await database.sql.unsafe(
    `alter database ${new URL(database.url).pathname.slice(1)} set session_replication_role = replica`,
  )
  const sql = connect(database.url, { max: 1, name: 'test', role: null })
  t.after(async () => {
    await sql.end()
    await database.close()
  })
  await assert.rejects(checkSession(pgtyped(sql), null, 30_000), /session_replication_role = "replica"/)
})

for (const [url, complaint] of [
  ['postgres://user:word@one.example,two.example/crier', /names several hosts/],
  ['postgres://one.example:5432,two.example:5433/crier', /names several hosts/],
  ['postgresql://user:w,rd@one.example/crier?options=-c%20datestyle%3DGerman', /may not set "options"/],
  ['postgres://one.example/crier?host=two.example', /may not set "host"/],
  ['postgres://one.example/crier?target_session_attrs=read-write', /may not set "target_session_attrs"/],
  ['mysql://one.example/crier', /must begin with postgres:/],
] as const) {
  test(`DATABASE_URL=${url} is refused in one line without the password`, () => {
    assert.throws(
      () =>
        readConfig({
          DATABASE_URL: url,
          CRIER_SECRET: 'a secret for tests',
          CRIER_ADMIN_SECRET: 'a secret for tests',
        }),
      (error: Error) => complaint.test(error.message) && !/word|w,rd|\n/.test(error.message),
    )
  })
}

test('a password may hold a comma, and TLS is the URL’s to say', () => {
  const given = 'postgresql://user:w%2Crd@one.example/crier?sslmode=require'
  const { databaseUrl } = readConfig({
    DATABASE_URL: given,
    CRIER_SECRET: 'a secret for tests',
    CRIER_ADMIN_SECRET: 'a secret for tests',
  })
  assert.equal(databaseUrl, given)
})
