/** The query strings of `GET /v2/notifications`. Entries are in the order in which their failures are reported. */

import * as v from 'valibot'
import { channels } from '../channels.ts'
import { oneOf } from '../query-string.ts'
import { canonicalUuid } from '../uuid.ts'
import { uuid } from '../validation.ts'

/** Words of the filter, groups included. Source: specification, public API, list of notifications. */
export const statusWords = [
  'cancelled',
  'created',
  'sending',
  'sent',
  'delivered',
  'pending',
  'failed',
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'pending-virus-check',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
  'accepted',
  'received',
] as const

const listQueryOf = <const S extends readonly string[], const T extends readonly string[]>(
  statuses: S,
  types: T,
) =>
  v.strictObject({
    reference: v.optional(v.string()),
    status: v.optional(v.array(oneOf(statuses))),
    template_type: v.optional(v.array(oneOf(types))),
    include_jobs: v.optional(oneOf(['true', 'True'])),
    older_than: v.optional(uuid),
  })
export const listQuery = listQueryOf(statusWords, channels)

/** Groups that letters alone have are no words while they are switched off. Source: specification, letters switched off. */
export const statusWordsWithoutLetters = statusWords.filter(
  (word) => word !== 'accepted' && word !== 'received',
)
export const listQueryWithoutLetters = listQueryOf(statusWordsWithoutLetters, ['sms', 'email'])

const instant =
  /^([1-9]\d{3})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/

/** An instant in ISO 8601, UTC unless it says otherwise. A plus sign that the query string made a blank is read as one. */
export const time = v.pipe(
  v.string(),
  v.transform((text) => text.replace(/ (\d\d:?\d\d)$/, '+$1')),
  v.check((text) => {
    const match = instant.exec(text)
    if (match === null) return false
    const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number]
    const date = new Date(Date.UTC(year, month - 1, day))
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  }, 'is not a valid ISO 8601 date and time'),
)

/** timeline: of the database's log, on which the number of the transaction was given out. */
export type Cursor = { timeline: number; transaction: string; id: string }
const [largestTimeline, largestTransaction] = [2 ** 31 - 1, 2n ** 64n - 1n]

/** The place in the list of changes after which the next page begins; opaque to callers. */
const cursor = v.pipe(
  v.string(),
  v.rawTransform<string, Cursor>(({ dataset, addIssue, NEVER }) => {
    const [, timeline, transaction, id] = /^(\d{1,10})\.(\d{1,20})\.(.{36})$/.exec(dataset.value) ?? []
    const isPlace =
      transaction !== undefined &&
      Number(timeline) <= largestTimeline &&
      BigInt(transaction) <= largestTransaction &&
      canonicalUuid(id) === id
    if (isPlace) return { timeline: Number(timeline), transaction, id: id! }
    addIssue({ message: 'is not a valid cursor' })
    return NEVER
  }),
)
export const cursorText = ({ timeline, transaction, id }: Cursor) => `${timeline}.${transaction}.${id}`
/** Before all changes of a transaction. */
export const cursorAt = (timeline: number, transaction: string): Cursor => ({
  timeline,
  transaction,
  id: '00000000-0000-0000-0000-000000000000',
})

export const changesQuery = v.strictObject({ updated_after: v.optional(time), cursor: v.optional(cursor) })
