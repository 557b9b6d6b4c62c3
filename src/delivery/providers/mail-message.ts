/**
 * An email as the octets that a relay is given. Every text of a tenant in a header decodes to exactly that text, and no line is over 998 octets.
 * Sources: RFC 5322 (2.1.1, 3.2.4), RFC 2047 (5, 7).
 */
import MailComposer from 'nodemailer/lib/mail-composer'
import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs'
import type { OutgoingEmail } from './provider.ts'

/** Octets that a line of encoded words may have, and others are folded at where they can be. */
const lineLength = 76
/** Letters without a space between them that a subject shows as they are; of a name all that one may have, which a line still holds. */
const longestWord = { subject: 60, name: 255 }

/**
 * Addresses are as they were checked: the sender's is ASCII by the database's rule, others' domains are made so by the library. Subject and From are
 * written here: the library leaves what looks like an encoded word as it is, and readers' programs decode it.
 */
export async function mailMessage(message: OutgoingEmail, messageId: string): Promise<Buffer> {
  const { from, to, replyTo, subject, headers } = message
  const composed = new MailComposer({
    newline: 'windows',
    messageId: `<${messageId}>`,
    to: { name: '', address: to },
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }]),
    ),
    text: withLineFeeds(message.text),
    html: withLineFeeds(message.html),
  }).compile()
  const own = [
    field('From: ', (room) => `${displayName(from.name, room)}<${from.address}>`),
    ...(subject === '' ? [] : [field('Subject: ', (room) => unstructured(subject, room))]),
  ]
  return Buffer.concat([Buffer.from(`${own.join('\r\n')}\r\n`), await composed.build()])
}

/** A text that a header can carry as it stands: words of printable ASCII, single spaces, nothing that reads as an encoded word. */
const isPlain = (text: string, longest: number) =>
  /^[!-~]+(?: [!-~]+)*$/.test(text) &&
  !text.includes('=?') &&
  text.split(' ').every((word) => word.length <= longest)

/** @param valueIn the value whose encoded words have at most so many octets: as few as can be, because some readers put spaces between them */
const field = (name: string, valueIn: (room: number) => string) =>
  foldLines(name + valueIn(lineLength - name.length - 1), lineLength)

const encoded = (text: string, room: number) => encodeWord(text, asciiShare(text) > 0.5 ? 'Q' : 'B', room)

const asciiShare = (text: string) => (text.match(/[ -~]/g)?.length ?? 0) / text.length

const unstructured = (text: string, room: number) =>
  isPlain(text, longestWord.subject) ? text : encoded(text, room)

/** With the space that parts it from the address; quoted, if it is plain, so that no letter of it is syntax. */
function displayName(name: string, room: number): string {
  if (name === '') return ''
  return `${isPlain(name, longestWord.name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encoded(name, room)} `
}

/** A lone carriage return is no end of line for a relay: what stands on both sides of it would be one line. */
const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n')
