/** From a stored message to what its provider is given. Source: specification, sending, deliver_sms and deliver_email. */
import { setImmediate } from 'node:timers/promises'
import type { Crier } from '../context.ts'
import { storedValues } from '../documents/kept.ts'
import type { CachedService } from '../services/cached.ts'
import { type Personalisation, valuesOf } from '../templates/personalisation.ts'
import type { Renderers } from '../templates/renderers.ts'
import { isLarge } from '../templates/size.ts'
import type { SmsSize } from '../templates/sms.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { unsubscribeHeaders } from '../templates/unsubscribe.ts'
import { unsubscribeLinks } from '../unsubscribe/links.ts'
import type { Outgoing } from './providers/provider.ts'
import type { Deliverable } from './record.ts'

/** What no values exceed. */
export const mostBytes = 2 ** 31 - 1

/** Whether a message is not for a batch of many. */
export const isLargeRow = (row: Deliverable, template: CompiledTemplate): boolean =>
  row.personalisation === null || isLarge(template, valuesOf(row.personalisation as Personalisation))

/** Milliseconds after which rendering lets others have their turn: requests, receipts, answers of providers. */
const turnMs = 5
let turnBegan = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Begins one piece of work after the other, and waits for the next turn of the event loop when this one has lasted long enough. The clock is
 * looked at right before each: of many that wait for one turn all would go on at once. What goes on elsewhere, in threads, is not waited for.
 */
function inTurn<T>(begin: () => Promise<T>): Promise<T> {
  const begun = last.then(async () => {
    if (performance.now() - turnBegan > turnMs) {
      await setImmediate()
      turnBegan = performance.now()
    }
    return { result: begin() }
  })
  last = begun
  return begun.then(({ result }) => result)
}

export async function compose(
  crier: Crier,
  row: Deliverable,
  template: CompiledTemplate,
  service: CachedService,
): Promise<{ message: Outgoing; size: SmsSize | null }> {
  const { values, links } = storedValues(crier, row, template.files)
  const render: Renderers['render'] = (owner, order) => inTurn(() => crier.renderers.render(owner, order))
  const common = { id: row.id, to: row.normalised_to ?? row.to, isTest: row.key_type === 'test' }
  if (row.notification_type === 'sms') {
    const prefix = service.prefixSms ? service.name : null
    const { text, size } = await render(service.id, { what: 'sms', template, values, prefix })
    const { international, reply_to_text: sender } = row
    return { size, message: { ...common, channel: 'sms', text, sender, international } }
  }
  const own = template.hasUnsubscribeLink ? unsubscribeLinks(crier, row.id, row.to) : null
  const options = { branding: service.emailBranding, unsubscribeUrl: own?.page ?? null }
  const email = await render(service.id, { what: 'email', template, values, options })
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
