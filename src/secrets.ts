/** Comparisons that tell nothing of a secret by the time they take. */
import { createHash, timingSafeEqual } from 'node:crypto'

/** Of bytes; of different lengths, which are no secret, they are not the same. */
export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && timingSafeEqual(one, other)

/** Of texts whose lengths are nobody's business either. */
export const isSameText = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected))

const digest = (text: string) => createHash('sha256').update(text).digest()
