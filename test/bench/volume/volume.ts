/**
 * What becomes of plans, reads and nights when the history is large. CRIER_BENCH_HISTORY (400,000) is how many messages it holds: of
 * seventeen days, one of them with four times as many, and a twentieth of it live. Everything is measured before at a tenth of that.
 */
import { connect, pgtyped } from '../../../src/database.ts'
import { archiveChannel } from '../../../src/retention/nightly.ts'
import { type Bench, type Row, whole } from '../bench.ts'
import { addServices } from '../books/data.ts'
import { clock, inSeconds, milliseconds } from '../books/measure.ts'
import { watchLog } from '../log-written.ts'
import { addHistory, addLive, makePattern } from './history.ts'
import { type Seen, seePlans } from './plans.ts'

const wanted = Number(process.env.CRIER_BENCH_HISTORY || 400_000)
if (!(wanted >= 400_000)) throw new Error('CRIER_BENCH_HISTORY must be a number from 400,000')
const services = 1000
/** What a day of history holds, of which there are sixteen and one of four times as many. */
const dayOf = (history: number) => Math.round(history / 20)
const [usualDay, greatDay] = ['2026-06-02', '2026-05-25']
const now = '2026-06-15T10:00Z'
/** In this night the first live day is past its retention of a week. */
const night = '2026-06-17T02:00Z'
/** So many of that day, which is enough to know the pace. */
const archivedMessages = 20_000

async function fill({ sql, log }: Bench, history: number): Promise<number> {
  const day = dayOf(history)
  const time = await clock(async () => {
    await sql`drop table if exists pattern`
    await sql`truncate notifications`
    await makePattern(sql, Math.min(500_000, day))
    await addHistory(sql, [
      { name: '2026_05', from: greatDay, perDay: [4 * day] },
      { name: '2026_06', from: usualDay, perDay: [day, day] },
    ])
    await addHistory(sql, [
      { name: '2026_03', from: '2026-03-04', perDay: Array(7).fill(day) },
      { name: '2026_04', from: '2026-04-04', perDay: Array(7).fill(day) },
    ])
    const archived = Math.min(archivedMessages, day / 5)
    await addLive(sql, '2026-06-09', [archived, ...Array(4).fill(Math.ceil((day - archived) / 4))])
  })
  log(`${whole(history)} messages in history and ${whole(day)} live were made in ${inSeconds(time)}`)
  return time
}

/** Bytes of the rows and of the indexes of a message. */
async function bytes({ sql }: Bench, table: string): Promise<string> {
  const [size] = await sql`
    select
      round(sum(pg_relation_size(part.relid)) / max(held.messages)) as rows,
      round(sum(pg_indexes_size(part.relid)) / max(held.messages)) as indexes,
      round(sum(pg_total_relation_size(part.relid)) / 1e9, 2) as gigabytes
    from (
      select ${table}::regclass as relid
      union
      select relid from pg_partition_tree(${table}::regclass)
    ) part
    cross join (select count(*) as messages from ${sql(table)}) held`
  return `${whole(size!.rows)} + ${whole(size!.indexes)} bytes a message, ${size!.gigabytes} GB`
}

/** Billing and statuses of a day, as a night makes them: channel by channel. */
async function recount({ sql }: Bench, day: string): Promise<number> {
  return clock(async () => {
    for (const channel of ['sms', 'email', 'letter']) {
      await sql`select * from refresh_billing_facts(${day}, ${channel})`
      await sql`select * from refresh_status_facts(${day}, ${channel})`
    }
  })
}

/** Archives as the night does; answers how many messages, milliseconds, and bytes of the log for each. */
async function archive(bench: Bench): Promise<{ moved: number; time: number; logged: number }> {
  const worker = connect(bench.url, { max: 1, name: 'bench' })
  let moved = 0
  const written = await watchLog(bench.sql)
  const time = await clock(async () => {
    for (const notification_type of ['sms', 'email', 'letter'] as const) {
      moved += await archiveChannel(pgtyped(worker), { notification_type, now: night })
    }
  })
  await worker.end()
  return { moved, time, logged: (await written()) / moved }
}

const vacuum = ({ sql }: Bench, table: string) => clock(() => sql.unsafe(`vacuum (freeze, analyze) ${table}`))

