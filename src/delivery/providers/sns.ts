/**
 * Amazon SNS: texts published to a number. Sources: Amazon SNS API, Publish (query protocol); monitoring of SMS deliveries with CloudWatch logs;
 * specification, sending, other providers. Delivery reports are written to log groups of the account: what forwards them from there publishes
 * each, as it is, to a topic that is subscribed to us.
 */
import { awsSettings, signedCall, snsDoor, snsTopics } from './aws.ts'
import { isObject, isOk, makeCaller, refusal, required } from './call.ts'
import { textOf, told } from './doors.ts'
import {
  type Account,
  type Adapter,
  defaultSender,
  type OutgoingSms,
  type Protocol,
  type Told,
} from './provider.ts'
import { instantOf, textFrom } from './received.ts'

const settings = {
  url: { about: 'the API’s address', variable: 'SNS_URL', isUrl: true },
  ...awsSettings,
  origination_number: {
    about: 'the number that sends where a service’s sender is none, with its plus',
    variable: 'SNS_ORIGINATION_NUMBER',
  },
  ...snsTopics('SNS'),
} as const

function make(account: Account): Adapter {
  const caller = makeCaller(account)
  return {
    ...caller,
    async send(message) {
      if (message.channel !== 'sms') throw new Error('SNS carries text messages alone')
      const url =
        account.settings.url ?? `https://sns.${required(account, 'region', 'AWS_REGION')}.amazonaws.com`
      const attributes = Object.entries({
        'AWS.SNS.SMS.SMSType': 'Transactional',
        ...senderOf(message, account.settings.origination_number),
      })
      const form = new URLSearchParams({
        Action: 'Publish',
        Version: '2010-03-31',
        PhoneNumber: `+${message.to.replace(/^\+/, '')}`,
        Message: message.text,
      })
      attributes.forEach(([name, value], index) => {
        const entry = `MessageAttributes.entry.${index + 1}`
        form.set(`${entry}.Name`, name)
        form.set(`${entry}.Value.DataType`, 'String')
        form.set(`${entry}.Value.StringValue`, value)
      })
      const contentType = 'application/x-www-form-urlencoded; charset=utf-8'
      const { status, text } = await signedCall(caller, account, 'sns', `${url}/`, contentType, String(form))
      // The answer is XML of a fixed shape; of its elements two are read.
      const reference = elementOf(text, 'MessageId', /[0-9a-f-]{36}/)
      if (isOk(status) && reference !== undefined) return { reference }
      throw refusal('SNS', account, status, elementOf(text, 'Code', /[A-Za-z.]{1,50}/))
    },
  }
}

/** A number sends as such, a name as sender id; names are taken by few countries, so a configured number goes before the platform's own. */
function senderOf({ sender }: OutgoingSms, origination: string | undefined): Record<string, string> {
  if (sender !== null && /^\+?\d{5,14}$/.test(sender)) return { 'AWS.MM.SMS.OriginationNumber': sender }
  if (origination !== undefined) return { 'AWS.MM.SMS.OriginationNumber': origination }
  return { 'AWS.SNS.SMS.SenderID': sender ?? defaultSender }
}

const elementOf = (xml: string, name: string, value: RegExp) =>
  new RegExp(`<${name}>(${value.source})</${name}>`).exec(xml)?.[1]

/** A line of the log: the reason of a failure is a sentence of a list, which provider_receipt_codes has. */
function read(message: unknown): Told[] {
  if (!isObject(message) || !isObject(message.notification)) return []
  const delivery = isObject(message.delivery) ? message.delivery : {}
  const [reference, status] = [textOf(message.notification.messageId), textOf(message.status)]
  if (reference === '' || status === '') return []
  return [told(reference, status, textOf(delivery.providerResponse))]
}

const inboundNames = {
  number: 'destinationNumber',
  sender: 'originationNumber',
  content: 'messageBody',
  reference: 'inboundMessageId',
}
/** A text to one of our numbers, which two-way messaging publishes to a topic. Source: Amazon, two-way SMS messaging, payload. */
const inboundDoor = snsDoor('SNS', '/notifications/sms/receive/sns', (message, envelope) =>
  isObject(message)
    ? [textFrom('SNS', message, inboundNames, instantOf(textOf(envelope.Timestamp), new Date()))]
    : [],
)
const inboundReply = { type: 'application/json', body: JSON.stringify(inboundDoor.answer) }

export const sns: Protocol = {
  channel: 'sms',
  settings,
  make,
  receipts: snsDoor('SNS', '/notifications/sms/sns', read),
  inbound: {
    ...inboundDoor,
    replies: { taken: inboundReply, ignored: inboundReply },
  },
}
