/** Whether others' emails go out while one service sends the longest that there are. */
import { beginCommand } from './begin.ts'
import { type Bench, pause, type Row } from './bench.ts'
import { makeTargets, offer, type Sender, textRequest } from './offer.ts'

const count = 40
/** Lines of lists make the most HTML of the least text; what they may become is refused beyond this. */
const content = `${'* a\n'.repeat(15_000)}${'Lorem ipsum dolor sit amet, consectetur. '.repeat(45_000)}`

export async function heavy(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const seconds = bench.seconds(20)
  const [loud] = await makeTargets(bench, 1)
  const [quiet] = await makeTargets(bench, 2)
  const [template] = await sql`
    insert into templates (service_id, name, template_type, content, subject)
    values (${loud!.serviceId}, 'Heavy', 'email', '((content))', 'x') returning id`
  await sql`update services set email_message_limit = 100000 where id = ${loud!.serviceId}`
  const server = beginCommand(bench, 'run')
  const { port } = await server.started
  const load = { port: port!, connections: 4, seconds, warmUpSeconds: 0, targets: [quiet!], rate: 20 }
  await offer({ ...load, seconds: 2 })
  const calm = await measure(bench, quiet!, () => offer(load))
  await queueHeavy(bench, loud!, template!.id as string)
  const found = await measure(bench, quiet!, () => offer(load))
  const [left] = await sql`
    select count(*) filter (where sent_at is null)::integer as unsent,
      max(extract(epoch from sent_at - created_at))::float8 as longest
    from notifications where service_id = ${loud!.serviceId}`
  await server.stop()
  return [
    {
      scenario: 'heavy',
      figure: `acceptance to hand-over p95 ${found.toFixed(3)} s`,
      baseline: `p95 ${calm.toFixed(3)} s without`,
      ratio: found / calm,
      conditions: `20 texts/s of one service for ${seconds} s while another had ${count} emails of 1.9 MB queued, of which ${left!.unsent} were left at the end (the last one sent after ${Number(left!.longest ?? 0).toFixed(1)} s); one run process`,
    },
  ]
}

/** The 95th percentile of seconds from acceptance to hand-over of what a service sends meanwhile. */
async function measure({ sql }: Bench, { serviceId }: Sender, work: () => Promise<unknown>): Promise<number> {
  const [began] = await sql`select clock_timestamp() as at`
  await work()
  const unsent = async () => {
    const [row] = await sql`
      select count(*)::integer as count from notifications where service_id = ${serviceId} and sent_at is null`
    return row!.count as number
  }
  for (let tries = 0; tries < 240 && (await unsent()) > 0; tries++) await pause(250)
  const [row] = await sql`
    select percentile_cont(0.95)
      within group (order by extract(epoch from coalesce(sent_at, now()) - created_at))::float8 as p95
    from notifications where service_id = ${serviceId} and created_at >= ${began!.at}`
  return row!.p95 as number
}

async function queueHeavy({ sql }: Bench, loud: Sender, templateId: string): Promise<void> {
  const {
    rate_multiplier: _,
    phone_prefix: __,
    reply_to_text: ___,
    international: ____,
    ...common
  } = textRequest(loud, 1)
  for (let number = 0; number < count; number++) {
    const request = {
      ...common,
      ord: 0,
      notification_type: 'email',
      template_id: templateId,
      to: 'a@example.org',
      normalised_to: 'a@example.org',
      personalisation: { content },
    }
    await sql`select from accept_notifications(${sql.json([request] as never)})`
  }
}
