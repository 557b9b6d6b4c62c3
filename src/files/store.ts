/**
 * The file store. Files are written and read as streams, in bounded memory, and rest encrypted. Nobody sees a file before it is whole; one that is
 * about a message is stored before the message is accepted, and settled an hour later (see settle_new_files in db/rules).
 */
import { createHash, randomUUID } from 'node:crypto'
import { deleteNewFiles, deleteTornFile, listOnlyPieces } from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import { changedNothing } from '../database.ts'
import { ApiError } from '../errors.ts'
import { busy } from '../gather.ts'
import { piecesInBucket } from './bucket.ts'
import { openPiece, type Parts, pieceBytes, sealPieces } from './encryption.ts'
import { type FileRow, type Pieces, piecesInDatabase, readPieces } from './pieces.ts'
import type { Range } from './ranges.ts'
import { S3Fault } from './s3.ts'

export type FileOwner = {
  /** A row of file_purposes. */
  purpose: string
  /** null: the platform's own. */
  serviceId: string | null
  /** What it is stored for, as its purpose says: the id that a message will have, a job, a template. */
  aboutId: string | null
}

export type NewFile = {
  /** null: it has none. */
  name: string | null
  contentType: string
  id?: string
  /** 32 bytes that encrypt this file alone, if not its own key. */
  key?: Buffer
  /** Bytes, where they are known: a file that is too large is then refused before any of it is stored. */
  size?: number
  /** Whole days, in place of those of its purpose. */
  retentionDays?: number | null
}

/** What storing and reading need. */
type Stored = Pick<Crier, 'db' | 's3' | 'config' | 'log'>

export type StoredFile = { id: string; size: number }

/** The key of a file that no link carries: it derives from the platform's secret. */
export const ownKey = ({ seal }: Pick<Crier, 'seal'>, fileId: string): Buffer => seal.key(`file ${fileId}`)

/**
 * Stores a file. Of its contents two windows of pieces are in memory: one is written while the next one is filled. A small file is one statement.
 * @param parts its contents; where they break off nothing is left of the file
 * @throws ApiError 413 when its purpose does not allow its size, 503 when the bucket does not take it; whatever the contents throw
 */
export async function storeFile(
  crier: Stored & Pick<Crier, 'now' | 'seal'>,
  owner: FileOwner,
  { id = randomUUID(), key = ownKey(crier, id), name, contentType, size, retentionDays }: NewFile,
  parts: Parts,
): Promise<StoredFile> {
  const file: FileRow = {
    ...owner,
    id,
    name,
    contentType,
    retentionDays: retentionDays ?? null,
    announcedBytes: size ?? null,
  }
  return writePieces(crier, piecesOf(crier), file, sealPieces(key, id, parts))
}

/** Where new files lie. */
function piecesOf(crier: Stored & Pick<Crier, 'now'>): Pieces {
  const files = crier.config.s3?.files ?? null
  return crier.s3 === null || files === null
    ? piecesInDatabase(crier)
    : piecesInBucket(crier, crier.s3, files)
}

async function writePieces(
  { db, log }: Pick<Crier, 'db' | 'log'>,
  store: Pieces,
  file: FileRow,
  sealed: AsyncIterable<Buffer>,
): Promise<StoredFile> {
  const hash = createHash('sha256')
  let window: Buffer[] = []
  let firstPosition = 0
  let writing: Promise<unknown> = Promise.resolve()
  let mayBeThere = false
  async function write(wholeSha256: Buffer | null): Promise<number> {
    const written = { firstPosition, pieces: window, wholeSha256 }
    firstPosition += window.length
    window = []
    try {
      const size = await store.write(file, written)
      mayBeThere = true
      return size
    } catch (error) {
      // Where its first window was refused there is no file, or it is another's.
      mayBeThere ||= !(error instanceof ApiError || changedNothing(error))
      throw error
    }
  }
  try {
    for await (const piece of sealed) {
      if (window.length === store.windowPieces) {
        await writing
        writing = write(null)
        // It is awaited before the next one is written; until then its failure is nobody's.
        writing.catch(() => {})
      }
      hash.update(piece)
      window.push(piece)
    }
    await writing
    return { id: file.id, size: await write(hash.digest()) }
  } catch (error) {
    await writing.catch(() => {})
    if (mayBeThere)
      await deleteTornFile.run({ id: file.id }, db).catch((failure) => {
        log.warn({ error: failure, fileId: file.id }, 'a torn file is left for the hourly task')
      })
    if (!(error instanceof S3Fault)) throw error
    log.error({ error, fileId: file.id }, 'a file cannot be stored')
    throw busy()
  }
}

/** Deletes files whose message was refused. Where this fails, the hourly task does it. */
export async function discardFiles({ db, log }: Pick<Crier, 'db' | 'log'>, ids: string[]): Promise<void> {
  await deleteNewFiles
    .run({ ids }, db)
    .catch((error) => log.warn({ error }, 'files left for the hourly task'))
}

/** Deletes a file that nothing is about, by whoever stored it and knows of no other. Where this fails, its own time ends it. */
export async function removeFile({ db, log }: Pick<Crier, 'db' | 'log'>, id: string): Promise<void> {
  await deleteTornFile
    .run({ id }, db)
    .catch((error) => log.warn({ error, fileId: id }, 'a file is left until its time is over'))
}

/**
 * A file's contents, or a range of them, read as fast as they are taken: no more than one window of pieces is in memory and no connection waits for a
 * slow reader. The stream fails when a piece is missing or is not what was stored.
 * @param file of readable_files
 */
export function readFile(
  crier: Stored,
  file: { id: string; size: number },
  key: Buffer,
  range: Range = { from: 0, to: file.size - 1 },
): ReadableStream<Uint8Array> {
  const pieces = openedPieces(crier, file, key, range)
  let hasLeft = false
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { value, done } = await pieces.next()
          if (hasLeft) return
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          crier.log.error({ error, fileId: file.id }, 'a file cannot be read')
          throw error
        }
      },
      async cancel() {
        hasLeft = true
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * Many small files in one statement.
 * @returns what opens each, under the file's own key, which throws when it is not what was stored; a file that is larger than a piece, lies in a bucket or
 * is gone is not among them: readFile says which
 */
export async function readSmallFiles(
  crier: Pick<Crier, 'db' | 'seal'>,
  files: readonly { id: string; size: number }[],
): Promise<Map<string, () => Buffer>> {
  const small = new Map(
    files.filter(({ size }) => size <= pieceBytes).map(({ id, size }) => [id, size] as const),
  )
  const rows = await listOnlyPieces.run({ ids: [...small.keys()] }, crier.db)
  return new Map(
    rows.map(({ file_id: id, contents }) => [
      id,
      () => openPiece(ownKey(crier, id), id, 0, small.get(id)!, contents),
    ]),
  )
}

async function* openedPieces(
  crier: Stored,
  { id, size }: { id: string; size: number },
  key: Buffer,
  { from, to }: Range,
): AsyncGenerator<Uint8Array> {
  const end = Math.max(Math.ceil((to + 1) / pieceBytes), 1)
  for (let position = Math.floor(from / pieceBytes); position < end; ) {
    const window = await readPieces(crier, id, position, end - 1)
    if (window.length === 0) throw new Error('a piece of a file is missing')
    for (const sealed of window) {
      const begins = position * pieceBytes
      const piece = openPiece(key, id, position++, size, sealed)
      const part = piece.subarray(Math.max(from - begins, 0), to + 1 - begins)
      if (part.byteLength > 0) yield part
    }
  }
}
