import { checkQrCodes } from '../templates/letter.ts'
import { fill } from '../templates/placeholders.ts'
import { isMessageEmpty } from '../templates/send-checks.ts'
import { charactersAboveLimit, smsBody } from '../templates/sms.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import type { CellValue } from './csv-columns.ts'

/** What is wrong with the message that a row makes, as against one of its cells. */
export type RowMessageErrors = {
  readonly messageTooLong: boolean
  readonly messageEmpty: boolean
  readonly qrCodeTooLong: boolean
}

/** Whether a letter has any text that could be a QR code; only then is it worth rendering. */
const mayHaveQrCode = (template: CompiledTemplate, cells: ReadonlyMap<string, CellValue>): boolean =>
  [template.body, template.welshBody].some(
    (body) => body !== null && /qr ?:/i.test(fill(body, cells, { html: true, lists: 'markdown' })),
  )

/** Checks the message of one row. Emails are not measured here: it would cost more than it finds. */
export function checkRowMessage(
  template: CompiledTemplate,
  cells: ReadonlyMap<string, CellValue>,
): RowMessageErrors {
  if (template.type === 'sms') {
    const { length } = smsBody(template, cells)
    return {
      messageTooLong: charactersAboveLimit(length) > 0,
      messageEmpty: length === 0,
      qrCodeTooLong: false,
    }
  }
  const personalisation = Object.fromEntries(cells)
  return {
    messageTooLong: false,
    messageEmpty: isMessageEmpty(template, personalisation),
    qrCodeTooLong:
      template.type === 'letter' &&
      mayHaveQrCode(template, cells) &&
      checkQrCodes(template, personalisation) !== null,
  }
}
