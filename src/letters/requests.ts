/** The bodies of requests that send letters. Entries are in the order in which their failures are reported. */
import * as v from 'valibot'
import { personalisation, reference, shownValue, string, uuid } from '../validation.ts'

/** Notify sets no limit; this one is what the index of references can hold. */
const maxReferenceBytes = 2400

export const letterRequest = v.strictObject({
  reference: v.optional(reference),
  template_id: uuid,
  personalisation,
})

export const precompiledLetterRequest = v.strictObject({
  reference: v.pipe(
    string,
    v.check(
      (text) => Buffer.byteLength(text) <= maxReferenceBytes,
      (issue) => `${shownValue(issue.input)} is too long`,
    ),
  ),
  content: string,
  postage: v.optional(
    v.pipe(
      string,
      v.picklist(['first', 'second', 'economy'], 'invalid. It must be either first, second or economy.'),
    ),
  ),
})
