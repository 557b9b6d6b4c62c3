/** What a run of tests closes with: its slowest files, its totals, and whether it took longer than it may. */
export type Totals = {
  tests: number
  suites: number
  pass: number
  fail: number
  cancelled: number
  skipped: number
  todo: number
}

/** The ten files that took longest, one a line. */
export function slowestFiles(milliseconds: Map<string, number>): string[] {
  return [...milliseconds]
    .sort(([, one], [, two]) => two - one)
    .slice(0, 10)
    .map(([file, took]) => `${(took / 1000).toFixed(1).padStart(6)} s  ${file}`)
}

/**
 * @param limitSeconds that the run may take; NaN for as long as it likes
 * @returns the last lines, of which the very last is the one that machines read, and the exit code
 */
export function closing(
  totals: Totals,
  ms: number,
  limitSeconds: number,
): { lines: string[]; exitCode: number } {
  const failed = totals.fail + totals.cancelled
  const isLate = ms > limitSeconds * 1000
  const late = `✖ the tests took ${(ms / 1000).toFixed(1)} s, longer than the ${limitSeconds} s that they may take`
  return {
    lines: [
      ...Object.entries(totals).map(([name, count]) => `ℹ ${name} ${count}`),
      `ℹ duration_ms ${ms.toFixed(3)}`,
      ...(isLate ? [late] : []),
      `${totals.pass} passed, ${failed} failed, ${totals.skipped + totals.todo} skipped`,
    ],
    exitCode: failed > 0 || isLate ? 1 : 0,
  }
}
