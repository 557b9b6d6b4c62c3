/**
 * Passwords, hashed by Argon2id. Source: RFC 9106; OWASP, Password Storage Cheat Sheet (19 MiB, two passes, one lane); the PHC string format. A hash is
 * a twentieth of a second of a processor: few are made at once, by a thread that gives way to everything else, and few may wait.
 */
import { type Argon2Parameters, randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { programFile } from '../programs.ts'
import { isSame } from '../secrets.ts'
import { makeThreads } from '../threads.ts'
import type { PasswordCost } from './settings.ts'

const saltBytes = 16
const hashBytes = 32

/** Bytes of UTF-8 that a password may have. */
export const longestPassword = 4096

/** How many hashes one process makes at a time, and how many may wait: a machine has something else to do. */
const threads = makeThreads<Argon2Parameters, Uint8Array>(
  programFile('./password-thread.ts', import.meta.url),
  {
    threads: Math.max(1, Math.floor(availableParallelism() / 4)),
    seconds: 60,
    idleSeconds: 10,
    megabytes: 16,
    waiting: 200,
  },
)

/** @throws ApiError 503 when too many wait */
const hashOf = async (password: string, nonce: Uint8Array, given: PasswordCost & Partial<Argon2Parameters>) =>
  Buffer.from(
    await threads.carryOut('passwords', {
      message: password,
      nonce,
      parallelism: 1,
      tagLength: hashBytes,
      ...given,
    }),
  )

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

const isTooLong = (password: string) => Buffer.byteLength(password) > longestPassword

/**
 * @param password of at most longestPassword bytes
 * @returns a PHC string, which has its own parameters
 * @throws ApiError 503 when too many wait
 */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const { memory, passes } = cost
  const salt = randomBytes(saltBytes)
  const hash = await hashOf(password, salt, cost)
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${base64(salt)}$${base64(hash)}`
}

/**
 * Takes as long when there is nothing to compare with.
 * @param hashed what hashPassword gave; null for whoever has no password, or does not exist
 * @param cost where there is nothing to compare with
 * @throws ApiError 503 when too many wait
 */
export async function isPassword(
  password: string,
  hashed: string | null,
  cost: PasswordCost,
): Promise<boolean> {
  // It cannot be the password of anybody.
  if (isTooLong(password)) return false
  const known = hashed === null ? null : readHash(hashed)
  const hash = await hashOf(password, known?.salt ?? randomBytes(saltBytes), known?.parameters ?? cost)
  return known !== null && isSame(hash, known.hash)
}

const phc =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/

function readHash(hashed: string) {
  const match = phc.exec(hashed)
  if (match === null) return null
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number]
  const [salt, hash] = match.slice(4).map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer]
  return { salt, hash, parameters: { memory, passes, parallelism, tagLength: hash.length } }
}
