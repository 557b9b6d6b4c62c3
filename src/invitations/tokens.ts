/** What the links of invitations hold: which one, and since when. Crier makes and reads them itself. Source: specification, internal API, invitations. */
import { createHmac } from 'node:crypto'
import { refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { normaliseEmailAddress } from '../recipients/email-addresses.ts'
import { isSame } from '../secrets.ts'
import { canonicalUuid } from '../uuid.ts'
import { beforePunctuation } from '../written-links.ts'

/** What somebody is invited to. */
export type Kind = 'service' | 'organisation'

const validSeconds = 2 * 24 * 60 * 60
const [idBytes, timeBytes, signatureBytes] = [16, 6, 32]
const signedBytes = idBytes + timeBytes
const shape = new RegExp(`^[\\w-]{${((signedBytes + signatureBytes) * 4) / 3}}`)

const expired =
  'Your invitation to GOV.UK Notify has expired. Please ask the person that invited you to send you another one'
const broken = 'Something’s wrong with this link. Make sure you’ve copied the whole thing.'

/**
 * The id that an invitation has: made of what it is to and of the address, so that a second one is the first one again, and both links open it. Nobody
 * without the platform's key can tell it.
 */
export function invitationId({ seal }: Pick<Crier, 'seal'>, kind: Kind, owner: string, address: string) {
  const bytes = createHmac('sha256', seal.key('ids of invitations'))
    .update(`${kind} ${owner} ${normaliseEmailAddress(address)}`)
    .digest()
    .subarray(0, idBytes)
  // A UUID of version 8: of one's own making (RFC 9562, 5.8).
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return canonicalUuid(bytes.toString('hex'))!
}

/** Layout: id, seconds since 1970, signature; all base64url, without the full stop that ends a link in many programs. */
export function invitationToken(crier: Pick<Crier, 'seal' | 'now'>, kind: Kind, id: string): string {
  const signed = Buffer.alloc(signedBytes)
  signed.write(id.replaceAll('-', ''), 'hex')
  signed.writeUIntBE(Math.floor(crier.now().getTime() / 1000), idBytes, timeBytes)
  return Buffer.concat([signed, sign(crier, kind, signed)]).toString('base64url')
}

/**
 * @returns the invitation's id
 * @throws PlainError 400 when the token is another's or not whole, or older than two days
 */
export function readInvitationToken(crier: Pick<Crier, 'seal' | 'now'>, kind: Kind, token: string): string {
  const bytes = Buffer.from(beforePunctuation(shape, token) ?? '', 'base64url')
  const signed = bytes.subarray(0, signedBytes)
  if (!isSame(bytes.subarray(signedBytes), sign(crier, kind, signed))) throw refused({ invitation: broken })
  const age = Math.floor(crier.now().getTime() / 1000) - signed.readUIntBE(idBytes, timeBytes)
  if (age > validSeconds) throw refused({ invitation: expired })
  return canonicalUuid(signed.toString('hex', 0, idBytes))!
}

const sign = ({ seal }: Pick<Crier, 'seal'>, kind: Kind, signed: Uint8Array) =>
  createHmac('sha256', seal.key(`invitation to ${kind}`))
    .update(signed)
    .digest()
