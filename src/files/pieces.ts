/**
 * Where the encrypted pieces of files lie. What is known of a file is always a row of the database; only its contents may lie elsewhere, so a bucket is
 * another implementation of Pieces, whose window is what it takes at a time.
 */
import { addFilePieces, deleteTornFile, listFilePieces, startFile } from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import { fileTooLarge } from '../errors.ts'

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
  /** Pieces that are written or read at a time. */
  windowPieces: number
  /**
   * The first window begins the file, the one with the sum makes it whole.
   * @returns bytes stored so far, before encryption
   * @throws ApiError 413 when the file's purpose does not allow its size
   */
  write: (file: FileRow, window: Window) => Promise<number>
  /** @returns fewer where some are missing */
  read: (fileId: string, firstPosition: number, lastPosition: number) => Promise<Uint8Array[]>
  /** Takes away a file that this process was writing, whatever there is of it. */
  removeTorn: (fileId: string) => Promise<void>
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
      const begun = {
        purpose: file.purpose,
        service_id: file.serviceId,
        about_id: file.aboutId,
        name: file.name,
        content_type: file.contentType,
        retention_days: file.retentionDays,
      }
      const [written] = await (firstPosition === 0
        ? startFile.run({ ...added, ...begun }, db)
        : addFilePieces.run({ ...added, first_position: firstPosition }, db)
      ).catch(refuse)
      return written!.size
    },
    async read(fileId, firstPosition, lastPosition) {
      const asked = { file_id: fileId, first_position: firstPosition, last_position: lastPosition }
      return (await listFilePieces.run(asked, db)).map(({ contents }) => contents)
    },
    async removeTorn(fileId) {
      await deleteTornFile.run({ id: fileId }, db)
    },
  }
}

function refuse(error: unknown): never {
  const { constraint_name, detail } = error as { constraint_name?: string; detail?: string }
  if (constraint_name === 'file_is_within_its_purpose') throw fileTooLarge(Number(detail))
  throw error
}
