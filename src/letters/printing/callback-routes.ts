/** Where a print API tells what became of a letter. Source: specification, letters, print run B, callback. */
import { Hono } from 'hono'
import { receivePrintCallback } from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { mountPath } from '../../delivery/providers/posting.ts'
import { PlainError } from '../../errors.ts'
import { readBody } from '../../http.ts'
import { parseJson } from '../../validation.ts'
import { letterOfToken } from './callback-tokens.ts'
import { readCallback } from './callbacks.ts'

const maxBytes = 64 * 1024

export function printCallbackRoutes(crier: Crier): Hono {
  const app = new Hono()
  mountPath(app, '/notifications/letter/status', async (c) => {
    const letter = letterOfToken(crier, c.req.query('token'))
    if (letter === null) throw new PlainError(403, 'A valid token must be provided in the query string')
    const { jobId, ...told } = readCallback(parseJson(await readBody(c, maxBytes)))
    if (jobId !== letter)
      throw new PlainError(400, 'Notification ID in letter callback data does not match ID in token')
    const parameters = { told: { id: letter, ...told } as never, now: crier.now().toISOString() }
    const [{ outcome, units } = { outcome: 'not-found', units: null }] = await receivePrintCallback.run(
      parameters,
      crier.db,
    )
    if (outcome === 'not-found') crier.log.error({ letter }, 'a printer tells of a letter that nobody has')
    if (outcome === 'duplicate') crier.log.info({ letter, status: told.status }, 'told before')
    if (outcome === 'applied' && told.status === 'REJECTED')
      crier.log.error({ letter }, 'the printer rejects a letter')
    if (told.sheets !== null && units !== null && told.sheets !== units)
      crier.log.error(
        `Notification with id ${letter} has ${units} billable_units but DVLA says page count is ${told.sheets}`,
      )
    return c.body(null, 204)
  })
  return app
}
