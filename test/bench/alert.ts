/** From an approval to the fourth operator's document, over HTTP on this machine: with nothing else to do, and beside another service's queued texts. */
import { operators, type Post } from '../broadcasts/operators.ts'
import { areas, type World } from '../broadcasts/support.ts'
import { beginCommand } from './begin.ts'
import { type Bench, pause, percentile, type Row, whole } from './bench.ts'
import { queueBulk } from './fairness.ts'
import { makeTargets } from './offer.ts'

const bulk = 100_000
const operatorsTold = 4

/** A broadcast service with two people, past the routes. */
async function makeWorld({ sql }: Bench): Promise<Pick<World, 'author' | 'approver'> & { service: string }> {
  const [made] = await sql`
    with service as (
      select create_service('{"name": "Alerts", "restricted": false}', null, now()) as id
    ), person as (
      insert into users (name, email_address, auth_type, state)
      select 'Someone', name || '@example.gov.uk', 'email_auth', 'active' from unnest(array['a', 'b']) as name
      returning id
    )
    select service.id as service, array(select id from person) as people from service`
  const { service, people } = made as unknown as { service: string; people: string[] }
  await sql`insert into user_to_service (user_id, service_id) select unnest(${people}::uuid[]), ${service}`
  await sql`select set_broadcast_service(${service}, 'severe', true, null, null, now())`
  return { service, author: people[0]!, approver: people[1]! }
}

/** Milliseconds of each of several alerts. */
async function timesOf(
  bench: Bench,
  made: Awaited<ReturnType<typeof makeWorld>>,
  count: number,
  posts: Post[],
) {
  const { sql } = bench
  const times: number[] = []
  for (let number = 0; number < count; number++) {
    const [row] = await sql`
      insert into broadcast_message (
        service_id, content, transmitted_content, areas, status, created_at, created_by_id, stubbed
      )
      values (${made.service}, 'Text', 'Text', ${sql.json(areas as never)}, 'pending-approval', now(), ${made.author}, false)
      returning id`
    posts.length = 0
    const began = performance.now()
    const [moved] = await sql`
      select refusal from change_broadcast_status(${made.service}, ${row!.id}, 'broadcasting', ${made.approver}, now())`
    if (moved!.refusal !== null) throw new Error(moved!.refusal)
    const deadline = began + 30_000
    while (posts.length < operatorsTold && performance.now() < deadline) await pause(1)
    times.push((posts[operatorsTold - 1]?.at ?? Number.NaN) - began)
    // Approvals do not come in a rhythm with the workers' polling.
    await pause(300 * Math.random())
  }
  return times
}

export async function alert(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const made = await makeWorld(bench)
  const peers = await operators({ sql } as never)
  const count = Math.max(20, bench.seconds(20) * 2)
  const worker = beginCommand(bench, 'work')
  try {
    await worker.started
    await timesOf(bench, made, 3, peers.received)
    const idle = await timesOf(bench, made, count, peers.received)
    const [loud] = await makeTargets(bench, 1)
    await queueBulk(bench, loud!)
    const beside = await timesOf(bench, made, count, peers.received)
    const [left] = await sql`
      select count(*)::integer as count from pgboss.job where name = 'send-sms' and state in ('created', 'active')`
    const figure = (times: number[]) =>
      `p95 ${whole(percentile(times, 0.95))} ms (p50 ${whole(percentile(times, 0.5))} ms, longest ${whole(Math.max(...times))} ms)`
    const how = `${count} alerts approved one after the other; from the approval to the fourth operator's document, over HTTP; one work process`
    return [
      { scenario: 'alert, nothing else', figure: figure(idle), conditions: how },
      {
        scenario: 'alert, beside texts',
        figure: figure(beside),
        baseline: `p95 ${whole(percentile(idle, 0.95))} ms with nothing else`,
        ratio: percentile(beside, 0.95) / percentile(idle, 0.95),
        conditions: `${how}, which was sending another service's ${whole(bulk)} queued texts, of which ${whole(left!.count)} were left at the end`,
      },
    ]
  } finally {
    await worker.stop()
    await peers.close()
  }
}
