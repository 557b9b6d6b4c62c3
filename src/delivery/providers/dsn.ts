/**
 * What a relay tells of an email after it took it: a delivery status notification, as mail. Sources: RFC 3464 (the report), RFC 3462 (its three
 * parts), RFC 3463 (the codes; what they mean to us are rows of provider_receipt_codes).
 */
import PostalMime from 'postal-mime'
import { PlainError } from '../../errors.ts'
import { told } from './doors.ts'
import type { Told } from './provider.ts'

/** A report of ours is about one recipient; a mailing list's may be about a few. */
const maxRecipients = 20
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/**
 * @param raw the notification as it came
 * @param returnPath the address to which it was sent, without the message's id
 * @returns the receipts in it: none of a delay, nor of what is no report
 * @throws PlainError 400 for a report that is about none of our messages
 */
export async function dsnReceipts(raw: Buffer, returnPath: string | undefined): Promise<Told[]> {
  const parser = new PostalMime({
    forceRfc822Attachments: true,
    maxNestingDepth: 10,
    maxHeadersSize: 256 * 1024,
    attachmentEncoding: 'utf8',
  })
  const mail = await parser.parse(raw).catch(() => null)
  if (mail === null) throw new PlainError(400, 'DSN callback failed: not a message')
  const part = (type: RegExp) => {
    const found = mail.attachments.find(({ mimeType }) => type.test(mimeType))
    return found === undefined ? null : contentOf(found.content)
  }
  const report = part(/^message\/(?:global-)?delivery-status$/i)
  // Autoreplies come to the same address.
  if (report === null) return []
  const [about, ...recipients] = groupsOf(report)
  const returned =
    part(/^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/i) ?? ''
  const addressed = mail.headers
    .filter(({ key }) => ['to', 'delivered-to', 'x-original-to', 'envelope-to'].includes(key))
    .map(({ value }) => value)
  const id = idIn(addressed, returnPath) ?? wholeId(about?.['original-envelope-id']) ?? messageIdOf(returned)
  if (id === null) throw new PlainError(400, 'DSN callback failed: no message of ours is named')
  return recipients.slice(0, maxRecipients).flatMap((fields) => receiptOf(id, fields))
}

function receiptOf(id: string, { action = '', status = '' }: Record<string, string>): Told[] {
  const word = /^[a-z]+/i.exec(action.trim())?.[0].toLowerCase()
  const code = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(status)?.[1] ?? ''
  // A delay is no outcome: another report follows.
  if (word === undefined || word === 'delayed') return []
  return [told(id, word === 'failed' ? `failed ${code.startsWith('4') ? 4 : 5}` : word, code)]
}

const contentOf = (content: string | ArrayBuffer | Uint8Array): string =>
  typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8')

/** Fields in groups that empty lines part: of the message, then of each recipient. Names in lower case; folded lines are joined. */
function groupsOf(report: string): Record<string, string>[] {
  return report
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[ \t]*\n/)
    .map((group) =>
      Object.fromEntries(
        group
          .replace(/\n[ \t]+/g, ' ')
          .split('\n')
          .flatMap((line) => {
            const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? []
            return name === undefined ? [] : [[name.toLowerCase(), value!.trim()] as const]
          }),
      ),
    )
}

/** The id in the address that it was sent to: bounces+<id>@example.org. */
function idIn(addresses: string[], returnPath: string | undefined): string | null {
  const at = returnPath?.lastIndexOf('@') ?? -1
  if (at < 0) return null
  const [local, domain] = [returnPath!.slice(0, at), returnPath!.slice(at + 1)].map((text) =>
    text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  )
  const ours = new RegExp(`(?:^|[\\s<,"])${local}\\+(${uuid})@${domain}(?:$|[\\s>,"])`, 'i')
  for (const address of addresses) {
    const id = ours.exec(address)?.[1]
    if (id !== undefined) return id.toLowerCase()
  }
  return null
}

const wholeId = (text: string | undefined): string | null =>
  new RegExp(`^${uuid}$`, 'i').exec(text ?? '')?.[0].toLowerCase() ?? null

/** Of the message that comes back, or its header: every email's Message-ID is made from its id. */
const messageIdOf = (returned: string): string | null =>
  new RegExp(`^message-id:\\s*<(${uuid})@`, 'im').exec(returned.slice(0, 64 * 1024))?.[1]?.toLowerCase() ??
  null
