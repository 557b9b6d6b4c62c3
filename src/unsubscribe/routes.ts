/** One-click unsubscribe, which mail programs call (RFC 8058): no authentication but the link's token. Source: specification, sending, unsubscribe. */
import { Hono } from 'hono'
import { requestUnsubscribe } from '../../queries/unsubscribe.queries.ts'
import type { Crier } from '../context.ts'
import { PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { canonicalUuid } from '../uuid.ts'
import { readUnsubscribeToken } from './links.ts'

const refused = (message: string) => new PlainError(404, { 'unsubscribe request': message })
/** An address of 320 characters in base64url, its day and signature, with room to spare. */
const maxToken = 2000

export function unsubscribeRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post('/unsubscribe/:notification_id/:token', async (c) => {
    const { notification_id, token } = c.req.param()
    const id = canonicalUuid(notification_id)
    const address = id === null || token.length > maxToken ? null : readUnsubscribeToken(crier, id, token)
    if (id === null || address === null) throw refused('This is not a valid unsubscribe link.')
    const now = crier.now().toISOString()
    const [row] = await requestUnsubscribe.run({ notification_id: id, address, now }, crier.db)
    if (row!.outcome === 'unknown') throw refused('This unsubscribe link is invalid or expired.')
    return json(c, { result: 'success', message: 'Unsubscribe successful' })
  })
  return app
}
