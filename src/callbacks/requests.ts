/** What callers say of callbacks, checked: the internal API's bodies, and the public API's lists and replays. */
import * as v from 'valibot'
import { time } from '../notifications/queries.ts'
import { mayCall } from '../outgoing.ts'
import { oneOf } from '../query-string.ts'
import { shownValue, string, uuid } from '../validation.ts'

export const callbackTypes = [
  'delivery_status',
  'complaint',
  'returned_letter',
  'inbound_sms',
  // Beyond Notify.
  'job_status',
] as const
export type CallbackType = (typeof callbackTypes)[number]
export const callbackStatuses = ['waiting', 'delivered', 'failed'] as const

/** Why a token cannot stand in a header; null when it can. Source: specification, service callbacks, configuration. */
export function tokenFault(token: string): string | null {
  if (token.length < 10) return 'is too short'
  if (token.length > 1000) return 'is too long'
  return /^[\x21-\x7e]+$/.test(token) ? null : 'must be printable ASCII without spaces'
}

/** Why an address cannot be that of a callback; null when it can. Without anything that a parser of URLs would leave out or mend. */
export function urlFault(url: string, allowsLoopback: boolean): string | null {
  if (url.length > 2000) return 'is longer than 2000 characters'
  const isPlain = /^https?:\/\/[\x21-\x7e]+$/.test(url) && !url.includes('#')
  return isPlain && mayCall(url, allowsLoopback) ? null : 'must be a public https address'
}

export function configurationSchemas(allowsLoopback: boolean) {
  const url = v.pipe(
    v.string('is not a valid https url'),
    v.check((text) => urlFault(text, allowsLoopback) === null, 'is not a valid https url'),
  )
  const bearer_token = v.pipe(
    string,
    v.rawCheck(({ dataset, addIssue }) => {
      const fault = dataset.typed ? tokenFault(dataset.value) : null
      if (fault === 'is too short') addIssue({ message: `${shownValue(dataset.value)} ${fault}` })
      else if (fault !== null) addIssue({ message: fault })
    }),
  )
  const callback_type = oneOf(callbackTypes)
  return {
    /** Of the paths that say which of the callbacks is meant. */
    create: v.strictObject({ url, bearer_token, updated_by_id: uuid }),
    createTyped: v.strictObject({ url, bearer_token, updated_by_id: uuid, callback_type }),
    update: v.strictObject({
      url: v.optional(url),
      bearer_token: v.optional(bearer_token),
      updated_by_id: uuid,
      callback_type: v.optional(callback_type),
    }),
  }
}

export const listQuery = v.strictObject({
  status: v.optional(v.array(oneOf(callbackStatuses))),
  callback_type: v.optional(v.array(oneOf(callbackTypes))),
  since: v.optional(time),
  older_than: v.optional(uuid),
})

/** As many as a page of the list has, four times. */
const mostIds = 1000
const strictIds = v.pipe(
  v.array(uuid, 'must be a list of identifiers'),
  v.minLength(1, 'is empty'),
  v.maxLength(mostIds, `has more than ${mostIds} items`),
)

export const replayRequest = v.strictObject({
  ids: v.optional(strictIds),
  since: v.optional(time),
  until: v.optional(time),
  callback_type: v.optional(v.array(oneOf(callbackTypes), 'must be a list')),
})
