/**
 * The rows of a file as they are stored, each checked as a message sent by itself would be. What is wrong with any of them refuses the file,
 * and is told of all of them at once. Rows are counted from 1 below the headers.
 */
import type { Crier } from '../context.ts'
import { ApiError, badRequest, type WireError } from '../errors.ts'
import { addressColumns } from '../letters/acceptance.ts'
import { checkSize, reachable, unreachable } from '../notifications/sending.ts'
import {
  type CsvChannel,
  longestCsv,
  openRecipientCsv,
  personalisationOf,
  type RecipientCsv,
  type RecipientRow,
  recipientOf,
} from '../recipients/csv.ts'
import type { RowErrorCounts } from '../recipients/csv-report.ts'
import { rowLabel } from '../recipients/csv-texts.ts'
import { normaliseEmailAddress, parseEmailAddress } from '../recipients/email-addresses.ts'
import { parsePostalAddress, postalApiMessage } from '../recipients/postal-addresses.ts'
import { addressFromPersonalisation } from '../recipients/postal-personalisation.ts'
import type { Caller } from '../services/authentication.ts'
import { keyOf } from '../templates/personalisation.ts'
import { checkLength } from '../templates/send-checks.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { shortened } from '../validation.ts'
import { type PackedRows, rowPacker } from './storing.ts'
import { openQuoteFault } from './text.ts'

/** A row of job_rows, but for its job and its number. */
export type JobRow = {
  to: string
  normalised_to: string
  personalisation: unknown
  client_reference: string | null
  rate_multiplier?: number | null
  international?: boolean
  phone_prefix?: string | null
  postage?: string | null
}

/** A template that a file may be of. postage: of letters, to addresses in the United Kingdom. */
export type JobTemplate = { compiled: CompiledTemplate; postage: string | null }

/** Errors that one answer names; of more it says how many. */
const mostErrors = 1000
const longestReference = 1000
/** Characters of a header: a thousand errors that each name one of megabytes are no answer. */
const longestHeader = 200
const shownHeader = (header: string) => shortened(header, longestHeader)
/** Milliseconds of reading after which other requests have a turn. */
const msPerTurn = 2

/** Whose file it is. Without a key it is a person's, who is told of recipients that may not be written to when the job starts. */
export type Sender = { service: Caller['service']; key: Pick<Caller['key'], 'keyType'> | null }

/** What is found in a file. */
export type FileReport = {
  /** Distinct, as they are written. */
  headers: readonly string[]
  /** Below the headers, those that are too many among them. */
  rowCount: number
  /** What refuses the file, up to a thousand of them: of the file itself, or else of its rows. */
  errors: WireError[]
  errorCount: number
  rowsWithErrors: number
  /** How many rows have each kind of error. */
  counts: RowErrorCounts & { notAllowed: number }
  /** Texts to numbers abroad, among those that are fine. */
  abroadCount: number
}

/**
 * @param csv the text of the file
 * @throws ApiError 400 with an error for each thing that is wrong with the headers, or else for each row that is
 */
export async function checkRows(
  crier: Crier,
  who: Sender,
  of: JobTemplate,
  csv: string,
): Promise<PackedRows> {
  const rows = rowPacker()
  const { errors } = await checkFile(crier, who, of, csv, rows.add)
  if (errors.length > 0) throw new ApiError(400, errors)
  return rows.end()
}

/**
 * Goes through a file once. This is all that decides whether its rows may be sent, whether a job is made of them or not.
 * @param onRow is given each row that is fine, and its number from 1, in turn, where nothing is wrong with the file itself
 */
export async function checkFile(
  crier: Crier,
  who: Sender,
  of: JobTemplate,
  csv: string,
  onRow: (row: JobRow, number: number) => void,
): Promise<FileReport> {
  const { service, key } = who
  const file = openRecipientCsv(csv, {
    template: of.compiled,
    rates: await crier.cache.smsRates(),
    permissions: {
      internationalSms: service.permissions.has('international_sms'),
      smsToUkLandlines: service.permissions.has('sms_to_uk_landlines'),
      internationalLetters: service.permissions.has('international_letters'),
    },
    validate: 'everything',
  })
  const allowed = key && (await reachable(crier, service, key.keyType))
  const headers = new Map(file.columnHeaders.map((header) => [keyOf(header), shownHeader(header)]))
  const report: FileReport = {
    headers: file.columnHeaders.map(shownHeader),
    rowCount: 0,
    errors: faultsOf(file),
    errorCount: 0,
    rowsWithErrors: 0,
    counts: {
      badRecipient: 0,
      missingData: 0,
      messageTooLong: 0,
      messageEmpty: 0,
      qrCodeTooLong: 0,
      notAllowed: 0,
    },
    abroadCount: 0,
  }
  const reading = { who, of, file, allowed, headers, counts: report.counts }
  const isOpen = report.errors.length === 0
  let endsAt = performance.now() + msPerTurn
  for (const row of file.rows()) {
    report.rowCount++
    if (performance.now() > endsAt) {
      await new Promise((resolve) => setImmediate(resolve))
      endsAt = performance.now() + msPerTurn
    }
    if (row === null || !isOpen) continue
    const checked = await checkRow(crier, reading, row)
    if (Array.isArray(checked)) noteFaults(report, row, checked)
    else {
      onRow(checked, row.index + 1)
      if (row.phoneNumber?.isUk === false) report.abroadCount++
    }
  }
  return closed(report, isOpen)
}

