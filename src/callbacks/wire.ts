/** How a service's callback is shown: without its token, which nobody is shown again. Source: specification, internal API, shared shapes. */
import type { IGetCallbackApiResult } from '../../queries/callbacks.queries.ts'

export const callbackApiWire = (row: IGetCallbackApiResult) => ({
  id: row.id,
  service_id: row.service_id,
  url: row.url,
  updated_by_id: row.updated_by_id,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
