/**
 * How contents rest in the store: pieces of 256 KiB, each AES-256-GCM under a key that no other file has. The nonce is
 * the piece's position, which is safe because a key encrypts one file once. A piece is bound to its file, its position
 * and whether it is the last, so that none can be exchanged, moved or cut off unnoticed (the construction STREAM of
 * Hoang, Reyhanitabar, Rogaway and Vizár, "Online authenticated-encryption and its nonce-reuse misuse-resistance").
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

const chunkBytes = 256 * 1024
const tagBytes = 16

/** How many pieces a file has; an empty one has one too, whose tag says that it is empty. */
export const chunkCount = (size: number) => Math.max(Math.ceil(size / chunkBytes), 1)

/** @returns the encrypted pieces in order */
export function sealChunks(key: Buffer, fileId: string, bytes: Uint8Array): Buffer[] {
  const count = chunkCount(bytes.byteLength)
  return Array.from({ length: count }, (_, position) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(position))
    cipher.setAAD(binding(fileId, position, count))
    const piece = bytes.subarray(position * chunkBytes, (position + 1) * chunkBytes)
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  })
}

/** @throws Error when the piece is not the one that was stored */
export function openChunk(
  key: Buffer,
  fileId: string,
  position: number,
  size: number,
  sealed: Uint8Array,
): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(position))
  decipher.setAAD(binding(fileId, position, chunkCount(size)))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
}

function nonce(position: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(position, 8)
  return bytes
}

const binding = (fileId: string, position: number, count: number) =>
  Buffer.from(`${fileId} ${position} ${position === count - 1 ? 'last' : 'more'}`)
