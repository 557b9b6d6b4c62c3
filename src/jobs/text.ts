/** The bytes of a file as the text that they are. */
import { badRequest } from '../errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

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
