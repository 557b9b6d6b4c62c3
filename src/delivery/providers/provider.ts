/** What a provider's adapter is given and answers. An adapter is the only place that knows a provider's protocol. */

export type OutgoingSms = {
  channel: 'sms'
  id: string
  to: string
  text: string
  sender: string | null
  international: boolean
  isTest: boolean
}
export type OutgoingEmail = {
  channel: 'email'
  id: string
  to: string
  from: { name: string; address: string }
  replyTo: string | null
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  /** The links to us that it holds, in its headers too. */
  links: string[]
  isTest: boolean
}
export type Outgoing = OutgoingSms | OutgoingEmail

/**
 * reference: the provider's own name for the message. receipts: what is already known of its outcome, in order, from a provider that posts
 * no receipts itself; they go through the same route as others.
 */
export type Sent = { reference: string | null; receipts?: string[] }

export type Adapter = {
  /** Calls at a time; others wait their turn in the worker, which lets none begin when it is too late. As many as are asked for when absent. */
  maxCalls?: number
  send: (message: Outgoing) => Promise<Sent>
  /** Lets go of connections. */
  close?: () => void
}

/**
 * Why a provider never will take a message: the message itself, an address that does not exist, or a mailbox that takes nothing now. They are
 * outcomes of record_deliveries.
 */
export type Refusal = 'message-fault' | 'permanent-failure' | 'temporary-failure'

/** The provider has refused this one message: it is not tried again. Any other error is the provider's fault or ours, and is. */
export class MessageFault extends Error {
  readonly refusal: Refusal
  constructor(words: string, refusal: Refusal = 'message-fault') {
    super(words)
    this.refusal = refusal
  }
}

/** What the receiver of a text sees where the service has no sender of its own. */
export const defaultSender = 'GOVUK'
