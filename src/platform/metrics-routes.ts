/** The numbers for Prometheus. They tell how much is sent and what fails, so not everybody may have them. */
import { type Context, Hono } from 'hono'
import { getCallbackDepths } from '../../queries/callbacks.queries.ts'
import { listDeliveryLags, listQueueDepths } from '../../queries/platform.queries.ts'
import type { Crier } from '../context.ts'
import { unavailable } from '../database.ts'
import { answerHeaders, json } from '../http.ts'
import { hasToken } from './access.ts'

/** @param isOpen whether a request needs no token, when none was chosen */
export function metricsRoutes(crier: Crier, isOpen: (c: Context) => boolean): Hono {
  const app = new Hono()
  const { token } = crier.config.metrics
  app.get('/metrics', async (c) => {
    if (token === undefined ? !isOpen(c) : !hasToken(c, token)) {
      answerHeaders(c)['www-authenticate'] = 'Bearer realm="Crier metrics"'
      return json(c, { result: 'error', message: 'The token of CRIER_METRICS_TOKEN must be provided' }, 401)
    }
    await depthGauges(crier)
    return c.body(await crier.metrics.registry.metrics(), 200, {
      'content-type': crier.metrics.registry.contentType,
    })
  })
  return app
}

/** For an address of their own, which the operator has put where only Prometheus reaches it. */
export function metricsApp(crier: Crier): Hono {
  const app = metricsRoutes(crier, () => true)
  app.onError((error, c) => {
    crier.log.error({ error, route: '/metrics' }, 'request failed')
    return json(c, { result: 'error', message: 'Internal server error' }, 500)
  })
  return app
}

/** The depths of the queues and of the outbox are read when asked for; with a dead database the other numbers are still shown. */
async function depthGauges(crier: Crier): Promise<void> {
  try {
    const [depths, lags] = await Promise.all([
      listQueueDepths.run(undefined, crier.db),
      listDeliveryLags.run(undefined, crier.db),
    ])
    crier.metrics.queueReady.reset()
    crier.metrics.queueOldest.reset()
    for (const depth of depths) {
      crier.metrics.queueReady.set({ queue: depth.queue }, depth.ready)
      crier.metrics.queueOldest.set({ queue: depth.queue }, depth.oldest_seconds ?? 0)
    }
    crier.metrics.lag.reset()
    crier.metrics.admittedShare.reset()
    for (const { queue, lag_seconds, admitted_share } of lags) {
      crier.metrics.lag.set({ queue }, lag_seconds)
      crier.metrics.admittedShare.set({ queue }, admitted_share)
    }
    const [callbacks] = await getCallbackDepths.run(undefined, crier.db)
    crier.metrics.callbacksDue.set(callbacks!.due)
    crier.metrics.callbacksOldest.set(callbacks!.oldest_seconds)
    crier.metrics.callbacksFailing.set(callbacks!.failing)
  } catch (error) {
    if (!unavailable(error)) throw error
  }
}
