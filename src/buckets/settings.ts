/** What Notify's admin application shows to put files into the store and to take them out. */
import type { Seal } from '../seal.ts'

export type BucketKeys = { accessKeyId: string; secretAccessKey: string }

/**
 * @returns null where the environment names none
 * @throws Error with one line that names the variable
 */
export function bucketKeys(env: NodeJS.ProcessEnv): BucketKeys | null {
  const accessKeyId = env.CRIER_ADMIN_S3_ACCESS_KEY_ID || undefined
  const secretAccessKey = env.CRIER_ADMIN_S3_SECRET_ACCESS_KEY || undefined
  if (accessKeyId === undefined && secretAccessKey === undefined) return null
  if (accessKeyId === undefined || !/^[A-Za-z0-9_-]{3,128}$/.test(accessKeyId))
    throw new Error('CRIER_ADMIN_S3_ACCESS_KEY_ID must have 3 to 128 letters, digits, _ or -')
  if (secretAccessKey === undefined || !/^[\x21-\x7e]{16,200}$/.test(secretAccessKey))
    throw new Error(
      'CRIER_ADMIN_S3_SECRET_ACCESS_KEY must have 16 to 200 characters of ASCII, without spaces',
    )
  return { accessKeyId, secretAccessKey }
}

/** Keys of this installation's own, the same in all its processes, for an application that is told of them (`crier admin-app env`). */
export const ownBucketKeys = (seal: Seal): BucketKeys => ({
  accessKeyId: 'crier-admin-app',
  secretAccessKey: seal.key("the admin application's objects").toString('base64url'),
})
