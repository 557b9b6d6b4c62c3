/** Firetext's HTTP interface for text messages. Source: specification, sending, wire formats (Firetext). */
import { callProvider, refusal } from './call.ts'
import { type Adapter, defaultSender, MessageFault, type Outgoing } from './provider.ts'

export type FiretextSettings = {
  url?: string
  apiKey?: string
  /** Messages to other countries go out under it. */
  internationalApiKey?: string
  receiptUrl?: string
}

const defaultUrl = 'https://www.firetext.co.uk/api/sendsms/json'

/**
 * Codes that refuse this one message: destination, sender, content. The others are about the account (key, credit), and pass once that is put
 * right. Source: Firetext's documentation of sendsms, response codes.
 */
const aboutTheMessage = new Set([2, 3, 5])

export function makeFiretext(settings: FiretextSettings): Adapter {
  const { url = defaultUrl, receiptUrl } = settings
  return {
    async send(message: Outgoing) {
      if (message.channel !== 'sms') throw new Error('Firetext carries text messages alone')
      const apiKey = message.international ? settings.internationalApiKey : settings.apiKey
      if (apiKey === undefined) {
        throw new Error(`FIRETEXT_${message.international ? 'INTERNATIONAL_' : ''}API_KEY is not set`)
      }
      const form = new URLSearchParams({
        apiKey,
        from: message.sender ?? defaultSender,
        to: message.to.replace(/^\+/, ''),
        message: message.text,
        reference: message.id,
        ...(receiptUrl === undefined ? {} : { receipt: receiptUrl }),
      })
      const { status, fields } = await callProvider(url, {}, form)
      const isOk = status >= 200 && status < 300
      if (isOk && fields?.code === 0) return { reference: null }
      if (isOk && aboutTheMessage.has(Number(fields?.code ?? Number.NaN))) {
        throw new MessageFault(`Firetext answered ${status} (${Number(fields!.code)})`)
      }
      throw refusal('Firetext', status, fields?.code)
    },
  }
}
