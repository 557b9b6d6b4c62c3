/**
 * Whether the emails of a template may link to a file, for the application in which somebody uploads it; what Notify's document download answers.
 * Source: admin application, what it calls besides the API.
 */
import { Hono } from 'hono'
import { idSegment } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { ApiError } from '../errors.ts'
import { bodyLimits, json, readBody } from '../http.ts'
import { previewOnly } from '../letters/previews/access.ts'
import { isJsonObject } from '../validation.ts'
import { checkFile } from './uploads.ts'

export function fileCheckRoutes(crier: Crier): Hono {
  const app = new Hono()
  const path = `/services/${idSegment('service_id')}/antivirus-and-mimetype-check` as const
  app.post(path, previewOnly(crier, 'Bearer'), async (c) => {
    const { document, filename } = bodyOf(await readBody(c, bodyLimits.files))
    try {
      if (typeof document !== 'string') return json(c, { error: 'No document upload' }, 400)
      const named = typeof filename === 'string' ? filename : ''
      return json(c, { mimetype: await checkFile(crier, document, named) })
    } catch (error) {
      // The application shows the one text.
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 413)) throw error
      return json(c, { error: error.message }, error.status)
    }
  })
  return app
}

function bodyOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isJsonObject(body) ? body : {}
  } catch {
    return {}
  }
}
