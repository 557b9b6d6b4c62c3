/**
 * Files that Notify's admin application has put into the bucket that it shares with the API. Source: specification, sending, upload contract; admin
 * application, what it asks of S3.
 */
import type { Crier } from '../context.ts'
import { badRequest } from '../errors.ts'
import { type Metadata, S3Fault } from '../files/s3.ts'
import { busy } from '../gather.ts'
import { canonicalUuid } from '../uuid.ts'
import { textOfFile } from './text.ts'

/** What the application has written beside a file. */
export type ToldBeside = {
  /** As it is shown; null: not said. */
  originalFileName: string | null
  /** null: not said, or no number. */
  notificationCount: number | null
  /** null: not said, or no UUID. */
  templateId: string | null
  /** Whether the application has found it valid. */
  isValid: boolean
  /** The sender that was chosen; null takes the service's own. */
  senderId: string | null
}

/** That, and the way to its contents. */
export type Upload = ToldBeside & {
  /** Bytes of the file. */
  size: number
  /**
   * The text of the file, of just the object that the rest is about.
   * @throws ApiError 400 for what is no text in UTF-8 or larger than any file of a job, 503 when the bucket does not answer
   */
  csv: () => Promise<string>
}

/** As many as a file of a job may have at all (file_purposes). */
const mostBytes = 104_857_600

/**
 * Finds the file that was put under an upload's id. Only what is known of it is asked for; its contents are read by csv().
 * @param uploadId a UUID, which becomes the job's id
 * @returns null when there is none, or no bucket of such files (CRIER_S3_CSV_BUCKET)
 * @throws ApiError 503 when the bucket does not answer
 */
export async function readUpload(
  { s3, config, log }: Pick<Crier, 's3' | 'config' | 'log'>,
  serviceId: string,
  uploadId: string,
): Promise<Upload | null> {
  const bucket = config.s3?.csvBucket
  if (s3 === null || !bucket) return null
  const key = keyOf(serviceId, uploadId)
  const fail = (error: unknown): never => {
    if (!(error instanceof S3Fault)) throw error
    log.error({ error, uploadId }, 'an upload cannot be read')
    throw busy()
  }
  const found = await s3.head(bucket, key).catch(fail)
  if (found === null) return null
  const { metadata, size, etag } = found
  return {
    ...toldBeside(metadata),
    size,
    async csv() {
      if (size > mostBytes) throw badRequest(`Your file is larger than ${mostBytes} bytes`)
      const bytes = await s3.get(bucket, key, { mostBytes, etag }).catch(fail)
      // It was written anew, or taken away, since it was looked at.
      if (bytes === null) throw busy()
      return textOfFile(bytes)
    },
  }
}

export const toldBeside = (metadata: Metadata): ToldBeside => ({
  originalFileName: decoded(metadata.original_file_name),
  notificationCount: /^\d{1,9}$/.test(metadata.notification_count ?? '')
    ? Number(metadata.notification_count)
    : null,
  templateId: canonicalUuid(metadata.template_id),
  isValid: metadata.valid === 'True',
  senderId: canonicalUuid(metadata.sender_id),
})

const keyOf = (serviceId: string, uploadId: string) => `service-${serviceId}-notify/${uploadId}.csv`

type Buckets = Pick<Crier, 's3' | 'config'>

/** Removes the file that was put under an upload's id; one that is not there is removed already. @throws S3Fault */
export const removeUpload = ({ s3, config }: Buckets, serviceId: string, uploadId: string): Promise<void> =>
  removeFrom(s3, config.s3?.csvBucket, keyOf(serviceId, uploadId))

/** The same of a contact list (CRIER_S3_CONTACT_LIST_BUCKET). @throws S3Fault */
export const removeListUpload = ({ s3, config }: Buckets, serviceId: string, listId: string): Promise<void> =>
  removeFrom(s3, config.s3?.contactListBucket, keyOf(serviceId, listId))

async function removeFrom(s3: Crier['s3'], bucket: string | null | undefined, key: string): Promise<void> {
  if (s3 !== null && bucket) await s3.remove(bucket, key)
}

/** The application writes names in ASCII, and may have spelt what is not by percent signs. */
function decoded(text: string | undefined): string | null {
  if (!text) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
