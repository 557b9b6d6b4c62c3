/** Says what would become of a file, and makes no job of it. */
import { getJobAllowance } from '../../queries/jobs.queries.ts'
import type { Crier } from '../context.ts'
import { dayExceeded } from '../notifications/limits.ts'
import { whatToFix } from '../recipients/csv-texts.ts'
import type { Caller } from '../services/authentication.ts'
import { replyTo, templateOf } from './making.ts'
import type { JobRequest } from './requests.ts'
import { checkFile } from './rows.ts'
import type { JobCheck } from './wire.ts'

/** Rows with a recipient of one before them that are listed; more are counted. */
const mostRepeated = 100

/**
 * Checks a file as making a job of it would: its errors are those with which the job would be refused, and beside them that the day
 * has no room for so many rows.
 * @throws ApiError for what is wrong with the request itself
 */
export async function checkJob(crier: Crier, who: Caller, request: JobRequest): Promise<JobCheck> {
  const { service, key } = who
  const { template, channel } = await templateOf(crier, who, request.template_id)
  await replyTo(crier, who, channel, template, request.reply_to_id)
  const seen = new Set<string>()
  const repeated = { count: 0, rows: [] as number[] }
  const report = await checkFile(crier, who, template, request.csv, ({ normalised_to }, number) => {
    if (seen.has(normalised_to)) {
      repeated.count++
      if (repeated.rows.length < mostRepeated) repeated.rows.push(number)
    } else seen.add(normalised_to)
  })
  const asked = { service_id: service.id, notification_type: channel, key_type: key.keyType }
  const [left] = await getJobAllowance.run({ ...asked, now: crier.now().toISOString() }, crier.db)
  const { channel_limit, channel_left, abroad_limit, abroad_left } = left!
  const exceeded =
    report.rowCount > channel_left
      ? `${channel}: ${channel_limit}`
      : channel === 'sms' && report.abroadCount > abroad_left
        ? `international_sms: ${abroad_limit}`
        : null
  // One that waits for its time is measured by that day.
  const ofDay = exceeded === null || request.scheduled_for !== null ? [] : dayExceeded(exceeded).errors
  return {
    template,
    report: { ...report, errors: [...report.errors, ...ofDay], errorCount: report.errorCount + ofDay.length },
    toFix: whatToFix(channel, report.counts),
    repeated,
    left: { messages: channel_left, ...(channel === 'sms' ? { international: abroad_left } : {}) },
  }
}
