/** What an application that shows alerts to the public reads. Source: specification, broadcasts, GOV.UK alerts. */
import { Hono } from 'hono'
import { listPublishedAlerts } from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'

export function publishedAlertRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.get('/govuk-alerts', async (c) => {
    const asked = { id: null, limit: null, now: crier.now().toISOString() }
    const alerts = (await listPublishedAlerts.run(asked, crier.db)).map(
      ({ ended_at: _, is_current: __, ...alert }) => alert,
    )
    return json(c, { alerts })
  })
  return app
}
