/**
 * Receipts from providers. Each protocol's route believes only who proves to be the provider, as the protocol has it (specification, sending, wire
 * formats; issue of proof: src/delivery/providers/proofs.ts); without a secret to prove it by it believes nobody. The sandbox's routes are this
 * program's own, and take its token.
 */
import { type Context, Hono } from 'hono'
import { sentChannels } from '../channels.ts'
import { makeFileComplaint } from '../complaints/filing.ts'
import type { Crier } from '../context.ts'
import { notFoundMessage, PlainError } from '../errors.ts'
import { busy } from '../gather.ts'
import { answerHeaders, json, readBody } from '../http.ts'
import { accounts, accountsNow, type KnownAccount } from './providers/accounts.ts'
import { jsonOf } from './providers/call.ts'
import { refuseMissing, refuseTooMany, textOf, told } from './providers/doors.ts'
import { mountPath, provenPost } from './providers/posting.ts'
import { isBearer } from './providers/proofs.ts'
import { protocols } from './providers/protocols.ts'
import type { Told } from './providers/provider.ts'
import { makeApplyReceipt } from './receipts.ts'
import { sandboxToken } from './sandbox-receipts.ts'

/** A thousand of the sandbox's, with the longest references. */
const maxSandboxBytes = 1024 * 1024

export function receiptRoutes(crier: Crier): Hono {
  const app = new Hono()
  const apply = makeApplyReceipt(crier)
  const fileComplaint = makeFileComplaint(crier)

  const post = (path: string, receive: (c: Context, target: string) => Promise<Response>) =>
    mountPath(app, path, receive)

  async function receive(c: Context, receipts: (Told & { provider: string })[], answer: object) {
    const received_at = crier.now().toISOString()
    const answers = await Promise.all(receipts.map((receipt) => apply({ ...receipt, received_at })))
    // Not lost: the provider sends it again, when fewer wait.
    if (answers.some(({ outcome }) => outcome === 'no-room')) throw busy()
    return json(c, answer)
  }

  async function throughDoor(c: Context, target: string, isMeant: (account: KnownAccount) => boolean) {
    const { posted, account, door } = await provenPost(crier, c, target, isMeant, receiptDoor)
    const receipts = await door.read(posted, account)
    const { provider } = account
    const complaints = door.complaintsIn?.(posted) ?? []
    const settled = await Promise.all(
      complaints.map((complaint) => fileComplaint({ ...complaint, provider })),
    )
    // The email may be about to be recorded: the provider tells it again.
    if (settled.includes(false)) throw busy()
    return receive(
      c,
      receipts.map((receipt) => ({ ...receipt, provider })),
      door.answer ?? { result: 'success' },
    )
  }

  for (const [adapter, { receipts }] of Object.entries(protocols)) {
    if (receipts !== undefined)
      post(receipts.path, (c, target) => throughDoor(c, target, (account) => account.adapter === adapter))
  }
  for (const channel of sentChannels) {
    // Providers that rows describe.
    const path = `/notifications/${channel}/http/:provider`
    post(path, (c, target) => {
      const isMeant = (account: KnownAccount) =>
        account.row.http !== null &&
        account.channel === channel &&
        account.provider === c.req.param('provider')
      return throughDoor(c, target, isMeant)
    })
    // One receipt, or an array of those that came of a batch; provider: whose part is played.
    post(`/notifications/${channel}/sandbox`, async (c) => {
      await refuseStrangers(c, channel)
      const body = jsonOf(Buffer.from(await readBody(c, maxSandboxBytes)).toString('utf8'))
      const receipts = (Array.isArray(body) ? body : [body]).map(
        (one) => (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>,
      )
      refuseTooMany('Sandbox', receipts)
      const read = receipts.map((fields) => {
        const [status, reference] = [textOf(fields.status), textOf(fields.reference)]
        refuseMissing('Sandbox', { status, reference })
        return { ...told(reference, status, ''), provider: textOf(fields.provider) || `sandbox-${channel}` }
      })
      return receive(c, read, { result: 'success' })
    })
  }

  const token = sandboxToken(crier.seal)

  /** Who has the token is this program: a test key's messages go through the sandbox always. To others its route is there while a sandbox is active. */
  async function refuseStrangers(c: Context, channel: string): Promise<void> {
    if (isBearer(c.req.header('authorization'), [token])) return
    const isActive = (await accountsNow(crier)).some(
      (account) => account.adapter === 'sandbox' && account.channel === channel && account.isActive,
    )
    if (!isActive) throw new PlainError(404, notFoundMessage)
    answerHeaders(c)['www-authenticate'] = 'Bearer'
    throw new PlainError(401, 'Unauthorized: the sandbox token must be provided')
  }
  return app
}

const receiptDoor = (account: KnownAccount) => account.protocol?.receipts

/** At the start: one line for each active provider whose receipts nobody could prove to be its. */
export async function warnOfReceipts(crier: Crier): Promise<void> {
  for (const account of await accounts(crier)) {
    const door = account.protocol?.receipts
    if (!account.isActive || door === undefined || door.isGuarded(account)) continue
    const { provider } = account
    const says = { provider, path: door.path, settings: door.secrets }
    crier.log.warn(says, 'receipts of an active provider are refused: nothing is set that proves them')
  }
}
