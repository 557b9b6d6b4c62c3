/** What the printer tells in files: an event names one, a job reads it. Source: specification, letters, response files. */
import { Hono } from 'hono'
import type { JobResult } from 'pg-boss'
import { applyResponseFile, enqueueResponseFile } from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { snsDoor } from '../../delivery/providers/aws.ts'
import { isObject } from '../../delivery/providers/call.ts'
import { mountPath, provenPost } from '../../delivery/providers/posting.ts'
import { json } from '../../http.ts'
import { isOver, type Lease, mayPass } from '../../keep-trying.ts'
import type { Workers } from '../../queues.ts'
import { printersOf } from './choosing.ts'
import { mostResponseBytes } from './sftp-zip.ts'

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
  try {
    const content = await contentOf(crier, provider, file)
    const parameters = { file_name: fileName, content, now: crier.now().toISOString() }
    const [read] = await applyResponseFile.run(parameters, crier.db)
    tellOf(crier, fileName, read!)
    return true
  } catch (error) {
    crier.log.error({ error, file: fileName }, 'a response file is not read')
    // A file of another form has it the next time as well.
    return !mayPass(error)
  }
}

/** From the bucket that is named for them, under the key that the event names; else from the printer's own server. */
async function contentOf(crier: Crier, provider: string, file: string): Promise<string> {
  const bucket = crier.config.s3?.responsesBucket ?? null
  if (bucket !== null && crier.s3 !== null) {
    const found = await crier.s3.get(bucket, file, { mostBytes: mostResponseBytes })
    if (found === null) throw new Error('it is not in its bucket')
    return found.toString('utf8')
  }
  const [printer] = await printersOf(crier, (account) => account.provider === provider)
  if (printer?.responseFile === undefined) throw new Error('the printer has no response files')
  return printer.responseFile(file)
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
