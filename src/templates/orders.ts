/** What is rendered apart when it is large: every order is data, so that it can go to another thread and its result come back. */
import { previewHtml } from './content.ts'
import { type EmailOptions, renderEmail } from './email.ts'
import { checkQrCodes } from './letter.ts'
import type { Personalisation } from './personalisation.ts'
import type { QrCodeTooLong } from './qr-code.ts'
import { checkRenderedSize } from './size.ts'
import { renderSms, type SmsSize } from './sms.ts'
import type { CompiledTemplate } from './template.ts'

type Message = { template: CompiledTemplate; values: Personalisation }
export type Order = Message &
  (
    | { what: 'email'; options: EmailOptions }
    | { what: 'sms'; prefix: string | null }
    | { what: 'size' | 'qr-codes' | 'preview' }
  )
export type Results = {
  email: { subject: string; text: string; html: string }
  sms: { text: string; size: SmsSize }
  /** The refusal of a message that becomes too long, or null. */
  size: string | null
  'qr-codes': QrCodeTooLong | null
  preview: string | null
}

export function carryOut<O extends Order>(order: O): Results[O['what']]
export function carryOut(order: Order): Results[Order['what']] {
  const { template, values } = order
  if (order.what === 'email') return renderEmail(template, values, order.options)
  if (order.what === 'sms') return renderSms(template, values, order.prefix)
  if (order.what === 'size') return checkRenderedSize(template, values)
  if (order.what === 'qr-codes') return checkQrCodes(template, values)
  return previewHtml(template, values)
}
