/** Files in which printers tell of letters: in the bucket that is named for them, else on the printer's own server. Source: specification, letters, acknowledgements, response files. */
import type { Crier } from '../../context.ts'
import { printersOf } from './choosing.ts'
import { acknowledgementFolder, mostResponseBytes } from './sftp-zip.ts'

/**
 * The names of files that acknowledge batches.
 * @returns null where no printer that is active has any
 * @throws Error, S3Fault
 */
export async function acknowledgementsSince(crier: Crier, since: Date): Promise<string[] | null> {
  const active = await printersOf(crier, ({ isActive }) => isActive)
  const those = active.flatMap(({ acknowledgements }) => acknowledgements ?? [])
  if (those.length === 0) return null
  const { bucket, s3 } = bucketOf(crier)
  if (bucket === null || s3 === null)
    return (await Promise.all(those.map((acknowledgements) => acknowledgements(since)))).flat()
  const objects = await s3.list(bucket, `${acknowledgementFolder}/`)
  return objects.filter(({ changedAt }) => changedAt >= since).map(({ key }) => key)
}

/**
 * A response file.
 * @param file the key that its event names
 * @throws Error, S3Fault
 */
export async function responseFile(crier: Crier, provider: string, file: string): Promise<string> {
  const { bucket, s3 } = bucketOf(crier)
  if (bucket !== null && s3 !== null) {
    const found = await s3.get(bucket, file, { mostBytes: mostResponseBytes })
    if (found === null) throw new Error('it is not in its bucket')
    return found.toString('utf8')
  }
  const [printer] = await printersOf(crier, (account) => account.provider === provider)
  if (printer?.responseFile === undefined) throw new Error('the printer has no response files')
  return printer.responseFile(file)
}

const bucketOf = ({ config, s3 }: Crier) => ({ bucket: config.s3?.responsesBucket ?? null, s3 })
