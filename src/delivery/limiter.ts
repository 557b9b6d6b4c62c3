/** Bounds how many pieces of work run at once; the rest wait their turn in order. */
export function limiter(max: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async function limit<T>(work: () => Promise<T>): Promise<T> {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // The place goes straight to the next in line, so `running` stays.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
