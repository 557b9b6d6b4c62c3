/**
 * The provider that needs no contract: takes every message, sends nothing, and answers with receipts through the same route as others.
 * Magic recipients fail. Test keys are always sent here. Source: specification, public API, test keys.
 */
import { randomUUID } from 'node:crypto'
import type { Adapter, Outgoing } from './provider.ts'

const emailReceipts: Record<string, string[]> = {
  'temp-fail@simulator.notify': ['temporary-failure'],
  'perm-fail@simulator.notify': ['permanent-failure'],
}

/** The receipts for a recipient, in order. Recipients are compared in normalised form, so spacing and case are free. */
function receiptsFor(message: Outgoing): string[] {
  if (message.channel === 'email') return emailReceipts[message.to.toLowerCase()] ?? ['delivered']
  if (message.to.endsWith('7700900003')) return ['pending', 'temporary-failure']
  if (message.to.endsWith('7700900002')) return ['permanent-failure']
  return ['delivered']
}

export const sandbox: Adapter = {
  async send(message) {
    return { reference: message.channel === 'email' ? randomUUID() : null, receipts: receiptsFor(message) }
  },
}
