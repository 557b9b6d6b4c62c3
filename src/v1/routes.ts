/** The first version of the API, which old clients still speak. Source: specification, public API, v1. */

import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  getV1Notification,
  type IGetV1NotificationResult,
  listV1Notifications,
} from '../../queries/v1.queries.ts'
import type { ReadBody } from '../admission.ts'
import { type SentChannel, sentChannels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { baseUrl, bodyLimits, json } from '../http.ts'
import { lettersAreOn } from '../letters/switch.ts'
import type { Accept } from '../notifications/acceptance.ts'
import { limitHeaders, noteRefusal, refuse, refuseEarly } from '../notifications/limits.ts'
import { statusWords, statusWordsWithoutLetters } from '../notifications/queries.ts'
import { type Prepared, type Progress, prepareEmail, prepareSms } from '../notifications/sending.ts'
import { pageBytes } from '../notifications/wire.ts'
import { checkQuery, linkTo, oneOf } from '../query-string.ts'
import { type Caller, caller } from '../services/authentication.ts'
import { uuidv7 } from '../uuid.ts'
import { parseJson } from '../validation.ts'
import { wireV1Notifications } from './wire.ts'

const pageSize = 250
/** Messages that pages reach; the query says the same. */
const maxTotal = 10_000

const whole = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, 'Not a valid integer.'),
    v.transform(Number),
    v.check((n) => n >= least && n <= most, `Must be between ${least} and ${most}.`),
  )
const v1ListQueryOf = <const S extends readonly string[]>(statuses: S) =>
  v.strictObject({
    template_type: v.optional(v.array(oneOf(sentChannels))),
    status: v.optional(v.array(oneOf(statuses))),
    page: v.optional(whole(1, maxTotal)),
    page_size: v.optional(whole(1, pageSize)),
    limit_days: v.optional(whole(0, 100)),
    include_jobs: v.optional(v.string()),
  })
export const v1ListQuery = v1ListQueryOf(statusWords)
const v1ListQueryWithoutLetters = v1ListQueryOf(statusWordsWithoutLetters)

export function v1Routes(crier: Crier, accept: Accept): Hono {
  const app = new Hono()

  app.post('/notifications/:type', async (c) => {
    const type = c.req.param('type')
    const who = await caller(c, crier)
    if (type === 'sms' || type === 'email') {
      await refuseEarly(c, who, type, crier, accept)
      return crier.admission.send(c, who.service.id, (read) => send(c, type, who, read))
    }
    const hint = type === 'letter' ? ', please use the latest version of the client' : ''
    throw new PlainError(400, `${type} notification type is not supported${hint}`)
  })

  async function send(c: Context, channel: SentChannel, who: Caller, read: ReadBody) {
    const sent = await read(channel === 'sms' ? bodyLimits.values : bodyLimits.files)
    const { to, template, personalisation } = parseJson(sent) as Record<string, unknown>
    const request = channel === 'sms' ? { phone_number: to } : { email_address: to }
    const body = Buffer.from(JSON.stringify({ ...request, template_id: template, personalisation }))
    const bases = { api: baseUrl(c, crier) }
    const progress: Progress = { checks_international: false, counts_international: false }
    const prepared =
      channel === 'sms'
        ? await prepareSms(crier, who, body, bases, progress)
        : await prepareEmail(crier, who, body, bases)
    const stores = !prepared.isSimulated
    const askedAt = crier.now().getTime()
    const acceptance = await accept({
      service_id: who.service.id,
      api_key_id: who.key.id,
      key_type: who.key.keyType,
      notification_type: channel,
      stores,
      enqueues: stores,
      ...progress,
      ...(stores ? prepared.row : {}),
    })
    noteRefusal(who, acceptance, askedAt)
    if (acceptance.outcome !== 'accepted') await prepared.discard?.()
    limitHeaders(c, acceptance)
    refuse(acceptance, who, channel, crier)
    if (stores) crier.metrics.accepted.inc({ type: channel, key_type: who.key.keyType })
    const id = acceptance.notification_id ?? uuidv7(crier.now())
    return json(c, { data: sentAnswer(id, prepared, channel) }, 201)
  }

  app.get(
    '/notifications/:id{[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}',
    async (c) => {
      const { service } = await caller(c, crier)
      crier.admission.glance(c, service.id)
      const notification_id = c.req.param('id').toLowerCase()
      const rows = await getV1Notification.run({ notification_id, service_id: service.id }, crier.db)
      if (rows.length === 0) throw noResultFound()
      const [notification] = await wireV1Notifications(rows, crier)
      return json(c, { data: { notification } })
    },
  )

  app.get('/notifications', async (c) => {
    const who = await caller(c, crier)
    return crier.admission.read(c, who.service.id, (found) => list(c, who, found))
  })

  async function list(c: Context, { service, key }: Caller, found: () => Promise<void>): Promise<Response> {
    const areLettersOn = await lettersAreOn(crier)
    const query = areLettersOn ? checkQuery(c, v1ListQuery) : checkQuery(c, v1ListQueryWithoutLetters)
    const page = query.page ?? 1
    const size = query.page_size ?? pageSize
    const skipped = (page - 1) * size
    const listed = await listV1Notifications.run(
      {
        service_id: service.id,
        key_type: key.keyType,
        types: [...new Set(query.template_type ?? sentChannels)],
        statuses: query.status ?? null,
        include_jobs: query.include_jobs !== undefined && /^(true|1)$/i.test(query.include_jobs),
        limit_days: query.limit_days ?? null,
        now: crier.now().toISOString(),
        page_size: size,
        skipped,
        most_bytes: pageBytes,
      },
      crier.db,
    )
    await found()
    const rows = listed.filter((row): row is IGetV1NotificationResult & typeof row => row.id !== null)
    const total = listed[0]!.total
    const pages = Math.ceil(total / size)
    const { page: _, page_size: __, ...filters } = c.req.queries()
    const link = (number: number, page_size = query.page_size) =>
      linkTo('', '/notifications', {
        page: String(number),
        page_size: page_size === undefined ? undefined : String(page_size),
        ...filters,
      })
    const notifications = await wireV1Notifications(rows, crier)
    const shown = skipped + notifications.length
    const isCutShort = notifications.length > 0 && shown < Math.min(skipped + size, total)
    const smaller = isCutShort ? largestDivisor(shown, notifications.length) : undefined
    const next = smaller === undefined ? link(page + 1) : link(shown / smaller + 1, smaller)
    return json(c, {
      notifications,
      page_size: size,
      total,
      links: {
        ...(page > 1 ? { prev: link(page - 1) } : {}),
        ...(page < pages || isCutShort ? { next, last: link(pages) } : {}),
      },
    })
  }

  return app
}

/** The largest number up to a limit that divides another: pages of so many messages have one that begins after so many. */
function largestDivisor(number: number, most: number): number {
  let divisor = most
  while (number % divisor !== 0) divisor--
  return divisor
}

function sentAnswer(id: string, { answer }: Prepared, channel: SentChannel) {
  const { content, template } = answer as {
    content: { body: string; subject: string }
    template: { version: number }
  }
  const subject = channel === 'email' ? { subject: content.subject } : {}
  return { notification: { id }, template_version: template.version, body: content.body, ...subject }
}
