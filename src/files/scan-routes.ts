/** Files of people, scanned while they wait, for the application that they use. Source: specification, letters, virus scan. */
import { type Context, Hono } from 'hono'
import type { Crier } from '../context.ts'
import { busy } from '../gather.ts'
import { bodyLimits, json, readBody } from '../http.ts'
import { previewOnly } from '../letters/previews/access.ts'
import { scan } from './scan.ts'

export function scanRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post('/scan', previewOnly(crier, 'Bearer'), async (c) => {
    const document = await documentOf(c)
    if (document === null) return json(c, { error: 'No document upload' }, 400)
    const { result } = await scan(crier, [new Uint8Array(await document.arrayBuffer())])
    if (result === 'failed') throw busy()
    return json(c, { ok: result === 'clean' })
  })
  return app
}

/** @returns null where no file is called so, or there is no form */
async function documentOf(c: Context): Promise<File | null> {
  const body = await readBody(c, bodyLimits.files)
  const headers = { 'content-type': c.req.header('content-type') ?? '' }
  const form = await new Response(body as Uint8Array<ArrayBuffer>, { headers }).formData().catch(() => null)
  const document = form?.get('document') ?? null
  return document instanceof File ? document : null
}
