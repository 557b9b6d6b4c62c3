/**
 * Secrets of a print API that are changed for new ones each month. Source: specification, letters, print run B, rotation. A new password is ours to choose: it
 * is kept before the printer hears of it, so that none is lost whose answer was. A new key is the printer's: between its answer and our record lies one statement.
 */
import { randomInt } from 'node:crypto'
import type { JobResult } from 'pg-boss'
import {
  beginPrinterRotation,
  finishPrinterRotation,
  giveUpPrinterRotation,
  keepNextPassword,
} from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { accountsNow } from '../../delivery/providers/accounts.ts'
import { type Caller, isOk, type ProviderAnswer } from '../../delivery/providers/call.ts'
import { isOver, keepTrying, type Lease } from '../../keep-trying.ts'
import { type QueueName, queues, type Workers } from '../../queues.ts'
import { forgetToken, headersFor, isPassword, type PrintApiAccount, printCaller } from './print-api-access.ts'

const queueName = 'printer-secrets' satisfies QueueName

export const printApiRotationWorkers = (crier: Crier) =>
  ({
    async [queueName](jobs, lease) {
      const results: JobResult[] = []
      for (const { id, data, retryCount } of jobs) {
        const isDone = !isOver(lease) && (await rotate(crier, data as Rotation, retryCount, lease))
        results.push({ id, status: isDone ? 'completed' : 'failed' })
      }
      return results
    },
  }) satisfies Workers

export type Rotation = { provider: string; secret: 'api_key' | 'password' }

/** The printer knows neither us nor why it should change anything: to ask again might lock us out. */
class NotLetIn extends Error {}

/** @returns whether nothing is left to do */
export async function rotate(
  crier: Crier,
  { provider, secret }: Rotation,
  retries: number,
  lease: Lease,
): Promise<boolean> {
  const now = () => crier.now().toISOString()
  const [turn] = await beginPrinterRotation.run({ provider, secret, now: now() }, crier.db)
  if (!turn!.is_begun) return true
  // As they are now: somebody may have changed them by hand.
  const account = (await accountsNow(crier)).find((one) => one.provider === provider)
  if (account === undefined || account.adapter !== 'print-api') return true
  const keep = (value: string) =>
    keepTrying(() => {
      const kept = { provider, secret, sealed: crier.seal.seal(value), now: now() }
      return finishPrinterRotation.run(kept, crier.db)
    }, lease)
  const keepNext = (value: string) =>
    keepTrying(
      () => keepNextPassword.run({ provider, sealed: crier.seal.seal(value), now: now() }, crier.db),
      lease,
    )
  let caller: Caller | undefined
  try {
    caller = printCaller(account, 1)
    if (secret === 'api_key') await keep(await newKey(caller, account))
    else await changePassword(caller, account, keepNext, keep)
    crier.log.info({ provider, secret }, 'a secret of the printer is changed')
    return true
  } catch (error) {
    crier.log.error({ error, provider, secret }, 'a secret of the printer is not changed')
    const { retryLimit } = queues.find(({ name }) => name === queueName)!.options
    if (!(error instanceof NotLetIn) && retries < retryLimit) return false
    const reason = error instanceof Error ? error.message : 'unknown'
    await keepTrying(
      () => giveUpPrinterRotation.run({ provider, secret, reason, now: now() }, crier.db),
      lease,
    )
    return true
  } finally {
    caller?.close()
  }
}

async function newKey(caller: Caller, account: PrintApiAccount): Promise<string> {
  const answer = await caller.call(`${account.settings.url}/thirdparty-access/v1/new-api-key`, {
    headers: await headersFor(caller, account),
  })
  if (answer.status === 401) forgetToken(account)
  const key = accepted(answer).fields?.newApiKey
  if (typeof key !== 'string' || key === '') throw new Error('the printer gave no new key')
  return key
}

async function changePassword(
  caller: Caller,
  account: PrintApiAccount,
  keepNext: (password: string) => Promise<unknown>,
  keep: (password: string) => Promise<unknown>,
): Promise<void> {
  const { url, username: userName, password, next_password: before } = account.settings
  // The answer to the last try was lost: it may have been taken.
  if (before !== undefined && (await isPassword(caller, account, before))) {
    await keep(before)
    return
  }
  const newPassword = makePassword()
  await keepNext(newPassword)
  const answer = await caller.call(`${url}/thirdparty-access/v1/password`, {
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password, newPassword }),
  })
  accepted(answer)
  await keep(newPassword)
}

/** @throws NotLetIn, or an Error that may pass */
function accepted(answer: ProviderAnswer): ProviderAnswer {
  if (answer.status === 401) throw new NotLetIn('the printer does not let us in: 401')
  if (!isOk(answer.status)) throw new Error(`the printer answered ${answer.status}`)
  return answer
}

const kinds = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', '!#$%*+-.:=?@^_~']
const passwordLength = 30

/** Random characters, at least one of each kind. */
export function makePassword(): string {
  for (;;) {
    const all = kinds.join('')
    const made = Array.from({ length: passwordLength }, () => all[randomInt(all.length)]!).join('')
    if (kinds.every((kind) => [...kind].some((character) => made.includes(character)))) return made
  }
}
