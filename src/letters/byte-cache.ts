/** Bytes that were made or read lately: the same pages are looked at again and again, and the letters of a template have the same files. */

export type ByteCache = {
  /** What is kept under a key, else what is made, which is then kept. */
  get: (key: string, make: () => Promise<Uint8Array>) => Promise<Uint8Array>
}

/** @param mostBytes of all that is kept; what was used longest ago goes first */
export function makeByteCache(mostBytes: number): ByteCache {
  const kept = new Map<string, Uint8Array>()
  let bytes = 0
  const forget = (key: string) => {
    bytes -= kept.get(key)?.byteLength ?? 0
    kept.delete(key)
  }
  return {
    async get(key, make) {
      const known = kept.get(key)
      const value = known ?? (await make())
      forget(key)
      if (value.byteLength > mostBytes) return value
      kept.set(key, value)
      bytes += value.byteLength
      while (bytes > mostBytes) forget(kept.keys().next().value!)
      return value
    },
  }
}
