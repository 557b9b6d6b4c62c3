/** QR codes in letters: a paragraph `QR: data` (specification, QR codes). */
import { decodeReferences, textOfHtml } from './escape.ts'

/** Beyond this many bytes the squares are too small to be read from paper. */
const qrCodeBytes = 504

const qrCodeTooLong = 'Cannot create a usable QR code - the link is too long'

export type QrCodeTooLong = { message: string; data: string; num_bytes: number; max_bytes: number }

const pattern = /^\s*qr ?:([^\n]*)$/i

/** What a paragraph's QR code holds, still escaped, or null when the paragraph is ordinary text. */
export function qrCodeText(paragraph: string): string | null {
  const data = pattern.exec(paragraph)?.[1]?.trim()
  return data ? data : null
}

/** The characters to encode: references decoded; the bytes are counted on these, not on their escaped form. */
export function qrCodeData(text: string): string {
  return text.includes('<') ? textOfHtml(text) : decodeReferences(text)
}

/** True for text with a placeholder without a value, which a preview shows in a dashed box. */
export function isUnfilled(text: string): boolean {
  return text.includes("<span class='placeholder")
}

export function checkQrCode(data: string): QrCodeTooLong | null {
  const bytes = Buffer.byteLength(data)
  if (bytes <= qrCodeBytes) return null
  return { message: qrCodeTooLong, data, num_bytes: bytes, max_bytes: qrCodeBytes }
}
