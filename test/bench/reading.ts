/** Reading: one message by its id, pages of a service with up to a million live and five million archived messages, previews. */
import { listNotificationsById } from '../../queries/notifications/reading.queries.ts'
import { connect, pgtyped } from '../../src/database.ts'
import { type Asked, ask } from './ask.ts'
import { beginCommand } from './begin.ts'
import { type Bench, type Row, whole } from './bench.ts'
import { addMessages, withoutIndexes } from './books/data.ts'
import type { Target } from './load.ts'
import { addLiveMessages } from './messages.ts'
import { makeTargets } from './offer.ts'

const live = 1_000_000
const archived = 5_000_000
/** How far the deep page is from the top, of as many. */
const depth = 900_000

type Library = { target: Target; templates: Record<'sms' | 'email' | 'letter', string>; ids: string[] }

/** CRIER_BENCH_MESSAGES says how many of the live ones there are, and of all else as large a part. */
async function makeLibrary(bench: Bench): Promise<Library & { deep: string; below: number }> {
  const { sql } = bench
  const share = Math.min(Number(process.env.CRIER_BENCH_MESSAGES || 300_000) / live, 1)
  const target: Target = (await makeTargets(bench, 1))[0]!
  const service = target.serviceId
  const template = async (type: string, postage: string | null, content: string) => {
    const [made] = await sql`
      insert into templates (service_id, name, template_type, subject, content, postage, letter_languages)
      values (${service}, ${type}, ${type}, 'Your visit, ((name))', ${content}, ${postage}::postage,
        (case when ${postage}::text is not null then 'english' end)::letter_languages)
      returning id`
    return made!.id as string
  }
  const paragraphs =
    '# Dear ((name))\n\nBring:\n\n* your passport\n* a bill\n\nSee https://example.org/visit.\n\n'
  const templates = {
    sms: target.templateId,
    email: await template('email', null, paragraphs.repeat(4)),
    letter: await template('letter', 'second', paragraphs),
  }
  const began = performance.now()
  await withoutIndexes(sql, ['notifications'], () =>
    addLiveMessages(sql, { service, templates }, Math.round(live * share)),
  )
  await sql`select make_history_partitions((now() - interval '100 days')::date, 5)`
  const [day] = await sql`select ((now() - interval '90 days')::date)::text as first`
  const only = { service, template: templates.sms, type: 'sms' as const }
  const perDay = Math.round((archived * share) / 80)
  await withoutIndexes(sql, ['notification_history'], () =>
    addMessages(sql, { table: 'notification_history', from: day!.first, days: 80, perDay, only }),
  )
  bench.log(`messages made in ${whole((performance.now() - began) / 1000)} s`)
  const ids = await sql`select id from notifications tablesample system (1) limit 5000`
  const below = Math.round(depth * share)
  const [deep] = await sql`
    select id from notifications order by created_at desc, id desc offset ${below} limit 1`
  return { target, templates, ids: ids.map((row) => row.id), deep: deep!.id, below }
}

const times = ({ p50, p99, worst }: Asked) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`

async function bareReads(bench: Bench, library: Library, connections: number, seconds: number) {
  const sql = connect(bench.url, { max: connections, name: 'bench' })
  const db = pgtyped(sql)
  const until = performance.now() + seconds * 1000
  let reads = 0
  const run = async () => {
    while (performance.now() < until) {
      const id = library.ids[reads++ % library.ids.length]!
      await listNotificationsById.run({ service_ids: [library.target.serviceId], ids: [id] }, db)
    }
  }
  await Promise.all(Array.from({ length: connections * 4 }, run))
  await sql.end()
  return reads / seconds
}

export async function reading(bench: Bench): Promise<Row[]> {
  const library = await makeLibrary(bench)
  const { target, templates, ids, deep, below } = library
  const rows: Row[] = []
  const bare = await bareReads(bench, library, 8, bench.seconds(4))
  // Whoever measures lists asks for more of them than one service may.
  const server = beginCommand(bench, 'serve', { CRIER_READ_MILLISECONDS: '1000000' })
  try {
    const { port } = await server.started
    const byId = await ask(port!, target, 32, bench.seconds(10), (n) => ({
      path: `/v2/notifications/${ids[n % ids.length]}`,
    }))
    rows.push({
      scenario: 'read by id',
      figure: `${whole(byId.perSecond)} requests/s, ${times(byId)}`,
      baseline: `${whole(bare)}/s by the bare query on 8 connections`,
      ratio: byId.perSecond / bare,
      conditions: 'GET /v2/notifications/{id} on 32 kept connections; one serve process',
    })
    const filters: [string, string][] = [
      ['no filter', ''],
      ['include_jobs', 'include_jobs=true'],
      ['one channel', 'template_type=letter'],
      ['status=failed', 'status=failed'],
      ['a rare status', 'template_type=sms&status=technical-failure'],
      ['a reference of 1,000', 'include_jobs=true&reference=reference+6'],
      ['a reference of a quarter', 'include_jobs=true&reference=same'],
    ]
    for (const [name, query] of filters) {
      const page = (older: string) =>
        ask(port!, target, 2, bench.seconds(3), () => ({ path: `/v2/notifications?${older}${query}` }))
      const first = await page('')
      const later = await page(`older_than=${deep}&`)
      rows.push({
        scenario: `list, ${name}`,
        figure: `first page ${times(first)}; deep page ${times(later)}`,
        conditions: `pages of 250 (${whole(first.bytes / 1024)} kB) on 2 connections; the deep page ${whole(below)} messages down`,
      })
      bench.log(`${name}: ${times(first)}; ${times(later)}`)
    }
    const pages = await ask(port!, target, 16, bench.seconds(10), () => ({ path: '/v2/notifications' }))
    rows.push({
      scenario: 'list, 16 connections',
      figure: `${whole(pages.perSecond)} pages/s, ${times(pages)}`,
      conditions: 'first pages of 250 on 16 connections; one serve process',
    })
    const changes = await ask(port!, target, 2, bench.seconds(3), () => ({
      path: `/v2/notifications?cursor=1.0.${deep}`,
    }))
    rows.push({
      scenario: 'list of changes',
      figure: times(changes),
      conditions: 'pages of 250 on 2 connections, from a place far down',
    })
    const body = JSON.stringify({ personalisation: { name: 'Amala', code: '1' } })
    for (const type of ['sms', 'email', 'letter'] as const) {
      const preview = await ask(port!, target, 8, bench.seconds(4), () => ({
        method: 'POST',
        path: `/v2/template/${templates[type]}/preview`,
        body,
      }))
      rows.push({
        scenario: `template preview, ${type}`,
        figure: `${whole(preview.perSecond)} requests/s, ${times(preview)}`,
        conditions: 'POST /v2/template/{id}/preview on 8 kept connections',
      })
    }
  } finally {
    await server.stop()
  }
  return rows
}
