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

export function receiptRoutes(crier: Crier): Hono {
  const app = new Hono()
  const apply = makeApplyReceipt(crier)

  /** @param fields their names in the provider's format; name stands in its refusals */
  async function receive(
    c: Context,
    fields: Fields,
    format: { name: string; provider: string; status: string; reference: string; code?: string },
  ): Promise<Response> {
    const missing = [format.status, format.reference].filter((field) => text(fields[field]) === '')
    if (missing.length > 0) {
      const message = missing.map((field) => `${format.name} callback failed: ${field} missing`)
      return json(c, { result: 'error', message }, 400)
    }
    await apply({
      provider: format.provider,
      reference: text(fields[format.reference]).slice(0, 255),
      status: text(fields[format.status]).slice(0, 50),
      code: format.code === undefined ? null : text(fields[format.code]).slice(0, 50) || null,
      received_at: crier.now().toISOString(),
    })
    return json(c, { result: 'success' })
  }

  app.post('/notifications/sms/mmg', async (c) =>
    receive(c, await jsonFields(c), {
      name: 'MMG',
      provider: 'mmg',
      status: 'status',
      reference: 'CID',
      code: 'substatus',
    }),
  )
  app.post('/notifications/sms/firetext', async (c) =>
    receive(c, formFields(await readBody(c, maxReceiptBytes)), {
      name: 'Firetext',
      provider: 'firetext',
      status: 'status',
      reference: 'reference',
      code: 'code',
    }),
  )
  for (const channel of ['sms', 'email']) {
    app.post(`/notifications/${channel}/sandbox`, async (c) =>
      receive(c, await jsonFields(c), {
        name: 'Sandbox',
        provider: `sandbox-${channel}`,
        status: 'status',
        reference: 'reference',
      }),
    )
  }
  return app
}

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll('\u0000', '') : ''

async function jsonFields(c: Context): Promise<Fields> {
  try {
    const value: unknown = JSON.parse(Buffer.from(await readBody(c, maxReceiptBytes)).toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Fields) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

function formFields(body: Uint8Array): Fields {
  return Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')))
}
