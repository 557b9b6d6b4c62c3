/** What the printer tells in files: an event names one, a job reads it. Source: specification, letters, response files. */
import { Hono } from 'hono'
import type { JobResult } from 'pg-boss'
import {
  applyResponseFile,
  enqueueResponseFile,
  refuseResponseFile,
} from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { snsDoor } from '../../delivery/providers/aws.ts'
import { isObject } from '../../delivery/providers/call.ts'
import { mountPath, provenPost } from '../../delivery/providers/posting.ts'
import { json } from '../../http.ts'
import { isOver, type Lease, mayPass } from '../../keep-trying.ts'
import type { Workers } from '../../queues.ts'
import { responseFile } from './printers-files.ts'

const door = snsDoor('DVLA', '/notifications/letter/dvla', (message) => {
  const records = isObject(message) && Array.isArray(message.Records) ? message.Records : []
  const key = records[0]?.s3?.object?.key
  return typeof key === 'string' && isResponseFile(key) ? [key] : []
})

/** Others are none of ours, such as acknowledgements. */
export const isResponseFile = (key: string): boolean =>
  /^[\w./-]{1,255}$/.test(key) && /rsp?\.txt$/i.test(key)

export function responseFileRoutes(crier: Crier): Hono {
  const app = new Hono()
  mountPath(app, door.path, async (c, target) => {
    const isMeant = (account: { adapter: string }) => account.adapter === 'sftp-zip'
    const { posted, account } = await provenPost(crier, c, target, isMeant, () => door)
    for (const file of await door.read(posted, account))
      await enqueueResponseFile.run({ provider: account.provider, file }, crier.db)
    return json(c, door.answer)
  })
  return app
}

export const responseFileWorkers = (crier: Crier) =>
  ({ 'letter-responses': (jobs, lease) => readResponseFiles(crier, jobs, lease) }) satisfies Workers

export async function readResponseFiles(
  crier: Crier,
  jobs: readonly { id: string; data: unknown }[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, data } of jobs) {
    const { provider, file } = data as { provider: string; file: string }
    const isRead = !isOver(lease) && (await readResponseFile(crier, provider, file))
    results.push({ id, status: isRead ? 'completed' : 'failed' })
  }
  return results
}

/** @returns whether nothing is left to do */
async function readResponseFile(crier: Crier, provider: string, file: string): Promise<boolean> {
  const fileName = file.split('/').at(-1)!
  const now = crier.now().toISOString()
  try {
    const content = await responseFile(crier, provider, file)
    const parameters = { file_name: fileName, content, now }
    const [read] = await applyResponseFile.run(parameters, crier.db)
    tellOf(crier, fileName, read!)
    return true
  } catch (error) {
    crier.log.error({ error, file: fileName }, 'a response file is not read')
    if (mayPass(error)) return false
    // It has another form, and will have it the next time as well.
    const reason = error instanceof Error ? error.message : 'unknown'
    await refuseResponseFile.run({ file_name: fileName, reason, now }, crier.db)
    return true
  }
}

type Read = Awaited<ReturnType<typeof applyResponseFile.run>>[number]

function tellOf({ log }: Crier, file: string, read: Read): void {
  for (const { id, units, sheets } of read.other_sheets as { id: string; units: number; sheets: number }[])
    log.error(`Notification with id ${id} has ${units} billable_units but DVLA says page count is ${sheets}`)
  if (read.unknown_references.length > 0)
    log.error({ file, references: read.unknown_references }, 'a response file names letters that nobody has')
  if (read.unknown_words.length > 0)
    log.error(`DVLA response file: ${file} contains unknown Sorted status {${read.unknown_words.join(', ')}}`)
  if (read.alert !== null) log.error(read.alert)
  log.info({ file, lines: read.lines, applied: read.applied }, 'a response file is read')
}
