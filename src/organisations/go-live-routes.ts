/** What people are told of requests to make a service live. Source: specification, internal API, organisations. */
import { Hono } from 'hono'
import {
  sendGoLiveNextSteps,
  sendGoLiveRejection,
  sendGoLiveRequest,
} from '../../queries/organisations/organisations.queries.ts'
import { jsonBody, one, pathId, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { checkSchema } from '../validation.ts'
import { nextSteps, rejectedRequest } from './requests.ts'

export function goLiveRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.post(`/organisations/notify-users-of-request-to-go-live/${serviceId}`, async (c) => {
    const parameters = { service_id: pathId(c, 'service_id'), admin_url: crier.config.adminBaseUrl }
    const { is_done } = one(await sendGoLiveRequest.run({ ...parameters, now: now() }, crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })

  app.post(`/organisations/notify-org-member-about-next-steps-of-go-live-request/${serviceId}`, async (c) => {
    const { to, ...personalisation } = checkSchema(nextSteps, await jsonBody(c))
    const parameters = { service_id: pathId(c, 'service_id'), recipient: to, personalisation, now: now() }
    const { is_done } = one(await sendGoLiveNextSteps.run(parameters, crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })

  app.post(`/organisations/notify-service-member-of-rejected-go-live-request/${serviceId}`, async (c) => {
    const personalisation = checkSchema(rejectedRequest, await jsonBody(c))
    const parameters = { service_id: pathId(c, 'service_id'), personalisation, now: now() }
    const { is_done } = one(await sendGoLiveRejection.run(parameters, crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })
  return app
}
