/** Who wants no more emails, for the people of a service to take off their lists. Source: specification, sending, unsubscribe; internal API, unsubscribe. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  createUnsubscribeReport,
  getUnsubscribeReport,
  getUnsubscribeStatistics,
  type IListUnsubscribeReportsResult,
  listUnsubscribeReports,
  listUnsubscribeRequests,
  processUnsubscribeReport,
} from '../../queries/unsubscribe.queries.ts'
import { checkFields, instant, truth, whole } from '../admin/fields.ts'
import {
  idSegment,
  jsonBody,
  one,
  pathId,
  refused,
  serviceId,
  serviceOf,
  unnamed,
} from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { isJsonObject } from '../validation.ts'

/** What a summary said of the requests that are in no report. How many they were is not asked again: those of the interval are meant. */
const wanted = v.object({ count: whole(0), earliest_timestamp: instant, latest_timestamp: instant })
const processed = v.object({ report_has_been_processed: truth })

export function unsubscribeReportRoutes(crier: Crier): Hono {
  const app = new Hono()
  const base = `/service/${serviceId}`
  const batch = idSegment('batch_id')
  const now = () => crier.now().toISOString()

  app.get(`${base}/unsubscribe-request-statistics`, async (c) => {
    const service = await serviceOf(c, crier)
    const { count, latest } = one(await getUnsubscribeStatistics.run({ service_id: service.id }, crier.db))
    const shown = { unsubscribe_requests_count: count, datetime_of_latest_unsubscribe_request: latest }
    return json(c, latest === null ? {} : shown)
  })

  app.get(`${base}/unsubscribe-request-reports-summary`, async (c) => {
    const service = await serviceOf(c, crier)
    const rows = await listUnsubscribeReports.run({ service_id: service.id }, crier.db)
    return json(c, rows.map(reportWire))
  })

  app.post(`${base}/create-unsubscribe-request-report`, async (c) => {
    const service = await serviceOf(c, crier)
    const { earliest_timestamp: earliest, latest_timestamp: latest } = checkFields(wanted, await jsonBody(c))
    const parameters = { service_id: service.id, earliest, latest, actor: unnamed, now: now() }
    const { id } = one(await createUnsubscribeReport.run(parameters, crier.db))
    if (id === null) throw noResultFound()
    return json(c, { report_id: id }, 201)
  })

  app.get(`${base}/unsubscribe-request-report/${batch}`, async (c) => {
    const parameters = { service_id: pathId(c, 'service_id'), id: pathId(c, 'batch_id') }
    const [report] = await getUnsubscribeReport.run(parameters, crier.db)
    if (report === undefined) throw refused(`No report available for ${parameters.id}`)
    return json(c, {
      batch_id: report.id,
      earliest_timestamp: report.earliest_timestamp,
      latest_timestamp: report.latest_timestamp,
      unsubscribe_requests: await listUnsubscribeRequests.run(parameters, crier.db),
    })
  })

  app.post(`${base}/process-unsubscribe-request-report/${batch}`, async (c) => {
    const body = await jsonBody(c)
    if (!isJsonObject(body) || !Object.hasOwn(body, 'report_has_been_processed'))
      throw refused({ marked_as_completed: 'missing data for required field' })
    const { report_has_been_processed: is_processed } = checkFields(processed, body)
    const place = { service_id: pathId(c, 'service_id'), id: pathId(c, 'batch_id') }
    const parameters = { ...place, is_processed, actor: unnamed, now: now() }
    if (!one(await processUnsubscribeReport.run(parameters, crier.db)).is_known)
      throw refused({ batch_id: `No UnsubscribeRequestReport found for id:${place.id}` })
    return c.body(null, 204)
  })
  return app
}

const reportWire = (row: IListUnsubscribeReportsResult) => ({
  batch_id: row.batch_id,
  count: row.count,
  created_at: row.created_at,
  earliest_timestamp: row.earliest_timestamp,
  latest_timestamp: row.latest_timestamp,
  processed_by_service_at: row.processed_by_service_at,
  is_a_batched_report: row.batch_id !== null,
  will_be_archived_at: row.will_be_archived_at,
  service_id: row.service_id,
})
