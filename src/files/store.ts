/**
 * The file store. Files lie in the database, encrypted; a file is stored before its message is accepted and settled an
 * hour later (see settle_new_files in db/rules).
 */
import { createHash } from 'node:crypto'
import { deleteNewFiles, getFileChunk, insertFiles } from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import { chunkCount, openChunk, sealChunks } from './encryption.ts'

export type FilePurpose = 'document' | 'precompiled-letter'

export type NewFile = {
  id: string
  /** null: it has none. */
  name: string | null
  contentType: string
  bytes: Uint8Array
  /** 32 bytes that encrypt this file alone. */
  key: Buffer
  /** Whole weeks until it is deleted; null keeps it for as long as its message. */
  weeks: number | null
}

/** The key of a file that no link carries: it derives from the platform's secret. */
export const ownKey = ({ seal }: Pick<Crier, 'seal'>, fileId: string): Buffer => seal.key(`file ${fileId}`)

/**
 * Stores the files of one message in one statement. Unless a message with that id is accepted they are deleted after an
 * hour, or at once by discardFiles.
 * @param messageId the id that the message will have
 */
export async function storeFiles(
  { db, now }: Pick<Crier, 'db' | 'now'>,
  owner: { serviceId: string; messageId: string; purpose: FilePurpose },
  files: readonly NewFile[],
): Promise<void> {
  const sealed = files.map((file) => sealChunks(file.key, file.id, file.bytes))
  await insertFiles.run(
    {
      service_id: owner.serviceId,
      purpose: owner.purpose,
      notification_id: owner.messageId,
      now: now().toISOString(),
      ids: files.map((file) => file.id),
      names: files.map((file) => file.name as string),
      content_types: files.map((file) => file.contentType),
      sizes: files.map((file) => file.bytes.byteLength),
      sha256s: sealed.map((chunks) => sha256(chunks).toString('base64')),
      weeks: files.map((file) => file.weeks as number),
      chunk_file_ids: files.flatMap((file, index) => sealed[index]!.map(() => file.id)),
      chunk_positions: sealed.flatMap((chunks) => chunks.map((_, position) => position)),
      chunks: sealed.flat().map((chunk) => chunk.toString('base64')),
    },
    db,
  )
}

/** Deletes files whose message was refused. Where this fails, the hourly task does it. */
export async function discardFiles({ db, log }: Pick<Crier, 'db' | 'log'>, ids: string[]): Promise<void> {
  await deleteNewFiles
    .run({ ids }, db)
    .catch((error) => log.warn({ error }, 'files left for the hourly task'))
}

/**
 * A file's contents, read piece by piece as fast as they are taken: no more than one piece is in memory and no
 * connection waits for a slow reader. The stream fails when a piece is missing or is not what was stored.
 */
export function readFile(
  { db, log }: Pick<Crier, 'db' | 'log'>,
  file: { id: string; size: number },
  key: Buffer,
): ReadableStream<Uint8Array> {
  const count = chunkCount(file.size)
  let position = 0
  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const [row] = await getFileChunk.run({ file_id: file.id, position }, db)
    if (row === undefined) throw new Error('a piece of a file is missing')
    const piece = openChunk(key, file.id, position, file.size, row.contents)
    if (piece.byteLength > 0) controller.enqueue(piece)
    if (++position === count) controller.close()
  }
  return new ReadableStream(
    {
      pull: (controller) =>
        pull(controller).catch((error) => {
          log.error({ error, fileId: file.id, position }, 'a file cannot be read')
          throw error
        }),
    },
    { highWaterMark: 0 },
  )
}

function sha256(chunks: Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest()
}
