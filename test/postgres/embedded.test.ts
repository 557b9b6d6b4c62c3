import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { type EmbeddedPostgres, findEmbedded, startEmbedded } from '../../src/postgres/embedded.ts'
import { findPostmaster, stopPostmaster } from '../../src/postgres/postmaster.ts'
import type { Settings } from '../../src/postgres/settings.ts'
import { removeCluster, testCluster } from '../support/clusters.ts'

const folder = testCluster()

before(() => mkdir(folder, { recursive: true }))
after(() => removeCluster(folder))

/** A server that a test leaves running is the next one's; whoever needs a start stops it first. */
const start = (settings: Settings = 'fleeting') => startEmbedded(folder, settings, 'postgres')

/** One statement on a connection of its own. */
async function query(server: EmbeddedPostgres, statement: string): Promise<unknown> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  return sql.unsafe(statement).finally(() => sql.end({ timeout: 1 }))
}

/** The id of the server's process. */
async function postmaster(): Promise<number> {
  return (await findPostmaster(await realpath(join(folder, 'data'))))!.pid
}

test('keeps its data over a restart, and its password to itself', async () => {
  const first = await start()
  await query(first, 'create table kept as select 1 as one')
  await first.stop()
  assert.equal(await findEmbedded(folder), undefined)
  const second = await start()
  assert.equal(second.url, first.url)
  assert.deepEqual([...((await query(second, 'select one from kept')) as object[])], [{ one: 1 }])
  assert.equal((await stat(join(folder, 'data', 'crier.json'))).mode & 0o777, 0o600)
  await assert.rejects(query({ ...second, url: second.url.replace(/:[^:@]+@/, ':guess@') }, 'select 1'), {
    code: '28P01',
  })
})

test('listens on the loopback address only, in UTF-8', async () => {
  const server = await start()
  const [row] = (await query(
    server,
    `select current_setting('listen_addresses') as address, current_setting('server_encoding') as encoding,
      datlocprovider::text as provider, current_setting('server_version_num')::integer / 10000 as version
    from pg_database where datname = 'postgres'`,
  )) as object[]
  assert.deepEqual(row, { address: '127.0.0.1', encoding: 'UTF8', provider: 'b', version: 18 })
})

test('processes that start at once share one server', async () => {
  await (await findEmbedded(folder))?.stop()
  const [one, two, three] = await Promise.all([start(), start(), start()])
  assert.equal(one.url, two.url)
  assert.equal(one.url, three.url)
})

test('is left to others who are connected', async () => {
  const server = await start()
  const other = postgres(server.url, { max: 1 })
  await other`select 1`
  await server.stop()
  assert.deepEqual([...(await other`select 2 as two`)], [{ two: 2 }])
  await other.end()
  await server.stop()
  assert.equal(await findEmbedded(folder), undefined)
})

test('starts again after kill -9 of the server, whose lock file and busy processes are left', async () => {
  const server = await start('durable')
  const busy = query(server, 'select pg_sleep(600), count(*) from generate_series(1, 1e9)').catch(
    () => 'broken off',
  )
  await query(server, 'create table if not exists survives as select 1 as one')
  const killed = await postmaster()
  process.kill(killed, 'SIGKILL')
  const again = await start('durable')
  assert.notEqual(await postmaster(), killed)
  assert.equal(await busy, 'broken off')
  assert.equal(((await query(again, 'select one from survives')) as object[]).length, 1)
})

test('is stopped though it hears nothing, since the system has paused it', async () => {
  const data = await realpath(join(folder, 'data'))
  await start()
  process.kill(await postmaster(), 'SIGSTOP')
  await stopPostmaster(data, 200)
  assert.equal(await findPostmaster(data), undefined)
  const again = await start()
  assert.equal(((await query(again, 'select 1 as one')) as object[]).length, 1)
  await again.stop()
})

test('its log has no row that a constraint refused, nor a parameter', async () => {
  const server = await start('durable')
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  await sql`create table refusing (recipient text check (recipient = ''))`
  await assert.rejects(sql`insert into refusing values (${'amala@example.gov.uk'})`, { code: '23514' })
  await sql.end({ timeout: 1 })
  const logs = join(folder, 'data', 'log')
  const read = async () =>
    (await Promise.all((await readdir(logs)).map((file) => readFile(join(logs, file), 'utf8')))).join()
  // A process of its own writes the log, some time after the answer.
  let text = await read()
  for (const deadline = Date.now() + 10_000; !/violates/.test(text) && Date.now() < deadline; )
    text = await read()
  assert.match(text, /violates check constraint/)
  assert.doesNotMatch(text, /amala@/)
  await server.halt()
})

test('outlives the application that started it, and is adopted by the next', async () => {
  const code = `
    import { startEmbedded } from ${JSON.stringify(new URL('../../src/postgres/embedded.ts', import.meta.url).href)}
    await startEmbedded(${JSON.stringify(folder)}, 'fleeting', 'postgres')
    process.kill(-process.pid, 'SIGKILL')`
  const application = spawn(process.execPath, ['--input-type=module', '-e', code], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [, signal] = await once(application, 'close')
  assert.equal(signal, 'SIGKILL')
  const orphan = await postmaster()
  const server = await start()
  assert.equal(await postmaster(), orphan)
  await server.stop()
})

test('a lock file that names a stranger does not keep it from starting', async () => {
  await (await start()).stop()
  const data = await realpath(join(folder, 'data'))
  await writeFile(
    join(data, 'postmaster.pid'),
    `${process.pid}\n${data}\n1\n5432\n\n127.0.0.1\n0 0\nready   \n`,
  )
  const server = await start()
  assert.equal(((await query(server, 'select 1 as one')) as object[]).length, 1)
  await server.stop()
})

test('takes another port, and keeps it, when its own is taken', async () => {
  const secrets = JSON.parse(await readFile(join(folder, 'data', 'crier.json'), 'utf8')) as { port: number }
  const squatter = createServer().listen(secrets.port, '127.0.0.1')
  await once(squatter, 'listening')
  const server = await start()
  assert.notEqual(Number(new URL(server.url).port), secrets.port)
  await server.stop()
  squatter.close()
  const again = await start()
  assert.equal(again.url, server.url)
  await again.stop()
})

test('a server that can not start says why in one line', async () => {
  const data = await realpath(join(folder, 'data'))
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8')
  await writeFile(join(data, 'PG_VERSION'), '17\n')
  await assert.rejects(start(), /^Error: the embedded PostgreSQL in .* did not start: [^\n]+$/)
  await writeFile(join(data, 'PG_VERSION'), version)
})
