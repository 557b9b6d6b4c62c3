/**
 * Links to the files of email templates. Every message of a template leads to the same file, so nothing is stored for a message: all that a link says
 * is in its key, signed. The last day, whether an address must be confirmed, and a tag of that address, which neither the link nor the database alone
 * can guess. The same message has the same link whenever it is made. Source: specification, templates, email; internal API, template e-mail files.
 */
import { createHmac } from 'node:crypto'
import type { Crier } from '../context.ts'
import { linkBase } from '../links.ts'
import { normaliseEmailAddress } from '../recipients/email-addresses.ts'
import { isSame } from '../secrets.ts'
import type { Personalisation } from '../templates/personalisation.ts'
import type { TemplateFile } from '../templates/template.ts'
import { documentPath } from './links.ts'

/** What is known of a message before its values are filled in. created_at: begins with its UTC date. */
export type Addressed = { to: string; created_at: string }

/** Bytes of a key: the UTC day that it was made on, weeks, whether the address is asked for; the address's tag; the signature. */
const [dayBytes, tagBytes, macBytes] = [4, 12, 16]
const signedBytes = dayBytes + tagBytes
const dayMs = 86_400_000

type Sealer = Pick<Crier, 'seal'>

/** The placeholders of a template's files, filled. */
export function fileLinks(
  crier: Sealer & Pick<Crier, 'config'>,
  files: readonly TemplateFile[],
  message: Addressed,
): { values: Personalisation; links: string[] } {
  const values: Personalisation = {}
  const links: string[] = []
  const base = linkBase(crier.config)
  const day = Math.floor(Date.parse(`${message.created_at.slice(0, 10)}T00:00Z`) / dayMs)
  for (const file of files) {
    const address = file.confirmsAddress ? normaliseEmailAddress(message.to) : null
    const key = makeKey(crier, file.id, day, file.weeks, address)
    const link = `${base}${documentPath({ serviceId: file.serviceId, documentId: file.id, key })}`
    links.push(link)
    values[file.filename] = file.linkText === null ? link : `[${file.linkText}](${link})`
  }
  return { values, links }
}

function makeKey(crier: Sealer, fileId: string, day: number, weeks: number, address: string | null): Buffer {
  const key = Buffer.alloc(signedBytes)
  key.writeUInt16BE(day, 0)
  key.writeUInt8(weeks, 2)
  key.writeUInt8(address === null ? 0 : 1, 3)
  if (address !== null) addressTag(crier, fileId, key, address).copy(key, dayBytes)
  return Buffer.concat([key, sign(crier, fileId, key)])
}

export type FileKey = {
  /** The UTC date that the link was made on, YYYY-MM-DD, and the weeks from then on that it works. */
  made_on: string
  weeks: number
  confirmsAddress: boolean
}

/** @returns null for a key that we have not made for this file */
export function readFileKey(crier: Sealer, fileId: string, key: Buffer): FileKey | null {
  const signed = key.subarray(0, signedBytes)
  if (!isSame(key.subarray(signedBytes), sign(crier, fileId, signed))) return null
  return {
    made_on: new Date(key.readUInt16BE(0) * dayMs).toISOString().slice(0, 10),
    weeks: key.readUInt8(2),
    confirmsAddress: key.readUInt8(3) === 1,
  }
}

/** Whether a normalised address is the one that the link was sent to. */
export const isAddressOf = (crier: Sealer, fileId: string, key: Buffer, address: string): boolean =>
  isSame(key.subarray(dayBytes, signedBytes), addressTag(crier, fileId, key, address))

const addressTag = ({ seal }: Sealer, fileId: string, key: Buffer, address: string) =>
  createHmac('sha256', seal.key('template file address'))
    .update(`${fileId} `)
    .update(key.subarray(0, dayBytes))
    .update(address)
    .digest()
    .subarray(0, tagBytes)

const sign = ({ seal }: Sealer, fileId: string, signed: Buffer) =>
  createHmac('sha256', seal.key('template file link'))
    .update(`${fileId} `)
    .update(signed)
    .digest()
    .subarray(0, macBytes)
