/**
 * Links to files sent by email, and what a link proves. The key in a link is all that opens the file: the database
 * keeps its hash, and the link itself only sealed, while its message is live (see kept.ts).
 */
import { createHash, createHmac } from 'node:crypto'
import type { Crier } from '../context.ts'
import { isSame } from '../secrets.ts'
import { canonicalUuid } from '../uuid.ts'
import { beforePunctuation } from '../written-links.ts'

export type DocumentLink = { serviceId: string; documentId: string; key: Buffer }

/** The link without the base that it begins with (src/links.ts). Source: specification, public API, files. */
export function documentPath(
  { serviceId, documentId, key }: DocumentLink,
  step = '',
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ key: key.toString('base64url'), ...more })
  return `/d/${shortId(serviceId)}/${shortId(documentId)}${step}?${query}`
}

/** @returns null when one of the three parts can not be what a link holds */
export function readLink(service: string, document: string, key: string | undefined): DocumentLink | null {
  const serviceId = longId(service)
  const documentId = longId(document)
  const read = beforePunctuation(/^[\w-]{43}/, key)
  if (serviceId === null || documentId === null || read === null) return null
  return { serviceId, documentId, key: Buffer.from(read, 'base64url') }
}

/** An id in the 22 characters that links have for it. */
export const shortId = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
const longId = (short: string) =>
  /^[\w-]{22}$/.test(short) ? canonicalUuid(Buffer.from(short, 'base64url').toString('hex')) : null

export const keyHash = (key: Buffer) => createHash('sha256').update(key).digest()

/** Of a normalised address, so that it can be confirmed without being known: see the table documents. */
export function addressHash({ seal }: Pick<Crier, 'seal'>, key: Buffer, address: string): Buffer {
  const both = createHmac('sha256', seal.key('document address')).update(key).digest()
  return createHmac('sha256', both).update(address).digest()
}

/** How long a confirmed address opens the file; after that it is asked for again. */
const confirmedSeconds = 60 * 60

/** What the page carries on after the address was confirmed, in place of a cookie: last second, signature. */
export function confirmation(crier: Pick<Crier, 'seal' | 'now'>, link: DocumentLink): string {
  const until = Math.floor(crier.now().getTime() / 1000) + confirmedSeconds
  return `${until.toString(36)}.${sign(crier, link, until)}`
}

export function isConfirmed(
  crier: Pick<Crier, 'seal' | 'now'>,
  link: DocumentLink,
  text: string | undefined,
): boolean {
  const read = beforePunctuation(/^[0-9a-z]{1,8}\.[\w-]{43}/, text)
  if (read === null) return false
  const [time, signature] = read.split('.') as [string, string]
  const until = Number.parseInt(time, 36)
  const isSigned = isSame(Buffer.from(signature), Buffer.from(sign(crier, link, until)))
  return isSigned && until * 1000 >= crier.now().getTime()
}

const sign = ({ seal }: Pick<Crier, 'seal'>, link: DocumentLink, until: number) =>
  createHmac('sha256', seal.key('document confirmation'))
    .update(`${link.documentId} ${until}`)
    .update(link.key)
    .digest('base64url')
