/** Which files may be sent by email, and how they are told apart. Source: specification, public API, files. */

const ooxml = 'application/vnd.openxmlformats-officedocument'
/** In the order in which the refusal lists them. */
const typeOfExtension: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.doc': 'application/msword',
  '.docx': `${ooxml}.wordprocessingml.document`,
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.rtf': 'application/rtf',
  '.txt': 'text/plain',
  '.xlsx': `${ooxml}.spreadsheetml.sheet`,
}
const extensionOfType = new Map(Object.entries(typeOfExtension).map(([extension, type]) => [type, extension]))
const supported = Object.keys(typeOfExtension)
  .map((extension) => `'${extension}'`)
  .join(', ')

export const unsupportedType = (what: string) =>
  `Unsupported file type '${what}'. Supported types are: ${supported}`

/** @returns the file name's extension in lower case, with its dot; '' without one */
export function extensionOf(filename: string): string {
  const dot = filename.lastIndexOf('.')
  return dot === -1 ? '' : filename.slice(dot).toLowerCase()
}

/** @returns the media type of a supported extension, or null */
export const typeByExtension = (extension: string): string | null =>
  Object.hasOwn(typeOfExtension, extension) ? typeOfExtension[extension]! : null

/** @returns the extension that a file of a supported type is saved under, or null */
export const extensionByType = (type: string): string | null => extensionOfType.get(type) ?? null

/** The first bytes of types that look like nothing else. Offset 0. */
const signatures: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('%PDF-'), 'application/pdf'],
  [Buffer.from('89504e470d0a1a0a', 'hex'), 'image/png'],
  [Buffer.from('ffd8ff', 'hex'), 'image/jpeg'],
  [Buffer.from('{\\rtf'), 'application/rtf'],
  [Buffer.from('GIF8'), 'image/gif'],
  [Buffer.from('MZ'), 'application/x-dosexec'],
  [Buffer.from('7f454c46', 'hex'), 'application/x-executable'],
  [Buffer.from('1f8b', 'hex'), 'application/gzip'],
  [Buffer.from('Rar!'), 'application/x-rar'],
  [Buffer.from('377abcaf271c', 'hex'), 'application/x-7z-compressed'],
]
const zip = Buffer.from('504b0304', 'hex')
/** Microsoft's older files are all compound files; Word's have a stream of this name. */
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const wordStream = Buffer.from('WordDocument', 'utf16le')

/**
 * The media type by what the file holds, for files that came without a name.
 * @returns a supported type, or the name of another one for the refusal
 */
export function detectType(bytes: Buffer): string {
  const signature = signatures.find(([start]) => bytes.subarray(0, start.length).equals(start))
  if (signature !== undefined) return signature[1]
  if (bytes.subarray(0, 4).equals(zip)) return typeOfArchive(bytes)
  if (bytes.subarray(0, 8).equals(compound))
    return bytes.includes(wordStream) ? typeOfExtension['.doc']! : 'application/x-ole-storage'
  return typeOfText(bytes)
}

/** Office files are archives: OpenDocument begins with its own type, the others name their parts. */
function typeOfArchive(bytes: Buffer): string {
  if (bytes.subarray(30, 128).includes('mimetypeapplication/vnd.oasis.opendocument.text'))
    return typeOfExtension['.odt']!
  if (bytes.includes('[Content_Types].xml')) {
    if (bytes.includes('word/')) return typeOfExtension['.docx']!
    if (bytes.includes('xl/')) return typeOfExtension['.xlsx']!
  }
  return 'application/zip'
}

function typeOfText(bytes: Buffer): string {
  if (bytes.includes(0)) return 'application/octet-stream'
  const start = bytes.subarray(0, 256).toString('latin1').replace(/^ï»¿/, '').trimStart()
  if (/^<(?:!doctype html|html|head|script|body)\b/i.test(start)) return 'text/html'
  if (/^<(?:\?xml|svg)\b/i.test(start)) return 'text/xml'
  if (!/^[{[]/.test(start)) return 'text/plain'
  try {
    JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''))
    return 'application/json'
  } catch {
    return 'text/plain'
  }
}
