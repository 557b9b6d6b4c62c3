/**
 * Contents of files in a bucket: an object for each window of pieces, written whole by one signed request of known length. A multipart upload would do
 * with fewer objects, but leaves parts behind that are paid for and that no listing shows when a writer dies; a window is in memory anyway, so its sum
 * can be signed, and its request may be repeated as often as need be.
 */
import {
  addFileObject,
  claimObjectRemovals,
  finishFile,
  forgetRemovedObjects,
  startFileInBucket,
} from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import { tagBytes } from './encryption.ts'
import { begunRow, type Pieces, refuseTooLarge } from './pieces.ts'
import { type S3, S3Fault } from './s3.ts'

/** Four megabytes in one request: of a hundred, 25 requests, and eight in memory. */
const windowPieces = 16
/** Objects that are claimed by one statement, and how many of them are removed at a time. */
const removalBatch = 200
const removalsAtOnce = 8

export function piecesInBucket(
  { db, now }: Pick<Crier, 'db' | 'now'>,
  s3: S3,
  { bucket, prefix }: { bucket: string; prefix: string },
): Pieces {
  return {
    windowPieces,
    /** The object is announced, written, and with the last one the file is whole. @throws S3Fault */
    async write(file, { firstPosition, pieces, wholeSha256 }) {
      const body = Buffer.concat(pieces)
      const announced = {
        id: file.id,
        object_key: `${prefix}${file.id}/${firstPosition}`,
        bytes: body.length - tagBytes * pieces.length,
        announced_bytes: file.announcedBytes,
        now: now().toISOString(),
      }
      const [written] = await (firstPosition === 0
        ? startFileInBucket.run({ ...announced, ...begunRow(file) }, db)
        : addFileObject.run({ ...announced, first_position: firstPosition }, db)
      ).catch(refuseTooLarge)
      // Of a file that is one object the sum is at hand.
      const sum = firstPosition === 0 ? wholeSha256?.toString('hex') : undefined
      await s3.put(bucket, announced.object_key, body, { purpose: file.purpose }, sum)
      if (wholeSha256 !== null) {
        const whole_sha256 = wholeSha256.toString('base64')
        await finishFile.run({ id: file.id, whole_sha256, now: now().toISOString() }, db)
      }
      return written!.size
    },
  }
}

/**
 * Removes the objects of files that are deleted. One that the bucket does not remove now is tried again by a later run, as are those of a process that
 * died; to remove one twice does no harm.
 * @param db the connections of whoever runs it
 */
export async function removeObjects(crier: Pick<Crier, 'db' | 's3' | 'config' | 'log'>, now: string) {
  const { db, s3, config, log } = crier
  const bucket = config.s3?.files?.bucket
  if (s3 === null || bucket === undefined) return
  for (;;) {
    const claimed = await claimObjectRemovals.run({ now, batch_size: removalBatch }, db)
    const keys = claimed.map(({ object_key }) => object_key)
    const removed: string[] = []
    const faults: S3Fault[] = []
    const waiting = keys.values()
    const removeNext = async () => {
      for (const key of waiting) {
        // Where the bucket does not answer one, the others can wait as well; one that it does not remove holds up none.
        if (faults.some(({ isPassing }) => isPassing)) return
        try {
          await s3.remove(bucket, key)
          removed.push(key)
        } catch (error) {
          if (!(error instanceof S3Fault)) throw error
          faults.push(error)
        }
      }
    }
    await Promise.all(Array.from({ length: removalsAtOnce }, removeNext))
    await forgetRemovedObjects.run({ object_keys: removed }, db)
    if (faults.length > 0) log.error({ error: faults[0] }, 'objects of deleted files are still in the bucket')
    const isBarred = removed.length === 0 || faults.some(({ isPassing }) => isPassing)
    if (isBarred || keys.length < removalBatch) return
  }
}
