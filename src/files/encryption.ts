/**
 * How contents rest in the store: pieces of 256 KiB, each AES-256-GCM under a key that no other file has. The nonce is
 * the piece's position, which is safe because a key encrypts one file once. A piece is bound to its file, its position
 * and whether it is the last, so that none can be exchanged, moved or cut off unnoticed (the construction STREAM of
 * Hoang, Reyhanitabar, Rogaway and Vizár, "Online authenticated-encryption and its nonce-reuse misuse-resistance").
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** What a stream of a file is made of; a file in hand is one part. */
export type Parts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Before encryption; as add_file_pieces counts them too. */
export const pieceBytes = 256 * 1024
export const tagBytes = 16
/** At rest; the last one of a file has fewer. */
export const sealedPieceBytes = pieceBytes + tagBytes

/** How many pieces a file has; an empty one has one too, whose tag says that it is empty. */
const pieceCount = (size: number) => Math.max(Math.ceil(size / pieceBytes), 1)

/**
 * Encrypts a stream, holding no more of it than a piece.
 * @returns the encrypted pieces in order; all but the last are full
 */
export async function* sealPieces(key: Buffer, fileId: string, parts: Parts): AsyncGenerator<Buffer> {
  const piece = Buffer.allocUnsafe(pieceBytes)
  let filled = 0
  let position = 0
  function sealed(isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(position))
    cipher.setAAD(binding(fileId, position++, isLast))
    const text = cipher.update(piece.subarray(0, filled))
    filled = 0
    return Buffer.concat([text, cipher.final(), cipher.getAuthTag()])
  }
  for await (const part of parts) {
    for (let at = 0; at < part.byteLength; ) {
      // A full piece waits until something follows: only then it is known that it is not the last.
      if (filled === pieceBytes) yield sealed(false)
      const taken = part.subarray(at, at + pieceBytes - filled)
      piece.set(taken, filled)
      filled += taken.byteLength
      at += taken.byteLength
    }
  }
  yield sealed(true)
}

/** @throws Error when the piece is not the one that was stored */
export function openPiece(
  key: Buffer,
  fileId: string,
  position: number,
  size: number,
  sealed: Uint8Array,
): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(position))
  decipher.setAAD(binding(fileId, position, position === pieceCount(size) - 1))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const piece = decipher.update(sealed.subarray(0, -tagBytes))
  // Of this mode it has nothing more to give: it throws when the tag is another one.
  decipher.final()
  return piece
}

function nonce(position: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(position, 8)
  return bytes
}

const binding = (fileId: string, position: number, isLast: boolean) =>
  Buffer.from(`${fileId} ${position} ${isLast ? 'last' : 'more'}`)
