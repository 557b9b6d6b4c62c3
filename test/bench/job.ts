/** A file of 100,000 recipients, from the request to the last hand-over, beside what the database needs for the bare rows. */
import { pipeline } from 'node:stream/promises'
import { memoryOf } from '../operation/command.ts'
import { beginCommand } from './begin.ts'
import { type Bench, pause, type Row, whole } from './bench.ts'
import { tokenMaker } from './connection.ts'
import { makeTargets, type Sender } from './offer.ts'

const usualRows = 100_000
const usualSeconds = 60

const numberOf = (row: number) => `07${String(700_000_000 + row)}`
const fileOf = (rows: number) =>
  ['phone number,name,code', ...Array.from({ length: rows }, (_, n) => `${numberOf(n)},Amala,${n}`)].join(
    '\n',
  )

/** @returns seconds that COPY and one insert take for rows of the same columns and indexes */
async function bareRows({ sql }: Bench, { serviceId, templateId }: Sender, rows: number): Promise<number> {
  await sql`create table bare_rows (like job_rows including all)`
  await sql`create table bare_messages (like notifications including all)`
  const id = '00000000-0000-4000-8000-000000000001'
  const lines = Array.from(
    { length: rows },
    (_, n) =>
      `${id}\t${n}\t${numberOf(n)}\t44${numberOf(n).slice(1)}\t{"name":"Amala","code":"${n}"}\t1\t44\n`,
  )
  const began = performance.now()
  await pipeline(
    [lines.join('')],
    await sql`
      copy bare_rows (job_id, row_number, "to", normalised_to, personalisation, rate_multiplier, phone_prefix) from stdin`.writable(),
  )
  await sql`
    insert into bare_messages (service_id, template_id, template_version, notification_type, key_type, job_id, job_row_number,
      "to", normalised_to, personalisation, rate_multiplier, phone_prefix)
    select ${serviceId}, ${templateId}, 1, 'sms', 'normal', job_id, row_number, "to", normalised_to, personalisation, rate_multiplier, phone_prefix
    from bare_rows`
  return (performance.now() - began) / 1000
}

export async function job(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const rows = Math.round((usualRows * bench.seconds(usualSeconds)) / usualSeconds)
  const [sender] = (await makeTargets(bench, 1)) as [Sender]
  const bare = await bareRows(bench, sender, rows)
  const server = beginCommand(bench, 'run')
  const { port } = await server.started
  const began = performance.now()
  const since = () => (performance.now() - began) / 1000
  const answer = await fetch(
    `http://127.0.0.1:${port}/v2/jobs?name=people.csv&template_id=${sender.templateId}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenMaker(sender)()}`, 'content-type': 'text/csv' },
      body: fileOf(rows),
    },
  )
  if (answer.status !== 201) throw new Error(await answer.text())
  const answered = since()
  const reached = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await pause(100)
    return since()
  }
  const stored = await reached(async () => {
    const [done] = await sql`select job_status::text like 'finished%' as holds from jobs`
    return done!.holds
  })
  const sent = await reached(async () => {
    const [left] = await sql`
      select not exists (select from notifications where notification_status = 'created') as holds`
    return left!.holds
  })
  const [count] = await sql`select count(*)::integer as sent from notifications where sent_at is not null`
  if (count!.sent !== rows) throw new Error(`${count!.sent} messages of ${rows} were sent`)
  const memory = await memoryOf(server.pid)
  await server.stop()
  return [
    {
      scenario: 'job',
      figure: `answered after ${answered.toFixed(1)} s, all rows stored and queued after ${stored.toFixed(1)} s, all handed over after ${sent.toFixed(1)} s; memory at most ${memory?.peak ?? '?'} MB`,
      baseline: `${bare.toFixed(1)} s for COPY and one insert of the rows`,
      ratio: stored / bare,
      conditions: `${whole(rows)} texts as one file to POST /v2/jobs; one run process, which sends to the sandbox meanwhile`,
    },
  ]
}
