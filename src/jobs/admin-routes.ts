/** Jobs for the admin application. Source: specification, internal API, jobs; sending, jobs, read and cancel. */
import { type Context, Hono } from 'hono'
import {
  countJobsOfService,
  countMessagesOfJob,
  getJobOfService,
  getScheduledJobStats,
  hasJobs,
  listJobsOfService,
} from '../../queries/jobs/admin.queries.ts'
import { cancelJob, cancelLetterJob } from '../../queries/jobs.queries.ts'
import { countedPageLinks, limitDays, pageOf, rowsOf } from '../admin/pages.ts'
import { idQuery, jsonBody, one, pathId, serviceId, serviceOf, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { constraintOf } from '../database.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { canonicalUuid } from '../uuid.ts'
import { makeJobByHand, uploadIdOf } from './by-hand.ts'
import { adminJobWire } from './wire.ts'

const base = `/service/${serviceId}/job` as const

type Named = { id: string; service_id: string }

export function jobAdminRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.get(base, async (c) => {
    const page = pageOf(c)
    const { statuses } = c.req.query()
    const filters = {
      service_id: pathId(c, 'service_id'),
      statuses: statuses ? statuses.split(',').map((status) => status.trim()) : null,
      limit_days: limitDays(c),
      contact_list_id: idQuery(c, 'contact_list_id'),
      now: now(),
    }
    const [found, counted] = await Promise.all([
      listJobsOfService.run({ ...filters, limit: page.limit, skipped: page.skipped }, crier.db),
      countJobsOfService.run(filters, crier.db),
    ])
    const { rows, hasNext } = rowsOf(page, found)
    const { total } = one(counted)
    const links = countedPageLinks(c, page, hasNext, total)
    return json(c, { data: rows.map(adminJobWire), page_size: page.size, total, links })
  })

  app.post(base, async (c) => {
    const service = await serviceOf(c, crier)
    if (!service.active) throw new PlainError(403, 'Create job is not allowed: service is inactive ')
    const body = await jsonBody(c)
    const named = { id: uploadIdOf(body), service_id: service.id }
    // Whoever asks again, not knowing whether the first time was heard, is answered as the first time was.
    if (!(await isMade(named)))
      await makeJobByHand(crier, service, named.id, body).catch(madeMeanwhile(named))
    return json(c, { data: await find(named) }, 201)
  })

  const isMade = async (named: Named) =>
    (await getJobOfService.run({ ...named, now: now() }, crier.db)).length > 0

  const madeMeanwhile = (named: Named) => async (error: unknown) => {
    if (constraintOf(error) !== 'jobs_pkey') throw error
    if (!(await isMade(named))) throw new PlainError(409, { id: ['Already in use'] })
  }

  app.get(`${base}/scheduled-job-stats`, async (c) =>
    json(c, one(await getScheduledJobStats.run({ service_id: pathId(c, 'service_id') }, crier.db))),
  )

  app.get(`${base}/has_jobs`, async (c) =>
    json(c, { data: one(await hasJobs.run({ service_id: pathId(c, 'service_id') }, crier.db)) }),
  )

  app.get(`${base}/:job_id`, async (c) => json(c, { data: await find(jobOf(c)) }))

  app.get(`${base}/:job_id/notification_count`, async (c) =>
    json(c, one(await countMessagesOfJob.run(jobOf(c), crier.db))),
  )

  app.post(`${base}/:job_id/cancel`, async (c) => {
    const named = jobOf(c)
    const [done] = await cancelJob.run({ ...named, actor: unnamed, now: now() }, crier.db)
    if (!done!.is_cancelled) throw noResultFound()
    return json(c, { data: await find(named) })
  })

  app.post(`${base}/:job_id/cancel-letter-job`, async (c) => {
    const [done] = await cancelLetterJob.run({ ...jobOf(c), actor: unnamed, now: now() }, crier.db)
    if (done!.letters === null) throw noResultFound()
    return json(c, done!.letters)
  })

  async function find(named: Named) {
    return adminJobWire(one(await getJobOfService.run({ ...named, now: now() }, crier.db)))
  }

  return app
}

/** The admin application takes an unknown job for an upload that was not sent, whatever its id looks like. */
function jobOf(c: Context): Named {
  const id = canonicalUuid(c.req.param('job_id'))
  if (id === null) throw noResultFound()
  return { id, service_id: pathId(c, 'service_id') }
}
