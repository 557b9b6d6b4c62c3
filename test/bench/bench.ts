/** What every scenario of the benchmark is handed and answers. */
import type postgres from 'postgres'

export type Row = {
  scenario: string
  figure: string
  /** What it is compared with, measured in the same run. */
  baseline?: string
  /** The figure divided by the baseline, where both count the same. */
  ratio?: number
  conditions: string
}

export type Bench = {
  /** Of a migrated database of the scenario's own. */
  url: string
  /** The owner's connection to it, past all grants. */
  sql: postgres.Sql
  /** The process id of its server. */
  postmaster: number
  log: (line: string) => void
  /** How long to measure: as long as it ever needs, or CRIER_BENCH_SECONDS where that is shorter. */
  seconds: (longest: number) => number
}

export type Scenario = (bench: Bench) => Promise<Row[]>

/** The value that a share of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
}

export const whole = (value: number) => Math.round(value).toLocaleString('en-GB')
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Calls a piece of work over and over for some seconds, after as long a warm-up of at most a second; answers calls per second. */
export function perSecond(seconds: number, work: (i: number) => unknown): number {
  const run = (ms: number) => {
    const began = performance.now()
    let calls = 0
    // The clock is read every 16 calls: it costs as much as a text message.
    while (calls % 16 !== 0 || performance.now() - began < ms) work(calls++)
    return (calls * 1000) / (performance.now() - began)
  }
  run(Math.min(seconds, 1) * 1000)
  return run(seconds * 1000)
}
