/** Refusals in the words and the envelope of the first version of the API. Source: specification, public API, v1. */
import { type ApiError, PlainError } from '../errors.ts'

const channelWords: Record<string, string> = { sms: 'text messages', email: 'emails' }

/** @returns the same refusal as the second version's, said as the first does */
export function asV1(error: ApiError, channel?: string): PlainError {
  const [first] = error.errors
  const message = first!.message
  if (first!.error === 'AuthError') return new PlainError(error.status, { token: [message] })
  if (first!.error === 'ValidationError') return new PlainError(error.status, fieldErrors(error))
  if (message.startsWith('Service is not allowed to send'))
    return new PlainError(error.status, { service: [`Cannot send ${channelWords[channel ?? '']}`] })
  if (message.startsWith('Can’t send')) return new PlainError(error.status, { to: [message] })
  return new PlainError(error.status, message, error.headers)
}

const fields: Record<string, [name: string, prefix: string]> = {
  phone_number: ['to', 'Invalid phone number: '],
  email_address: ['to', ''],
  template_id: ['template', ''],
}

/** By field: `{"to": ["Missing data for required field."]}`. */
function fieldErrors(error: ApiError): Record<string, string[]> {
  const byField: Record<string, string[]> = {}
  for (const { message } of error.errors) {
    const [key = '', ...words] = message.split(' ')
    const text = words.join(' ')
    const [name, prefix] = fields[key] ?? [key, '']
    const said = text === 'is a required property' ? 'Missing data for required field.' : prefix + text
    byField[name] = [...(byField[name] ?? []), said]
  }
  return byField
}
