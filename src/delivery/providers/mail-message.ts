/**
 * An email as the octets that a relay is given. Every text of a tenant in a header decodes to exactly that text, and no line is over 998 octets.
 * Sources: RFC 5322 (2.1.1, 3.2.4), RFC 2047 (5, 7).
 */
import MailComposer from 'nodemailer/lib/mail-composer'
import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs'
import type { OutgoingEmail } from './provider.ts'

/** Octets of a line that is folded where it can be. */
const lineLength = 76
/** Octets of one encoded word, so that it fits a line after the field's name. */
const wordLength = 52
/** Letters without a space between them that fit a line after the field's name. */
const longestWord = 60

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
    foldLines(`From: ${displayName(from.name)}<${from.address}>`, lineLength),
    ...(subject === '' ? [] : [foldLines(`Subject: ${unstructured(subject)}`, lineLength)]),
  ]
  return Buffer.concat([Buffer.from(`${own.join('\r\n')}\r\n`), await composed.build()])
}

/** A text that a header can carry as it stands: words of printable ASCII, single spaces, nothing that reads as an encoded word. */
const isPlain = (text: string) =>
  /^[!-~]+(?: [!-~]+)*$/.test(text) &&
  !text.includes('=?') &&
  text.split(' ').every((word) => word.length <= longestWord)

const encoded = (text: string) => encodeWord(text, asciiShare(text) > 0.5 ? 'Q' : 'B', wordLength)

const asciiShare = (text: string) => (text.match(/[ -~]/g)?.length ?? 0) / text.length

const unstructured = (text: string) => (isPlain(text) ? text : encoded(text))

/** With the space that parts it from the address; quoted, if it is plain, so that no letter of it is syntax. */
function displayName(name: string): string {
  if (name === '') return ''
  return `${isPlain(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encoded(name)} `
}

/** A lone carriage return is no end of line for a relay: what stands on both sides of it would be one line. */
const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n')
