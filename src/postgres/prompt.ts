/** A prompt on a database, for `make psql`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * npm's PostgreSQL brings no psql; every version that speaks to a server serves.
 * @param environment whose path is searched for it, and which it gets
 * @throws Error of one line when it is not installed
 */
export async function openPrompt(url: string, environment = process.env): Promise<void> {
  const { bare, password } = withoutPassword(url)
  const env = password === undefined ? environment : { ...environment, PGPASSWORD: password }
  const psql = spawn('psql', [bare], { stdio: 'inherit', env })
  const missing = await Promise.race([
    once(psql, 'error').catch(() => true),
    once(psql, 'spawn').then(() => false),
  ])
  if (missing) throw new Error('psql is not installed: it comes in the package postgresql-client, or libpq')
  await once(psql, 'close')
}

/** The command line shows what is on it to every user of the machine. */
function withoutPassword(url: string): { bare: string; password: string | undefined } {
  const bare = new URL(url)
  const password = bare.searchParams.get('password') ?? decodeURIComponent(bare.password)
  bare.password = ''
  if (bare.searchParams.has('password')) bare.searchParams.delete('password')
  return { bare: bare.href, password: password || undefined }
}
