/** The archive beside acceptance: a million messages move to history while five hundred a second come in. */
import { addMessages, addServices } from './data.ts'
import { type Bench, clock, milliseconds, quantile, type Row, round, seconds, sized } from './measure.ts'

export async function retention({ sql, log }: Bench): Promise<Row[]> {
  const rows = sized(1_000_000)
  await addServices(sql, 100)
  await sql`update services set sms_message_limit = 1000000000, rate_limit = 1000000000`
  await sql`select make_history_partitions('2026-05-01', 2)`
  log(`retention: ${rows} messages`)
  await addMessages(sql, {
    table: 'notifications',
    from: '2026-06-01',
    days: 10,
    perDay: Math.round(rows / 10),
  })
  const [owner] = await sql`
    select services.id as service, templates.id as template from services join templates on templates.service_id = services.id
    where templates.template_type = 'sms' and services.name like 'Bench service %' limit 1`
  /** One message as acceptance writes it: a row with its indexes, in a transaction of its own. */
  const accept = () => sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to", billable_units)
    values (${owner!.service}, ${owner!.template}, 1, 'sms', 'normal', '07700900111', 1)`
  const load = async (until: () => boolean): Promise<number[]> => {
    const times: number[] = []
    const flying = new Set<Promise<unknown>>()
    for (const start = performance.now(), sent = { count: 0 }; !until(); ) {
      // What is due by now, so that a slow answer does not slow the requests.
      for (const due = ((performance.now() - start) / 1000) * 500; sent.count < due; sent.count++) {
        const request = clock(accept).then((time) => times.push(time))
        flying.add(request)
        request.finally(() => flying.delete(request))
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await Promise.all(flying)
    return times
  }
  // What the loading left to do is done first, and the connections are opened.
  await sql`checkpoint`
  const warm = performance.now()
  await load(() => performance.now() - warm > 1000)
  const calm = performance.now()
  const alone = await load(
    () => performance.now() - calm > 5000 * Math.min(1, Number(process.env.CRIER_BENCH_SCALE ?? 1) * 4),
  )
  let moving = true
  let moved = 0
  const time = clock(async () => {
    for (const channel of ['sms', 'email', 'letter']) {
      for (let batch = 5000; batch === 5000; moved += batch) {
        const [answer] =
          await sql`select moved from archive_notifications(${channel}, '2026-07-15T02:00Z', 5000)`
        batch = Number(answer!.moved)
      }
    }
  }).finally(() => {
    moving = false
  })
  const beside = await load(() => !moving)
  return [
    {
      scenario: 'retention',
      figure: `${milliseconds(quantile(beside, 0.99))} p99 of acceptance while archiving`,
      baseline: `${milliseconds(quantile(alone, 0.99))} p99 without`,
      ratio: round(quantile(beside, 0.99) / quantile(alone, 0.99)),
      conditions: `${moved} messages archived in ${seconds(await time)}, batches of 5000; 500 messages a second accepted meanwhile`,
    },
  ]
}
