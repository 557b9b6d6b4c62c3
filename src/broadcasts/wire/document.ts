/** The document that an operator's centre is sent, in the format of its profile. Source: specification, broadcasts, wire XML. */
import { capDocument } from './cap.ts'
import { gatewayDocument } from './gateway.ts'
import type { Payload } from './payload.ts'
import type { Profile } from './profile.ts'
import { type SigningKey, signedDocument } from './signature.ts'

/**
 * @param profile of the operator and of the event's channel
 * @param now of a link test, the one payload that says no time itself
 * @param key signs it, for operators that want signatures
 * @returns the text whose UTF-8 bytes are sent as they are
 */
export function documentOf(payload: Payload, profile: Profile, now: Date, key?: SigningKey): string {
  const format = payload.message_format
  const document =
    format === 'cap' ? capDocument(payload, profile, now) : gatewayDocument(format, payload, profile, now)
  return key === undefined ? document : signedDocument(document, format, key)
}
