/**
 * The first sheet of a workbook as the text of a CSV, cell for cell as Notify's admin application converts it: what a cell holds rather than how it is
 * shown. Source: specification, CSV recipients; jobs, upload contract.
 */
import * as xlsx from '@e965/xlsx'
import { quoted } from '../quoted.ts'
import { Unreadable } from './archive.ts'

/** Rows that are read at all, and columns: specification, CSV recipients, upload limits. */
const mostRowsRead = 200_000
const mostColumns = 1000
/** Rows with anything in them that are written: one more than a job may have, and its headers, so that who reads them sees that there are too many. */
const mostRowsWritten = 100_002
/** A text that a million cells share is written a million times. */
const mostWritten = 32 * 1024 * 1024

/** What a newer workbook with a password is in, inside a compound file. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le')

/**
 * @param contents of a file that begins as workbooks do; archives unpacked
 * @throws Unreadable with words for people
 */
export function csvOfWorkbook(contents: Buffer): Buffer {
  const book = bookOf(contents)
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  const rows = (sheet?.['!data'] ?? []) as (xlsx.CellObject | undefined)[][]
  return csvOf(rows, book.Workbook?.WBProps?.date1904 === true)
}

function bookOf(contents: Buffer): xlsx.WorkBook {
  try {
    return xlsx.read(contents, {
      type: 'buffer',
      dense: true,
      sheets: 0,
      sheetRows: mostRowsRead,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellFormula: false,
    })
  } catch (error) {
    const isLocked = /password/i.test(String((error as Error).message)) || contents.includes(encryptedStream)
    throw new Unreadable(
      isLocked
        ? 'Your file is protected with a password'
        : 'Your file is not a spreadsheet in a format that can be read',
    )
  }
}

/** Rows without anything in them are left out. */
function csvOf(rows: (xlsx.CellObject | undefined)[][], is1904: boolean): Buffer {
  const lines: Buffer[] = []
  let bytes = 0
  for (let place = 0; place < rows.length && lines.length < mostRowsWritten; place++) {
    const row = rows[place]
    if (row === undefined) continue
    const cells = Array.from({ length: Math.min(row.length, mostColumns) }, (_, column) =>
      textOf(row[column], is1904),
    )
    const last = cells.findLastIndex((text) => text.trim() !== '')
    if (last === -1) continue
    const line = Buffer.from(
      `${cells
        .slice(0, last + 1)
        .map(quoted)
        .join(',')}\n`,
    )
    bytes += line.length
    if (bytes > mostWritten)
      throw new Unreadable(`Your file has more than ${mostWritten} bytes as a CSV: send it as several jobs`)
    lines.push(line)
  }
  return Buffer.concat(lines)
}

function textOf(cell: xlsx.CellObject | undefined, is1904: boolean): string {
  switch (cell?.t) {
    case 's':
      return String(cell.v ?? '')
    case 'n':
      return textOfNumber(cell.v as number, String(cell.z ?? 'General'), is1904)
    case 'b':
      return cell.v ? 'True' : 'False'
    case 'e':
      return cell.w ?? '#VALUE!'
    default:
      return ''
  }
}

/** Of a format that fills up with zeros, as telephone numbers have, the digits that are seen are meant. */
const filledUp = /^0[0 ()+\\-]+$/

function textOfNumber(value: number, format: string, is1904: boolean): string {
  if (xlsx.SSF.is_date(format)) return textOfTime(value, is1904) ?? String(value)
  return (filledUp.test(format) && filledText(value, format)) || String(value)
}

/** null for a format that only looks like one: a stranger has written it. */
function filledText(value: number, format: string): string | null {
  try {
    return xlsx.SSF.format(format, value)
  } catch {
    return null
  }
}

/** A date, with its time if it has one, or a time of day; null for what is neither. */
function textOfTime(value: number, is1904: boolean): string | null {
  const parts = xlsx.SSF.parse_date_code(value, { date1904: is1904 })
  if (!parts) return null
  const two = (number: number) => String(number).padStart(2, '0')
  const time = `${two(parts.H)}:${two(parts.M)}:${two(Math.floor(parts.S))}`
  if (value < 1) return time
  const date = `${String(parts.y).padStart(4, '0')}-${two(parts.m)}-${two(parts.d)}`
  return Number.isInteger(value) ? date : `${date} ${time}`
}
