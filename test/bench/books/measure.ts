/** What the scenarios of the books share: rows of the table of results, and clocks. */
import type postgres from 'postgres'

export type Bench = { sql: postgres.Sql; log: (line: string) => void }
export type Row = { scenario: string; figure: string; baseline?: string; ratio?: number; conditions: string }

/** Milliseconds that some work takes. */
export async function clock(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The median of some runs after one that warms the caches. */
export async function median(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push(await clock(work))
  return quantile(times, 0.5)
}

export function quantile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

export const milliseconds = (time: number): string =>
  time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`
export const seconds = (time: number): string => `${(time / 1000).toFixed(1)} s`
export const round = (ratio: number): number => Math.round(ratio * 10) / 10

/** Sizes are multiplied by this: CRIER_BENCH_SCALE, 1 unless a quick look is wanted. */
export const scale = Number(process.env.CRIER_BENCH_SCALE ?? 1)
export const sized = (size: number): number => Math.max(1, Math.round(size * scale))
