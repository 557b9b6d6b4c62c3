/**
 * Amazon SES, API version 2: emails as the octets that an SMTP relay is given too. Sources: Amazon SES API v2, SendEmail; contents of
 * notifications and of event publishing; specification, sending, wire formats (SES).
 */
import { awsSettings, envelopeOf, signedCall, snsDoor, snsTopics } from './aws.ts'
import { isObject, isOk, jsonOf, makeCaller, refusal, required } from './call.ts'
import { startOf, storedTime, textOf, told } from './doors.ts'
import type { Account, Adapter, Complaint, Posted, Protocol, Told } from './provider.ts'

/** Stands in refusals. */
const name = 'SES-SNS'

const settings = {
  url: { about: 'what its API’s addresses begin with', variable: 'SES_URL', isUrl: true },
  ...awsSettings,
  configuration_set: {
    about: 'the configuration set whose events are published to the topic',
    variable: 'SES_CONFIGURATION_SET',
  },
  ...snsTopics('SES'),
} as const

function make(account: Account): Adapter {
  const caller = makeCaller(account)
  const { configuration_set } = account.settings
  return {
    ...caller,
    async send(message) {
      if (message.channel !== 'email') throw new Error('SES carries emails alone')
      const url =
        account.settings.url ?? `https://email.${required(account, 'region', 'AWS_REGION')}.amazonaws.com`
      const { mailMessage } = await import('./mail-message.ts')
      const raw = await mailMessage(message, `${message.id}@${domainOf(message.from.address)}`)
      const body = JSON.stringify({
        FromEmailAddress: message.from.address,
        Destination: { ToAddresses: [message.to] },
        Content: { Raw: { Data: raw.toString('base64') } },
        ...(configuration_set === undefined ? {} : { ConfigurationSetName: configuration_set }),
      })
      const answer = await signedCall(
        caller,
        account,
        'ses',
        `${url}/v2/email/outbound-emails`,
        'application/json',
        body,
      )
      const { status, fields } = answer
      if (isOk(status) && typeof fields?.MessageId === 'string') return { reference: fields.MessageId }
      throw refusal('SES', account, status, errorType(answer.header('x-amzn-errortype') ?? fields?.__type))
    },
  }
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** `BadRequestException:http://internal…` or `com.amazonaws…#BadRequestException`: the name alone. */
const errorType = (type: unknown) =>
  typeof type === 'string' ? type.replace(/:.*$/, '').replace(/^.*#/, '') : undefined

/** Feedback by SNS names its kind notificationType, event publishing eventType; both have the same parts. Others tell nothing of the outcome. */
const outcomes = new Set(['Delivery', 'Bounce', 'Reject'])

function read(message: unknown): Told[] {
  if (!isObject(message) || !isObject(message.mail)) return []
  const kind = textOf(message.notificationType ?? message.eventType)
  if (!outcomes.has(kind)) return []
  const bounce = isObject(message.bounce) ? message.bounce : {}
  const isPermanent = kind === 'Bounce' && bounce.bounceType === 'Permanent'
  const reference = textOf(message.mail.messageId)
  if (reference === '') return []
  return [told(reference, isPermanent ? 'Bounce Permanent' : kind, textOf(bounce.bounceSubType))]
}

/** A recipient's complaint, which a mail system has passed on; it changes nothing about the email. */
function complaintsIn(posted: Posted): Complaint[] {
  const message = jsonOf(textOf(envelopeOf(name, posted).Message))
  if (!isObject(message) || !isObject(message.mail)) return []
  const { complaint, mail } = message
  if (textOf(message.notificationType ?? message.eventType) !== 'Complaint' || !isObject(complaint)) return []
  const [reference, feedback_id] = [textOf(mail.messageId), textOf(complaint.feedbackId)]
  if (reference === '' || feedback_id === '') return []
  const [to] = Array.isArray(mail.destination) ? mail.destination : []
  return [
    {
      reference: startOf(reference, 255),
      feedback_id: startOf(feedback_id, 255),
      complaint_type: startOf(textOf(complaint.complaintFeedbackType), 50) || null,
      complained_at: timeOf(complaint.timestamp),
      to: startOf(textOf(to), 320) || null,
      mailed_at: timeOf(mail.timestamp),
    },
  ]
}

const timeOf = (value: unknown): string | null => storedTime(new Date(textOf(value)))

export const ses: Protocol = {
  channel: 'email',
  settings,
  make,
  receipts: { ...snsDoor(name, '/notifications/email/ses', read), complaintsIn },
}
