/** What the tests of the file store share: purposes of their own, and what a writer sends that does not come to its end. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Config } from '../../src/config.ts'
import type { Crier } from '../../src/context.ts'
import { type NewFile, readFile, storeFile } from '../../src/files/store.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'

/** Bytes of a piece. */
export const chunk = 256 * 1024
export const tenOClock = '2026-11-20T10:00:00Z'

/** @param overrides of the configuration */
export async function fileCrier(overrides: Partial<Config> = {}) {
  const crier = await testCrier(overrides)
  await crier.sql`
    insert into file_purposes (purpose, is_platforms, of_message, most_bytes, retention_days, remembered_days)
    values ('emblem', true, false, 2000000, null, 0), ('extract', false, false, 2000000, 3, 0)`
  return { ...crier, ...accessTo(crier) }
}
export type FileCrier = Awaited<ReturnType<typeof fileCrier>>

type Readable = { id: string; size: number; key: Buffer }
const readBy = async (crier: Crier, file: Readable) =>
  Buffer.from(await new Response(readFile(crier, file, file.key)).arrayBuffer())

const accessTo = ({ crier, sql }: TestCrier) => ({
  /** Stores a file, a document unless it is said to be something else. */
  async store(
    service: TestService,
    bytes: Buffer,
    more: Partial<NewFile & { aboutId: string; purpose: string }> = {},
  ) {
    const { aboutId = randomUUID(), purpose = 'document', ...file } = more
    const key = randomBytes(32)
    const owner = { purpose, serviceId: service.id, aboutId }
    const stored = await storeFile(crier, owner, { name: null, contentType: 'text/plain', key, ...file }, [
      bytes,
    ])
    return { ...stored, key }
  },
  read: (file: Readable) => readBy(crier, file),
  /** By a Crier that is configured otherwise. */
  readBy,
  isThere: async (id: string) => (await sql`select from files where id = ${id}`).length === 1,
  isReadable: async (id: string) => (await sql`select from readable_files where id = ${id}`).length === 1,
  piecesOf: async (id: string) => (await sql`select from file_chunks where file_id = ${id}`).length,
})

/** Full pieces. */
export const window = (count: number) => ({
  pieces: Buffer.alloc(count * (chunk + 16)).toString('base64'),
  announced_bytes: null,
  whole_sha256: null,
  now: tenOClock,
})

export const begunFor = (service: TestService) => ({
  service_id: service.id,
  about_id: null,
  name: null,
  content_type: 'text/csv',
  retention_days: 7,
})
