/** Reading messages. Source: specification, public API. */

import { type Context, Hono } from 'hono'
import type * as v from 'valibot'
import { listChangedNotifications } from '../../queries/notifications/changes.queries.ts'
import {
  getLetterFile,
  listNotifications,
  listNotificationsById,
} from '../../queries/notifications/reading.queries.ts'
import { channels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { ApiError, badRequest, noResultFound, validationError } from '../errors.ts'
import { ownKey, readFile } from '../files/store.ts'
import { gather } from '../gather.ts'
import { baseUrl, jsonOfItems, jsonText } from '../http.ts'
import { lettersAreOn, lettersOnly } from '../letters/switch.ts'
import { checkQuery, linkTo, nextLink } from '../query-string.ts'
import { type Caller, caller } from '../services/authentication.ts'
import type { KeyType } from '../services/cached.ts'
import { canonicalUuid } from '../uuid.ts'
import { makeEstimates } from './estimates.ts'
import { changesQuery, cursorAt, cursorText, listQuery, listQueryWithoutLetters } from './queries.ts'
import { pageBytes, type WireNotification, wireNotifications } from './wire.ts'
import { type ReadableRow, readPage, readRow } from './written.ts'

/** Messages per page, as the queries say. Source: specification, public API, list of notifications. */
const pageSize = 250
const path = '/v2/notifications'

export function readingRoutes(crier: Crier): Hono {
  const app = new Hono()
  const findNotification = notificationFinder(crier)
  const source = { crier, estimates: makeEstimates(crier) }

  app.get('/v2/notifications/:notification_id', async (c) => {
    const { service } = await caller(c, crier)
    const note = crier.admission.glance(c, service.id)
    const row = await findNotification(service.id, c.req.param('notification_id'))
    const [answer] = await wireNotifications([row], source, baseUrl(c, crier))
    note(answer!.body.length)
    return jsonText(c, answer!.json)
  })

  app.get('/v2/notifications/:notification_id/pdf', lettersOnly(crier), async (c) => {
    const { service } = await caller(c, crier)
    crier.admission.glance(c, service.id)
    const row = await findNotification(service.id, c.req.param('notification_id'))
    if (row.notification_type !== 'letter') throw badRequest('Notification is not a letter')
    const status = row.notification_status
    if (status === 'virus-scan-failed') throw badRequest('File did not pass the virus scan')
    if (status === 'technical-failure')
      throw badRequest('PDF not available for letters in status technical-failure')
    const is_rejected = status === 'validation-failed'
    const [file] = await getLetterFile.run({ notification_id: row.id, is_rejected }, crier.db)
    if (file === undefined) throw pdfNotReady()
    c.header('content-type', file.content_type)
    c.header('content-length', String(file.size))
    return c.body(c.req.method === 'HEAD' ? '' : readFile(crier, file, ownKey(crier, file.id)))
  })

  app.get(path, async (c) => {
    const who = await caller(c, crier)
    return crier.admission.read(c, who.service.id, (found) => list(c, who, found))
  })

  async function list(c: Context, { service, key }: Caller, found: () => Promise<void>): Promise<Response> {
    const asked = c.req.queries()
    if ('updated_after' in asked || 'cursor' in asked) return changes(c, service.id, key.keyType, found)
    const areLettersOn = await lettersAreOn(crier)
    const query = areLettersOn ? checkQuery(c, listQuery) : checkQuery(c, listQueryWithoutLetters)
    const written = await listPage(crier, service.id, key.keyType, query)
    await found()
    const rows = written === null ? [] : readPage(written)
    const base = baseUrl(c, crier)
    const { older_than, ...filters } = query
    const notifications = await wireNotifications(rows, source, base)
    const last = notifications.at(-1)?.id
    return page(c, notifications, {
      current: linkTo(base, path, query),
      ...(last === undefined ? {} : { next: nextLink(base, path, filters, last) }),
    })
  }

  /** Beyond Notify: everything that changed, each message as often as it does. The next link is always there, to ask again later. */
  async function changes(
    c: Context,
    service_id: string,
    key_type: KeyType,
    found: () => Promise<void>,
  ): Promise<Response> {
    const { updated_after, cursor } = checkQuery(c, changesQuery)
    const listed = await listChangedNotifications.run(
      {
        service_id,
        key_type,
        updated_after: updated_after ?? null,
        timeline: cursor?.timeline ?? null,
        after_transaction: cursor?.transaction ?? null,
        after_id: cursor?.id ?? null,
        most_bytes: pageBytes,
      },
      crier.db,
    )
    await found()
    const { timeline } = listed[0]!
    const changed = listed.filter((row) => row.changed_in !== null)
    const rows = changed.map((row) => readRow(row.written!))
    const base = baseUrl(c, crier)
    const notifications = await wireNotifications(rows, source, base)
    // A page is the last one when it shows all that was found, and that were fewer than a page may have.
    const isLast = notifications.length === (listed[0]!.page_rows ?? 0) && notifications.length < pageSize
    const last = changed[notifications.length - 1]
    const next =
      isLast || last === undefined
        ? cursorAt(timeline, listed[0]!.settled_before)
        : { timeline, transaction: last.changed_in!, id: notifications.at(-1)!.id }
    const link = (place: typeof cursor) =>
      linkTo(base, path, { updated_after, cursor: place && cursorText(place) })
    return page(c, notifications, { current: link(cursor), next: link(next) })
  }

  return app
}

function page(c: Context, notifications: WireNotification[], links: object): Response {
  const items = notifications.map(({ json }) => json)
  return jsonOfItems(c, '{"notifications":[', items, `],"links":${JSON.stringify(links)}}`)
}

const pdfNotReady = () =>
  new ApiError(400, [{ error: 'PDFNotReadyError', message: 'PDF not available yet, try again later' }])

/** Reads of a moment share a statement: past this many it would keep the first ones waiting. */
const readsPerStatement = 50

/**
 * Any key of a service may read any of its messages. The function that is returned throws ApiError 400 for what is no identifier; 404 for
 * unknown, other services' and archived ones, which are not told apart.
 */
function notificationFinder({ db }: Pick<Crier, 'db'>) {
  const find = gather({
    maxBatch: readsPerStatement,
    maxInFlight: 4,
    maxWaiting: 20_000,
    isRepeatable: true,
    async run(wanted: { service_id: string; id: string }[]) {
      const found = await listNotificationsById.run(
        { service_ids: wanted.map((one) => one.service_id), ids: wanted.map((one) => one.id) },
        db,
      )
      const rows = new Array<ReadableRow | null>(wanted.length).fill(null)
      for (const row of found) rows[row.ord - 1] = readRow(row.written)
      return rows
    },
  })
  return async (service_id: string, text: string): Promise<ReadableRow> => {
    const id = canonicalUuid(text)
    if (id === null) throw validationError(['notification_id is not a valid UUID'])
    const row = await find({ service_id, id })
    if (row === null) throw noResultFound()
    return row
  }
}

async function listPage(
  crier: Crier,
  service_id: string,
  key_type: KeyType,
  query: v.InferOutput<typeof listQuery>,
): Promise<string | null> {
  // No stored text holds a NUL.
  if (query.reference?.includes('\0')) return null
  const [page] = await listNotifications.run(
    {
      service_id,
      key_type,
      // A repeated word is one filter.
      types: [...new Set(query.template_type ?? channels)],
      statuses: query.status ?? null,
      include_jobs: query.include_jobs !== undefined,
      older_than: query.older_than ?? null,
      reference: query.reference ?? null,
      most_bytes: pageBytes,
    },
    crier.db,
  )
  return page!.written
}
