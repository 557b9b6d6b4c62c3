/** Every wait of the drill has an end: what takes too long fails by its name, in place of a drill that says nothing more. */

/**
 * @param what is waited for, for the error
 * @throws Error when it takes longer; what was waited for is left to itself
 */
export async function within<T>(seconds: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${seconds} s`)), seconds * 1000)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer!)
  }
}

/**
 * Seconds that connections of the drill's own have to end. The driver (postgres 3.4.9) waits for ever on one that was cut while a statement was on it, which
 * is what HAProxy does to those of a leader that is none any more.
 */
export const endSeconds = 2
