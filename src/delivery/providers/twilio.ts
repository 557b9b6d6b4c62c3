/**
 * Twilio's Messages resource. Sources: Twilio, Message resource; message status callbacks; webhooks security. Its error codes are rows of
 * provider_refusals and provider_receipt_codes.
 */
import { isOk, makeCaller, refusal, required } from './call.ts'
import { formFields, refuseMissing, textOf, told } from './doors.ts'
import { isSignedByTwilio, secretsOf } from './proofs.ts'
import {
  type Account,
  type Adapter,
  type Door,
  defaultSender,
  type Posted,
  type Protocol,
} from './provider.ts'
import { textFrom } from './received.ts'

const defaultUrl = 'https://api.twilio.com'
const path = '/notifications/sms/twilio'
const inboundPath = '/notifications/sms/receive/twilio'

const settings = {
  url: { about: 'what its API’s addresses begin with', variable: 'TWILIO_URL', isUrl: true },
  account_sid: { about: 'the account', variable: 'TWILIO_ACCOUNT_SID' },
  auth_tokens: {
    about: 'the account’s tokens, by commas: the first one sends, all of them sign receipts',
    variable: 'TWILIO_AUTH_TOKENS',
    isSecret: true,
  },
  messaging_service_sid: {
    about: 'the messaging service that sends, in place of a sender',
    variable: 'TWILIO_MESSAGING_SERVICE_SID',
  },
  receipt_url: {
    about: 'our public address for its receipts',
    variable: 'TWILIO_RECEIPT_URL',
    isUrl: true,
  },
  inbound_url: {
    about: 'our public address for received texts, as Twilio was given it',
    variable: 'TWILIO_INBOUND_URL',
    isUrl: true,
  },
} as const

/** What says no more than that the message is on its way to a carrier. */
const underWay = new Set(['accepted', 'scheduled', 'queued', 'sending'])

function make(account: Account): Adapter {
  const { url = defaultUrl, receipt_url, messaging_service_sid } = account.settings
  const caller = makeCaller(account)
  return {
    ...caller,
    async send(message) {
      if (message.channel !== 'sms') throw new Error('Twilio carries text messages alone')
      const sid = required(account, 'account_sid', 'TWILIO_ACCOUNT_SID')
      const [token] = secretsOf(required(account, 'auth_tokens', 'TWILIO_AUTH_TOKENS'))
      const form = new URLSearchParams({
        To: `+${message.to.replace(/^\+/, '')}`,
        Body: message.text,
        ...(messaging_service_sid === undefined
          ? { From: senderOf(message.sender ?? defaultSender) }
          : { MessagingServiceSid: messaging_service_sid }),
        // Its receipts have no field of ours, but come to any address; so they find the message even before its reference is recorded.
        ...(receipt_url === undefined ? {} : { StatusCallback: withId(receipt_url, message.id) }),
      })
      const { status, fields } = await caller.call(
        `${url}/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`,
        {
          headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
          body: form,
        },
      )
      const code = fields?.error_code ?? fields?.code
      if (isOk(status) && typeof fields?.sid === 'string' && (code ?? null) === null)
        return { reference: fields.sid }
      throw refusal('Twilio', account, status, code)
    },
  }
}

/** A number that sends is written with its plus; a name as it is. */
const senderOf = (sender: string) => (/^\d{7,15}$/.test(sender) ? `+${sender}` : sender)

function withId(address: string, id: string): string {
  const url = new URL(address)
  url.searchParams.set('id', id)
  return url.href
}

/** What Twilio signed: the address that it was given, which the request shows only from its path on. */
function signedUrl({ target }: Posted, path: string, address: string): string {
  const url = new URL(address)
  url.search = target.slice(path.length)
  return url.href
}

/** @param addressName the setting that has the address */
const signedDoor = (path: string, addressName: 'receipt_url' | 'inbound_url'): Door => ({
  path,
  secrets: ['auth_tokens', addressName],
  isGuarded: ({ settings }) =>
    secretsOf(settings.auth_tokens).length > 0 && settings[addressName] !== undefined,
  isProven(posted, { settings }) {
    const address = settings[addressName]
    if (address === undefined) return false
    const url = signedUrl(posted, path, address)
    const tokens = secretsOf(settings.auth_tokens)
    return isSignedByTwilio(posted.header('x-twilio-signature'), url, formOf(posted), tokens)
  },
})

const formOf = ({ body }: Posted) => new URLSearchParams(body.toString('utf8'))

/** TwiML that asks for nothing. */
const noAnswer = { type: 'text/xml', body: '<Response/>' }

export const twilio: Protocol = {
  channel: 'sms',
  settings,
  make,
  receipts: {
    ...signedDoor(path, 'receipt_url'),
    read(posted) {
      const form = formOf(posted)
      const status = textOf(form.get('MessageStatus') ?? form.get('SmsStatus'))
      const id = new URLSearchParams(posted.target.split('?')[1] ?? '').get('id') ?? ''
      refuseMissing('Twilio', { MessageStatus: status, id })
      if (underWay.has(status)) return []
      return [told(id, status, textOf(form.get('ErrorCode')))]
    },
  },
  inbound: {
    ...signedDoor(inboundPath, 'inbound_url'),
    read(posted) {
      const names = { number: 'To', sender: 'From', content: 'Body', reference: 'MessageSid' }
      // It tells no time.
      return [textFrom('Twilio', formFields(posted), names, null)]
    },
    // What is not this is taken for a message that is to be sent back.
    replies: { taken: noAnswer, ignored: noAnswer },
  },
}
