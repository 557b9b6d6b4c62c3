/** From a stored message to what its provider is given. Source: specification, sending, deliver_sms and deliver_email. */
import type { IListDeliverableResult } from '../../queries/delivery.queries.ts'
import type { Crier } from '../crier.ts'
import { storedValues } from '../documents/kept.ts'
import { unsubscribeLinks } from '../notifications/unsubscribe.ts'
import type { KeptService } from '../services/kept.ts'
import { renderEmail } from '../templates/email.ts'
import { renderSms, type SmsSize } from '../templates/sms.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { unsubscribeHeaders } from '../templates/unsubscribe.ts'
import type { Outgoing } from './providers/provider.ts'

export async function compose(
  crier: Crier,
  row: IListDeliverableResult,
  template: CompiledTemplate,
  service: KeptService,
): Promise<{ message: Outgoing; size: SmsSize | null }> {
  const { values, links } = storedValues(crier, row)
  const common = { id: row.id, to: row.normalised_to ?? row.to, isTest: row.key_type === 'test' }
  if (row.notification_type === 'sms') {
    const { text, size } = renderSms(template, values, service.prefixSms ? service.name : null)
    const { international, reply_to_text: sender } = row
    return { size, message: { ...common, channel: 'sms', text, sender, international } }
  }
  const own = template.hasUnsubscribeLink ? unsubscribeLinks(crier, row.id, row.to) : null
  const email = renderEmail(template, values, {
    branding: service.emailBranding,
    unsubscribeUrl: own?.page ?? null,
  })
  return {
    size: null,
    message: {
      ...common,
      // The address as it was typed: only its domain is without case.
      to: row.to,
      channel: 'email',
      from: { name: service.senderName, address: service.fromEmail },
      replyTo: row.reply_to_text,
      ...email,
      headers: unsubscribeHeaders(row.unsubscribe_link ?? own?.oneClick ?? null),
      links: [
        ...links,
        ...(own === null ? [] : [own.page, ...(row.unsubscribe_link === null ? [own.oneClick] : [])]),
      ],
    },
  }
}
