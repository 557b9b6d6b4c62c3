/** A broadcast as both APIs show it: the columns of the view broadcast_messages, in their order. Source: specification, broadcasts, message JSON. */
import { listBroadcasts } from '../../queries/broadcasts.queries.ts'
import { one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'

/** @throws ApiError 404 for an unknown one and another service's */
export const findBroadcast = async ({ db }: Pick<Crier, 'db'>, service_id: string, id: string) =>
  one(await listBroadcasts.run({ service_id, id }, db))
