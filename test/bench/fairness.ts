/** Whether a security code gets through while another service's file of 100,000 messages is being sent. */

import type { bareAcceptance } from './accept.ts'
import { beginCommand } from './begin.ts'
import { type Bench, pause, type Row, whole } from './bench.ts'
import { makeTargets, offer } from './offer.ts'

const bulk = 100_000

export async function fairness(bench: Bench): Promise<Row[]> {
  const { sql, log } = bench
  const seconds = bench.seconds(20)
  const [loud] = await makeTargets(bench, 1)
  const [quick] = await makeTargets(bench, 1, 'priority')
  const [quiet] = await makeTargets(bench, 2)
  // The bulk service has an ordinary limit, so that what it sends at once counts as running ahead.
  await sql`update services set rate_limit = 3000 where id = ${loud!.serviceId}`
  await queueBulk(bench, loud!)
  const [queued] = await sql`
    select count(*)::integer as count from pgboss.job where name = 'send-sms' and state = 'created'`
  log(`${queued!.count} messages queued`)
  const server = beginCommand(bench, 'run')
  const { port } = await server.started
  const began = performance.now()
  const load = { port: port!, connections: 4, seconds, warmUpSeconds: 0 }
  await Promise.all([
    offer({ ...load, targets: [quick!], rate: 10 }),
    offer({ ...load, targets: [quiet!], rate: 10 }),
  ])
  const [left] = await sql`
    select count(*) filter (where notification_status = 'created')::integer as count
    from notifications where service_id = ${loud!.serviceId}`
  const stillQueued = left!.count as number
  const bulkRate = (bulk - stillQueued) / ((performance.now() - began) / 1000)
  for (let tries = 0; tries < 40; tries++) {
    const [waiting] = await sql`
      select count(*)::integer as count from notifications
      where service_id in (${quick!.serviceId}, ${quiet!.serviceId}) and sent_at is null`
    if (waiting!.count === 0) break
    await pause(250)
  }
  const waits = async (serviceId: string) => {
    const [row] = await sql`
      select count(*)::integer as count,
        percentile_cont(array[0.5, 0.95, 1.0])
          within group (order by extract(epoch from coalesce(sent_at, now()) - created_at)) as waits
      from notifications where service_id = ${serviceId}`
    const [p50, p95, worst] = row!.waits as number[]
    return `p95 ${p95!.toFixed(3)} s (p50 ${p50!.toFixed(3)} s, longest ${worst!.toFixed(3)} s, ${row!.count} messages)`
  }
  const [all] = await sql`
    select percentile_cont(0.95) within group (order by extract(epoch from sent_at - created_at)) as p95
    from notifications where service_id = ${loud!.serviceId} and sent_at is not null`
  const rows: Row[] = []
  for (const [name, one] of [
    ['fairness, priority template', quick!],
    ['fairness, ordinary template', quiet!],
  ] as const) {
    rows.push({
      scenario: name,
      figure: `acceptance to hand-over ${await waits(one.serviceId)}`,
      baseline: `the bulk service itself: p95 ${Number(all!.p95 ?? 0).toFixed(1)} s`,
      conditions: `10/s over HTTP for ${seconds} s while another service had ${whole(bulk)} messages queued, of which ${whole(stillQueued)} were left at the end (sent at ${whole(bulkRate)}/s); one run process`,
    })
  }
  await server.stop()
  return rows
}

/** Through the acceptance statement itself, past the limit per minute that would take half an hour. */
export async function queueBulk(
  bench: Bench,
  loud: Parameters<typeof bareAcceptance>[1][number],
): Promise<void> {
  const { sql } = bench
  for (let queued = 0; queued < bulk; ) {
    await sql`
      update rate_limit_buckets set tokens = 1000, refilled_at = clock_timestamp() where service_id = ${loud.serviceId}`
    const [answer] = await sql`
      select count(*) filter (where outcome = 'accepted')::integer as accepted
      from accept_notifications((
        select jsonb_agg(jsonb_build_object(
          'ord', n, 'service_id', ${loud.serviceId}::text, 'api_key_id', ${loud.apiKeyId}::text, 'key_type', 'normal',
          'notification_type', 'sms', 'stores', true, 'enqueues', true, 'checks_international', true,
          'counts_international', false, 'template_id', ${loud.templateId}::text, 'template_version', 1,
          'process_type', 'normal', 'to', '447700900300', 'normalised_to', '447700900300',
          'personalisation', jsonb_build_object('name', 'Amala', 'code', n::text), 'rate_multiplier', 1,
          'international', false, 'phone_prefix', '44'
        ))
        from generate_series(1, ${Math.min(500, bulk - queued)}::integer) n
      ))`
    queued += answer!.accepted as number
    if (answer!.accepted === 0) throw new Error('nothing was accepted')
  }
}
