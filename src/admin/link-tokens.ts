/**
 * Tokens in the links of emails that lead into Notify's admin application, which opens them itself: with a Fernet key, or with a secret and a salt.
 * It tells their age, so nothing is kept of them here. Source: admin application, what it shares with the API; Fernet specification; itsdangerous 2,
 * URLSafeTimedSerializer.
 */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import type { Seal } from '../seal.ts'

/** The application's TOKEN_SECRET_KEY; or its SECRET_KEY and DANGEROUS_SALT. */
export type LinkTokenSettings = { tokenSecretKey: string } | { secretKey: string; dangerousSalt: string }

/**
 * @param payload what the page behind the link reads, as the admin application names it
 * @returns letters, digits, - _ = % alone, for a segment of a path
 */
export function linkToken(settings: LinkTokenSettings, payload: object, now: Date): string {
  const text = JSON.stringify(payload)
  return 'tokenSecretKey' in settings
    ? fernetToken(settings.tokenSecretKey, text, now)
    : signedToken(settings, text, now)
}

/** @param nonce 16 bytes, never the same ones twice under a key */
export function fernetToken(key: string, text: string, now: Date, nonce = randomBytes(16)): string {
  const [signing, encrypting] = [0, 16].map((start) =>
    Buffer.from(key, 'base64url').subarray(start, start + 16),
  )
  const cipher = createCipheriv('aes-128-cbc', encrypting!, nonce)
  const head = Buffer.alloc(9)
  head[0] = 0x80
  head.writeBigUInt64BE(BigInt(seconds(now)), 1)
  const signed = Buffer.concat([head, nonce, cipher.update(text, 'utf8'), cipher.final()])
  const signature = createHmac('sha256', signing!).update(signed).digest()
  // Unlike base64url, Fernet is padded.
  return Buffer.concat([signed, signature]).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

function signedToken(
  { secretKey, dangerousSalt }: { secretKey: string; dangerousSalt: string },
  text: string,
  now: Date,
): string {
  // The payload is a text, which is written as JSON once more.
  const value = Buffer.from(JSON.stringify(text)).toString('base64url')
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds(now)))
  const signed = `${value}.${time.subarray(time.findIndex((byte) => byte !== 0)).toString('base64url')}`
  const key = createHash('sha1').update(`${dangerousSalt}signer${secretKey}`).digest()
  const signature = createHmac('sha1', key).update(signed).digest('base64url')
  // A full stop ends a link in many programs.
  return `${signed}.${signature}`.replaceAll('.', '%2E')
}

const seconds = (now: Date) => Math.floor(now.getTime() / 1000)

/**
 * What the environment says of the application's secrets.
 * @returns null where it says nothing
 * @throws Error with one line that names the variable
 */
export function linkTokenSettings(env: NodeJS.ProcessEnv): LinkTokenSettings | null {
  const tokenSecretKey = env.CRIER_ADMIN_TOKEN_SECRET_KEY
  if (tokenSecretKey) {
    if (!/^[A-Za-z0-9_-]{43}=?$/.test(tokenSecretKey))
      throw new Error('CRIER_ADMIN_TOKEN_SECRET_KEY must be a Fernet key: 32 bytes as url-safe base64')
    return { tokenSecretKey }
  }
  const secretKey = env.CRIER_ADMIN_SECRET_KEY || undefined
  const dangerousSalt = env.CRIER_ADMIN_DANGEROUS_SALT || undefined
  if (secretKey === undefined && dangerousSalt === undefined) return null
  if (secretKey === undefined || dangerousSalt === undefined)
    throw new Error('CRIER_ADMIN_SECRET_KEY and CRIER_ADMIN_DANGEROUS_SALT must be set together')
  return { secretKey, dangerousSalt }
}

/** A Fernet key of this installation's own, the same in all its processes, for an application that is told of it (`crier admin-app env`). */
export const ownLinkTokenSettings = (seal: Seal): LinkTokenSettings => ({
  tokenSecretKey: `${seal.key("the admin application's links").toString('base64url')}=`,
})
