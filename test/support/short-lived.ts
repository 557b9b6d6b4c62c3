/**
 * A process of tests lives for a minute, and most of what it runs runs once: it compiles only what is very hot, and lets the garbage lie. V8 would spend a fifth of
 * the processor time of the tests on both, as if the process were to serve for days: in one run each 95 s of them, and 83 with these.
 */
export const shortLived = [
  '--invocation-count-for-maglev=10000',
  '--invocation-count-for-turbofan=100000',
  '--no-memory-reducer',
  '--external-memory-accounted-in-global-limit',
  '--initial-old-space-size=600',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
  // Its threads would stand in each other's way: all cores have work.
  '--no-parallel-scavenge',
]
