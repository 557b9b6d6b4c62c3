import { keyOf } from '../templates/personalisation.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import {
  type CellValue,
  type Column,
  type CsvChannel,
  columnValue,
  recipientColumnsOf,
  recipientKeysOf,
} from './csv-columns.ts'
import { checkRowMessage, type RowMessageErrors } from './csv-messages.ts'
import { emailAddressMessage, parseEmailAddress } from './email-addresses.ts'
import {
  type PhoneNumber,
  parsePhoneNumber,
  phonePermissionError,
  phonePersonMessage,
} from './phone-numbers.ts'
import { type PostalError, parsePostalAddress } from './postal-addresses.ts'
import { addressFromPersonalisation } from './postal-personalisation.ts'
import type { SmsRates } from './sms-rates.ts'

export type RowOptions = {
  readonly template: CompiledTemplate
  readonly rates: SmsRates
  readonly permissions: {
    readonly internationalSms: boolean
    readonly smsToUkLandlines: boolean
    readonly internationalLetters: boolean
  }
  /** What to check: jobs that were checked when they were uploaded need not be checked again. */
  readonly validate: 'everything' | 'everything but phone numbers' | 'nothing'
}

export type RecipientRow = RowMessageErrors & {
  /** From 0; people see `rowNumberShown`. */
  readonly index: number
  /** By key, in the order of the headers. */
  readonly cells: ReadonlyMap<string, CellValue>
  /** Cells beyond the headers, as they were; null when there are none. */
  readonly extraCells: readonly string[] | null
  /** What is wrong with a cell, by key, for people. */
  readonly errors: ReadonlyMap<string, string>
  /** The number of a text message, when it was checked and can be written to. */
  readonly phoneNumber: PhoneNumber | null
  readonly postalError: PostalError | null
  readonly badRecipient: boolean
  readonly missingData: boolean
}

const missing = 'Missing'

/** The row number that a spreadsheet shows, whose first row holds the headers. */
export const rowNumberShown = (row: RecipientRow): number => row.index + 2

export const rowHasErrors = (row: RecipientRow): boolean =>
  row.errors.size > 0 ||
  row.postalError !== null ||
  row.messageTooLong ||
  row.messageEmpty ||
  row.qrCodeTooLong

/** Reads one record after another into rows, everything about the file being worked out once. */
export function rowReader(
  channel: CsvChannel,
  columns: readonly Column[],
  headerCount: number,
  hasDuplicateRecipients: boolean,
  options: RowOptions,
): (index: number, record: readonly string[]) => RecipientRow {
  const { template, rates, permissions, validate } = options
  const recipientKeys = recipientKeysOf(channel)
  const placeholderKeys = new Set(template.placeholders.map(keyOf))
  const phonePermissions = {
    international: permissions.internationalSms,
    landline: permissions.smsToUkLandlines,
  }
  const postalOptions = { international: permissions.internationalLetters }

  const readCells = (record: readonly string[]): Map<string, CellValue> => {
    const cells = new Map<string, CellValue>()
    for (const column of columns) {
      const value = columnValue(column, record)
      if (value !== null || column.header !== '') cells.set(column.key, value)
    }
    return cells
  }

  const readPhoneNumber = (value: string): PhoneNumber | string => {
    const number = parsePhoneNumber(value, rates)
    if (typeof number === 'string') return phonePersonMessage[number]
    const error = phonePermissionError(number, phonePermissions)
    return error === null ? number : phonePersonMessage[error]
  }

  /** A phone number, the message for people that says what is wrong, or null when there is nothing to say. */
  const checkRecipient = (value: CellValue): PhoneNumber | string | null => {
    if (typeof value !== 'string') return hasDuplicateRecipients ? null : missing
    if (channel === 'email') return parseEmailAddress(value) === null ? emailAddressMessage : null
    return validate === 'everything' ? readPhoneNumber(value) : null
  }

  const checkCells = (cells: ReadonlyMap<string, CellValue>) => {
    const errors = new Map<string, string>()
    let phoneNumber: PhoneNumber | null = null
    let badRecipient = false
    for (const [key, value] of cells) {
      if (recipientKeys.has(key)) {
        if (channel === 'letter') continue
        const checked = checkRecipient(value)
        if (typeof checked === 'string') {
          errors.set(key, checked)
          badRecipient = checked !== missing
        } else phoneNumber = checked
      } else if (value === null && placeholderKeys.has(key)) errors.set(key, missing)
    }
    return { errors, phoneNumber, badRecipient }
  }

  const checkAddress = (cells: ReadonlyMap<string, CellValue>): PostalError | null => {
    if (channel !== 'letter') return null
    return parsePostalAddress(addressFromPersonalisation(Object.fromEntries(cells), 'key'), postalOptions)
      .error
  }

  const check = (cells: ReadonlyMap<string, CellValue>) => {
    const { errors, phoneNumber, badRecipient } = checkCells(cells)
    const postalError = checkAddress(cells)
    return {
      errors,
      phoneNumber,
      postalError,
      badRecipient: badRecipient || postalError !== null,
      missingData: [...errors.values()].includes(missing),
      ...checkRowMessage(template, cells),
    }
  }

  return (index, record) => {
    const cells = readCells(record)
    const extraCells = record.length > headerCount ? record.slice(headerCount) : null
    return { index, cells, extraCells, ...(validate === 'nothing' ? unchecked : check(cells)) }
  }
}

const unchecked = {
  errors: new Map<string, string>(),
  phoneNumber: null,
  postalError: null,
  badRecipient: false,
  missingData: false,
  messageTooLong: false,
  messageEmpty: false,
  qrCodeTooLong: false,
} as const

/** The recipient of a row: its cell, or for letters the eight cells of the address. */
export function recipientOf(channel: CsvChannel, row: RecipientRow): CellValue {
  const values = recipientColumnsOf(channel).map((column) => row.cells.get(keyOf(column)) ?? null)
  return channel === 'letter' ? (values as (string | null)[]) : values[0]!
}

/** The cells that a message is made of: placeholders of the template and the recipient, by key. */
export function personalisationOf(
  template: CompiledTemplate,
  channel: CsvChannel,
  row: RecipientRow,
): Record<string, CellValue> {
  const wanted = new Set([...template.placeholders.map(keyOf), ...recipientKeysOf(channel)])
  return Object.fromEntries([...row.cells].filter(([key]) => wanted.has(key)))
}
