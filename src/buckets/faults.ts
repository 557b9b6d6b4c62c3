/** Refusals in the words of S3. Source: Amazon S3, API reference, error responses. */
import type { Context } from 'hono'
import { escaped } from '../page-frame.ts'

const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  MetadataTooLarge: 400,
  MissingContentLength: 411,
  NoSuchKey: 404,
  NotImplemented: 501,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  /** Not S3's: nobody has said who asks. */
  Unauthenticated: 401,
  XAmzContentSHA256Mismatch: 400,
} as const
export type BucketFaultCode = keyof typeof statuses

export class BucketFault extends Error {
  readonly code: BucketFaultCode
  constructor(code: BucketFaultCode, message: string) {
    super(message)
    this.code = code
  }
}

export function answerFault(c: Context, { code, message }: BucketFault): Response {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`
  return c.body(c.req.method === 'HEAD' ? '' : xml, statuses[code], { 'content-type': 'application/xml' })
}
