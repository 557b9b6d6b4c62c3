/** The free allowance of a service. Source: specification, internal API, billing. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { getFinancialYear, getFreeAllowance, setFreeAllowance } from '../../queries/billing/rates.queries.ts'
import { jsonBody, one, refused, serviceId, serviceOf, unnamed, yearOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema, notOfType, shownValue } from '../validation.ts'

const noYear = 'No valid year provided'
/** Before this year there was no allowance. */
const firstYear = 2016
/** More units than PostgreSQL's integer are no allowance. */
const mostUnits = 2_147_483_647

const wholeNumber = v.pipe(
  v.number(notOfType('integer')),
  v.check((value) => Number.isInteger(value), notOfType('integer')),
)
const allowanceSchema = v.strictObject({
  free_sms_fragment_limit: v.pipe(
    wholeNumber,
    v.minValue(0, (issue) => `${shownValue(issue.input)} is less than the minimum of 0`),
    v.maxValue(
      mostUnits,
      (issue) => `${shownValue(issue.input)} is greater than the maximum of ${mostUnits}`,
    ),
  ),
  financial_year_start: v.optional(
    v.pipe(
      wholeNumber,
      v.minValue(firstYear, (issue) => `${shownValue(issue.input)} is less than the minimum of ${firstYear}`),
    ),
  ),
})

export function allowanceRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const currentYear = async () => (await getFinancialYear.run({ now: now() }, crier.db))[0]!.year

  const allowancePath = `/service/${serviceId}/billing/free-sms-fragment-limit`
  app.get(allowancePath, async (c) => {
    const asked = c.req.query('financial_year_start')
    const current = await currentYear()
    const year = asked === undefined ? current : yearOf(asked, noYear)
    if (year < firstYear || year > current) throw refused(noYear)
    const service = await serviceOf(c, crier)
    const { free_sms_fragment_limit } = one(
      await getFreeAllowance.run({ service_id: service.id, year }, crier.db),
    )
    return json(c, { free_sms_fragment_limit, financial_year_start: year })
  })

  app.post(allowancePath, async (c) => {
    const body = checkSchema(allowanceSchema, await jsonBody(c))
    const current = await currentYear()
    const year = body.financial_year_start ?? current
    // The years ahead get theirs on their first of April, from this one.
    if (year > current) throw refused(noYear)
    const service = await serviceOf(c, crier)
    const { free_sms_fragment_limit } = body
    const [row] = await setFreeAllowance.run(
      { service_id: service.id, year, free_sms_fragment_limit, actor: unnamed, now: now() },
      crier.db,
    )
    if (!row!.is_set) throw noResultFound()
    return json(c, body, 201)
  })
  return app
}
