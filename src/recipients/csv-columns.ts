import { keyOf } from '../templates/personalisation.ts'
import { stripObscure, stripUnseen } from '../templates/whitespace.ts'

export type CsvChannel = 'sms' | 'email' | 'letter'

/** What a cell, or several under one repeated header, holds; null is an empty cell. */
export type CellValue = string | null | (string | null)[]

const addressLines = [1, 2, 3, 4, 5, 6].map((number) => `address line ${number}`)

const recipientColumns: Readonly<Record<CsvChannel, readonly string[]>> = {
  sms: ['phone number'],
  email: ['email address'],
  letter: [...addressLines, 'postcode', 'address line 7'],
}

/** One distinct header, and where its cells are. */
export type Column = {
  readonly header: string
  readonly key: string
  readonly positions: readonly number[]
  readonly isRecipient: boolean
}

/** The headers that hold the recipient, as people know them. */
export const recipientColumnsOf = (channel: CsvChannel): readonly string[] => recipientColumns[channel]

export const recipientKeysOf = (channel: CsvChannel): ReadonlySet<string> =>
  new Set(recipientColumns[channel].map(keyOf))

/** A letter needs three lines of one of the two ways to write an address; other messages one recipient. */
export function hasRecipientColumns(channel: CsvChannel, headers: readonly string[]): boolean {
  const keys = new Set(headers.map(keyOf))
  const countOf = (columns: readonly string[]) => columns.filter((column) => keys.has(keyOf(column))).length
  if (channel !== 'letter') return countOf(recipientColumns[channel]) === 1
  return countOf([...addressLines, 'postcode']) >= 3 || countOf([...addressLines, 'address line 7']) >= 3
}

/** Distinct headers among the columns of one recipient that appear more than once, whatever their spelling. */
export function duplicateRecipientColumns(channel: CsvChannel, headers: readonly string[]): string[] {
  const recipientKeys = recipientKeysOf(channel)
  const counts = new Map<string, number>()
  for (const key of headers.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1)
  const repeated = headers.filter((header) => {
    const key = keyOf(header)
    return recipientKeys.has(key) && counts.get(key)! > 1
  })
  return [...new Set(repeated)]
}

/**
 * The columns of a file. Those to the right of the last populated cell count once for each distinct header, so that
 * the thousands of empty columns that spreadsheets leave behind cost nothing.
 */
export function columnsOf(headers: readonly string[], populated: number, channel: CsvChannel): Column[] {
  const recipientKeys = recipientKeysOf(channel)
  const positions = new Map<string, number[]>()
  const empty = new Set<string>()
  headers.forEach((header, position) => {
    if (position >= populated) {
      if (empty.has(header)) return
      empty.add(header)
    }
    const known = positions.get(header)
    if (known === undefined) positions.set(header, [position])
    else known.push(position)
  })
  return Array.from(positions, ([header, found]) => {
    const key = keyOf(header)
    return { header, key, positions: found, isRecipient: recipientKeys.has(key) }
  })
}

/** Whether there is nothing to be seen in a cell. */
export const isEmptyCell = (cell: string): boolean => stripUnseen(cell) === ''

const cellAt = (record: readonly string[], position: number): string | null => {
  const raw = record[position]
  return raw === undefined || isEmptyCell(raw) ? null : stripObscure(raw)
}

/** Cells under a repeated header collect in an array from the first that is filled; one cell alone is no array. */
const collect = (record: readonly string[], positions: readonly number[]): CellValue => {
  let collected: CellValue = null
  for (const position of positions) {
    const value = cellAt(record, position)
    if (collected === null) collected = value
    else if (typeof collected === 'string') collected = [collected, value]
    else collected.push(value)
  }
  return collected
}

/** The value of a column in a record; of a repeated recipient the last one wins, and the file is in error anyway. */
export function columnValue(column: Column, record: readonly string[]): CellValue {
  const { positions, isRecipient } = column
  if (positions.length === 1 || isRecipient) return cellAt(record, positions.at(-1)!)
  return collect(record, positions)
}
