/** What the people-facing application asks of PDFs that its users upload: whether they can be printed. Source: specification, letters, renderer and precompiled letters. */
import { type Context, Hono } from 'hono'
import type { Crier } from '../../context.ts'
import { PlainError } from '../../errors.ts'
import { bodyLimits, json, readBody } from '../../http.ts'
import { previewOnly } from '../previews/access.ts'
import { sanitiseNow } from './now.ts'
import type { Sanitised } from './results.ts'

export function precompiledRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post('/precompiled/sanitise', previewOnly(crier), async (c) => {
    const pdf = await readBody(c, bodyLimits.files)
    if (pdf.byteLength === 0) throw new PlainError(400, 'no-encoded-string')
    const answer = await sanitiseNow(crier, pdf, {
      allowInternational: isSet(c, 'allow_international_letters'),
      isAttachment: isSet(c, 'is_an_attachment'),
    })
    return json(c, wire(answer), answer.ok ? 200 : 400)
  })
  return app
}

const isSet = (c: Context, name: string): boolean => /^(?:true|1)$/i.test(c.req.query(name) ?? '')

const wire = (answer: Sanitised) =>
  answer.ok
    ? {
        message: null,
        file: Buffer.from(answer.pdf).toString('base64'),
        page_count: answer.pageCount,
        recipient_address: answer.recipientAddress,
        invalid_pages: null,
      }
    : {
        message: answer.code,
        file: null,
        page_count: answer.pageCount,
        recipient_address: null,
        invalid_pages: answer.invalidPages,
      }
