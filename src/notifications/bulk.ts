/**
 * `POST /v2/notifications/bulk`, beyond Notify: up to 1,000 texts or emails of one template in one call. Each is checked as if sent by itself, and
 * accepted or refused by itself, with one statement for all. A call takes one token of the per-minute limit; daily limits count each message.
 */

import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { countIdempotencyConflicts } from '../../queries/notifications/bulk.queries.ts'
import type { ReadBody } from '../admission.ts'
import type { SentChannel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { openedAnswer } from '../documents/kept.ts'
import { ApiError, badRequest, validationError } from '../errors.ts'
import { baseUrl, bodyLimits, json } from '../http.ts'
import { type Caller, caller } from '../services/authentication.ts'
import { uuidv7 } from '../uuid.ts'
import { checkSchema, isJsonObject, notOfType, parseJson, uuid } from '../validation.ts'
import type { Accept, Acceptance, AcceptanceRequest, AcceptCall } from './acceptance.ts'
import { keyConflict, limitHeaders, noteRefusal, nothing, refuse, refuseEarly } from './limits.ts'
import { idempotencyOf } from './routes.ts'
import {
  checkPermission,
  findTemplate,
  type Prepared,
  type Progress,
  prepareEmail,
  prepareSms,
} from './sending.ts'

const maxMessages = 1000
/** Pieces of JSON: five hundred of each message. */
const maxPieces = 500 * maxMessages
/** Bytes of content that one call may hold, as it is answered: ten of the longest emails. */
const maxContentBytes = 20_000_000
/** Milliseconds for which messages are prepared in one turn of the event loop, for whatever calls: other requests, which take several turns, go on meanwhile. */
const msPerTurn = 1

export const bulkRequest = v.strictObject({
  template_id: uuid,
  messages: v.pipe(
    v.array(v.unknown(), notOfType('array')),
    v.minLength(1, 'must have at least 1 item'),
    v.maxLength(maxMessages, `must have at most ${maxMessages} items`),
  ),
})

type Item = { progress: Progress; prepared?: Prepared; refusal?: ApiError }
type Call = { channel: SentChannel; items: Item[]; idempotency: Partial<AcceptanceRequest> }

export function bulkRoutes(crier: Crier, acceptOne: Accept, acceptCall: AcceptCall): Hono {
  const app = new Hono()

  let turns: Promise<unknown> = Promise.resolve()
  /** Waits for a turn of the event loop that no other call has, and answers when it ends. */
  function ownTurn(): Promise<number> {
    const turn = turns.then(
      () => new Promise<number>((resolve) => setImmediate(() => resolve(performance.now() + msPerTurn))),
    )
    turns = turn
    return turn
  }

  app.post('/v2/notifications/bulk', async (c) => {
    const who = await caller(c, crier)
    await refuseEarly(c, who, null, crier, acceptOne)
    return crier.admission.send(c, who.service.id, (read) => sendCall(c, who, read))
  })

  async function sendCall(c: Context, who: Caller, read: ReadBody): Promise<Response> {
    const base = baseUrl(c, crier)
    let call: Call = { channel: 'sms', items: [], idempotency: {} }
    let refusal: ApiError | undefined
    try {
      call = await prepareCall(c, who, base, await read(bodyLimits.files))
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 503) throw error
      // As for single messages, the limits come first.
      refusal = error
    }
    const { channel, items } = call
    const askedAt = crier.now().getTime()
    const answers = await accept(who, call)
    await Promise.all(
      items.map((item, index) => {
        const isStored = stores(item) && answers.get(index)?.outcome === 'accepted'
        return isStored ? undefined : item.prepared?.discard?.()
      }),
    )
    const first = [...answers.values()][0]!
    noteRefusal(who, first, askedAt)
    limitHeaders(c, first)
    if (first.outcome === 'rate-limited') refuse(first, who, channel, crier)
    if (refusal !== undefined) throw refusal
    const results = items.map((item, index) => resultOf(item, answers.get(index), who, channel, base))
    const accepted = results.filter((result) => result.status_code === 201).length
    const stored = [...answers.values()].filter(({ outcome }) => outcome === 'accepted').length
    if (stored > 0) crier.metrics.accepted.inc({ type: channel, key_type: who.key.keyType }, stored)
    const body = { notifications: results, accepted, refused: results.length - accepted }
    return json(c, body, accepted > 0 ? 201 : 200)
  }

  async function prepareCall(c: Context, who: Caller, base: string, body: Uint8Array): Promise<Call> {
    const idempotency = idempotencyOf(c, body)
    const request = checkSchema(bulkRequest, parseJson(body, maxPieces))
    const template = await crier.cache.template(who.service.id, request.template_id)
    if (template !== null && !template.hidden && template.type !== 'sms' && template.type !== 'email')
      throw badRequest(`${template.type} template is not suitable for bulk notification`)
    const channel = template?.type === 'email' ? 'email' : 'sms'
    await findTemplate(crier, who.service, request.template_id, channel)
    checkPermission(who.service, channel)
    await refuseConflict(who, idempotency)
    const items: Item[] = []
    let endsAt = await ownTurn()
    let bytes = 0
    for (const message of request.messages) {
      if (performance.now() > endsAt) endsAt = await ownTurn()
      const item: Item =
        bytes > maxContentBytes
          ? { progress: noProgress(), refusal: badRequest(tooMuchContent) }
          : await prepareItem(who, channel, request.template_id, message, base)
      items.push(item)
      bytes += (item.prepared?.answer.content as { body: string } | undefined)?.body.length ?? 0
    }
    return { channel, items, idempotency }
  }

  async function prepareItem(
    who: Caller,
    channel: SentChannel,
    template_id: string,
    message: unknown,
    base: string,
  ): Promise<Item> {
    const progress = noProgress()
    try {
      const isObject = isJsonObject(message)
      if (isObject && 'template_id' in message)
        throw validationError(['Additional properties are not allowed (template_id was unexpected)'])
      const body = Buffer.from(JSON.stringify(isObject ? { ...message, template_id } : message))
      const prepared =
        channel === 'sms'
          ? await prepareSms(crier, who, body, { api: base }, progress)
          : await prepareEmail(crier, who, body, { api: base })
      return { progress, prepared }
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 503) throw error
      return { progress, refusal: error }
    }
  }

  /** The key was used for another call; see itemKey. */
  async function refuseConflict(who: Caller, { idempotency_key, request_hash }: Partial<AcceptanceRequest>) {
    if (idempotency_key === undefined) return
    const keys = Array.from({ length: maxMessages }, (_, index) => itemKey(idempotency_key, index))
    const [row] = await countIdempotencyConflicts.run(
      {
        service_id: who.service.id,
        key_type: who.key.keyType,
        keys,
        request_hash: request_hash!,
        now: crier.now().toISOString(),
      },
      crier.db,
    )
    if (row!.conflicts > 0) throw keyConflict()
  }

  /** @returns what the statement says of the messages that passed their checks, by index; of a call without any, one row for its token */
  async function accept(
    who: Caller,
    { channel, items, idempotency }: Call,
  ): Promise<Map<number, Acceptance>> {
    const common = {
      service_id: who.service.id,
      api_key_id: who.key.id,
      key_type: who.key.keyType,
      notification_type: channel,
    }
    const { idempotency_key, request_hash } = idempotency
    const indexes: number[] = []
    const requests: AcceptanceRequest[] = []
    for (const [index, item] of items.entries()) {
      if (!stores(item)) continue
      const keys =
        idempotency_key === undefined
          ? {}
          : {
              idempotency_key: itemKey(idempotency_key, index),
              request_hash: request_hash!,
              response: item.prepared!.kept ?? item.prepared!.answer,
            }
      indexes.push(index)
      requests.push({
        ...common,
        stores: true,
        enqueues: true,
        ...item.progress,
        ...item.prepared!.row,
        ...keys,
      })
    }
    if (requests.length === 0) {
      indexes.push(items.length)
      requests.push({ ...common, ...nothing })
    }
    const answers = await acceptCall(requests, idempotency_key)
    return new Map(answers.map((answer, position) => [indexes[position]!, answer]))
  }

  function resultOf(
    { prepared, refusal }: Item,
    acceptance: Acceptance | undefined,
    who: Caller,
    channel: SentChannel,
    base: string,
  ) {
    let refused = refusal
    try {
      if (acceptance !== undefined) refuse(acceptance, who, channel, crier)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      refused = error
    }
    if (refused !== undefined) return refused.body()
    const id = acceptance?.notification_id ?? uuidv7(crier.now())
    const answer =
      acceptance?.outcome === 'replayed' ? openedAnswer(crier, acceptance.response) : prepared!.answer
    return { status_code: 201, id, ...answer, uri: `${base}/v2/notifications/${id}` }
  }

  return app
}

const tooMuchContent = `Your messages are too long. One call cannot hold more than ${maxContentBytes} bytes of content.`

const noProgress = (): Progress => ({ checks_international: false, counts_international: false })

const stores = ({ prepared }: Item) => prepared !== undefined && !prepared.isSimulated

/**
 * Each message has a key of its own under the call's: those accepted the first time are answered again, those refused are tried again.
 */
const itemKey = (key: string, index: number) =>
  `bulk:${createHash('sha256').update(key).digest('hex')}:${index}`
