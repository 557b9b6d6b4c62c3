/** Bounds how many pieces of work run at once. The rest stand in lines, in order, and the lines take turns: a long one makes no other wait for its end. */
export function limiter(max: number) {
  let running = 0
  /** The line that is served next comes first. */
  const lines = new Map<string, (() => void)[]>()

  function stand(line: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = lines.get(line)
      if (waiting === undefined) lines.set(line, [resolve])
      else waiting.push(resolve)
    })
  }

  /** The place goes straight to the next in line, so `running` stays. */
  function leave(): void {
    const [first] = lines
    if (first === undefined) {
      running--
      return
    }
    const [line, waiting] = first
    const next = waiting.shift()!
    lines.delete(line)
    if (waiting.length > 0) lines.set(line, waiting)
    next()
  }

  return async function limit<T>(line: string, work: () => Promise<T>): Promise<T> {
    if (running >= max) await stand(line)
    else running++
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
