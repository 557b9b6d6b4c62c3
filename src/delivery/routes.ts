/**
 * Receipts from providers. They carry no authentication of their own (specification, sending, wire formats): protect these paths at the edge.
 */
import { type Context, Hono } from 'hono'
import type { Crier } from '../crier.ts'
import { json, readBody } from '../http.ts'
import { makeApplyReceipt } from './receipts.ts'

/** No provider's receipt comes near it. */
const maxReceiptBytes = 64 * 1024

type Fields = Record<string, unknown>
/** The names of a provider's fields; its own stands in refusals. */
type Format = { name: string; provider: string; status: string; reference: string; code?: string }

export function receiptRoutes(crier: Crier): Hono {
  const app = new Hono()
  const apply = makeApplyReceipt(crier)

  async function receive(c: Context, receipts: Fields[], format: Format): Promise<Response> {
    const missing = [format.status, format.reference].filter((field) =>
      receipts.some((fields) => text(fields[field]) === ''),
    )
    if (missing.length > 0) {
      const message = missing.map((field) => `${format.name} callback failed: ${field} missing`)
      return json(c, { result: 'error', message }, 400)
    }
    const received_at = crier.now().toISOString()
    await Promise.all(
      receipts.map((fields) =>
        apply({
          provider: format.provider,
          reference: text(fields[format.reference]).slice(0, 255),
          status: text(fields[format.status]).slice(0, 50),
          code: format.code === undefined ? null : text(fields[format.code]).slice(0, 50) || null,
          received_at,
        }),
      ),
    )
    return json(c, { result: 'success' })
  }

  app.post('/notifications/sms/mmg', async (c) =>
    receive(c, [fieldsOf(await readJson(c))], {
      name: 'MMG',
      provider: 'mmg',
      status: 'status',
      reference: 'CID',
      code: 'substatus',
    }),
  )
  app.post('/notifications/sms/firetext', async (c) =>
    receive(c, [formFields(await readBody(c, maxReceiptBytes))], {
      name: 'Firetext',
      provider: 'firetext',
      status: 'status',
      reference: 'reference',
      code: 'code',
    }),
  )
  for (const channel of ['sms', 'email']) {
    // One receipt, or an array of those that came of a batch.
    app.post(`/notifications/${channel}/sandbox`, async (c) => {
      const body = await readJson(c)
      return receive(c, (Array.isArray(body) ? body : [body]).map(fieldsOf), {
        name: 'Sandbox',
        provider: `sandbox-${channel}`,
        status: 'status',
        reference: 'reference',
      })
    })
  }
  return app
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
