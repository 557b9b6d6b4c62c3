/** The Redis of Notify's admin application, where the environment names one: the operator's own word, so it may be on any network. */

/**
 * @returns the address, which may hold a password; null where none is named
 * @throws Error with one line that names the variable, and says nothing of its value
 */
export function redisUrl(env: NodeJS.ProcessEnv): string | null {
  const text = env.CRIER_ADMIN_REDIS_URL
  if (!text) return null
  const { protocol, pathname } = URL.canParse(text) ? new URL(text) : { protocol: '', pathname: '' }
  if (!/^rediss?:$/.test(protocol) || !/^(?:\/\d{0,5})?$/.test(pathname)) {
    throw new Error('CRIER_ADMIN_REDIS_URL must be like redis://user:password@host:6379/0, or rediss://')
  }
  return text
}
