/**
 * Receipts from providers. They carry no authentication of their own (specification, sending, wire formats): protect these paths at the edge.
 * The sandbox's are this program's own, and take its token.
 */

import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { listActiveSandboxes } from '../../queries/delivery.queries.ts'
import { type SentChannel, sentChannels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { notFoundMessage, PlainError } from '../errors.ts'
import { busy, gather } from '../gather.ts'
import { answerHeaders, json, readBody } from '../http.ts'
import { isSameText } from '../secrets.ts'
import { makeApplyReceipt } from './receipts.ts'
import { sandboxToken } from './sandbox-receipts.ts'

/** No provider's receipt comes near it. */
const maxReceiptBytes = 64 * 1024
/** As many as one statement applies. The sandbox tells of a hundred messages at once, with two receipts each. */
const maxReceipts = 500
/** Longer than any reference that is given out; provider_receipts takes no longer one. */
const maxReferenceLength = 255
/** Words and codes have a few letters; provider_receipts takes no longer ones. */
const maxWordLength = 50

type Fields = Record<string, unknown>
/** The names of a provider's fields; its own stands in refusals. */
type Format = { name: string; status: string; reference: string; code?: string }

export function receiptRoutes(crier: Crier): Hono {
  const app = new Hono()
  const apply = makeApplyReceipt(crier)
  const isSandboxActive = makeIsSandboxActive(crier)
  const token = sandboxToken(crier.seal)

  /** Mounts a provider's path. An edge that guards it knows one spelling of it, so no other is answered. */
  function post(path: string, receive: (c: Context) => Promise<Response>): void {
    app.post(path, async (c) => {
      if (writtenPath(c) !== path) throw new PlainError(404, notFoundMessage)
      return receive(c)
    })
  }

  async function receive(
    c: Context,
    receipts: Fields[],
    format: Format,
    providerOf: (fields: Fields) => string,
  ): Promise<Response> {
    const refuse = (message: unknown) => json(c, { result: 'error', message }, 400)
    if (receipts.length > maxReceipts)
      return refuse(`${format.name} callback failed: more than ${maxReceipts} receipts`)
    const missing = [format.status, format.reference].filter((field) =>
      receipts.some((fields) => text(fields[field]) === ''),
    )
    if (missing.length > 0)
      return refuse(missing.map((field) => `${format.name} callback failed: ${field} missing`))
    const received_at = crier.now().toISOString()
    const answers = await Promise.all(
      receipts.map((fields) =>
        apply({
          provider: providerOf(fields),
          reference: text(fields[format.reference]).slice(0, maxReferenceLength),
          status: text(fields[format.status]).slice(0, maxWordLength),
          code: format.code === undefined ? null : text(fields[format.code]).slice(0, maxWordLength) || null,
          received_at,
        }),
      ),
    )
    // Not lost: the provider sends it again, when fewer wait.
    if (answers.some(({ outcome }) => outcome === 'no-room')) throw busy()
    return json(c, { result: 'success' })
  }

  const mmg = { name: 'MMG', status: 'status', reference: 'CID', code: 'substatus' }
  post('/notifications/sms/mmg', async (c) => receive(c, [fieldsOf(await readJson(c))], mmg, () => 'mmg'))

  const firetext = { name: 'Firetext', status: 'status', reference: 'reference', code: 'code' }
  post('/notifications/sms/firetext', async (c) =>
    receive(c, [formFields(await readBody(c, maxReceiptBytes))], firetext, () => 'firetext'),
  )

  const sandbox = { name: 'Sandbox', status: 'status', reference: 'reference' }
  for (const channel of sentChannels) {
    // One receipt, or an array of those that came of a batch; provider: whose part is played.
    post(`/notifications/${channel}/sandbox`, async (c) => {
      const given = /^bearer (.{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
      // Who has the token is this program: a test key's messages go through the sandbox always.
      if (given === undefined || !isSameText(given, token)) {
        if (!(await isSandboxActive(channel))) throw new PlainError(404, notFoundMessage)
        answerHeaders(c)['www-authenticate'] = 'Bearer'
        throw new PlainError(401, 'Unauthorized: the sandbox token must be provided')
      }
      const body = await readJson(c)
      return receive(
        c,
        (Array.isArray(body) ? body : [body]).map(fieldsOf),
        sandbox,
        (fields) => text(fields.provider) || `sandbox-${channel}`,
      )
    })
  }
  return app
}

/** The database's word at this moment; requests that come together ask once, so that no flood of them asks more. */
function makeIsSandboxActive(crier: Crier): (channel: SentChannel) => Promise<boolean> {
  return gather({
    maxBatch: 1000,
    maxInFlight: 1,
    maxWaiting: 10_000,
    async run(asked: SentChannel[]) {
      const active = await listActiveSandboxes.run(undefined, crier.db)
      return asked.map((channel) => active.some((one) => one.notification_type === channel))
    },
  })
}

/** The path as the request wrote it, before anything is decoded or resolved; without its query. */
function writtenPath(c: Context): string {
  const written = (c.env as Partial<HttpBindings> | undefined)?.incoming?.url ?? new URL(c.req.url).pathname
  return written.split('?', 1)[0]!
}

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll('\u0000', '') : ''

async function readJson(c: Context): Promise<unknown> {
  try {
    return JSON.parse(Buffer.from(await readBody(c, maxReceiptBytes)).toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

const fieldsOf = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Fields) : {})

function formFields(body: Uint8Array): Fields {
  return Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')))
}
