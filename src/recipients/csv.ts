import { keyOf } from '../templates/personalisation.ts'
import {
  type CsvChannel,
  columnsOf,
  duplicateRecipientColumns,
  hasRecipientColumns,
  isEmptyCell,
  recipientColumnsOf,
} from './csv-columns.ts'
import { csvRecords } from './csv-records.ts'
import { type RecipientRow, type RowOptions, rowReader } from './csv-rows.ts'

export type { CsvChannel } from './csv-columns.ts'
export {
  personalisationOf,
  type RecipientRow,
  type RowOptions,
  recipientOf,
  rowHasErrors,
  rowNumberShown,
} from './csv-rows.ts'

/** Rows that a file may have; further ones are counted but not read. */
export const longestCsv = 100_000

/** Columns that are read, as many as an upload may have; cells to the right of them are beyond the headers. */
const widestCsv = 1000

/** A file of recipients: what its headers say, and its rows, which are read when they are asked for. */
export type RecipientCsv = {
  readonly channel: CsvChannel
  readonly columnHeaders: readonly string[]
  readonly missingColumns: readonly string[]
  readonly duplicateRecipientColumns: readonly string[]
  readonly hasRecipientColumns: boolean
  /** The row, as people count, in which a quote is opened and not closed; the file cannot be sent. */
  readonly openQuoteRow: number | null
  /** Each row in turn; null stands for a row beyond the limit. None from an open quote on. May be called again. */
  rows(): Generator<RecipientRow | null, void, void>
}

/** Whether a cell may look like one with something in it that has nothing. */
const mayHoldEmptyCells = /["\p{Default_Ignorable_Code_Point}]/u

type Survey = {
  /** The number of columns up to the last populated cell below the headers. */
  populated: number
  /** The number of records up to the last one with anything in it. */
  records: number
  openQuoteRow: number | null
}

/** Reads a file once for what no single row tells. */
const survey = (text: string): Survey => {
  const found: Survey = { populated: 0, records: 1, openQuoteRow: null }
  let row = 0
  for (const record of csvRecords(text, () => (found.openQuoteRow ??= row + 1))) {
    row += 1
    if (row === 1) continue
    const filled = record.findLastIndex((cell) => !isEmptyCell(cell)) + 1
    if (filled > 0) found.records = row
    if (filled > found.populated) found.populated = filled
  }
  return found
}

const missingColumnsOf = (
  channel: CsvChannel,
  placeholders: readonly string[],
  headers: readonly string[],
) => {
  const keys = new Set(headers.map(keyOf))
  const recipients = recipientColumnsOf(channel)
  const wanted = new Map([...placeholders, ...recipients].map((name) => [keyOf(name), name]))
  if (channel === 'letter') for (const name of recipients) wanted.delete(keyOf(name))
  return [...wanted].filter(([key]) => !keys.has(key)).map(([, name]) => name)
}

/**
 * Opens the text of a spreadsheet for a template (specification, CSV recipients). Nothing but the text is held, which
 * the limit on uploads bounds: rows are made one at a time, so a hundred thousand of them need no more memory than ten.
 */
export function openRecipientCsv(text: string, options: RowOptions): RecipientCsv {
  const { type, placeholders } = options.template
  if (type === 'broadcast') throw new TypeError('a broadcast has no recipients')
  const headers = (csvRecords(text).next().value ?? []).slice(0, widestCsv)
  const columnHeaders = [...new Set(headers)]
  const hasRepeatedHeaders = columnHeaders.length < headers.length
  // With neither quotes nor unseen marks an empty row at the end is commas and whitespace, which are no part of the file.
  const surveyed = hasRepeatedHeaders || mayHoldEmptyCells.test(text) ? survey(text) : null
  const populated = hasRepeatedHeaders ? surveyed!.populated : headers.length
  const openQuoteRow = surveyed?.openQuoteRow ?? null
  const lastRecord = Math.min(
    surveyed?.records ?? Number.POSITIVE_INFINITY,
    (openQuoteRow ?? Number.POSITIVE_INFINITY) - 1,
  )
  const duplicates = duplicateRecipientColumns(type, headers)
  const columns = columnsOf(headers, populated, type)
  const readRow = rowReader(type, columns, headers.length, duplicates.length > 0, options)

  function* rows(): Generator<RecipientRow | null, void, void> {
    let index = -1
    for (const record of csvRecords(text)) {
      if (index + 1 >= lastRecord) return
      if (index >= longestCsv) yield null
      else if (index >= 0) yield readRow(index, record)
      index += 1
    }
  }

  return {
    channel: type,
    columnHeaders,
    missingColumns: missingColumnsOf(type, placeholders, headers),
    duplicateRecipientColumns: duplicates,
    hasRecipientColumns: hasRecipientColumns(type, headers),
    openQuoteRow,
    rows,
  }
}
