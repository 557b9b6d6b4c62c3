/** Payloads as CAP 1.2. Source: specification, broadcasts, wire XML: CAP 1.2; OASIS CAP 1.2. */
import { capNamespace } from '../cap/model.ts'
import { type AlertPayload, capTime, type Payload, type Reference, type UpdatePayload } from './payload.ts'
import { constant, type Profile } from './profile.ts'
import { type Child, documentIn, elements, polygonText } from './xml.ts'

const messageTypes = { alert: 'Alert', update: 'Update', cancel: 'Cancel', test: 'Alert' } as const

/** @param now of a link test, which is told to the minute */
export function capDocument(payload: Payload, profile: Profile, now: Date): string {
  const sender = constant(profile, 'sender')
  const isTest = payload.message_type === 'test'
  return documentIn(capNamespace, 'alert', [
    ['identifier', payload.identifier],
    ['sender', sender],
    ['sent', isTest ? capTime(startOfMinute(now)) : payload.sent],
    ['status', isTest ? 'Test' : 'Actual'],
    ['msgType', messageTypes[payload.message_type]],
    ['scope', 'Public'],
    ['references', 'references' in payload ? referencesText(payload.references, sender) : null],
    ['info', 'description' in payload ? { elements: infoOf(payload, profile) } : null],
  ])
}

export const startOfMinute = (time: Date) => new Date(Math.floor(time.getTime() / 60_000) * 60_000)

/** The triplets of the documents sent earlier, with the very text of their `sent`. */
const referencesText = (references: readonly Reference[], sender: string) =>
  references.map(({ message_id, cap_sent }) => `${sender},${message_id},${cap_sent}`).join(' ')

function infoOf(payload: AlertPayload | UpdatePayload, profile: Profile): string {
  return elements([
    ['language', payload.language],
    ['category', constant(profile, 'category')],
    ['event', constant(profile, 'event')],
    ['urgency', constant(profile, 'urgency')],
    ['severity', constant(profile, 'severity')],
    ['certainty', constant(profile, 'certainty')],
    ['expires', payload.expires],
    ['senderName', constant(profile, 'sender_name')],
    ['headline', payload.headline],
    ['description', payload.description],
    ['web', profile.web ?? null],
    ...payload.areas.map(({ polygon }, index): Child => {
      const area: Child[] = [
        ['areaDesc', `area-${index + 1}`],
        ['polygon', polygonText(polygon)],
      ]
      return ['area', { elements: elements(area) }]
    }),
  ])
}
