/** Today's prices. Source: specification, internal API, rates. */
import { Hono } from 'hono'
import { getSmsRate, listLetterRates } from '../../queries/billing/rates.queries.ts'
import { noResult } from '../admin/requests.ts'
import { isoformat } from '../admin/wire.ts'
import type { Crier } from '../context.ts'
import { decimal } from '../decimal.ts'
import { json } from '../http.ts'

export function rateRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  for (const path of ['/sms-rate', '/sms-rate/']) {
    app.get(path, async (c) => {
      const [row] = await getSmsRate.run({ now: now() }, crier.db)
      if (row === undefined) throw noResult()
      return json(c, { rate: decimal(row.rate), valid_from: isoformat(row.valid_from) })
    })
  }
  for (const path of ['/letter-rates', '/letter-rates/']) {
    app.get(path, async (c) => {
      const rows = await listLetterRates.run({ now: now() }, crier.db)
      return json(
        c,
        rows.map((row) => ({ ...row, start_date: isoformat(row.start_date) })),
      )
    })
  }
  return app
}