function noteFaults(report: FileReport, row: RecipientRow, texts: string[]): void {
  report.rowsWithErrors++
  report.errorCount += texts.length
  const { counts } = report
  for (const kind of ['badRecipient', 'missingData', 'messageTooLong', 'messageEmpty'] as const)
    if (row[kind]) counts[kind]++
  for (const text of texts.slice(0, mostErrors - report.errors.length))
    report.errors.push({ error: 'ValidationError', message: `Row ${row.index + 1}${text}` })
}

/** Too many rows, or none, are all that is said of a file. */
function closed(report: FileReport, isOpen: boolean): FileReport {
  const { rowCount, errors } = report
  const whole =
    rowCount > longestCsv
      ? `Your file has more than ${longestCsv} rows: send it as several jobs`
      : rowCount === 0
        ? 'Your file has no rows below its headers'
        : null
  if (isOpen && whole !== null) return { ...report, errors: badRequest(whole).errors, errorCount: 1 }
  if (!isOpen) return { ...report, errorCount: errors.length }
  const more = report.errorCount - errors.length
  if (more > 0) errors.push({ error: 'ValidationError', message: `${more} more errors are not shown` })
  return report
}

/** What is wrong with the file itself, so that its rows tell nothing. */
function faultsOf({ openQuoteRow, missingColumns, duplicateRecipientColumns }: RecipientCsv): WireError[] {
  const texts: string[] = []
  if (missingColumns.length > 0) texts.push(`Missing column headers: ${missingColumns.join(', ')}`)
  if (duplicateRecipientColumns.length > 0)
    texts.push(
      `Column headers that may be there only once: ${duplicateRecipientColumns.map(shownHeader).join(', ')}`,
    )
  // Beside the first one, which is the headers'.
  if (openQuoteRow !== null) texts.push(openQuoteFault(openQuoteRow - 1))
  return texts.map((message) => ({ error: 'ValidationError', message }))
}

/** What is the same for each row. */
type Reading = {
  who: Sender
  of: JobTemplate
  file: RecipientCsv
  /** Recipients that alone may be written to; null is everybody. */
  allowed: ReadonlySet<string> | null
  headers: ReadonlyMap<string, string>
  counts: FileReport['counts']
}

/** @returns the row, or what is wrong with it: texts that follow its number */
async function checkRow(crier: Crier, reading: Reading, row: RecipientRow): Promise<JobRow | string[]> {
  const { of, file, allowed, headers, counts } = reading
  const { service, key } = reading.who
  if (row.errors.size > 0)
    return Array.from(row.errors, ([name, text]) => `, ${headers.get(name) ?? name}: ${text}`)
  const label = rowLabel(row)
  if (label !== null) return [`: ${label}`]
  if (row.postalError !== null) return [`: ${postalApiMessage[row.postalError]}`]
  if (row.qrCodeTooLong) return [': Cannot create a usable QR code - the link is too long']
  const made = jobRow(of, file, row)
  if (key !== null && allowed?.has(made.normalised_to) === false) {
    counts.notAllowed++
    return [`: ${unreachable(key.keyType)}`]
  }
  if ((made.client_reference?.length ?? 0) > longestReference)
    return [`, reference: Longer than ${longestReference} characters`]
  const tooLong = await sizeFault(crier, service, of.compiled, row)
  return tooLong === null ? made : [`: ${tooLong}`]
}

function jobRow(of: JobTemplate, { channel }: RecipientCsv, row: RecipientRow): JobRow {
  const reference = row.cells.get('reference')
  return {
    ...recipientColumns(of, channel, row),
    personalisation: personalisationOf(of.compiled, channel, row),
    client_reference: typeof reference === 'string' ? reference : null,
  }
}

function recipientColumns(of: JobTemplate, channel: CsvChannel, row: RecipientRow) {
  if (channel === 'letter') {
    const address = parsePostalAddress(addressFromPersonalisation(Object.fromEntries(row.cells), 'key'), {
      international: true,
    })
    return addressColumns(of, address)
  }
  const to = recipientOf(channel, row) as string
  const phone = row.phoneNumber
  if (phone === null) return { to, normalised_to: normaliseEmailAddress(parseEmailAddress(to)!) }
  return {
    to,
    normalised_to: phone.normalised,
    rate_multiplier: phone.rateMultiplier,
    international: phone.international,
    phone_prefix: phone.countryPrefix,
  }
}

/** Texts have been measured with their cells. */
async function sizeFault(
  crier: Crier,
  service: Caller['service'],
  template: CompiledTemplate,
  row: RecipientRow,
): Promise<string | null> {
  if (template.type === 'sms') return null
  const values = Object.fromEntries(row.cells)
  const tooLong = checkLength(template, values)
  if (tooLong !== null) return tooLong
  try {
    await checkSize(crier, service, template, values)
    return null
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error
    return error.message
  }
}
