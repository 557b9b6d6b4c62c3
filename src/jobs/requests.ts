/**
 * What `POST /v2/jobs` is asked: as JSON with the file as text or as rows, or the file itself, as what it is with the rest in the query string or as
 * multipart/form-data. Whichever way it comes, it becomes one thing.
 */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import * as v from 'valibot'
import { badRequest, validationError } from '../errors.ts'
import { time } from '../notifications/queries.ts'
import { oneOf } from '../query-string.ts'
import { longestCsv } from '../recipients/csv.ts'
import { textOfValue } from '../templates/personalisation.ts'
import {
  checkSchema,
  isJsonObject,
  notOfType,
  parseJson,
  reference,
  shownValue,
  string,
  uuid,
} from '../validation.ts'
import { fileTypeOf } from './file-types.ts'
import { quoted } from './quoted.ts'
import { csvOf, csvOfNamed } from './text.ts'

/** Pieces of JSON: as many as a body of the longest allowed holds, were its cells of a few characters. */
const maxPieces = 2_000_000
const longestName = 255

const name = v.pipe(
  string,
  v.check(
    (text) => text.trim() !== '' && text.length <= longestName,
    `must have 1 to ${longestName} characters`,
  ),
)
const about = {
  template_id: uuid,
  name,
  scheduled_for: v.optional(v.nullable(time)),
  reply_to_id: v.optional(v.nullable(uuid)),
  reference: v.optional(v.nullable(reference)),
}
export const jobRequest = v.strictObject({
  ...about,
  csv: v.optional(string),
  // One complaint about them is enough: to collect a million of them takes seconds in which nothing else is done.
  rows: v.optional(
    v.config(v.array(v.array(v.unknown(), notOfType('array')), notOfType('array')), { abortEarly: true }),
  ),
})
export const jobQuery = v.strictObject(about)
export const jobForm = v.strictObject({ ...about, name: v.optional(name), file: string })
export const jobListQuery = v.strictObject({ older_than: v.optional(uuid) })
/** Of messages, letters' words among them, and of rows that are none yet or will be none. */
const rowStatuses = [
  'created',
  'sending',
  'sent',
  'delivered',
  'pending',
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'cancelled',
  'validation-failed',
  'returned-letter',
  'accepted',
  'received',
  'pending-virus-check',
  'virus-scan-failed',
  'waiting',
  'skipped',
] as const
export const jobRowsQuery = v.strictObject({
  status: v.optional(v.array(oneOf(rowStatuses))),
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'is not a row number'))),
})

export type JobRequest = {
  name: string
  template_id: string
  scheduled_for: string | null
  reply_to_id: string | null
  reference: string | null
  csv: string
}

/**
 * @param owner the service that asks
 * @throws ApiError 400 for what is no such request
 */
export async function jobRequestOf(c: Context, body: Uint8Array, owner: string): Promise<JobRequest> {
  const type = c.req.header('content-type') ?? 'application/json'
  const fileType = fileTypeOf(type)
  if (fileType !== null)
    return requestFrom({ ...checkSchema(jobQuery, c.req.query()), csv: await csvOf(body, fileType, owner) })
  if (/^multipart\/form-data\b/i.test(type)) return ofForm(await formOf(type, body), owner)
  const { csv, rows, ...rest } = checkSchema(jobRequest, parseJson(body, maxPieces))
  if ((csv === undefined) === (rows === undefined))
    throw validationError(['csv or rows is a required property, and not both'])
  return requestFrom({ ...rest, csv: csv ?? csvOfRows(rows!) })
}

const requestFrom = (given: v.InferOutput<typeof jobQuery> & { csv: string }): JobRequest => ({
  name: given.name.trim(),
  template_id: given.template_id,
  scheduled_for: given.scheduled_for ?? null,
  reply_to_id: given.reply_to_id ?? null,
  reference: given.reference ?? null,
  csv: given.csv,
})

async function formOf(type: string, body: Uint8Array): Promise<FormData> {
  try {
    return await new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': type },
    }).formData()
  } catch {
    throw badRequest('Invalid multipart/form-data supplied in POST data')
  }
}

/** The name of the file is the job's, if it has no other. */
async function ofForm(form: FormData, owner: string): Promise<JobRequest> {
  const fields: Record<string, unknown> = {}
  for (const [key, value] of form) {
    // Of two files one would be sent, and the other left out without a word.
    if (Object.hasOwn(fields, key)) throw validationError([`${shownValue(key)} is there more than once`])
    fields[key] = typeof value === 'string' ? value : value.name
  }
  const file = form.get('file')
  const { file: fileName, ...rest } = checkSchema(jobForm, fields)
  const isText = file === null || typeof file === 'string'
  const csv = isText
    ? (file ?? '')
    : await csvOfNamed(new Uint8Array(await file.arrayBuffer()), file.name, file.type, owner)
  const named = isText ? '' : fileName.slice(0, longestName).trim()
  return requestFrom({ ...rest, name: rest.name ?? (named || 'spreadsheet.csv'), csv })
}

/** Rows as the text of a file, so that there is one reader of files. What is longer than any may be is refused for its length alone. */
const csvOfRows = (rows: unknown[][]): string =>
  rows
    .slice(0, longestCsv + 2)
    .map((cells, index) => cells.map((cell) => cellOf(cell, index)).join(','))
    .join('\n')

function cellOf(cell: unknown, row: number): string {
  if (Array.isArray(cell) || isJsonObject(cell))
    throw validationError([`rows ${row} has a cell that is neither text nor a number`])
  return quoted(textOfValue(cell, 'inline') ?? '')
}

/** The same request in another form is the same request: what an Idempotency-Key stands for. Of the file its sum suffices. */
export const canonical = ({ csv, ...request }: JobRequest): Uint8Array =>
  Buffer.from(JSON.stringify({ ...request, csv: createHash('sha256').update(csv).digest('hex') }))
