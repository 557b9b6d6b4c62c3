/**
 * Keys of the admin application's cache are deleted when what they hold has changed: the database announces them with the commit
 * (db/rules/redis/announcements.sql), every process hears it and deletes them. What is announced while Redis is away is deleted when it is back; where
 * nobody knows what was announced, everything is that the application has read from the API.
 */
import type { Log } from '../log.ts'
import type { RedisClient } from './client.ts'

export type Forgetting = {
  /** A key, or * for all. */
  forget: (key: string) => void
  /** To be called when the connection is there. */
  goOn: () => void
}

const mark = 'key '
/** @returns the key that an announcement is about; null when it is about something else */
export const announcedKey = (payload: string): string | null =>
  payload.startsWith(mark) ? payload.slice(mark.length) : null

/**
 * What the application has from the API. Not among them: searches (service-…-notification-search-query-hash-…), which it keeps nowhere else, and the
 * counts of the day. Source: admin API, caches shared with the admin app; admin application, what it shares with the API.
 */
const cached =
  /^(?:user-|has_jobs-|organisations$|domains$|organisation-|(?:email|letter)_branding(?:-|$)|service-join-request-|live-service-and-organisation-counts$|sms-rate$|letter-rates$|performance-stats-|service-[\da-f-]{36}(?:$|-templates$|-template-|-data-retention$|-returned-letters-|-unsubscribe-))/

/** Keys that wait; beyond them everything is deleted. */
const mostWaiting = 10_000
/** Keys of one command, and of one look through all of them. */
const batch = 1000

export function makeForgetting(client: RedisClient, log: Log): Forgetting {
  let waiting = new Set<string>()
  let isAll = false
  let isRunning = false
  let isRefused = false

  function keep(key: string): void {
    if (key === '*' || waiting.size >= mostWaiting) {
      isAll = true
      waiting.clear()
    } else if (!isAll) waiting.add(key)
  }

  async function deleteAll(): Promise<void> {
    for await (const keys of client.scanIterator({ COUNT: batch })) {
      const stale = keys.filter((key) => cached.test(key))
      if (stale.length > 0) await client.unlink(stale)
    }
  }

  async function deleteWaiting(): Promise<void> {
    const all = isAll
    const keys = [...waiting]
    isAll = false
    waiting = new Set()
    try {
      if (all) await deleteAll()
      for (let at = 0; at < keys.length; at += batch) await client.unlink(keys.slice(at, at + batch))
    } catch (error) {
      if (all) keep('*')
      for (const key of keys) keep(key)
      throw error
    }
  }

  async function goOn(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      while (client.isReady && (isAll || waiting.size > 0)) await deleteWaiting()
      isRefused = false
    } catch (error) {
      // They wait for the next connection, or the next change.
      if (client.isReady && !isRefused) {
        isRefused = true
        log.warn({ error }, "the admin application's Redis does not delete its stale keys")
      }
    } finally {
      isRunning = false
    }
  }

  return {
    forget(key) {
      keep(key)
      void goOn()
    },
    goOn: () => void goOn(),
  }
}
