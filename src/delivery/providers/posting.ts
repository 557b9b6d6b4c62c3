/** How what providers post comes in, receipts and received texts alike: on a path with one spelling, believed when it proves whose it is. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { Crier } from '../../context.ts'
import { notFoundMessage, PlainError } from '../../errors.ts'
import { answerHeaders, readBody } from '../../http.ts'
import { accounts, accountsNow, type KnownAccount } from './accounts.ts'
import type { Door, Posted } from './provider.ts'

/** No single receipt or text comes near it. */
const maxPostedBytes = 64 * 1024

/** Mounts a provider's path. An edge that guards it knows one spelling of it, so no other is answered. */
export function mountPath(
  app: Hono,
  path: string,
  receive: (c: Context, target: string) => Promise<Response>,
): void {
  app.post(path, async (c) => {
    const target = writtenTarget(c)
    const expected = path.replace(':provider', () => c.req.param('provider') ?? '')
    if (target.split('?', 1)[0] !== expected) throw new PlainError(404, notFoundMessage)
    return receive(c, target)
  })
}

/**
 * Reads what was posted, and finds whose it is.
 * @param isMeant whether an account's provider is one that the path stands for
 * @throws PlainError 404 where no provider has such a door; 401 or 403, or the door's own refusal, for who proves to be none of them
 */
export async function provenPost<Kind extends Door>(
  crier: Crier,
  c: Context,
  target: string,
  isMeant: (account: KnownAccount) => boolean,
  doorOf: (account: KnownAccount) => Kind | undefined,
): Promise<{ posted: Posted; account: KnownAccount; door: Kind }> {
  let meant = (await accounts(crier)).filter(isMeant)
  const first = meant[0] && doorOf(meant[0])
  const posted: Posted = { header: (name) => c.req.header(name), target, body: Buffer.alloc(0) }
  const read = async () => {
    posted.body = Buffer.from(await readBody(c, first?.maxBytes ?? maxPostedBytes))
  }
  // Credentials are looked at before anything is read; a signature is over what is read.
  const isSigned = first?.challenge === undefined
  if (isSigned) await read()
  let account = await provenBy(posted, meant, doorOf)
  if (account === null) {
    // A secret that was set a moment ago.
    meant = (await accountsNow(crier)).filter(isMeant)
    account = await provenBy(posted, meant, doorOf)
  }
  const door = meant[0] && doorOf(meant[0])
  if (door === undefined) throw new PlainError(404, notFoundMessage)
  if (account === null) throw refusalOf(c, door)
  if (!isSigned) await read()
  return { posted, account, door }
}

async function provenBy(
  posted: Posted,
  candidates: KnownAccount[],
  doorOf: (account: KnownAccount) => Door | undefined,
): Promise<KnownAccount | null> {
  for (const account of candidates) if (await doorOf(account)?.isProven(posted, account)) return account
  return null
}

function refusalOf(c: Context, { refusal, challenge }: Door): Error {
  if (refusal !== undefined) return refusal()
  if (challenge === undefined || c.req.header('authorization') !== undefined)
    return new PlainError(403, 'Forbidden: what is posted is not the provider’s')
  answerHeaders(c)['www-authenticate'] = challenge
  return new PlainError(401, 'Unauthorized: credentials must be provided')
}

/** The target as the request wrote it, before anything is decoded or resolved. */
function writtenTarget(c: Context): string {
  const written = (c.env as Partial<HttpBindings> | undefined)?.incoming?.url
  if (written !== undefined) return written
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}
