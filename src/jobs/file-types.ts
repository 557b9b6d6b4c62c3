/** The formats of files of recipients, by media type. Source: specification, CSV recipients, upload limits. */
export const fileTypes = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'xlsm',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
} as const
export type FileType = keyof typeof fileTypes

/** @param type a Content-Type; @returns null for what is no file of recipients */
export function fileTypeOf(type: string): FileType | null {
  const essence = type.split(';')[0]!.trim().toLowerCase()
  return Object.hasOwn(fileTypes, essence) ? (essence as FileType) : null
}
