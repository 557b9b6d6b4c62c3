/** Removes what is personal about jobs past their retention. Source: specification, sending, removal of jobs. */
import { archiveJobs, listJobsPastRetention } from '../../queries/jobs.queries.ts'
import type { Crier } from '../context.ts'
import { S3Fault } from '../files/s3.ts'
import { removeUpload } from './uploads.ts'

/** Jobs that one statement deletes the rows of, of which each may have a hundred thousand. */
const jobBatch = 10

/**
 * The file that the admin application has put into its bucket goes first: a job whose file cannot be removed now is left, with its rows, to the next run.
 * @param crier its database is that of whoever runs it
 * @throws S3Fault when all others are done
 */
export async function removeJobs(crier: Pick<Crier, 'db' | 's3' | 'config'>, now: string): Promise<void> {
  let fault: S3Fault | undefined
  let after: string | null = null
  for (;;) {
    const due = await listJobsPastRetention.run({ now, after, limit: jobBatch }, crier.db)
    if (due.length === 0) break
    after = due.at(-1)!.id
    const ids: string[] = []
    for (const { id, service_id, is_by_hand } of due) {
      try {
        // Where the bucket does not answer for one, the others can wait as well; one that it does not remove holds up none.
        if (is_by_hand && fault?.isPassing) continue
        if (is_by_hand) await removeUpload(crier, service_id, id)
        ids.push(id)
      } catch (error) {
        if (!(error instanceof S3Fault)) throw error
        fault = error
      }
    }
    await archiveJobs.run({ ids, now }, crier.db)
  }
  if (fault !== undefined) throw fault
}
