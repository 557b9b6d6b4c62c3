/** MMG's HTTP interface for text messages. Source: specification, sending, wire formats (MMG). */
import { isOk, makeCaller, refusal, required } from './call.ts'
import { basicDoor, fieldsReader, inboundCredentials, jsonFields, receiptAddress, textOf } from './doors.ts'
import { decodeMmg } from './mmg-text.ts'
import { type Account, type Adapter, defaultSender, type Protocol } from './provider.ts'
import { instantOf, okReply, textFrom } from './received.ts'

const defaultUrl = 'https://api.mmg.co.uk/jsonv2a/api.php'

const settings = {
  url: { about: 'the address that messages are posted to', variable: 'MMG_URL', isUrl: true },
  api_key: { about: 'the key of the account', variable: 'MMG_API_KEY', isSecret: true },
  ...receiptAddress('MMG'),
  ...inboundCredentials('MMG'),
} as const

function make(account: Account): Adapter {
  const { url = defaultUrl, receipt_url } = account.settings
  const caller = makeCaller(account)
  return {
    ...caller,
    async send(message) {
      if (message.channel !== 'sms') throw new Error('MMG carries text messages alone')
      const apiKey = required(account, 'api_key', 'MMG_API_KEY')
      const body = {
        reqType: 'BULK',
        MSISDN: message.to,
        msg: message.text,
        sender: message.sender ?? defaultSender,
        cid: message.id,
        multi: true,
        ...(receipt_url === undefined ? {} : { delurl: receipt_url }),
      }
      const headers = { 'content-type': 'application/json', authorization: `Basic ${apiKey}` }
      const { status, fields } = await caller.call(url, { headers, body: JSON.stringify(body) })
      // A success may carry an error in its body: it was not taken.
      if (isOk(status) && fields !== null && fields.Error === undefined) return { reference: null }
      throw refusal('MMG', account, status, fields?.Error, 'message-fault')
    },
  }
}

export const mmg: Protocol = {
  channel: 'sms',
  settings,
  make,
  receipts: {
    ...basicDoor('/notifications/sms/mmg'),
    read: fieldsReader('MMG', jsonFields, { status: 'status', reference: 'CID', code: 'substatus' }),
  },
  inbound: {
    ...basicDoor('/notifications/sms/receive/mmg', ['inbound_credentials']),
    read(posted, _, now) {
      const fields = jsonFields(posted)
      // The name is spelt as MMG spells it.
      const date = instantOf(decodeMmg(textOf(fields.DateRecieved)), now, true)
      const names = { number: 'Number', sender: 'MSISDN', content: 'Message', reference: 'ID' }
      return [textFrom('MMG', { ...fields, Message: decodeMmg(textOf(fields.Message)) }, names, date)]
    },
    replies: { taken: okReply, ignored: { type: 'text/plain; charset=utf-8', body: 'RECEIVED' } },
  },
}
