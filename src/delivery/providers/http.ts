/**
 * Providers that no program code knows: what they are sent, and where their answers and receipts have what matters, are rows of http_protocols.
 * Any number of them.
 */
import { isOk, jsonOf, makeCaller, refusal } from './call.ts'
import {
  bearerDoor,
  formFields,
  inboundTokens,
  receiptTokens,
  refuseMissing,
  refuseTooMany,
  textOf,
  told,
} from './doors.ts'
import {
  type Account,
  type Adapter,
  type Channel,
  defaultSender,
  type Outgoing,
  type Posted,
  type Protocol,
} from './provider.ts'
import { instantOf, okReply, receivedText } from './received.ts'
import { fill, fillForm, fillJson, fillUrl, headerSafe, type Values, valueAt } from './templates.ts'

/** A row of http_protocols. */
export type HttpProtocol = {
  adapter: string
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body_format: 'json' | 'form' | 'none'
  body: Record<string, unknown> | unknown[]
  success_pointer: string | null
  success_values: string[] | null
  reference_pointer: string | null
  error_pointer: string | null
  receipts_pointer: string | null
  receipt_reference_pointer: string | null
  receipt_status_pointer: string | null
  receipt_code_pointer: string | null
  inbound_number_pointer: string | null
  inbound_sender_pointer: string | null
  inbound_content_pointer: string | null
  inbound_reference_pointer: string | null
  inbound_date_pointer: string | null
}

const settings = {
  url: { about: 'the address, in place of the protocol’s own', isUrl: true },
  sender: { about: 'who a text is from where the service has no sender' },
  receipt_url: {
    about: 'our public address for its receipts, as the placeholder ((receipt_url))',
    isUrl: true,
  },
  ...receiptTokens(),
  ...inboundTokens,
} as const

/** @param identifier of the provider, which its receipts' path names */
const httpReceiptPath = (channel: Channel, identifier: string) =>
  `/notifications/${channel}/http/${identifier}`

/** Where its received texts are posted; the last part names the provider. */
export const httpInboundPath = (identifier: string) => `/notifications/sms/receive/http/${identifier}`

/** @param namesMessages whether its receipts name a message by its own reference */
export function httpProtocol(
  row: HttpProtocol,
  channel: Channel,
  identifier: string,
  namesMessages: boolean,
): Protocol {
  return {
    channel,
    settings,
    make: (account) => make(row, account, channel, namesMessages),
    ...(row.receipt_reference_pointer === null
      ? {}
      : {
          receipts: {
            ...bearerDoor(httpReceiptPath(channel, identifier)),
            maxBytes: 1024 * 1024,
            read: (posted: Posted) => receiptsIn(row, posted),
          },
        }),
    ...(row.inbound_number_pointer === null
      ? {}
      : {
          inbound: {
            ...bearerDoor(httpInboundPath(identifier), 'inbound_tokens'),
            maxBytes: 1024 * 1024,
            read: (posted: Posted, _: Account, now: Date) => textsIn(row, posted, now),
            replies: { taken: okReply, ignored: okReply },
          },
        }),
  }
}

function make(row: HttpProtocol, account: Account, channel: Channel, namesMessages: boolean): Adapter {
  const caller = makeCaller(account)
  return {
    ...caller,
    async send(message) {
      if (message.channel !== channel) throw new Error(`${row.adapter} carries no ${message.channel}`)
      const values = await valuesOf(message, account)
      const url = fillUrl(account.settings.url ?? row.url, values)
      const headers = Object.fromEntries(
        Object.entries(row.headers).map(([name, value]) => [
          name.toLowerCase(),
          fill(String(value), values, headerSafe),
        ]),
      )
      const answer = await caller.call(url, { method: row.method, ...bodyOf(row, headers, values) })
      const error = row.error_pointer === null ? undefined : valueAt(answer.json, row.error_pointer)
      if (isOk(answer.status) && isSuccess(row, answer.json, error)) {
        const reference =
          row.reference_pointer === null ? '' : textOf(valueAt(answer.json, row.reference_pointer))
        if (!namesMessages) return { reference: null }
        if (reference !== '' && reference.length <= 255) return { reference }
        throw new Error(`${row.adapter} answered ${answer.status} without a reference`)
      }
      throw refusal(row.adapter, account, answer.status, error)
    },
  }
}

