/**
 * What an operator is told, before it is written as XML: made of the frozen event and its predecessors alone, so that every try and both sites get the
 * same. Source: specification, broadcasts, payloads.
 */

import { normaliseBroadcast } from '../../templates/broadcast.ts'
import { charactersForcingUcs2 } from '../../templates/sms-characters.ts'
import type { Polygon } from '../geometry/areas.ts'
import { closed } from '../geometry/rings.ts'
import { constant, type Profile } from './profile.ts'

export type Format = 'cap' | 'ibag' | 'cmac'

export type Event = {
  message_type: 'alert' | 'update' | 'cancel'
  transmitted_content: { body: string }
  transmitted_areas: { simple_polygons: Polygon[] }
  transmitted_channel: string
  sent_at: Date
  transmitted_finishes_at: Date
}
/** The one document of an event for one operator; `message_number` where the format has numbers. */
export type ProviderMessage = { id: string; message_format: Format; message_number: number | null }
/** What the same operator was sent before, of the same message: `created_at` with microseconds as `wire_timestamp` writes it, `sent_at` its event's. */
export type EarlierMessage = ProviderMessage & { created_at: string; sent_at: Date }

export type Reference = { message_id: string; message_number?: string; sent: string; cap_sent: string }
type Head = { identifier: string; message_number?: string; message_format: Format }
type Content = {
  headline: string
  description: string
  areas: { polygon: Polygon }[]
  expires: string
  language: string
  channel: string
}
export type AlertPayload = { message_type: 'alert' } & Head & Content & { sent: string }
export type UpdatePayload = { message_type: 'update' } & Head &
  Content & { references: Reference[]; sent: string }
export type CancelPayload = { message_type: 'cancel' } & Head & { references: Reference[]; sent: string }
export type LinkTestPayload = { message_type: 'test' } & Head
export type Payload = AlertPayload | UpdatePayload | CancelPayload | LinkTestPayload

/**
 * @param earlier oldest first
 * @param profile of the operator and of the event's channel
 * @throws Error when a number is missing, or a cancel or update has nothing to refer to
 */
export function payloadOf(
  event: Event,
  message: ProviderMessage,
  earlier: readonly EarlierMessage[],
  profile: Profile,
): AlertPayload | UpdatePayload | CancelPayload {
  const head = headOf(message)
  const sent = capTime(event.sent_at)
  if (event.message_type === 'alert') {
    const { expires, language, channel, ...shown } = contentOf(event, message.message_format, profile)
    return { message_type: 'alert', ...head, ...shown, sent, expires, language, channel }
  }
  if (earlier.length === 0)
    throw new Error(`a broadcast's ${event.message_type} refers to no earlier message`)
  const references = earlier.map(referenceTo)
  if (event.message_type === 'cancel') return { message_type: 'cancel', ...head, references, sent }
  const { expires, language, channel, ...shown } = contentOf(event, message.message_format, profile)
  return { message_type: 'update', ...head, ...shown, references, sent, expires, language, channel }
}

/** @param message a random identifier, and the next number where the format has numbers */
export const linkTestOf = (message: ProviderMessage): LinkTestPayload => ({
  message_type: 'test',
  ...headOf(message),
})

/** CAP writes UTC as −00:00, without a fraction. */
export const capTime = (time: Date) => `${time.toISOString().slice(0, 19)}-00:00`

/** Four octets in hexadecimal: 123 is `0000007b`. CAP has none. @throws Error when there is none, or it needs more */
function numberOf({ id, message_format, message_number: number }: ProviderMessage): {
  message_number?: string
} {
  if (message_format === 'cap') return {}
  if (number === null || !(number >= 0 && number < 2 ** 32))
    throw new Error(`the provider message ${id} has no number of four octets`)
  return { message_number: number.toString(16).padStart(8, '0') }
}

const headOf = (message: ProviderMessage): Head => ({
  identifier: message.id,
  ...numberOf(message),
  message_format: message.message_format,
})

const referenceTo = (message: EarlierMessage): Reference => ({
  message_id: message.id,
  ...numberOf(message),
  sent: message.created_at,
  cap_sent: capTime(message.sent_at),
})

function contentOf(event: Event, format: Format, profile: Profile): Content {
  const description = normaliseBroadcast(event.transmitted_content.body)
  return {
    headline: constant(profile, 'headline'),
    description,
    areas: event.transmitted_areas.simple_polygons.map((polygon) => ({ polygon: closed(polygon) })),
    expires: capTime(event.transmitted_finishes_at),
    language: languageOf(description, format),
    channel: event.transmitted_channel,
  }
}

/** One Welsh vowel that GSM-7 lacks makes the text Welsh. CAP has codes for languages, its relatives have names. */
function languageOf(description: string, format: Format): string {
  const isWelsh = charactersForcingUcs2(description).length > 0
  if (format === 'cap') return isWelsh ? 'cy-GB' : 'en-GB'
  return isWelsh ? 'Welsh' : 'English'
}
