/** Health, without authentication. Source: specification, public API, status. */
import { Hono } from 'hono'
import packageJson from '../../package.json' with { type: 'json' }
import { getDatabaseVersion } from '../../queries/platform.queries.ts'
import { getLiveCounts } from '../../queries/services.queries.ts'
import type { Crier } from '../context.ts'
import { unavailable } from '../database.ts'
import { json } from '../http.ts'

const build = {
  git_commit: process.env.CRIER_GIT_COMMIT || packageJson.version,
  build_time: process.env.CRIER_BUILD_TIME || '',
}
/** A health check that waits longer for the database than this calls it dead. */
const healthSeconds = 2

export function statusRoutes(crier: Crier): Hono {
  const app = new Hono()
  for (const path of ['/', '/_status']) {
    app.on(path === '/' ? ['GET'] : ['GET', 'POST'], path, async (c) => {
      if (crier.isLeaving) return json(c, { status: 'error', ...build, message: 'Shutting down' }, 503)
      if (c.req.query('simple') !== undefined) return json(c, { status: 'ok' })
      const version = await within(healthSeconds, databaseVersion(crier))
      if (version === null)
        return json(c, { status: 'error', ...build, message: 'Database unavailable' }, 503)
      if (crier.outage.isFull())
        return json(c, { status: 'error', ...build, message: 'Database disk full' }, 503)
      return json(c, { status: 'ok', ...build, db_version: version })
    })
  }
  app.get('/_status/live-service-and-organisation-counts', async (c) => {
    const [counts] = await getLiveCounts.run(undefined, crier.db)
    return json(c, counts)
  })
  return app
}

async function databaseVersion(crier: Crier): Promise<string | null> {
  try {
    const [row] = await getDatabaseVersion.run(undefined, crier.db)
    return row?.db_version ?? ''
  } catch (error) {
    if (!unavailable(error)) throw error
    return null
  }
}

function within<T>(seconds: number, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), seconds * 1000)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
