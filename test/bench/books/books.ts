/**
 * The six scenarios of the books, on one set of books that is made once: to make it takes longer than to measure.
 * CRIER_BENCH_BOOKS names those that are wanted, with commas between them, say "literals,retention".
 */
import { type Bench, type Row, whole } from '../bench.ts'
import { literals, serviceDay } from './billing.ts'
import { dashboard } from './dashboard.ts'
import { addMessages, addServices, withoutIndexes } from './data.ts'
import { clock, inSeconds, sized } from './measure.ts'
import { night } from './night.ts'
import { reports } from './reports.ts'
import { retention } from './retention.ts'

export type Made = {
  services: number
  perDay: number
  days: number
  /** The service that sends so many texts more than any other on one day that is archived. */
  heavy: { service: string; day: string; texts: number }
}

const services = 1000
const heavyDay = '2026-06-08'

/** Ten days up to 14 June 2026: seven in history, three live, as after a retention of three days. */
async function makeBooks({ sql, log }: Bench): Promise<Made> {
  const [perDay, texts] = [sized(1_000_000), sized(217_563)]
  await addServices(sql, services)
  await sql`select make_history_partitions('2026-05-01', 2)`
  const [owner] = await sql`
    select services.id as service, templates.id as template
    from services
    join templates on templates.service_id = services.id
    where templates.template_type = 'sms' and services.name = ${`Bench service ${services}`}`
  const only = {
    service: owner!.service as string,
    template: owner!.template as string,
    type: 'sms',
  } as const
  log(`making ${whole(10 * perDay)} messages`)
  const time = await clock(() =>
    withoutIndexes(sql, ['notifications', 'notification_history'], async () => {
      await addMessages(sql, { table: 'notification_history', from: '2026-06-05', days: 7, perDay })
      await addMessages(sql, { table: 'notification_history', from: heavyDay, days: 1, perDay: texts, only })
      await addMessages(sql, { table: 'notifications', from: '2026-06-12', days: 3, perDay })
    }),
  )
  log(`they were made in ${inSeconds(time)}`)
  return { services, perDay, days: 10, heavy: { service: only.service, day: heavyDay, texts } }
}

// Reports and dashboards read what the night makes; the archive comes last because it changes what the others measure.
const scenarios = { serviceDay, literals, night, reports, dashboard, retention }

export async function books(bench: Bench): Promise<Row[]> {
  const names = Object.keys(scenarios)
  const wanted = process.env.CRIER_BENCH_BOOKS?.split(',') ?? names
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Error(`the books have no scenario "${unknown}": ${names.join(', ')}`)
  const made = await makeBooks(bench)
  const rows: Row[] = []
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (!wanted.includes(name)) continue
    const time = await clock(async () => rows.push(...(await scenario(bench, made))))
    bench.log(`${name} took ${inSeconds(time)}`)
  }
  return rows
}
