/**
 * The rows of a file as what create_job takes, each checked as a message sent by itself would be. What is wrong with any of them refuses the file,
 * and is told of all of them at once. Rows are counted from 1 below the headers.
 */
import type { Crier } from '../context.ts'
import { ApiError, badRequest, type WireError } from '../errors.ts'
import { checkSize, reachable, unreachable } from '../notifications/sending.ts'
import {
  longestCsv,
  openRecipientCsv,
  personalisationOf,
  type RecipientCsv,
  type RecipientRow,
  recipientOf,
} from '../recipients/csv.ts'
import { rowLabel } from '../recipients/csv-texts.ts'
import { normaliseEmailAddress, parseEmailAddress } from '../recipients/email-addresses.ts'
import type { Caller } from '../services/authentication.ts'
import { keyOf } from '../templates/personalisation.ts'
import { checkLength } from '../templates/send-checks.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { shortened } from '../validation.ts'
import { openQuoteFault } from './text.ts'

/** A row of create_job's input. */
export type JobRow = {
  to: string
  normalised_to: string
  personalisation: unknown
  client_reference: string | null
  rate_multiplier?: number | null
  international?: boolean
  phone_prefix?: string | null
}

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

/**
 * @param csv the text of the file
 * @throws ApiError 400 with an error for each thing that is wrong with the headers, or else for each row that is
 */
export async function checkRows(
  crier: Crier,
  who: Sender,
  template: CompiledTemplate,
  csv: string,
): Promise<JobRow[]> {
  const { service, key } = who
  const file = openRecipientCsv(csv, {
    template,
    rates: await crier.cache.smsRates(),
    permissions: {
      internationalSms: service.permissions.has('international_sms'),
      smsToUkLandlines: service.permissions.has('sms_to_uk_landlines'),
      internationalLetters: service.permissions.has('international_letters'),
    },
    validate: 'everything',
  })
  refuseFile(file)
  const allowed = key && (await reachable(crier, service, key.keyType))
  const headers = new Map(file.columnHeaders.map((header) => [keyOf(header), shownHeader(header)]))
  const rows: JobRow[] = []
  const errors: WireError[] = []
  let faults = 0
  let endsAt = performance.now() + msPerTurn
  for (const row of file.rows()) {
    if (row === null) throw badRequest(`Your file has more than ${longestCsv} rows: send it as several jobs`)
    if (performance.now() > endsAt) {
      await new Promise((resolve) => setImmediate(resolve))
      endsAt = performance.now() + msPerTurn
    }
    const checked = await checkRow(crier, who, template, file, row, allowed, headers)
    if (!Array.isArray(checked)) {
      if (faults === 0) rows.push(checked)
      continue
    }
    faults += checked.length
    for (const text of checked.slice(0, mostErrors - errors.length))
      errors.push({ error: 'ValidationError', message: `Row ${row.index + 1}${text}` })
  }
  if (faults > errors.length)
    errors.push({ error: 'ValidationError', message: `${faults - errors.length} more errors are not shown` })
  if (faults > 0) throw new ApiError(400, errors)
  if (rows.length === 0) throw badRequest('Your file has no rows below its headers')
  return rows
}

function refuseFile({ openQuoteRow, missingColumns, duplicateRecipientColumns }: RecipientCsv): void {
  const texts: string[] = []
  if (missingColumns.length > 0) texts.push(`Missing column headers: ${missingColumns.join(', ')}`)
  if (duplicateRecipientColumns.length > 0)
    texts.push(
      `Column headers that may be there only once: ${duplicateRecipientColumns.map(shownHeader).join(', ')}`,
    )
  // Beside the first one, which is the headers'.
  if (openQuoteRow !== null) texts.push(openQuoteFault(openQuoteRow - 1))
  if (texts.length === 0) return
  throw new ApiError(
    400,
    texts.map((message) => ({ error: 'ValidationError' as const, message })),
  )
}

/** @returns the row, or what is wrong with it: texts that follow its number */
async function checkRow(
  crier: Crier,
  { service, key }: Sender,
  template: CompiledTemplate,
  file: RecipientCsv,
  row: RecipientRow,
  allowed: ReadonlySet<string> | null,
  headers: ReadonlyMap<string, string>,
): Promise<JobRow | string[]> {
  if (row.errors.size > 0)
    return Array.from(row.errors, ([name, text]) => `, ${headers.get(name) ?? name}: ${text}`)
  const label = rowLabel(row)
  if (label !== null) return [`: ${label}`]
  const made = jobRow(template, file, row)
  if (key !== null && allowed?.has(made.normalised_to) === false) return [`: ${unreachable(key.keyType)}`]
  if ((made.client_reference?.length ?? 0) > longestReference)
    return [`, reference: Longer than ${longestReference} characters`]
  const tooLong = await sizeFault(crier, service, template, row)
  return tooLong === null ? made : [`: ${tooLong}`]
}

function jobRow(template: CompiledTemplate, { channel }: RecipientCsv, row: RecipientRow): JobRow {
  const to = recipientOf(channel, row) as string
  const reference = row.cells.get('reference')
  const phone = row.phoneNumber
  return {
    to,
    personalisation: personalisationOf(template, channel, row),
    client_reference: typeof reference === 'string' ? reference : null,
    ...(phone === null
      ? { normalised_to: normaliseEmailAddress(parseEmailAddress(to)!) }
      : {
          normalised_to: phone.normalised,
          rate_multiplier: phone.rateMultiplier,
          international: phone.international,
          phone_prefix: phone.countryPrefix,
        }),
  }
}

/** Texts have been measured with their cells. */
async function sizeFault(
  crier: Crier,
  service: Caller['service'],
  template: CompiledTemplate,
  row: RecipientRow,
): Promise<string | null> {
  if (template.type !== 'email') return null
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
