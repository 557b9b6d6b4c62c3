/**
 * Payloads in the vocabulary of ATIS/TIA J-STD-101: CMAC, and IBAG, which is the same with another prefix and a channel category.
 * Source: specification, broadcasts, wire XML: IBAG and CMAC.
 */
import { startOfMinute } from './cap.ts'
import { type AlertPayload, capTime, type Payload, type UpdatePayload } from './payload.ts'
import { constant, type Profile } from './profile.ts'
import { type Child, documentIn, elements, polygonText } from './xml.ts'

const vocabularies = {
  ibag: { prefix: 'IBAG', namespace: 'ibag:1.0', time: (text: string) => text },
  cmac: { prefix: 'CMAC', namespace: 'cmac:1.0', time: (text: string) => text.replace(/-00:00$/, 'Z') },
} as const
type Vocabulary = keyof typeof vocabularies

const protocolVersion = '1.0'
const messageTypes = { alert: 'Alert', update: 'Update', cancel: 'Cancel', test: 'Link Test' } as const

/** Where the signature goes: the last child of the root. */
export const signaturePlace = (format: Vocabulary) => `${vocabularies[format].prefix}_Digital_Signature`

/** @param now of a link test, which is told to the minute */
export function gatewayDocument(format: Vocabulary, payload: Payload, profile: Profile, now: Date): string {
  const { prefix, namespace, time } = vocabularies[format]
  const sender = constant(profile, 'sender')
  const isTest = payload.message_type === 'test'
  const sent = time(isTest ? capTime(startOfMinute(now)) : payload.sent)
  // Of all references only the last counts here, unlike in CAP.
  const last = 'references' in payload ? payload.references.at(-1)! : null
  const ofAlerts = (value: string | null) => (isTest ? null : value)
  const children: Child[] = [
    ['protocol_version', protocolVersion],
    ['sending_gateway_id', sender],
    ['message_number', payload.message_number!],
    ['referenced_message_number', last?.message_number ?? null],
    ['referenced_message_cap_identifier', last?.message_id ?? null],
    ['special_handling', ofAlerts(format === 'cmac' ? (profile.special_handling ?? null) : null)],
    ['sender', ofAlerts(sender)],
    ['sent_date_time', sent],
    ['status', isTest ? 'System' : 'Actual'],
    ['message_type', messageTypes[payload.message_type]],
    ['cap_alert_uri', isTest ? null : constant(profile, 'cap_alert_uri')],
    ['cap_identifier', ofAlerts(payload.identifier)],
    ['cap_sent_date_time', ofAlerts(sent)],
    ['alert_info', 'description' in payload ? { elements: infoOf(format, payload, profile) } : null],
    ['Digital_Signature', ''],
  ]
  return documentIn(namespace, `${prefix}_Alert_Attributes`, prefixed(prefix, children))
}

const prefixed = (prefix: string, children: readonly Child[]) =>
  children.map(([name, content]): Child => [`${prefix}_${name}`, content])

function infoOf(format: Vocabulary, payload: AlertPayload | UpdatePayload, profile: Profile): string {
  const { prefix, time } = vocabularies[format]
  const children: Child[] = [
    ['category', constant(profile, 'category')],
    ['event_code', constant(profile, 'event_code')],
    ['severity', constant(profile, 'severity')],
    ['urgency', constant(profile, 'urgency')],
    ['certainty', constant(profile, 'certainty')],
    ['expires_date_time', time(payload.expires)],
    ['text_language', payload.language],
    ['text_alert_message_length', String(Buffer.byteLength(payload.description))],
    ['text_alert_message', payload.description],
    ['channel_category', format === 'ibag' ? constant(profile, 'channel_category') : null],
    ...payload.areas.map(({ polygon }, index): Child => {
      const area: Child[] = [
        ['area_description', `area-${index + 1}`],
        ['polygon', polygonText(polygon)],
      ]
      return ['Alert_Area', { elements: elements(prefixed(prefix, area)) }]
    }),
  ]
  return elements(prefixed(prefix, children))
}
