import type { Lease } from '../../src/keep-trying.ts'

/** Work that nobody takes away, for longer than any test lasts. */
export const unhurried = (): Lease => ({
  signal: new AbortController().signal,
  endsAt: performance.now() + 110_000,
})
