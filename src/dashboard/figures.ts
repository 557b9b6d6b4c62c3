/** What the dashboard shows, read at one moment by a few queries that look at one local day, two weeks of facts and one year of facts. */

import {
  getDashboardDay,
  type IListDayActivityResult,
  listBusiestServices,
  listDailyOutcomes,
  listDayActivity,
  listDayHours,
  listPlatformUsage,
  listQueues,
  listServiceNames,
} from '../../queries/dashboard.queries.ts'
import { listProcessingTimes } from '../../queries/statistics/platform.queries.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'

export const channelNames: Record<Channel, string> = {
  sms: 'Text messages',
  email: 'Emails',
  letter: 'Letters',
}

export type Question = { day: string; serviceId: string | null }
export type Figures = Awaited<ReturnType<typeof readFigures>>
export type Activity = IListDayActivityResult

/** Days of the line of processing times, and how that is shown. */
const daysOfTimes = 29

export async function readFigures(crier: Crier, { day, serviceId }: Question) {
  const { db } = crier
  const now = crier.now().toISOString()
  const service_id = serviceId
  const [moment] = await getDashboardDay.run({ day, now }, db)
  const from = new Date(Date.parse(`${day}T00:00:00Z`) - daysOfTimes * 86_400_000).toISOString().slice(0, 10)
  const [hours, activity, outcomes, busiest, queues, services, usage, times] = await Promise.all([
    listDayHours.run({ day }, db),
    listDayActivity.run({ day, service_id }, db),
    listDailyOutcomes.run({ day, service_id, now }, db),
    service_id === null ? listBusiestServices.run({ day, now }, db) : [],
    listQueues.run(undefined, db),
    listServiceNames.run({ service_id }, db),
    listPlatformUsage.run({ year: moment!.year, service_id, now }, db),
    listProcessingTimes.run({ start_date: from, end_date: day }, db),
  ])
  return {
    day,
    serviceId,
    ...moment!,
    hours: hours.map((row) => row.hour),
    activity,
    outcomes,
    busiest,
    queues,
    services,
    usage,
    times: times.map((time) => ({ date: time.date, percentage: Number(time.percentage_under_10_seconds) })),
  }
}

/** Sums of the day's groups by whatever names them. */
export function sumBy(
  rows: readonly Activity[],
  name: (row: Activity) => string,
  value: (row: Activity) => number = (row) => row.messages,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(name(row), (sums.get(name(row)) ?? 0) + value(row))
  return sums
}
