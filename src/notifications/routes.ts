/** Sending and reading messages. Source: specification, public API. */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { ReadBody } from '../admission.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { openedAnswer } from '../documents/kept.ts'
import { ApiError, badRequest } from '../errors.ts'
import { answerHeaders, baseUrl, bodyLimits, json } from '../http.ts'
import { prepareLetter } from '../letters/acceptance.ts'
import { lettersOnly } from '../letters/switch.ts'
import { type Caller, caller } from '../services/authentication.ts'
import { uuidv7 } from '../uuid.ts'
import type { Accept, AcceptanceRequest } from './acceptance.ts'
import { limitHeaders, noteRefusal, refuse, refuseEarly } from './limits.ts'
import { type Prepared, type Progress, prepareEmail, prepareSms } from './sending.ts'

export function sendingRoutes(crier: Crier, accept: Accept): Hono {
  const app = new Hono()
  app.post('/v2/notifications/sms', async (c) =>
    send(c, 'sms', (who, body, bases, progress) => prepareSms(crier, who, body, bases, progress)),
  )
  app.post('/v2/notifications/email', async (c) =>
    send(c, 'email', (who, body, bases) => prepareEmail(crier, who, body, bases)),
  )
  app.post('/v2/notifications/letter', lettersOnly(crier), async (c) =>
    send(c, 'letter', (who, body, bases) => prepareLetter(crier, who, body, bases)),
  )

  type Prepare = (
    who: Caller,
    body: Uint8Array,
    bases: { api: string },
    progress: Progress,
  ) => Promise<Prepared>

  async function send(c: Context, channel: Channel, prepare: Prepare): Promise<Response> {
    const who = await caller(c, crier)
    await refuseEarly(c, who, channel, crier, accept)
    return crier.admission.send(c, who.service.id, (read) => sendBody(c, who, channel, prepare, read))
  }

  async function sendBody(
    c: Context,
    who: Caller,
    channel: Channel,
    prepare: Prepare,
    read: ReadBody,
  ): Promise<Response> {
    const progress: Progress = { checks_international: false, counts_international: false }
    const bases = { api: baseUrl(c, crier) }
    let prepared: Prepared | undefined
    let refusal: unknown
    let idempotency: Partial<AcceptanceRequest> = {}
    try {
      const body = await read(channel === 'sms' ? bodyLimits.values : bodyLimits.files)
      idempotency = idempotencyOf(c, body)
      prepared = await prepare(who, body, bases, progress)
      if (idempotency.idempotency_key !== undefined) idempotency.response = prepared.kept ?? prepared.answer
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 503) throw error
      // The limits come first: only when they let the request pass is it told what is wrong with it.
      refusal = error
    }
    const stores = prepared !== undefined && !prepared.isSimulated
    const askedAt = crier.now().getTime()
    const acceptance = await accept({
      service_id: who.service.id,
      api_key_id: who.key.id,
      key_type: who.key.keyType,
      notification_type: channel,
      stores,
      enqueues: stores,
      ...progress,
      ...(stores ? { ...prepared!.row, ...idempotency } : {}),
    })
    noteRefusal(who, acceptance, askedAt)
    if (acceptance.outcome !== 'accepted') await prepared?.discard?.()
    limitHeaders(c, acceptance)
    refuse(acceptance, who, channel, crier)
    if (refusal !== undefined) throw refusal
    const id = acceptance.notification_id ?? uuidv7(crier.now())
    const answer =
      acceptance.outcome === 'replayed' ? openedAnswer(crier, acceptance.response) : prepared!.answer
    if (acceptance.outcome === 'replayed') answerHeaders(c)['idempotent-replayed'] = 'true'
    if (acceptance.outcome === 'accepted')
      crier.metrics.accepted.inc({ type: channel, key_type: who.key.keyType })
    const uri = prepared!.isWithoutUri ? {} : { uri: `${bases.api}/v2/notifications/${id}` }
    return json(c, { id, ...answer, ...uri }, 201)
  }

  return app
}

/** The Idempotency-Key and what it stands for: the same key with another request is refused. */
export function idempotencyOf(c: Context, body: Uint8Array): Partial<AcceptanceRequest> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return {}
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw badRequest('Idempotency-Key must have 1 to 255 printable ASCII characters')
  }
  const hash = createHash('sha256').update(`${c.req.method} ${c.req.path}\n`).update(body).digest('hex')
  return { idempotency_key: key, request_hash: hash }
}