function bodyOf(row: HttpProtocol, headers: Record<string, string>, values: Values) {
  if (row.body_format === 'none') return { headers }
  if (row.body_format === 'form')
    return { headers, body: fillForm(row.body as Record<string, unknown>, values) }
  return {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fillJson(row.body, values)),
  }
}

function isSuccess(
  { success_pointer, success_values }: HttpProtocol,
  json: unknown,
  error: unknown,
): boolean {
  if (success_pointer !== null) {
    const value = valueAt(json, success_pointer)
    return (
      value !== undefined &&
      success_values!.includes(typeof value === 'object' ? JSON.stringify(value) : String(value))
    )
  }
  return (
    error === undefined ||
    error === null ||
    ['', '0', 'false', '[]'].includes(typeof error === 'object' ? JSON.stringify(error) : String(error))
  )
}

async function valuesOf(message: Outgoing, { settings: given }: Account): Promise<Values> {
  const common = { ...given, id: message.id, to: message.to, receipt_url: given.receipt_url ?? null }
  if (message.channel === 'sms') {
    return {
      ...common,
      to_plus: `+${message.to.replace(/^\+/, '')}`,
      text: message.text,
      sender: message.sender ?? given.sender ?? defaultSender,
      international: message.international,
    }
  }
  const { mailMessage } = await import('./mail-message.ts')
  const { from, headers } = message
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    ...common,
    text: message.text,
    html: message.html,
    subject: message.subject,
    from_address: from.address,
    from_name: from.name,
    reply_to: message.replyTo,
    list_unsubscribe: headers['List-Unsubscribe'] ?? null,
    list_unsubscribe_post: headers['List-Unsubscribe-Post'] ?? null,
    mime_base64: (await mailMessage(message, `${message.id}@${domain}`)).toString('base64'),
  }
}

/** JSON as it came, or a form as an object of texts. */
function postedJson(posted: Posted): unknown {
  const json = jsonOf(posted.body.toString('utf8'))
  if (json !== undefined && typeof json === 'object') return json
  return /^application\/x-www-form-urlencoded/i.test(posted.header('content-type') ?? '')
    ? formFields(posted)
    : {}
}

function receiptsIn(row: HttpProtocol, posted: Posted) {
  const json = postedJson(posted)
  const list = row.receipts_pointer === null ? json : valueAt(json, row.receipts_pointer)
  const receipts = Array.isArray(list) ? list : [list]
  refuseTooMany(row.adapter, receipts)
  const read = receipts.map((receipt) => ({
    reference: textOf(valueAt(receipt, row.receipt_reference_pointer!)),
    status: textOf(valueAt(receipt, row.receipt_status_pointer!)),
    code: row.receipt_code_pointer === null ? '' : textOf(valueAt(receipt, row.receipt_code_pointer)),
  }))
  for (const { reference, status } of read) refuseMissing(row.adapter, { reference, status })
  return read.map(({ reference, status, code }) => told(reference, status, code))
}

/** One text, or a list of them. */
function textsIn(row: HttpProtocol, posted: Posted, now: Date) {
  const json = postedJson(posted)
  const texts = Array.isArray(json) ? json : [json]
  refuseTooMany(row.adapter, texts)
  return texts.map((text) => {
    const at = (pointer: string | null) => (pointer === null ? '' : textOf(valueAt(text, pointer)))
    const number = at(row.inbound_number_pointer)
    const sender = at(row.inbound_sender_pointer)
    refuseMissing(row.adapter, { number, sender })
    return receivedText({
      number,
      sender,
      content: at(row.inbound_content_pointer),
      date: instantOf(at(row.inbound_date_pointer), now),
      reference: at(row.inbound_reference_pointer) || null,
    })
  })
}
