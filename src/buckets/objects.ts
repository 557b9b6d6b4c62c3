/** Objects of buckets as files of the store: found by their place, put there whole, and what is written beside them. */
import {
  findObjectAbout,
  findObjectNamed,
  type IFindObjectAboutResult,
  takePlace,
  writeObjectMetadata,
} from '../../queries/buckets.queries.ts'
import type { Crier } from '../context.ts'
import type { Parts } from '../files/encryption.ts'
import { ownKey, readFile, removeFile, storeFile } from '../files/store.ts'
import type { Place } from './names.ts'

/** By name in lower case, without x-amz-meta-. */
export type Metadata = Record<string, string>
export type StoredObject = Omit<IFindObjectAboutResult, 'metadata'> & { metadata: Metadata }

type Stored = Pick<Crier, 'db' | 's3' | 'config' | 'log' | 'seal'>

/** What was put last into a place. */
export async function findObject({ db }: Pick<Crier, 'db'>, place: Place): Promise<StoredObject | null> {
  const { purpose, serviceId: service_id, aboutId: about_id, name } = place
  const [found] =
    about_id === null
      ? await findObjectNamed.run({ purpose, name: name! }, db)
      : await findObjectAbout.run({ purpose, service_id, about_id }, db)
  return found === undefined ? null : { ...found, metadata: found.metadata as Metadata }
}

export const readObject = (crier: Stored, object: { id: string; size: number }) =>
  readFile(crier, object, ownKey(crier, object.id))

/**
 * Stores an object whole, in place of what was there.
 * @returns the id of its file, which is another with every time that it is put
 * @throws as storeFile
 */
export async function putObject(
  crier: Stored & Pick<Crier, 'now'>,
  place: Place,
  object: { contentType: string; size: number; metadata: Metadata; isPassing: boolean },
  parts: Parts,
): Promise<string> {
  const { purpose, serviceId, aboutId, name, retentionDays } = place
  const days = object.isPassing ? passingDays : retentionDays
  const { id } = await storeFile(
    crier,
    { purpose, serviceId, aboutId },
    { name, contentType: object.contentType, size: object.size, retentionDays: days },
    parts,
  )
  try {
    const now = crier.now().toISOString()
    await takePlace.run({ id, metadata: JSON.stringify(object.metadata), now }, crier.db)
  } catch (error) {
    await removeFile(crier, id)
    throw error
  }
  return id
}

/** Of what is tagged `delete-after-7-days`: a logo that somebody only looks at. */
const passingDays = 7

export async function writeMetadata(
  { db, now }: Pick<Crier, 'db' | 'now'>,
  id: string,
  metadata: Metadata,
): Promise<void> {
  await writeObjectMetadata.run({ id, metadata: JSON.stringify(metadata), now: now().toISOString() }, db)
}
