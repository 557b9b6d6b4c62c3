/** The channels of messages, in the order in which the API lists them. */
export const channels = ['sms', 'email', 'letter'] as const
export type Channel = (typeof channels)[number]

/** Those whose messages are handed to a provider one by one, and of which receipts come back. Letters are printed. */
export const sentChannels = ['sms', 'email'] as const
export type SentChannel = (typeof sentChannels)[number]
