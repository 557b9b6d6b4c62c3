/** Clocks and figures that the scenarios of the books share. */
import { percentile } from '../bench.ts'

/** Milliseconds that some work takes. */
export async function clock(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The medians of some runs of each piece of work, done by turns, after one each that warms the caches. */
export async function medians(runs: number, works: (() => Promise<unknown>)[]): Promise<number[]> {
  for (const work of works) await work()
  const times = works.map((): number[] => [])
  for (let run = 0; run < runs; run++) {
    for (const [place, work] of works.entries()) times[place]!.push(await clock(work))
  }
  return times.map((own) => percentile(own, 0.5))
}

export const median = async (runs: number, work: () => Promise<unknown>): Promise<number> =>
  (await medians(runs, [work]))[0]!

export const milliseconds = (time: number): string =>
  time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`
export const inSeconds = (time: number): string => `${(time / 1000).toFixed(1)} s`

/** Sizes are multiplied by this: CRIER_BENCH_SCALE. */
const scale = Number(process.env.CRIER_BENCH_SCALE || 0.2)
if (!(scale > 0 && scale <= 1)) throw new Error('CRIER_BENCH_SCALE must be a number above 0, at most 1')
export const sized = (size: number): number => Math.max(1, Math.round(size * scale))
