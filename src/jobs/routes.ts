/**
 * Jobs for programs, beyond Notify: a file of recipients in one call, checked as a whole, sent now or within seven days, and followed to its end.
 * Source: specification, sending, jobs.
 */
import { type Context, Hono } from 'hono'
import { cancelJob, getJobBy, getJobFile, listJobRows, listJobs } from '../../queries/jobs.queries.ts'
import type { ReadBody } from '../admission.ts'
import type { Crier } from '../context.ts'
import { badRequest, noResultFound, validationError } from '../errors.ts'
import { ownKey, readFile } from '../files/store.ts'
import { answerHeaders, baseUrl, bodyLimits, json } from '../http.ts'
import type { Accept } from '../notifications/acceptance.ts'
import { limitHeaders, noteRefusal, nothing, refuse, refuseEarly } from '../notifications/limits.ts'
import { idempotencyOf } from '../notifications/routes.ts'
import { statusesOfWords } from '../notifications/wire.ts'
import { checkQuery, linkTo } from '../query-string.ts'
import { type Caller, caller } from '../services/authentication.ts'
import { canonicalUuid } from '../uuid.ts'
import { checkJob } from './checking.ts'
import { type JobKey, jobMadeBefore, makeJob } from './making.ts'
import { canonical, jobListQuery, jobRequestOf, jobRowsQuery } from './requests.ts'
import { jobCheckWire, jobRowWire, jobWire, statisticsWire } from './wire.ts'

const path = '/v2/jobs'
const pageSize = 50
const rowsPageSize = 250

export function jobRoutes(crier: Crier, accept: Accept): Hono {
  const app = new Hono()

  app.post(path, async (c) => {
    const who = await caller(c, crier)
    await refuseEarly(c, who, null, crier, accept)
    return crier.admission.send(c, who.service.id, (read) => create(c, who, read))
  })

  app.post(`${path}/check`, async (c) => {
    const who = await caller(c, crier)
    await refuseEarly(c, who, null, crier, accept)
    return crier.admission.send(c, who.service.id, async (read) => {
      const found = await checkJob(crier, who, await requestOf(c, who, read))
      return json(c, jobCheckWire(found, baseUrl(c, crier)))
    })
  })

  async function create(c: Context, who: Caller, read: ReadBody): Promise<Response> {
    const request = await requestOf(c, who, read)
    const by = idempotencyOf(c, canonical(request))
    const jobKey = by.idempotency_key === undefined ? null : (by as JobKey)
    const known = jobKey && (await jobMadeBefore(crier, who, jobKey))
    if (known !== null) answerHeaders(c)['idempotent-replayed'] = 'true'
    const id = known ?? (await makeJob(crier, who, request, jobKey))
    return json(c, jobWire(await find(who, id), baseUrl(c, crier)), 201)
  }

  /** The body is not kept: what is made of it is a text as long. */
  async function requestOf(c: Context, who: Caller, read: ReadBody) {
    const body = await read(bodyLimits.files)
    await takeToken(c, who)
    return jobRequestOf(c, body, who.service.id)
  }

  /** A job takes one token of the limit per minute, as any call does. */
  async function takeToken(c: Context, who: Caller): Promise<void> {
    const askedAt = crier.now().getTime()
    const acceptance = await accept({
      service_id: who.service.id,
      api_key_id: who.key.id,
      key_type: who.key.keyType,
      notification_type: 'sms',
      ...nothing,
    })
    noteRefusal(who, acceptance, askedAt)
    limitHeaders(c, acceptance)
    if (acceptance.outcome === 'rate-limited') refuse(acceptance, who, 'sms', crier)
  }

  /** Any key of a service may read any of its jobs. */
  async function find({ service }: Caller, id: string) {
    const [job] = await getJobBy.run({ id, service_id: service.id, now: crier.now().toISOString() }, crier.db)
    if (job === undefined) throw noResultFound()
    return job
  }

  app.get(path, async (c) => {
    const who = await caller(c, crier)
    const { older_than } = checkQuery(c, jobListQuery)
    return crier.admission.read(c, who.service.id, async () => {
      const asked = { service_id: who.service.id, key_type: who.key.keyType, older_than: older_than ?? null }
      const found = await listJobs.run({ ...asked, limit: pageSize + 1 }, crier.db)
      const base = baseUrl(c, crier)
      const jobs = found.slice(0, pageSize).map((job) => jobWire(job, base))
      const next =
        found.length > pageSize ? { next: linkTo(base, path, { older_than: jobs.at(-1)!.id }) } : {}
      return json(c, { jobs, links: { current: linkTo(base, path, { older_than }), ...next } })
    })
  })

  app.get('/v2/jobs/:job_id', async (c) => {
    const who = await caller(c, crier)
    const id = jobId(c)
    return crier.admission.read(c, who.service.id, async () => {
      const job = await find(who, id)
      return json(c, { ...jobWire(job, baseUrl(c, crier)), statistics: statisticsWire(job) })
    })
  })

  app.get('/v2/jobs/:job_id/rows', async (c) => {
    const who = await caller(c, crier)
    const id = jobId(c)
    const { after = '0', status } = checkQuery(c, jobRowsQuery)
    return crier.admission.read(c, who.service.id, async () => {
      const job = await find(who, id)
      const statuses = status ? statusesOfWords(job.notification_type, status) : null
      const asked = { id, service_id: who.service.id, after: Number(after), statuses }
      const found = await listJobRows.run({ ...asked, limit: rowsPageSize + 1 }, crier.db)
      const rows = found.slice(0, rowsPageSize).map(jobRowWire)
      const link = (place: number) =>
        linkTo(baseUrl(c, crier), `${path}/${id}/rows`, {
          status,
          after: place === 0 ? undefined : String(place),
        })
      const next = found.length > rowsPageSize ? { next: link(rows.at(-1)!.row_number) } : {}
      return json(c, { rows, links: { current: link(Number(after)), ...next } })
    })
  })

  app.get('/v2/jobs/:job_id/csv', async (c) => {
    const who = await caller(c, crier)
    const id = jobId(c)
    crier.admission.glance(c, who.service.id)
    const [file] = await getJobFile.run({ id, service_id: who.service.id }, crier.db)
    if (file === undefined) throw noResultFound()
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header('content-length', String(file.size))
    return c.body(c.req.method === 'HEAD' ? '' : readFile(crier, file, ownKey(crier, file.id)))
  })

  app.post('/v2/jobs/:job_id/cancel', async (c) => {
    const who = await caller(c, crier)
    const id = jobId(c)
    const asked = { id, service_id: who.service.id, actor: null, now: crier.now().toISOString() }
    const [done] = await cancelJob.run(asked, crier.db)
    const job = await find(who, id)
    if (!done!.is_cancelled) throw badRequest(`Job cannot be cancelled: its status is ${job.status}`)
    return json(c, jobWire(job, baseUrl(c, crier)))
  })

  return app
}

function jobId(c: Context): string {
  const id = canonicalUuid(c.req.param('job_id'))
  if (id === null) throw validationError(['job_id is not a valid UUID'])
  return id
}
