/**
 * Every error that goes over the wire, and the two envelopes. Handlers throw; the server's onError answers in the envelope of the room
 * (src/routes.ts, src/envelopes.ts).
 */

export type ErrorName =
  | 'AuthError'
  | 'ValidationError'
  | 'BadRequestError'
  | 'InvalidPhoneError'
  | 'RateLimitError'
  | 'TooManyRequestsError'
  | 'PDFNotReadyError'
  | 'NoResultFound'
  | 'DataError'
  | 'Exception'
  | 'EventletTimeout'

export type WireError = { error: ErrorName; message: string } & Record<string, unknown>
export type Status = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 431 | 500 | 503 | 504

/** An answer in the v2 envelope. Source: specification, public API, error bodies. */
export class ApiError extends Error {
  readonly status: Status
  readonly errors: WireError[]
  readonly headers: Record<string, string>
  constructor(status: Status, errors: WireError[], headers: Record<string, string> = {}) {
    super(errors[0]?.message)
    this.status = status
    this.errors = errors
    this.headers = headers
  }
  body() {
    return { status_code: this.status, errors: this.errors }
  }
}

/** An answer in the unrouted envelope, which v1 and the internal API use. */
export class PlainError extends Error {
  readonly status: Status
  readonly detail: unknown
  readonly headers: Record<string, string>
  constructor(status: Status, detail: unknown, headers: Record<string, string> = {}) {
    super(typeof detail === 'string' ? detail : JSON.stringify(detail))
    this.status = status
    this.detail = detail
    this.headers = headers
  }
  body() {
    return { result: 'error', message: this.detail }
  }
}

export const authError = (status: 401 | 403, message: string) =>
  new ApiError(status, [{ error: 'AuthError', message }])
export const badRequest = (message: string) => new ApiError(400, [{ error: 'BadRequestError', message }])
export const forbidden = (message: string) => new ApiError(403, [{ error: 'BadRequestError', message }])
export const invalidPhone = (message: string) => new ApiError(400, [{ error: 'InvalidPhoneError', message }])
export const noResultMessage = 'No result found'
export const noResultFound = () => new ApiError(404, [{ error: 'NoResultFound', message: noResultMessage }])
export const internalError = () =>
  new ApiError(500, [{ error: 'Exception', message: 'Internal server error' }])
export const tooLarge = (bytes: number) =>
  new ApiError(413, [{ error: 'BadRequestError', message: `Request body is larger than ${bytes} bytes` }])
export const fileTooLarge = (bytes: number) =>
  new ApiError(413, [{ error: 'BadRequestError', message: `File is larger than ${bytes} bytes` }])
export const timeLimit = () =>
  new ApiError(504, [{ error: 'EventletTimeout', message: 'Timeout serving request' }])
/** @param messages in the specification's order; repeated ones are dropped */
export const validationError = (messages: string[]) =>
  new ApiError(
    400,
    [...new Set(messages)].map((message) => ({ error: 'ValidationError' as const, message })),
  )

export const notFoundMessage =
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'
export const methodNotAllowedMessage = 'The method is not allowed for the requested URL.'
