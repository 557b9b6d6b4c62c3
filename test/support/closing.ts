/** What a run of tests closes with: its slowest and its dearest files, its totals, and whether it took longer than it may. */
export type Totals = {
  tests: number
  suites: number
  pass: number
  fail: number
  cancelled: number
  skipped: number
  todo: number
}

/** The ten files that took longest, or cost most, one a line. */
export function topTen(seconds: Map<string, number>): string[] {
  return [...seconds]
    .sort(([, one], [, two]) => two - one)
    .slice(0, 10)
    .map(([file, taken]) => `${taken.toFixed(1).padStart(6)} s  ${file}`)
}

/** How a process of tests tells its runner what a file has cost, between what its tests print. */
export const costLine = (file: string, seconds: number) => `\ncost: ${seconds.toFixed(2)} s ${file}\n`

/** @returns what was printed without the lines of costs, each of which is handed on */
export const withoutCosts = (printed: string, note: (file: string, seconds: number) => void) =>
  printed.replace(/\ncost: ([\d.]+) s (.+)\n/g, (_, seconds: string, file: string) => {
    note(file, Number(seconds))
    return ''
  })

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
