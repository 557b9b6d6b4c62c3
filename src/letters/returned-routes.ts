/** Letters that came back. Source: specification, letters, returned letters; internal API. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  countOrphanedReturnedLetters,
  getReturnedLetterStatistics,
  listReturnedLetterSummary,
  listReturnedLetters,
  returnLetters,
} from '../../queries/letters/returned.queries.ts'
import { dateFault, jsonBody, one, pathId, refused, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { bodyLimits, json } from '../http.ts'
import { checkSchema, notOfType, shownValue, string } from '../validation.ts'

const returnedRequest = v.strictObject({
  references: v.pipe(
    v.array(
      v.pipe(
        string,
        v.regex(/^[0-9A-Z]{16}$/, ({ input }) => `${shownValue(input)} does not match ^[0-9A-Z]{16}$`),
      ),
      notOfType('array'),
    ),
    v.minLength(1, 'references [] is too short'),
  ),
})

/** In the envelope of the second version. */
export function returnedLetterRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post('/letters/returned', async (c) => {
    const { references } = checkSchema(returnedRequest, await jsonBody(c, bodyLimits.values))
    const [returned] = await returnLetters.run({ references, now: crier.now().toISOString() }, crier.db)
    if (returned!.unknown.length > 0)
      crier.log.warn({ references: returned!.unknown }, 'returned letters that nobody knows')
    return json(c, { references })
  })
  return app
}

export function returnedLetterReportRoutes(crier: Crier): Hono {
  const app = new Hono()
  const base = `/service/${serviceId}` as const

  app.get(`${base}/returned-letter-statistics`, async (c) => {
    const parameters = { service_id: pathId(c, 'service_id'), now: crier.now().toISOString() }
    return json(c, one(await getReturnedLetterStatistics.run(parameters, crier.db)))
  })

  app.get(`${base}/returned-letter-summary`, async (c) =>
    json(c, await listReturnedLetterSummary.run({ service_id: pathId(c, 'service_id') }, crier.db)),
  )

  app.get(`${base}/returned-letters`, async (c) => {
    const reported_at = c.req.query('reported_at') ?? ''
    if (dateFault(reported_at) !== null) throw refused('Input must be a date in the format: YYYY-MM-DD')
    const asked = { service_id: pathId(c, 'service_id'), reported_at }
    const returned_letters = await listReturnedLetters.run(asked, crier.db)
    const { orphaned } = one(await countOrphanedReturnedLetters.run(asked, crier.db))
    return json(c, { returned_letters, orphaned_count: orphaned })
  })

  return app
}
