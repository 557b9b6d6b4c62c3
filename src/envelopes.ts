/** Refusals and faults in the envelope of the room that gives them, whichever way they were thrown. Source: specification, public API, error bodies; v1; internal API, errors. */
import { ApiError, noResultMessage, PlainError, type WireError } from './errors.ts'
import { asV1 } from './v1/errors.ts'

/** v2: the list of errors. v1: one message, in the words of the first version. plain: one message. */
export type Envelope = 'v2' | 'v1' | 'plain'

/** @param channel that a request of the first version is about */
export function inEnvelope(
  error: ApiError | PlainError,
  envelope: Envelope,
  channel?: string,
): ApiError | PlainError {
  if (envelope === 'v2') return error instanceof PlainError ? asV2(error) : error
  if (error instanceof PlainError) return error
  return envelope === 'v1' ? asV1(error, channel) : asPlain(error)
}

/** What checks of a schema say is a list in every envelope, and so is what is said of a body that cannot be read. */
const listed = new Set(['ValidationError', 'BadRequestError'])

function asPlain(error: ApiError): ApiError | PlainError {
  const [first] = error.errors
  if (first === undefined || listed.has(first.error)) return error
  const message = first.error === 'AuthError' ? { token: [first.message] } : first.message
  return new PlainError(error.status, message, error.headers)
}

function asV2({ status, detail, headers }: PlainError): ApiError {
  return new ApiError(status, errorsOf(detail), headers)
}

function errorsOf(detail: unknown): WireError[] {
  if (typeof detail !== 'object' || detail === null) {
    const message = String(detail)
    return [{ error: message === noResultMessage ? 'NoResultFound' : 'BadRequestError', message }]
  }
  return Object.entries(detail).flatMap(([field, texts]) =>
    [texts].flat().map((text) => ({ error: 'ValidationError' as const, message: `${field} ${text}` })),
  )
}
