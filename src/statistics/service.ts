/** What services have requested, and what became of it. Source: specification, internal API, shared shapes; statistics, shapes. */
import type { Context } from 'hono'
import {
  countStatusesPerService,
  type ICountStatusesPerServiceResult,
} from '../../queries/statistics/platform.queries.ts'
import { getServiceStatistics } from '../../queries/statistics/services.queries.ts'
import { dateFault, flag, refused, today } from '../admin/requests.ts'
import { channels } from '../channels.ts'
import type { Crier } from '../context.ts'

type Counts = { requested: number; delivered: number; failed: number }

const zeros = (): Record<string, Counts> =>
  Object.fromEntries(channels.map((channel) => [channel, { requested: 0, delivered: 0, failed: 0 }]))
const counts = ({ requested, delivered, failed }: Counts): Counts => ({ requested, delivered, failed })

/** Retention ends after 90 days, and facts of a year answer every page. */
const mostDays = 366

/**
 * Whole days back, as a query says them.
 * @throws PlainError 400
 */
export function limitDays(c: Context): number {
  const text = c.req.query('limit_days') ?? '7'
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (!(days <= mostDays)) throw refused({ limit_days: [`limit_days must be between 0 and ${mostDays}`] })
  return days
}

/**
 * By channel.
 * @throws PlainError 400
 */
export async function serviceStatistics(
  crier: Crier,
  service_id: string,
  c: Context,
): Promise<Record<string, Counts>> {
  const limit_days = flag(c, 'today_only') ? 0 : limitDays(c)
  const now = crier.now().toISOString()
  const rows = await getServiceStatistics.run({ service_id, limit_days, now }, crier.db)
  return { ...zeros(), ...Object.fromEntries(rows.map((row) => [row.notification_type, counts(row)])) }
}

/**
 * All services with their statistics of a range of days.
 * @throws PlainError 400
 */
export async function servicesWithStatistics(crier: Crier, c: Context) {
  const now = crier.now().toISOString()
  const day = await today(crier)
  const start_date = c.req.query('start_date') ?? day
  const end_date = c.req.query('end_date') ?? day
  if (dateFault(start_date) !== null || dateFault(end_date) !== null) {
    throw refused('Input must be a date in the format: YYYY-MM-DD')
  }
  const include_from_test_key = flag(c, 'include_from_test_key', true)
  const only_active = flag(c, 'only_active')
  const rows = await countStatusesPerService.run(
    { start_date, end_date, now, include_from_test_key, only_active },
    crier.db,
  )
  const services = new Map<string, ReturnType<typeof summaryWire> & { statistics: Record<string, Counts> }>()
  for (const row of rows) {
    const kept = services.get(row.service_id) ?? { ...summaryWire(row), statistics: zeros() }
    if (row.notification_type !== null) kept.statistics[row.notification_type] = counts(row)
    services.set(row.service_id, kept)
  }
  return [...services.values()]
}

const summaryWire = (row: ICountStatusesPerServiceResult) => ({
  id: row.service_id,
  name: row.name,
  // The channel of the service's first row, as the reference implementation gives it; nothing depends on it.
  notification_type: row.notification_type,
  restricted: row.restricted,
  active: row.active,
  created_at: row.created_at,
})
