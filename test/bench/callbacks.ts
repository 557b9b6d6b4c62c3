/** Callbacks to services at a steady rate, while one in ten of them takes them and never answers. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { commandSecret, memoryOf } from '../operation/command.ts'
import { testConfig } from '../support/crier.ts'
import { beginCommand } from './begin.ts'
import { type Bench, pause, percentile, type Row, whole } from './bench.ts'

const services = 100
/** Callbacks that happen per second, to services that answer; those that hang get their tenth on top. */
const rate = 1500
const drainMs = 30_000

async function makeServices({ url, sql }: Bench, port: number): Promise<string[]> {
  const { crier, close } = await open({ ...testConfig, secret: commandSecret, writers: 1 }, url, {
    log: makeLog('silent'),
  })
  const made: string[] = []
  for (let n = 0; n < services; n++) {
    const [service] = await sql`
      select create_service(${sql.json({ name: `Told ${n}`, restricted: true })}, null, now()) as id`
    made.push(service!.id as string)
    await sql`
      insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted)
      values (${service!.id}, 'delivery_status', ${`http://127.0.0.1:${port}/${n % 10 === 0 ? 'hangs' : 'well'}`},
        ${crier.seal.seal('a-token-of-the-service')})`
  }
  await close()
  return made
}

export async function callbacks(bench: Bench): Promise<Row[]> {
  const { sql, log } = bench
  const seconds = bench.seconds(30)
  const server = fork(fileURLToPath(new URL('told.ts', import.meta.url)))
  const port = await new Promise<number>((resolve) =>
    server.once('message', (told) => resolve(told as number)),
  )
  const told = await makeServices(bench, port)
  const well = told.filter((_, n) => n % 10 !== 0)
  const worker = beginCommand(bench, 'work', { CRIER_LOOPBACK_CALLBACKS: 'true' })
  await worker.started
  const delivered = async () => {
    const [row] = await sql`
      select count(*) filter (where status = 'delivered')::integer as delivered, count(*)::integer as written
      from service_callbacks where service_id = any (${well})`
    return row as unknown as { delivered: number; written: number }
  }
  // Twenty statements a second, as receipts come gathered.
  const began = performance.now()
  let written = 0
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * rate) - written
    if (due > 0) {
      written += due
      await sql`
        select count(write_callback(owner, 'delivery_status', gen_random_uuid(), json_build_object('id', n,
          'to', '07700900123', 'status', 'delivered', 'notification_type', 'sms',
          'created_at', wire_timestamp(now()), 'completed_at', wire_timestamp(now())), clock_timestamp()))
        from generate_series(1, ${due + Math.ceil(due / 9)}) n
        cross join lateral (select (${told}::uuid[])[1 + (${written} + n) % ${services}] as owner) chosen`
    }
    await pause(50)
  }
  const atEnd = await delivered()
  const drainBegan = performance.now()
  let last = atEnd
  while (last.delivered < last.written && performance.now() - drainBegan < drainMs) {
    await pause(100)
    last = await delivered()
  }
  const drained = (performance.now() - drainBegan) / 1000
  const waits = await sql`
    select extract(epoch from ended_at - created_at)::float8 as wait
    from service_callbacks where service_id = any (${well}) and status = 'delivered'`
  const values = waits.map((row) => row.wait as number)
  const [hanging] = await sql`
    select count(*)::integer as n from service_callbacks where service_id <> all (${well}) and attempts > 0`
  const memory = await memoryOf(worker.pid)
  await worker.stop()
  server.kill()
  log(`${hanging!.n} attempts at services that hang; ${last.written - last.delivered} left`)
  return [
    {
      scenario: 'callbacks',
      figure: `${whole(atEnd.delivered / seconds)}/s delivered to services that answer; the rest ${drained.toFixed(1)} s later; from the event to the answer p50 ${(percentile(values, 0.5) * 1000).toFixed(0)} ms, p99 ${(percentile(values, 0.99) * 1000).toFixed(0)} ms; memory ${memory?.now ?? '?'} MB`,
      baseline: `${whole(last.written / seconds)}/s written`,
      ratio: atEnd.delivered / last.written,
      conditions: `one work process; ${services} services, each tenth takes every call and never answers; the others answer after 5 ms, over HTTP on loopback`,
    },
  ]
}