/** A receipt for a text and for an email that were archived long ago, each found by its key: what a batch of a hundred takes. */
async function receipts({ sql }: Bench): Promise<number> {
  const named = await sql`
    select provider, reference
    from (
      (select 'mmg' as provider, id::text as reference from notification_history_2026_06 where notification_type = 'sms' limit 50)
      union all
      (select 'ses', reference from notification_history_2026_05 where notification_type = 'email' limit 50)
    ) archived`
  const batch = named.map(({ provider, reference }, ord) => ({
    ord,
    provider,
    reference,
    status: provider === 'mmg' ? '3' : 'Delivery',
    code: null,
    received_at: now,
  }))
  const once = () => sql`select * from apply_receipts(${sql.json(batch)})`
  await once()
  return clock(once)
}

async function measure(bench: Bench) {
  const { sql } = bench
  const [big] = await sql`
    select service_id from notifications group by service_id order by count(*) desc limit 1`
  const [organisation] = await sql`
    insert into organisation (name) values ('Organisation ' || gen_random_uuid()) returning id`
  await sql`update services set organisation_id = ${organisation!.id} where id = ${big!.service_id}`
  const owner = { service: big!.service_id as string, organisation: organisation!.id as string, now }
  const month = await vacuum(bench, 'notification_history')
  const [usual, great] = [await recount(bench, usualDay), await recount(bench, greatDay)]
  const seen = await seePlans(sql, owner)
  return {
    usual,
    great,
    seen,
    receipts: await receipts(bench),
    sizes: { history: await bytes(bench, 'notification_history'), live: await bytes(bench, 'notifications') },
    month,
    archived: await archive(bench),
    live: await vacuum(bench, 'notifications'),
  }
}

const reads = ({ reads }: Seen, names: RegExp) => {
  const found = [...reads].filter(([name]) => names.test(name)).map(([, read]) => read)
  const most = (of: 'milliseconds' | 'pages') => Math.max(...found.map((read) => read[of]))
  return {
    text: `${most('milliseconds').toFixed(1)} ms, ${whole(most('pages'))} pages`,
    ms: most('milliseconds'),
  }
}

export async function volume(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  await addServices(sql, services)
  await sql`select make_history_partitions('2026-03-01', 4)`
  await fill(bench, wanted / 10)
  const small = await measure(bench)
  const made = await fill(bench, wanted)
  const large = await measure(bench)
  const other = [...large.seen.shapes].filter(([name, shape]) => small.seen.shapes.get(name) !== shape)
  for (const [name, shape] of other) bench.log(`${name}: ${small.seen.shapes.get(name)}; now ${shape}`)
  for (const fault of [...small.seen.faults, ...large.seen.faults]) bench.log(fault)
  const day = dayOf(wanted)
  const history = `${whole(wanted)} in history`
  const row = (figure: string, baseline: string, ratio: number | undefined, conditions: string): Row => ({
    scenario: 'volume',
    figure,
    baseline,
    ...(ratio === undefined ? {} : { ratio }),
    conditions,
  })
  const times = (of: 'usual' | 'great' | 'receipts' | 'month' | 'live', what: string): Row =>
    row(milliseconds(large[of]), milliseconds(small[of]), large[of] / small[of], what)
  const readOf = (names: RegExp, what: string): Row => {
    const [one, two] = [reads(large.seen, names), reads(small.seen, names)]
    return row(one.text, two.text, one.ms / two.ms, what)
  }
  const rate = ({ moved, time }: { moved: number; time: number }) => (moved * 1000) / time
  return [
    row(
      `${large.sizes.history}`,
      small.sizes.history,
      undefined,
      `${history}: rows + indexes; made in ${inSeconds(made)}`,
    ),
    row(`${large.sizes.live}`, small.sizes.live, undefined, `${whole(day)} live: rows + indexes`),
    row(
      `${large.seen.shapes.size - other.length} of ${large.seen.shapes.size} plans go by the same indexes`,
      `${large.seen.faults.length} read more than they may`,
      undefined,
      'the cases of test/plans, with the values at hand and with the general plan',
    ),
    readOf(/^list, (?!reference)/, 'the slowest of the pages of the list, first and deep'),
    readOf(/^(list, reference|one message)/, 'one message, and the list by a reference'),
    readOf(/^changes/, 'a page of the list of changes'),
    times('receipts', 'a hundred receipts for archived messages'),
    times('usual', `billing and statuses of a day of ${whole(day)}, one connection`),
    times('great', `billing and statuses of a day of ${whole(4 * day)}, one connection`),
    row(
      `${whole(rate(large.archived))}/s`,
      `${whole(rate(small.archived))}/s`,
      rate(large.archived) / rate(small.archived),
      `${whole(large.archived.moved)} messages archived as the night does it, with its rests; ${whole(large.archived.logged)} bytes of write-ahead log each`,
    ),
    times('live', `vacuum of the live table after that, all rows frozen`),
    times('month', 'the first vacuum of the whole history, all rows frozen'),
  ]
}
