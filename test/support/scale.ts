/**
 * How large drills are: what they prove does not depend on it, but what a fault needs to show may. `CRIER_TEST_SCALE=10` makes them ten times as large as
 * the suite has time for.
 */
const scale = Number(process.env.CRIER_TEST_SCALE ?? 1)

export const scaled = (small: number): number => Math.round(small * scale)
