/** What was uploaded as the text of a CSV, whatever it was: there is one reader of recipients. */
import { badRequest } from '../errors.ts'
import { csvRecords } from '../recipients/csv-records.ts'
import { type FileType, fileTypeOf } from './file-types.ts'
import { quoted } from './quoted.ts'
import { isWorkbook } from './spreadsheets/marks.ts'
import { csvOfFile } from './spreadsheets/reading.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const tab = 9

/**
 * The text of a file that says what it is.
 * @param owner the service whose file it is: see csvOfFile
 * @throws ApiError 400 for what cannot be read as that
 */
export async function csvOf(bytes: Uint8Array, type: FileType, owner: string): Promise<string> {
  if (type === 'text/csv') return textOfFile(bytes)
  if (type === 'text/tab-separated-values') return csvOfTabs(textOfFile(bytes))
  return textOfFile(await csvOfFile(bytes, owner))
}

/**
 * The text of a file in a form, whose media type is often no more than a guess from its name: a workbook is known by its first bytes.
 * @throws ApiError 400
 */
export async function csvOfNamed(
  bytes: Uint8Array,
  name: string,
  type: string,
  owner: string,
): Promise<string> {
  if (isWorkbook(bytes)) return textOfFile(await csvOfFile(bytes, owner))
  const isTabs = /\.tsv$/i.test(name) || fileTypeOf(type) === 'text/tab-separated-values'
  return csvOf(bytes, isTabs ? 'text/tab-separated-values' : 'text/csv', owner)
}

/** @throws ApiError 400 for what is no text in UTF-8, or holds what the database cannot store */
export function textOfFile(bytes: Uint8Array): string {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw badRequest('Your file is not text in UTF-8')
  }
  if (text.includes('\0')) throw badRequest('Your file contains characters that cannot be stored: NUL')
  return text
}

function csvOfTabs(text: string): string {
  const lines: string[] = []
  const openQuote = () => {
    throw badRequest(openQuoteFault(lines.length))
  }
  for (const record of csvRecords(text, openQuote, tab)) lines.push(record.map(quoted).join(','))
  return lines.join('\n')
}

/** @param row counted from 1 below the headers */
export const openQuoteFault = (row: number) => `Row ${row}: a quotation mark is not closed`
