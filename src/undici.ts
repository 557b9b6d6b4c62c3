/**
 * The library of calls to others, loaded by whoever makes the first: it takes a tenth of a second of a processor, and neither commands nor
 * processes that serve ever make one, unless files are in a bucket.
 */
import { createRequire } from 'node:module'

export const undici = (): typeof import('undici') => createRequire(import.meta.url)('undici')
