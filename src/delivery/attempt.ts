/** One message's attempt: it is rendered and given to the provider that was drawn for it, and to the one that comes next if that one fails. */
import type { Crier } from '../context.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { compose } from './compose.ts'
import { limiter } from './limiter.ts'
import { adapterFor } from './providers/accounts.ts'
import { type Adapter, MessageFault, NoTurn, type Outgoing, type Sent } from './providers/provider.ts'
import type { Attempt, Deliverable } from './record.ts'
import { showOwnMessage } from './shown-messages.ts'

/** What the attempts of one batch share. */
export type Batch = {
  queue: string
  claim: string
  /** Whether a message may still be given to a provider: its job may be another worker's by now. */
  mayBegin: (id: string) => boolean
  /** Failed calls by provider. */
  failures: Map<string, number>
}

export function makeAttempt(crier: Crier) {
  const turns = new WeakMap<Adapter, ReturnType<typeof limiter>>()

  /** What goes wrong with one message, outside of any call, keeps no other of the batch from being recorded. */
  async function attempt(row: Deliverable, template: CompiledTemplate, batch: Batch): Promise<Attempt> {
    try {
      return await tryProviders(row, template, batch)
    } catch (error) {
      crier.log.error({ error, notificationId: row.id }, 'attempt failed')
      return { row, claim: batch.claim, size: null, outcome: 'provider-fault' }
    }
  }

  async function tryProviders(row: Deliverable, template: CompiledTemplate, batch: Batch): Promise<Attempt> {
    const { queue, claim, failures, mayBegin } = batch
    const service = await crier.cache.service(row.service_id)
    if (!row.service_is_active || service === null)
      return { row, claim, size: null, outcome: 'message-fault' }
    const { message, size } = await compose(crier, row, template, service)
    // What was not begun at all, for want of time, is no attempt either.
    let hadNoTurn = row.providers.length > 0
    for (const provider of providersInTurn(row)) {
      if (!mayBegin(row.id)) break
      const sentAt = crier.now().toISOString()
      try {
        const sent = await call(queue, provider, message, () => mayBegin(row.id))
        crier.metrics.sent.inc({ type: row.notification_type, provider })
        await showOwnMessage(crier, row.service_id, provider, message)
        return { row, claim, size, outcome: 'sent', provider, sent, sentAt }
      } catch (error) {
        hadNoTurn = error instanceof NoTurn
        if (hadNoTurn) continue
        const isMessageFault = error instanceof MessageFault
        crier.metrics.sendFaults.inc({ provider, fault: isMessageFault ? 'message' : 'provider' })
        crier.log.warn({ error, notificationId: row.id, provider }, 'attempt failed')
        if (isMessageFault) return { row, claim, size, outcome: error.refusal, provider, sentAt }
        failures.set(provider, (failures.get(provider) ?? 0) + 1)
      }
    }
    return { row, claim, size, outcome: 'provider-fault', hadNoTurn }
  }

  async function call(
    queue: string,
    provider: string,
    message: Outgoing,
    mayBegin: () => boolean,
  ): Promise<Sent> {
    const adapter = await adapterFor(crier, provider)
    return inTurn(adapter)(queue, async () => {
      if (!mayBegin()) throw new NoTurn('its turn came too late')
      const started = performance.now()
      try {
        return await adapter.send(message)
      } finally {
        crier.metrics.providerSeconds.observe({ provider }, (performance.now() - started) / 1000)
      }
    })
  }

  function inTurn(adapter: Adapter): ReturnType<typeof limiter> {
    const known = turns.get(adapter)
    if (known !== undefined) return known
    const made = limiter(adapter.maxCalls ?? crier.config.sendConcurrency)
    turns.set(adapter, made)
    return made
  }

  return attempt
}

/**
 * The first retry is at once, and by another provider if there is one; a text's only provider is asked again itself. Source: specification, sending,
 * deliver_sms and deliver_email.
 */
function providersInTurn({ notification_type, providers }: Deliverable): string[] {
  const [only] = providers
  return providers.length === 1 && notification_type === 'sms' ? [only!, only!] : providers
}
