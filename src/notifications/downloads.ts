/** Messages as files to download, of any size in the memory of two pages. */
import type { Context } from 'hono'
import {
  findNotificationsForFile,
  findNotificationsOfJob,
  type IListNotificationCsvRowsResult,
  listNotificationCsvRows,
} from '../../queries/notifications/admin.queries.ts'
import { csvAnswer, pagedWindows } from '../admin/csv.ts'
import type { Crier } from '../context.ts'
import { jobColumns, serviceColumns } from './admin-wire.ts'
import type { Filters } from './filters.ts'

type Line = IListNotificationCsvRowsResult

/** A page is read in 30 ms. A million messages are a minute's work, and a spreadsheet holds no more. */
const bounds = { firstRows: 250, rows: 2500, mostRows: 1_000_000, mostMs: 10 * 60_000 }

/** The lines of the messages that a service's filters let through, newest first. */
export const serviceLines = (crier: Crier, service_id: string, filters: Filters) =>
  pagedWindows<Line>(async (after, limit) => {
    const now = crier.now().toISOString()
    const older_than = after?.id ?? filters.older_than
    const wanted = { ...filters, service_id, older_than, limit, now }
    return linesOf(crier, service_id, await findNotificationsForFile.run(wanted, crier.db))
  }, bounds)

export const serviceFile = (c: Context, crier: Crier, service_id: string, filters: Filters) =>
  csvAnswer(c, serviceColumns, serviceLines(crier, service_id, filters), 'notifications.csv')

type OfJob = { service_id: string; job_id: string; statuses: string[] | null }

/** Those of a job, in the order of its rows. */
const jobLines = (crier: Crier, wanted: OfJob) =>
  pagedWindows<Line>(async (after, limit) => {
    // Rows are counted from 1 in lines, so this is the first behind the one named.
    const place = { from_row: after?.row_number ?? 0, limit, skipped: 0 }
    return linesOf(
      crier,
      wanted.service_id,
      await findNotificationsOfJob.run({ ...wanted, ...place }, crier.db),
    )
  }, bounds)

export const jobFile = (c: Context, crier: Crier, wanted: OfJob) =>
  csvAnswer(c, jobColumns, jobLines(crier, wanted), 'job.csv')

/** In the order of what was found. */
export async function linesOf(
  crier: Crier,
  service_id: string,
  found: readonly { id: string }[],
): Promise<Line[]> {
  if (found.length === 0) return []
  return listNotificationCsvRows.run({ service_id, ids: found.map((row) => row.id) }, crier.db)
}
