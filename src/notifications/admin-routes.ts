/** What people of a service see of its messages: lists, a search, one message, and files to download. Source: specification, internal API, notifications of a service; jobs. */
import { type Context, Hono } from 'hono'
import {
  countNotificationsOfJob,
  findNotificationsForFile,
  findNotificationsOfJob,
  findNotificationsOfService,
  listNotificationSummaries,
  searchNotificationsOfService,
} from '../../queries/notifications/admin.queries.ts'
import { wantsCsv } from '../admin/csv.ts'
import { type Page, rowsOf } from '../admin/pages.ts'
import { idSegment, one, pathId, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { recipientSearchPattern, referenceSearchPattern } from '../recipients/search.ts'
import { canonicalUuid } from '../uuid.ts'
import { csvRowWire, notificationWire } from './admin-wire.ts'
import { jobFile, linesOf, serviceFile } from './downloads.ts'
import { type Asked, askedOf, linkToList, mostNumbered } from './filters.ts'

const base = `/service/${serviceId}/notifications` as const
const both = ['GET', 'POST']
/** Bytes of personalisation in a page: fifty emails of 320 kB. */
const mostBytes = 16_000_000
/** What a search finds at most. */
const mostFound = 50

export function notificationAdminRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.on(both, base, async (c) => {
    const asked = await askedOf(c)
    return asked.to === null ? list(c, asked) : search(c, asked, asked.to)
  })

  app.on(both, `${base}/csv`, async (c) => {
    const asked = await askedOf(c, true)
    asked.filters.include_jobs = true
    asked.filters.include_one_off = true
    const service_id = pathId(c, 'service_id')
    if (wantsCsv(c)) return serviceFile(c, crier, service_id, asked.filters)
    const { filters, page } = asked
    const limit = page.size
    // Programs go on by older_than; numbers are for people.
    const found =
      page.number === 1
        ? await findNotificationsForFile.run({ ...filters, service_id, limit, now: now() }, crier.db)
        : (await find(service_id, asked)).slice(0, limit)
    const notifications = await lines(service_id, found)
    return json(c, { notifications, page_size: limit })
  })

  app.get(`${base}/${idSegment('notification_id')}`, async (c) => {
    const row = one(await summaries(pathId(c, 'service_id'), [pathId(c, 'notification_id')]))
    return json(c, notificationWire(crier, row))
  })

  app.get(`/service/${serviceId}/job/:job_id/notifications`, async (c) => {
    const asked = await askedOf(c)
    const job_id = canonicalUuid(c.req.param('job_id'))
    if (job_id === null) throw noResultFound()
    const service_id = pathId(c, 'service_id')
    const { page, filters } = asked
    const wanted = { service_id, job_id, statuses: filters.statuses }
    if (wantsCsv(c)) return jobFile(c, crier, wanted)
    const { limit, skipped } = page
    const [found, counted] = await Promise.all([
      findNotificationsOfJob.run({ ...wanted, from_row: 0, limit, skipped }, crier.db),
      countNotificationsOfJob.run(wanted, crier.db),
    ])
    const { rows, hasNext } = rowsOf(page, found)
    const { total } = one(counted)
    // All values are of one file, which has a most itself.
    const notifications = await shown(service_id, rows, asked)
    const last = Math.ceil(total / page.size)
    return json(c, { notifications, page_size: page.size, total, links: links(c, asked, hasNext, { last }) })
  })

  async function list(c: Context, asked: Asked): Promise<Response> {
    const service_id = pathId(c, 'service_id')
    const { page } = asked
    const { rows, hasNext } = rowsOf(page, await find(service_id, asked))
    const notifications = await shown(service_id, rows, asked)
    const isCut = notifications.length < rows.length
    // Where numbers end, or the page is cut short, the next one begins after the last message shown.
    const isNumbered = !isCut && (page.number + 1) * page.size <= mostNumbered
    const older_than = isNumbered ? undefined : rows[notifications.length - 1]?.id
    return json(c, {
      notifications,
      page_size: page.size,
      links: links(c, asked, hasNext || isCut, { older_than }),
    })
  }

  async function search(c: Context, asked: Asked, to: string): Promise<Response> {
    const { types, statuses, limit_days } = asked.filters
    const [type] = asked.given.template_type === undefined ? [] : types
    const service_id = pathId(c, 'service_id')
    const found = await searchNotificationsOfService.run(
      {
        service_id,
        types: type === undefined ? types : [type],
        statuses,
        limit_days,
        recipient: recipientSearchPattern(type ?? null, to, await crier.cache.smsRates()),
        reference: referenceSearchPattern(to),
        now: now(),
      },
      crier.db,
    )
    const notifications = await shown(service_id, found.slice(0, mostFound), asked)
    const next = found.length > mostFound ? { next: linkToList(c, asked, { page: '2' }) } : {}
    return json(c, { notifications, links: next })
  }

  /** @throws ApiError 404 for pages beyond the last that has a number */
  async function find(service_id: string, { filters, page }: Asked) {
    if (page.number * page.size > mostNumbered) throw noResultFound()
    const { limit, skipped } = page
    return findNotificationsOfService.run({ ...filters, service_id, limit, skipped, now: now() }, crier.db)
  }

  const summaries = (service_id: string, ids: string[]) =>
    listNotificationSummaries.run({ service_id, ids, most_bytes: mostBytes }, crier.db)

  async function shown(
    service_id: string,
    found: readonly { id: string }[],
    { isForCsv }: Asked,
  ): Promise<object[]> {
    if (isForCsv) return lines(service_id, found)
    const ids = found.map((row) => row.id)
    const rows = await summaries(service_id, ids)
    return rows.map((row) => notificationWire(crier, row))
  }

  async function lines(service_id: string, found: readonly { id: string }[]): Promise<object[]> {
    return (await linesOf(crier, service_id, found)).map(csvRowWire)
  }

  return app
}

function links(
  c: Context,
  asked: Asked,
  hasNext: boolean,
  { older_than, last }: { older_than?: string | undefined; last?: number },
) {
  if (!asked.hasLinks) return {}
  const { number }: Page = asked.page
  const link = (page: number) => linkToList(c, asked, { page: String(page) })
  const next =
    older_than === undefined ? link(number + 1) : linkToList(c, asked, { page: undefined, older_than })
  return {
    ...(number > 1 ? { prev: link(number - 1) } : {}),
    ...(hasNext ? { next } : {}),
    ...(hasNext && last !== undefined ? { last: link(last) } : {}),
  }
}
