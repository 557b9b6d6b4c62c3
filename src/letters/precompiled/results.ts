/** What is said of a PDF that somebody has made into a letter. Source: specification, letters, precompiled letters. */
import type { PostalError } from '../../recipients/postal-errors.ts'

export type ValidationCode =
  | 'unable-to-read-the-file'
  | 'letter-too-long'
  | 'letter-not-a4-portrait-oriented'
  | 'content-outside-printable-area'
  | 'notify-tag-found-in-content'
  | PostalError

/**
 * ok: the PDF to print, with the address rewritten and everything in it that printing needs. recipientAddress: normalised lines, joined by line
 * feeds; null for an attachment. Not ok: the first of the rules that it breaks, the pages that do (from 1), and how many it has, as far as known.
 */
export type Sanitised =
  | { ok: true; pageCount: number; recipientAddress: string | null; pdf: Uint8Array }
  | Refused
export type Refused = {
  ok: false
  code: ValidationCode
  invalidPages: number[] | null
  pageCount: number | null
}

export type SanitiseOptions = {
  /** Whether the service may send letters abroad. */
  allowInternational: boolean
  /** It follows a letter: it has no address of its own. */
  isAttachment?: boolean
  /** Breaks it off; what it was doing is thrown away. */
  signal?: AbortSignal
}

/**
 * Nothing is known against the file: it could not be looked at now, or what its conversion needs is not installed. The letter waits, and is tried
 * again.
 */
export class CannotSanitise extends Error {
  override name = 'CannotSanitise'
}

export const refusal = (
  code: ValidationCode,
  pageCount: number | null = null,
  invalidPages: number[] | null = null,
): Refused => ({ ok: false, code, invalidPages, pageCount })

export const unreadable = (): Refused => refusal('unable-to-read-the-file')
