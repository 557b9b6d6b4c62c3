/**
 * PostgreSQL goes away for a while under load: what was accepted stays accepted, and everything recovers by itself. `serve` and `work` are parts of this process,
 * which an error that nobody catches would fail as it would end theirs: processes of their own would cost a second and show no more.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { makeApiKey } from '../../src/services/create.ts'
import { type Running, start } from '../../src/start.ts'
import { commandSecret } from '../operation/command.ts'
import { removeCluster, smallCluster } from '../support/clusters.ts'
import { testConfig, tokenFor } from '../support/crier.ts'
import { copyMigrated } from '../support/migrated.ts'
import { scaled } from '../support/scale.ts'

const outageSeconds = scaled(3)
const askEveryMs = 100

type Asked = { at: number; status: number; id: string | null; retryAfter: string | null }

/** Makes a live service on the database, past the application's process. */
async function makeSender(url: string): Promise<{ key: string; template: string }> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const { crier, close } = await open({ ...testConfig, secret: commandSecret, writers: 1 }, url, {
    log: makeLog('silent'),
  })
  const [service] =
    await sql`select create_service('{"name": "Under load", "restricted": false}', null, now()) as id`
  await sql`update services set rate_limit = 1000000 where id = ${service!.id}`
  const [template] = await sql`
    insert into templates (service_id, name, template_type, content)
    values (${service!.id}, 'Code', 'sms', 'Hello ((name))') returning id`
  const key = await makeApiKey(crier, service!.id, 'key', 'normal')
  await close()
  await sql.end()
  return { key, template: template!.id }
}

test('no accepted message is lost while PostgreSQL is away, and the server answers 503', async (t) => {
  const folder = await smallCluster()
  const running: Running[] = []
  let sql: postgres.Sql | undefined
  let loading = true
  const stop = () => Promise.all(running.splice(0).map((one) => one.stop()))
  t.after(async () => {
    loading = false
    await stop()
    await sql?.end({ timeout: 1 })
    await removeCluster(folder)
  })
  const { database } = await copyMigrated(folder)
  const server = await startEmbedded(folder, 'durable', database)
  const { key, template } = await makeSender(server.url)
  const config = { ...testConfig, secret: commandSecret, baseUrl: null }
  const logs: { level: number; msg: string }[][] = []
  for (const serve of [true, false]) {
    const lines: (typeof logs)[number] = []
    const log = makeLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
    running.push(await start(config, server.url, { serve, work: !serve }, log))
    logs.push(lines)
  }
  const base = `http://127.0.0.1:${running[0]!.port}`

  const asked: Asked[] = []
  const failures: unknown[] = []
  const ask = async (number: number) => {
    const response = await fetch(`${base}/v2/notifications/sms`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenFor(key, new Date())}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        phone_number: `07700 900${300 + (number % 600)}`,
        template_id: template,
        personalisation: { name: String(number) },
      }),
      signal: AbortSignal.timeout(25_000),
    })
    const { id = null } = (await response.json()) as { id?: string }
    const retryAfter = response.headers.get('retry-after')
    asked.push({ at: performance.now(), status: response.status, id, retryAfter })
  }
  const load = (async () => {
    const all: Promise<unknown>[] = []
    for (let number = 0; loading; number++) {
      all.push(ask(number).catch((error: unknown) => failures.push(error)))
      await pause(askEveryMs)
    }
    await Promise.all(all)
  })()
  const health = async () => (await fetch(`${base}/_status`)).status
  await pause(1500)
  const first = await health()
  assert.equal(first, 200, JSON.stringify(logs[0]!.slice(-20)))

  const stopBegan = performance.now()
  await server.halt()
  const stopped = performance.now()
  await pause(1000)
  assert.notEqual(await health(), 200, 'the health check tells that the database is away')
  await pause(outageSeconds * 1000 - 1000)
  const restartBegan = performance.now()
  const again = await startEmbedded(folder, 'durable', database)
  assert.equal(again.url, server.url)
  const back = performance.now()

  const recovered = () => asked.find(({ at, status }) => at > restartBegan && status === 201)
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && !recovered(); ) await pause(50)
  assert.ok(recovered(), 'the server accepts again by itself')
  await pause(1000)
  assert.equal(await health(), 200)
  loading = false
  await load

  assert.deepEqual(failures, [], 'every request was answered')
  const during = asked.filter(({ at }) => at > stopped + 500 && at < restartBegan)
  assert.ok(during.length > 0, 'requests were answered while the database was away')
  assert.deepEqual([...new Set(during.map(({ status }) => status))], [503])
  assert.ok(during.every(({ retryAfter }) => retryAfter === '1'))
  assert.deepEqual([...new Set(asked.map(({ status }) => status))].sort(), [201, 503])

  const accepted = asked.flatMap(({ id, status }) => (status === 201 ? [id!] : []))
  sql = postgres(server.url, { max: 1, onnotice: () => {} })
  const delivered = async () => {
    const [row] = await sql!`
      select count(*)::integer as count from notifications
      where id = any (${accepted}::uuid[]) and notification_status = 'delivered'`
    return row!.count as number
  }
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline && (await delivered()) < accepted.length) await pause(100)
  const drained = performance.now()
  assert.equal(await delivered(), accepted.length, 'the workers recovered too, and every message arrived')
  await stop()
  for (const lines of logs) {
    const told = lines
      .filter(({ level, msg }) => level >= 40 || msg === 'database back')
      .map(({ msg }) => msg)
    // What a machine lacks is said at the start.
    const later = told.slice(told.indexOf('database lost'))
    assert.deepEqual(later, ['database lost', 'database back'], 'one line when it goes and one when it comes')
  }
  const inSeconds = (ms: number) => (ms / 1000).toFixed(1)
  t.diagnostic(
    `${accepted.length} accepted of ${asked.length} asked; away for ${inSeconds(back - stopBegan)} s; first accepted ${inSeconds(recovered()!.at - back)} s after the database was back, all delivered after ${inSeconds(drained - back)} s`,
  )
})
