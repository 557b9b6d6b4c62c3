/** Reports that people ask for and fetch later. Source: specification, internal API, report requests. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  createReportRequest,
  getReportRequest,
  type IGetReportRequestResult,
} from '../../queries/reports.queries.ts'
import { idSegment, jsonBody, one, pathId, serviceId, serviceOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { oneOf } from '../query-string.ts'
import { checkSchema, uuid } from '../validation.ts'
import { statusesOf } from './notifications.ts'

const words = Object.keys(statusesOf) as (keyof typeof statusesOf)[]
const wanted = v.strictObject({
  user_id: uuid,
  report_type: oneOf(['notifications_report']),
  notification_type: v.optional(v.nullable(oneOf(['email', 'sms', 'letter'])), null),
  notification_status: v.optional(oneOf(words), 'all'),
})

export function reportRoutes(crier: Crier): Hono {
  const app = new Hono()
  const base = `/service/${serviceId}/report-request`
  const shown = async (service_id: string, id: string) => ({
    data: reportRequestWire(one(await getReportRequest.run({ service_id, id }, crier.db))),
  })

  app.post(base, async (c) => {
    const { user_id, report_type, ...parameter } = checkSchema(wanted, await jsonBody(c))
    const service = await serviceOf(c, crier)
    const request = { service_id: service.id, user_id, report_type, parameter }
    const now = crier.now().toISOString()
    const { id, is_new } = one(await createReportRequest.run({ ...request, now }, crier.db))
    return json(c, await shown(service.id, id), is_new ? 201 : 200)
  })

  app.get(`${base}/${idSegment('report_request_id')}`, async (c) =>
    json(c, await shown(pathId(c, 'service_id'), pathId(c, 'report_request_id'))),
  )
  return app
}

const reportRequestWire = (row: IGetReportRequestResult) => ({
  id: row.id,
  user_id: row.user_id,
  service_id: row.service_id,
  report_type: row.report_type,
  status: row.status,
  parameter: row.parameter,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
