/** A person as the internal API shows them, and their place in paths. */
import { getUser } from '../../queries/users.queries.ts'
import { idSegment, one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'

export const userPath = `/user/${idSegment('user_id')}` as const

/** @throws ApiError 404 when there is no such person */
export const shown = async (crier: Crier, id: string) => ({
  data: one(await getUser.run({ id, email_address: null }, crier.db)),
})
