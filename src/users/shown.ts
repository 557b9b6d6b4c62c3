/** A person as the internal API shows them, and their place in paths. */
import type { Context } from 'hono'
import { getUser } from '../../queries/users.queries.ts'
import { idSegment, one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { jsonText } from '../http.ts'

export const userPath = `/user/${idSegment('user_id')}` as const

/**
 * Answers with the person of an id, or of an address.
 * @throws ApiError 404 when there is no such person
 */
export async function showUser(
  c: Context,
  crier: Crier,
  { id = null, email_address = null }: { id?: string | null; email_address?: string | null },
  status: 200 | 201 = 200,
): Promise<Response> {
  const { user } = one(await getUser.run({ id, email_address }, crier.db))
  return jsonText(c, `{"data":${user}}`, status)
}
