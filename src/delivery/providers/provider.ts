/** What a provider's protocol is given and answers. Its file is the only place that knows the protocol. */

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
export type Channel = Outgoing['channel']

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

/** Nobody's fault: others have taken the provider's turns of the next seconds, or the batch's time is over. The message is tried again, and no attempt is counted. */
export class NoTurn extends Error {}

/** What the receiver of a text sees where the service has no sender of its own. */
export const defaultSender = 'GOVUK'

/** One thing that an account needs to be told. */
export type Setting = {
  about: string
  /** The environment variable that has it for every provider of the protocol; a row of provider_settings goes before it. */
  variable?: string
  isSecret?: true
  /** http and https, unless schemes are named. */
  isUrl?: true | readonly string[]
}
export type Settings<Name extends string = string> = Readonly<Partial<Record<Name, string>>>

/** An account: what adapters are made of. refusals: what codes in an answer to a send mean for the one message (provider_refusals). */
export type Account = {
  provider: string
  settings: Settings
  refusals: Readonly<Record<string, Refusal>>
  maxCalls: number | undefined
  /** Of one call. */
  timeoutMs: number
}

/** One receipt, in the provider's words. */
export type Told = { reference: string; status: string; code: string | null }

/** What was posted to a provider's route. target: path and query as the request wrote them. */
export type Posted = {
  header: (name: string) => string | undefined
  target: string
  body: Buffer
}

/** A route to which a protocol's provider posts. */
export type Door = {
  path: string
  /** Bytes of a body. */
  maxBytes?: number
  /** The settings by which it is proven who posts. */
  secrets: readonly string[]
  /** Whether they are set; without them nobody is believed. */
  isGuarded: (account: Account) => boolean
  /** Whether this account's provider is who posts. */
  isProven: (posted: Posted, account: Account) => boolean | Promise<boolean>
  /** How the credentials are asked for, in www-authenticate. Where there are any, isProven looks at nothing but headers. */
  challenge?: string
  /** What those are answered who prove nothing, where the protocol has a word of its own; else 401 without credentials, 403 with wrong ones. */
  refusal?: () => Error
}

/** The route to which a protocol's receipts come. */
export type ReceiptDoor = Door & {
  /** @throws PlainError 400 for what is no receipt */
  read: (posted: Posted, account: Account) => Told[] | Promise<Told[]>
  /** What came beside receipts: recipients who called an email unwanted. */
  complaintsIn?: (posted: Posted) => Complaint[]
  /** What the provider is answered. */
  answer?: object
}

/** A recipient's complaint about an email, in the provider's words. mailed_at: when the provider took the email. */
export type Complaint = {
  reference: string
  feedback_id: string
  complaint_type: string | null
  complained_at: string | null
  to: string | null
  mailed_at: string | null
}

/** A text that somebody has sent to a number of ours. date: null where none is told. reference: null where the provider has none. */
export type ReceivedText = {
  number: string
  sender: string
  content: string
  date: Date | null
  reference: string | null
}
export type Reply = { type: string; body: string }

/** The route to which a protocol's received texts come. */
export type InboundDoor = Door & {
  /** @throws PlainError 400 for what is no text */
  read: (posted: Posted, account: Account, now: Date) => ReceivedText[] | Promise<ReceivedText[]>
  /** What the provider is answered; ignored: to what no service receives. */
  replies: { taken: Reply; ignored: Reply }
}

export type Protocol = {
  channel: Channel
  settings: Readonly<Record<string, Setting>>
  make: (account: Account) => Adapter
  receipts?: ReceiptDoor
  inbound?: InboundDoor
}
