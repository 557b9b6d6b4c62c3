import { keyOf } from '../templates/personalisation.ts'
import { stripObscure } from '../templates/whitespace.ts'
import {
  type CsvChannel,
  columnsOf,
  duplicateRecipientColumns,
  hasRecipientColumns,
  recipientColumnsOf,
} from './csv-columns.ts'
import { csvRecords } from './csv-records.ts'
import { type RecipientRow, type RowOptions, rowReader } from './csv-rows.ts'

export type { CellValue, CsvChannel } from './csv-columns.ts'
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
  /** Each row in turn; null stands for a row beyond the limit. May be called again. */
  rows(): Generator<RecipientRow | null, void, void>
}

/** The number of columns up to the last populated cell below the headers. */
const populatedColumns = (text: string): number => {
  let populated = 0
  let isHeader = true
  for (const record of csvRecords(text)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    for (let position = record.length - 1; position >= populated; position -= 1) {
      if (stripObscure(record[position]!) !== '') populated = position + 1
    }
  }
  return populated
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
  const populated = hasRepeatedHeaders ? populatedColumns(text) : headers.length
  const duplicates = duplicateRecipientColumns(type, headers)
  const columns = columnsOf(headers, populated, type)
  const readRow = rowReader(type, columns, headers.length, duplicates.length > 0, options)

  function* rows(): Generator<RecipientRow | null, void, void> {
    let index = -1
    for (const record of csvRecords(text)) {
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
    rows,
  }
}
