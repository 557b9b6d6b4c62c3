/** The file object in an email's personalisation. Source: specification, public API, files. */
import * as v from 'valibot'
import { ApiError, validationError } from '../errors.ts'
import { checkSchema, shownValue, string } from '../validation.ts'

const mostRetentionWeeks = 78
const period = /^[1-9]\d? weeks?$/i

const trueOrFalse = (field: string) =>
  v.custom<boolean | null>(
    (value) => value === null || typeof value === 'boolean',
    (issue) =>
      `Unsupported value for ${field}: ${shownValue(issue.input)}. Use a boolean true or false value.`,
  )

const weeksOf = (text: string) => Number.parseInt(text.trim(), 10)

const fileRequest = v.strictObject({
  file: string,
  is_csv: v.optional(trueOrFalse('is_csv')),
  confirm_email_before_download: v.optional(trueOrFalse('confirm_email_before_download')),
  retention_period: v.optional(
    v.custom<string | null>(
      (value) =>
        value === null ||
        (typeof value === 'string' && period.test(value.trim()) && weeksOf(value) <= mostRetentionWeeks),
      (issue) =>
        `Unsupported value for retention_period: ${shownValue(issue.input)}. Supported periods are from 1 to ${mostRetentionWeeks} weeks.`,
    ),
  ),
  filename: v.optional(
    v.custom<string | null>(
      (value) => value === null || (typeof value === 'string' && value.includes('.')),
      '`filename` must end with a file extension. For example, filename.csv',
    ),
  ),
})
export type FileRequest = v.InferOutput<typeof fileRequest>

/** @throws ApiError 400 with a message per failure; paths begin inside the object */
export function checkFileRequest(input: object): FileRequest {
  const both = Object.hasOwn(input, 'is_csv') && Object.hasOwn(input, 'filename')
  const failure = both ? ['Do not set a value for `is_csv` if `filename` is set.'] : []
  try {
    const request = checkSchema(fileRequest, input)
    if (both) throw validationError([])
    return request
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw validationError([...error.errors.map(({ message }) => message), ...failure])
  }
}

/** @returns null where none is asked for */
export const retentionDays = (request: FileRequest) =>
  request.retention_period ? 7 * weeksOf(request.retention_period) : null
