/** Today's prices. Source: specification, internal API, rates. */
import { Hono } from 'hono'
import { getSmsRate, listLetterRates } from '../../queries/billing/rates.queries.ts'
import { one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { letterRateWire, smsRateWire } from './wire.ts'

export function rateRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  for (const path of ['/sms-rate', '/sms-rate/']) {
    app.get(path, async (c) => {
      return json(c, smsRateWire(one(await getSmsRate.run({ now: now() }, crier.db))))
    })
  }
  for (const path of ['/letter-rates', '/letter-rates/']) {
    app.get(path, async (c) => {
      const rows = await listLetterRates.run({ now: now() }, crier.db)
      return json(c, rows.map(letterRateWire))
    })
  }
  return app
}
