/** Firetext's HTTP interface for text messages. Source: specification, sending, wire formats (Firetext). */
import { isOk, makeCaller, refusal, required } from './call.ts'
import { basicDoor, fieldsReader, formFields, inboundCredentials, receiptAddress, textOf } from './doors.ts'
import { type Account, type Adapter, defaultSender, type Protocol } from './provider.ts'
import { instantOf, okReply, textFrom } from './received.ts'

const defaultUrl = 'https://www.firetext.co.uk/api/sendsms/json'

const settings = {
  url: { about: 'the address that messages are posted to', variable: 'FIRETEXT_URL', isUrl: true },
  api_key: { about: 'the key of the account', variable: 'FIRETEXT_API_KEY', isSecret: true },
  international_api_key: {
    about: 'the key under which messages to other countries go out',
    variable: 'FIRETEXT_INTERNATIONAL_API_KEY',
    isSecret: true,
  },
  ...receiptAddress('FIRETEXT'),
  ...inboundCredentials('FIRETEXT'),
} as const

function make(account: Account): Adapter {
  const { url = defaultUrl, receipt_url } = account.settings
  const caller = makeCaller(account)
  return {
    ...caller,
    async send(message) {
      if (message.channel !== 'sms') throw new Error('Firetext carries text messages alone')
      const name = message.international ? 'international_api_key' : 'api_key'
      const form = new URLSearchParams({
        apiKey: required(account, name, settings[name].variable),
        from: message.sender ?? defaultSender,
        to: message.to.replace(/^\+/, ''),
        message: message.text,
        reference: message.id,
        ...(receipt_url === undefined ? {} : { receipt: receipt_url }),
      })
      const { status, fields } = await caller.call(url, { body: form })
      if (isOk(status) && fields?.code === 0) return { reference: null }
      throw refusal('Firetext', account, status, fields?.code, 'message-fault')
    },
  }
}

export const firetext: Protocol = {
  channel: 'sms',
  settings,
  make,
  receipts: {
    ...basicDoor('/notifications/sms/firetext'),
    read: fieldsReader('Firetext', formFields, { status: 'status', reference: 'reference', code: 'code' }),
  },
  inbound: {
    ...basicDoor('/notifications/sms/receive/firetext', ['inbound_credentials']),
    read(posted, _, now) {
      const fields = formFields(posted)
      const names = { number: 'destination', sender: 'source', content: 'message' }
      return [textFrom('Firetext', fields, names, instantOf(textOf(fields.time), now, true))]
    },
    replies: { taken: okReply, ignored: okReply },
  },
}
