/**
 * Where the encrypted pieces of files lie: in the database, or in a bucket (bucket.ts) where one is configured. What is known of a file is always a row
 * of the database, and files that were stored before a bucket was configured stay where they are.
 */
import { addFilePieces, listFilePieces, startFile } from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import { fileTooLarge } from '../errors.ts'
import { sealedPieceBytes } from './encryption.ts'

/** A file that is about to be stored. */
export type FileRow = {
  id: string
  purpose: string
  serviceId: string | null
  aboutId: string | null
  name: string | null
  contentType: string
  retentionDays: number | null
  /** Bytes, where they are known beforehand. */
  announcedBytes: number | null
}

/** Pieces that follow one another. */
export type Window = {
  firstPosition: number
  pieces: readonly Buffer[]
  /** With the last of them: the SHA-256 of all. */
  wholeSha256: Buffer | null
}

export type Pieces = {
  /** Pieces that are written at a time. */
  windowPieces: number
  /**
   * The first window begins the file, the one with the sum makes it whole.
   * @returns bytes stored so far, before encryption
   * @throws ApiError 413 when the file's purpose does not allow its size
   */
  write: (file: FileRow, window: Window) => Promise<number>
}

/** A megabyte in one statement: few round trips, and little in memory. */
const windowPieces = 4

export function piecesInDatabase({ db, now }: Pick<Crier, 'db' | 'now'>): Pieces {
  return {
    windowPieces,
    async write(file, { firstPosition, pieces, wholeSha256 }) {
      const added = {
        id: file.id,
        pieces: Buffer.concat(pieces).toString('base64'),
        announced_bytes: file.announcedBytes,
        whole_sha256: wholeSha256?.toString('base64') ?? null,
        now: now().toISOString(),
      }
      const [written] = await (firstPosition === 0
        ? startFile.run({ ...added, ...begunRow(file) }, db)
        : addFilePieces.run({ ...added, first_position: firstPosition }, db)
      ).catch(refuseTooLarge)
      return written!.size
    },
  }
}

/** What start_file is told of a file. */
export const begunRow = (file: FileRow) => ({
  purpose: file.purpose,
  service_id: file.serviceId,
  about_id: file.aboutId,
  name: file.name,
  content_type: file.contentType,
  retention_days: file.retentionDays,
})

/** @throws ApiError 413 where that is what the database refuses; else its error */
export function refuseTooLarge(error: unknown): never {
  const { constraint_name, detail } = error as { constraint_name?: string; detail?: string }
  if (constraint_name === 'file_is_within_its_purpose') throw fileTooLarge(Number(detail))
  throw error
}

/**
 * The pieces of a file from a position to another, or only the first of them, as many as are read at a time: those of a statement, or of an object, wherever this file was written.
 * @returns none when the first one is missing
 * @throws S3Fault
 */
export async function readPieces(
  { db, s3, config }: Pick<Crier, 'db' | 's3' | 'config'>,
  fileId: string,
  firstPosition: number,
  lastPosition: number,
): Promise<Uint8Array[]> {
  const last_position = Math.min(firstPosition + windowPieces - 1, lastPosition)
  const rows = await listFilePieces.run({ file_id: fileId, first_position: firstPosition, last_position }, db)
  const object = rows.find(({ object_key }) => object_key !== null)
  if (object === undefined) return leading(rows, firstPosition)
  const bucket = config.s3?.files?.bucket
  if (s3 === null || bucket === undefined)
    throw new Error('a file lies in a bucket, and CRIER_S3_FILES_BUCKET names none')
  const bytes = await s3.get(bucket, object.object_key!, { mostBytes: mostObjectBytes })
  const pieces = bytes === null ? [] : piecesIn(bytes)
  return pieces.slice(firstPosition - object.position, lastPosition + 1 - object.position)
}

/** Whatever windows there have been or will be. */
const mostObjectBytes = 64 * 1024 * 1024

function piecesIn(object: Buffer): Buffer[] {
  const count = Math.ceil(object.length / sealedPieceBytes)
  return Array.from({ length: count }, (_, place) =>
    object.subarray(place * sealedPieceBytes, (place + 1) * sealedPieceBytes),
  )
}

/** Up to where one is missing. */
function leading(rows: { position: number; contents: Uint8Array | null }[], first: number): Uint8Array[] {
  const gap = rows.findIndex(({ position }, place) => position !== first + place)
  return rows.slice(0, gap === -1 ? rows.length : gap).map(({ contents }) => contents!)
}
