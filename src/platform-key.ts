/**
 * The platform's key: it seals what rests in the database and signs links, and rests there itself, sealed with CRIER_SECRET. So the operator's secret
 * can change while keys, files and links that are already in somebody's mailbox stay good.
 */
import { randomBytes } from 'node:crypto'
import { getPlatformKey, insertPlatformKey, sealPlatformKey } from '../queries/platform.queries.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { sealWith } from './seal.ts'

type Secrets = Pick<Config, 'secret' | 'previousSecret'>
export type PlatformKey = { key: Buffer; isSealedWithPrevious: boolean }

const keyBytes = 32

/**
 * Opens the key; the first process on a new database makes it.
 * @throws Error of one line when neither secret opens it
 */
export async function openPlatformKey(db: Database, secrets: Secrets): Promise<PlatformKey> {
  const { secret } = requireSecret(secrets)
  const [found] = await getPlatformKey.run(undefined, db)
  if (found) return unseal(found.sealed, secrets)
  const sealed = sealWith(secret).seal(randomBytes(keyBytes).toString('base64'))
  await insertPlatformKey.run({ sealed }, db)
  // Whichever was first counts.
  const [made] = await getPlatformKey.run(undefined, db)
  return unseal(made!.sealed, secrets)
}

/**
 * Seals the key with the present secret, if it is not already.
 * @returns whether there was anything to do
 */
export async function resealPlatformKey(db: Database, secrets: Secrets): Promise<boolean> {
  const { key, isSealedWithPrevious } = await openPlatformKey(db, secrets)
  if (!isSealedWithPrevious) return false
  const [present] = await getPlatformKey.run(undefined, db)
  const sealed = sealWith(requireSecret(secrets).secret).seal(key.toString('base64'))
  const changed = await sealPlatformKey.run({ sealed, present: present!.sealed }, db)
  // Otherwise another has done it in between.
  return changed.length > 0
}

/** @throws Error of one line when there is none, as a database that others use too must have the operator's own */
export function requireSecret<S extends Secrets>(secrets: S): S & { secret: string } {
  const { secret } = secrets
  if (secret === undefined) {
    throw new Error('CRIER_SECRET must be set together with DATABASE_URL, and be the same in every process')
  }
  return { ...secrets, secret }
}

function unseal(sealed: Buffer, { secret, previousSecret }: Secrets): PlatformKey {
  for (const [one, isSealedWithPrevious] of [
    [secret, false],
    [previousSecret, true],
  ] as const) {
    const key = one === undefined ? null : openWith(one, sealed)
    if (key !== null) return { key, isSealedWithPrevious }
  }
  const others = previousSecret === undefined ? '' : ', and neither is CRIER_SECRET_PREVIOUS'
  throw new Error(`CRIER_SECRET is not the one that this database was sealed with${others}`)
}

function openWith(secret: string, sealed: Buffer): Buffer | null {
  try {
    return Buffer.from(sealWith(secret).open(sealed), 'base64')
  } catch {
    return null
  }
}
