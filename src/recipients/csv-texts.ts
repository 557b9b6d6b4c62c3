import type { CsvChannel, RecipientRow } from './csv.ts'
import type { RowErrorCounts } from './csv-report.ts'

const recipientNouns: Readonly<Record<CsvChannel, readonly [one: string, many: string]>> = {
  sms: ['phone number', 'phone numbers'],
  email: ['email address', 'email addresses'],
  letter: ['address', 'addresses'],
}

const counted = (count: number, [one, many]: readonly [string, string]): string =>
  `${count} ${count === 1 ? one : many}`

const rows = (count: number): string => counted(count, ['row', 'rows'])

const message = (count: number): string => (count === 1 ? 'message' : 'messages')

/** What a person has to do before the file can be sent, in the order of a spreadsheet's columns and then of its rows. */
export function whatToFix(channel: CsvChannel, counts: Readonly<RowErrorCounts>): string[] {
  const { badRecipient, missingData, messageTooLong, messageEmpty, qrCodeTooLong } = counts
  const texts: [number, string][] = [
    [badRecipient, `fix ${counted(badRecipient, recipientNouns[channel])}`],
    [missingData, `enter missing data in ${rows(missingData)}`],
    [messageTooLong, `shorten the ${message(messageTooLong)} in ${rows(messageTooLong)}`],
    [messageEmpty, `check you have content for the empty ${message(messageEmpty)} in ${rows(messageEmpty)}`],
    [qrCodeTooLong, `enter fewer characters for the QR code links in ${rows(qrCodeTooLong)}`],
  ]
  return texts.filter(([count]) => count > 0).map(([, text]) => text)
}

/** What to do about a quote that is opened in a row, as people count them, and not closed. */
export const openQuoteText = (row: number): string => `close the quotation mark in row ${row}`

/** What stands beside a row whose message cannot be sent, or null. */
export function rowLabel(row: RecipientRow): string | null {
  if (row.messageEmpty) return 'No content for this message'
  return row.messageTooLong ? 'Message is too long' : null
}
