/** MMG's HTTP interface for text messages. Source: specification, sending, wire formats (MMG). */
import { callProvider, refusal } from './call.ts'
import { type Adapter, defaultSender, type Outgoing } from './provider.ts'

/** receiptUrl: where MMG posts its receipts, with credentials inside if the edge asks for them. */
export type MmgSettings = { url?: string; apiKey?: string; receiptUrl?: string }

const defaultUrl = 'https://api.mmg.co.uk/jsonv2a/api.php'

export function makeMmg({ url = defaultUrl, apiKey, receiptUrl }: MmgSettings): Adapter {
  return {
    async send(message: Outgoing) {
      if (message.channel !== 'sms') throw new Error('MMG carries text messages alone')
      if (apiKey === undefined) throw new Error('MMG_API_KEY is not set')
      const body = {
        reqType: 'BULK',
        MSISDN: message.to,
        msg: message.text,
        sender: message.sender ?? defaultSender,
        cid: message.id,
        multi: true,
        ...(receiptUrl === undefined ? {} : { delurl: receiptUrl }),
      }
      const headers = { 'content-type': 'application/json', authorization: `Basic ${apiKey}` }
      const { status, fields } = await callProvider(url, headers, JSON.stringify(body))
      // A success may carry an error in its body: it was not taken.
      if (status >= 200 && status < 300 && fields !== null && fields.Error === undefined) {
        return { reference: null }
      }
      throw refusal('MMG', status, fields?.Error)
    },
  }
}
