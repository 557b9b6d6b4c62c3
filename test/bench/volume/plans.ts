/** The hot queries at one size and at another: the same cases, with the same limits, that the tests of plans ask of some thousand rows. */
import type postgres from 'postgres'
import {
  bookCases,
  buffersOf,
  changesReading,
  faultOf,
  listFilters,
  listReading,
  type Owner,
  oneReading,
  type Reading,
} from '../../plans/cases.ts'
import { explain, modes, queryNamed, type Values } from '../../plans/plan.ts'
import { percentile } from '../bench.ts'

/** The indexes of each plan by its query and mode, what is wrong with some, and what reads took: milliseconds and pages of 8 kB, medians. */
export type Seen = {
  shapes: Map<string, string>
  faults: string[]
  reads: Map<string, { milliseconds: number; pages: number }>
}

/** A page deep down in the list of the service that sends most. */
const depth = 5_000
const runs = 9

export async function seePlans(sql: postgres.Sql, of: Owner): Promise<Seen> {
  const seen: Seen = { shapes: new Map(), faults: [], reads: new Map() }
  const note = (name: string, plan: string, fault: string | undefined) => {
    seen.shapes.set(name, shapeOf(plan))
    if (fault !== undefined) seen.faults.push(`${name} ${fault}`)
  }
  for (const [file, name, values] of bookCases) {
    const query = await queryNamed(file, name)
    for (const mode of modes) {
      const plan = await explain(sql, query, values(of), mode, 'costs on')
      const wholly = /Seq Scan on (notifications\b|notification_history_2026_0[3-6])/.exec(plan)
      note(`${name} (${mode})`, plan, wholly ? `reads ${wholly[1]} from end to end` : undefined)
    }
  }
  for (const [name, reading] of await readings(sql, of.service)) {
    const query = await queryNamed(reading.file, reading.name)
    for (const mode of modes) {
      const values: Values = {
        service_id: of.service,
        key_type: 'normal',
        most_bytes: '4000000',
        ...reading.values,
      }
      const plans: string[] = []
      for (let run = 0; run < runs; run++) plans.push(await explain(sql, query, values, mode))
      note(`${name} (${mode})`, plans[0]!, faultOf(reading, plans.at(-1)!))
      const times = plans.map((plan) => Number(/Execution Time: ([\d.]+)/.exec(plan)![1]))
      seen.reads.set(name, { milliseconds: percentile(times, 0.5), pages: buffersOf(plans.at(-1)!) })
    }
  }
  return seen
}

async function readings(sql: postgres.Sql, service: string): Promise<[string, Reading][]> {
  const [row] = await sql`
    select id from notifications where service_id = ${service} order by created_at desc, id desc
    offset (select least(count(*) / 2, ${depth}) from notifications where service_id = ${service}) limit 1`
  const deep = row!.id as string
  return [
    ...listFilters.flatMap(([filter, values]): [string, Reading][] => [
      [`list, ${filter}`, listReading(values, null)],
      [`list, ${filter}, deep`, listReading(values, deep)],
    ]),
    ['list, reference', listReading({ include_jobs: true, reference: 'reference 6' }, null)],
    ['changes', changesReading({})],
    ['one message', oneReading(service, deep)],
  ]
}

/** By which indexes a plan comes to messages, live and archived; what joins them follows the number of services and prices. */
function shapeOf(plan: string): string {
  const ways = plan.matchAll(
    /(Seq Scan on|Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (notification(?:s|_history)\w*)/g,
  )
  const named = [...ways].map(
    ([, way, name]) =>
      `${way!.startsWith('Seq') ? 'all of ' : ''}${name!.replace(/history_\d{4}_\d\d/, 'history_month')}`,
  )
  return [...new Set(named)]
    .filter((name) => !name.includes('status_groups'))
    .sort()
    .join(', ')
}
