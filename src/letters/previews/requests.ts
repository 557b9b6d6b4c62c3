/** What the renderer is asked, in bodies and queries. Source: specification, letters, renderer. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { ApiError, PlainError } from '../../errors.ts'
import { decodeBase64 } from '../../files/base64.ts'
import { bodyLimits, readBody } from '../../http.ts'
import { isJsonObject, parseJson } from '../../validation.ts'

const nullableText = v.nullable(v.string())
const optionalText = v.optional(nullableText, null)
const jsonObject = v.custom<Record<string, unknown>>(isJsonObject, 'must be an object')

/** A time without a zone is in UTC. */
const previewRequest = v.strictObject({
  letter_contact_block: nullableText,
  template: v.object({
    subject: v.string(),
    content: v.string(),
    service: optionalText,
    letter_languages: v.optional(v.nullable(v.picklist(['english', 'welsh_then_english'])), 'english'),
    letter_welsh_subject: optionalText,
    letter_welsh_content: optionalText,
    letter_attachment: v.optional(v.nullable(v.object({ id: v.pipe(v.string(), v.uuid()) })), null),
  }),
  values: v.nullable(jsonObject),
  filename: nullableText,
  date: v.optional(
    v.nullable(
      v.pipe(
        v.string(),
        v.transform((text) => new Date(/T[^Z+-]*$/i.test(text) ? `${text}Z` : text)),
        v.check((date) => Number.isFinite(date.getTime()), 'must be a date and time'),
      ),
    ),
    null,
  ),
})

export type PreviewRequest = v.InferOutput<typeof previewRequest>

const attachmentRequest = v.strictObject({
  letter_attachment_id: v.pipe(v.string(), v.uuid()),
  service_id: v.pipe(v.string(), v.uuid()),
})

export const previewOf = (c: Context): Promise<PreviewRequest> => jsonBody(c, previewRequest)
export const attachmentOf = (c: Context) => jsonBody(c, attachmentRequest)

/** @throws PlainError 400 that says of one thing that it is wrong */
async function jsonBody<const S extends v.GenericSchema>(c: Context, schema: S): Promise<v.InferOutput<S>> {
  const body = await bodyOf(c)
  const parsed = v.safeParse(
    schema,
    plainly(() => parseJson(body)),
  )
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw refused(`${v.getDotPath(issue) ?? 'The body'}: ${issue.message}`)
}

/** A PDF as it is, or in base64. */
export async function pdfBody(c: Context, encoding: 'raw' | 'base64'): Promise<Uint8Array> {
  const body = await bodyOf(c)
  if (body.byteLength === 0) throw refused('no-encoded-string')
  if (encoding === 'raw') return body
  const pdf = decodeBase64(Buffer.from(body).toString('latin1'))
  if (pdf === null) throw refused('Cannot decode letter content (invalid base64 encoding)')
  return pdf
}

/** Bodies are as large as a PDF of the API's own size in base64. */
const bodyOf = (c: Context): Promise<Uint8Array> =>
  readBody(c, bodyLimits.files).catch((error: unknown) => {
    throw asPlain(error)
  })

function plainly<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw asPlain(error)
  }
}

/** What is said in a list elsewhere is one message here. */
const asPlain = (error: unknown): unknown =>
  error instanceof ApiError ? new PlainError(error.status, error.errors[0]?.message) : error

/** @param usual where the query may be silent */
export function pageQuery(c: Context, name: string, usual?: number): number {
  const text = c.req.query(name)
  if (text === undefined && usual !== undefined) return usual
  if (text === undefined || !/^[1-9]\d{0,5}$/.test(text)) throw refused(`${name} must be a page's number`)
  return Number(text)
}

export const refused = (message: string): PlainError => new PlainError(400, message)
