import { longestCsv, type RecipientCsv, type RecipientRow, recipientOf, rowHasErrors } from './csv.ts'
import { isAllowed } from './guest-list.ts'
import type { SmsRates } from './sms-rates.ts'

export type ReportOptions = {
  readonly rates: SmsRates
  /** Canonical recipients that alone may be written to; null or empty when everybody may. */
  readonly allowList: ReadonlySet<string> | null
  /** What the daily limits leave; null when nothing limits. */
  readonly remainingMessages: number | null
  readonly remainingInternationalSms: number | null
}

/** How many rows have each kind of error. */
export type RowErrorCounts = {
  badRecipient: number
  missingData: number
  messageTooLong: number
  messageEmpty: number
  qrCodeTooLong: number
}

export type RecipientCsvReport = {
  readonly rowCount: number
  readonly tooManyRows: boolean
  readonly moreRowsThanCanSend: boolean
  readonly internationalSmsCount: number
  readonly moreInternationalSmsThanCanSend: boolean
  readonly allowedToSendTo: boolean
  readonly rowsWithErrors: number
  readonly errorCounts: Readonly<RowErrorCounts>
  readonly hasErrors: boolean
  /** The rows to show: those with errors when there are any and no column is missing, else the first ones. */
  readonly displayedRows: readonly RecipientRow[]
}

const mostRowsWithErrorsShown = 20
const mostRowsShown = 10

const countErrors = (counts: RowErrorCounts, row: RecipientRow): void => {
  for (const kind of Object.keys(counts) as (keyof RowErrorCounts)[]) if (row[kind]) counts[kind] += 1
}

/** Reads the whole file once and says whether it may be sent, and if not, why (specification, CSV recipients). */
export function checkRecipientCsv(csv: RecipientCsv, options: ReportOptions): RecipientCsvReport {
  const { allowList, remainingMessages, remainingInternationalSms, rates } = options
  const restricted = csv.channel !== 'letter' && allowList !== null && allowList.size > 0
  const errorCounts: RowErrorCounts = {
    badRecipient: 0,
    missingData: 0,
    messageTooLong: 0,
    messageEmpty: 0,
    qrCodeTooLong: 0,
  }
  const firstRows: RecipientRow[] = []
  const firstRowsWithErrors: RecipientRow[] = []
  let rowCount = 0
  let rowsWithErrors = 0
  let internationalSmsCount = 0
  let allowedToSendTo = true

  for (const row of csv.rows()) {
    rowCount += 1
    if (row === null) continue
    if (firstRows.length < mostRowsShown) firstRows.push(row)
    if (rowHasErrors(row)) {
      rowsWithErrors += 1
      countErrors(errorCounts, row)
      if (firstRowsWithErrors.length < mostRowsWithErrorsShown) firstRowsWithErrors.push(row)
    }
    if (row.phoneNumber !== null && !row.phoneNumber.isUk) internationalSmsCount += 1
    if (restricted && allowedToSendTo) {
      allowedToSendTo = isAllowed(recipientOf(csv.channel, row), allowList, rates)
    }
  }

  const tooManyRows = rowCount > longestCsv
  const moreRowsThanCanSend = remainingMessages !== null && rowCount > remainingMessages
  const moreInternationalSmsThanCanSend =
    remainingInternationalSms !== null && internationalSmsCount > Math.max(0, remainingInternationalSms)
  return {
    rowCount,
    tooManyRows,
    moreRowsThanCanSend,
    internationalSmsCount,
    moreInternationalSmsThanCanSend,
    allowedToSendTo,
    rowsWithErrors,
    errorCounts,
    hasErrors:
      csv.openQuoteRow !== null ||
      csv.missingColumns.length > 0 ||
      csv.duplicateRecipientColumns.length > 0 ||
      tooManyRows ||
      moreRowsThanCanSend ||
      moreInternationalSmsThanCanSend ||
      !allowedToSendTo ||
      rowsWithErrors > 0,
    displayedRows: rowsWithErrors > 0 && csv.missingColumns.length === 0 ? firstRowsWithErrors : firstRows,
  }
}
