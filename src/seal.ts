/**
 * Secrets that must be recoverable (they check signatures and open doors elsewhere) rest in the database sealed:
 * AES-256-GCM under a key derived from another secret. Layout: version 1, 12 bytes of nonce, 16 of tag, text.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type Seal = {
  seal: (text: string) => Buffer
  open: (sealed: Uint8Array) => string
  key: (purpose: string) => Buffer
}

/** @param secret whoever has it and the database can read what is sealed */
export function sealWith(secret: string | Uint8Array): Seal {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'crier', purpose, 32))
  const key = derive('seal')
  return {
    seal(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), sealed])
    },
    open(sealed) {
      if (sealed[0] !== 1 || sealed.length < 29) throw new Error('not a sealed text')
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
      decipher.setAuthTag(sealed.subarray(13, 29))
      return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8')
    },
    key: derive,
  }
}
