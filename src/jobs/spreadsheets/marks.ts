/** What files of workbooks begin with. By itself, because their reader is twenty megabytes of memory that only its thread needs. */
const archive = Buffer.from('504b0304', 'hex')
/** The older files of Microsoft, and newer ones with a password. */
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex')

const startsWith = (file: Uint8Array, mark: Buffer) => mark.equals(file.subarray(0, mark.length))

export const isArchive = (file: Uint8Array): boolean => startsWith(file, archive)

/** Whether a file looks like a workbook, whatever it is called. */
export const isWorkbook = (file: Uint8Array): boolean => isArchive(file) || startsWith(file, compound)
