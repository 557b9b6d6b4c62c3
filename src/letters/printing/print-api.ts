/**
 * The printer that takes letters one by one over HTTP. A letter's id is its name there: one that is posted again is printed once, which heals what
 * was posted and not recorded. Source: specification, letters, print run B.
 */
import {
  type Caller,
  isObject,
  isOk,
  makeCaller,
  type ProviderAnswer,
} from '../../delivery/providers/call.ts'
import type { Setting } from '../../delivery/providers/provider.ts'
import { isOver } from '../../keep-trying.ts'
import { printJob } from './print-job.ts'
import type { Letter, Outcome, PrinterAccount, PrinterProtocol } from './printer.ts'
import { volumeAddresses } from './sftp-zip.ts'

const settings = {
  url: { about: 'the API’s address', variable: 'DVLA_API_BASE_URL', isUrl: true },
  username: { about: 'who we are there', variable: 'DVLA_API_USERNAME' },
  password: { about: 'our password', variable: 'DVLA_API_PASSWORD', isSecret: true },
  api_key: { about: 'our key', variable: 'DVLA_API_KEY', isSecret: true },
  ...volumeAddresses,
} as const satisfies Record<string, Setting>

/** Letters posted at a time: each is in memory three times over, as PDF, as base64 and as JSON. */
const inFlight = 4
/** After so many letters in a row that may pass later the printer is left alone for a while. */
const mostFailures = 4
const tokenLeewaySeconds = 60

type Token = { jwt: string; expires: number }
/** By account and credentials: a token is asked for once in its life, by whoever comes first. */
const tokens = new Map<string, Promise<Token>>()

export const printApi: PrinterProtocol = {
  settings,
  make: (account) => ({
    async print(batch, letters, tell, lease) {
      const caller = makeCaller({ ...account, maxCalls: inFlight })
      const waiting = [...letters]
      let failures = 0
      let last: unknown
      const work = async () => {
        for (let letter = waiting.shift(); letter !== undefined; letter = waiting.shift()) {
          if (isOver(lease) || failures >= mostFailures) return
          try {
            const pdf = await letter.read()
            const job = printJob(batch, letter, pdf, account.callbackTo(letter.id))
            await tell([await post(caller, account, letter, job)])
            failures = 0
          } catch (error) {
            failures++
            last = error
          }
        }
      }
      try {
        await Promise.all(Array.from({ length: inFlight }, work))
      } finally {
        caller.close()
      }
      if (last !== undefined) throw last
      if (isOver(lease)) throw new Error('the time of the batch is over')
    },
  }),
}

/** @throws Error for what may pass later */
async function post(caller: Caller, account: PrinterAccount, { id }: Letter, job: object): Promise<Outcome> {
  const { settings: own } = account
  const authorization = await tokenFor(caller, account)
  const answer = await caller.call(`${own.url}/print-request/v1/print/jobs`, {
    headers: {
      authorization,
      'x-api-key': own.api_key ?? '',
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify(job),
  })
  const { status } = answer
  if (isOk(status)) return { id, outcome: 'taken' }
  if (status === 409) return { id, outcome: 'taken', detail: 'the printer had it already' }
  if (status === 401 || status === 403) tokens.delete(keyOf(account))
  if (status === 401 || status === 403 || status === 429 || status >= 500)
    throw new Error(`the printer answered ${status}`)
  return { id, outcome: 'refused', detail: `${status} ${detailOf(answer)}` }
}

const keyOf = ({ provider, settings: own }: PrinterAccount) =>
  JSON.stringify([provider, own.url, own.username, own.password])

async function tokenFor(caller: Caller, account: PrinterAccount): Promise<string> {
  const key = keyOf(account)
  const known = await tokens.get(key)?.catch(() => undefined)
  if (known !== undefined && known.expires > Date.now() / 1000 + tokenLeewaySeconds) return known.jwt
  const asking = logIn(caller, account)
  tokens.set(key, asking)
  asking.catch(() => tokens.delete(key))
  return (await asking).jwt
}

async function logIn(caller: Caller, { settings: own }: PrinterAccount): Promise<Token> {
  const { url, username: userName, password } = own
  if (url === undefined || userName === undefined || password === undefined)
    throw new Error('the printer has no url, username and password')
  const answer = await caller.call(`${url}/thirdparty-access/v1/authenticate`, {
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password }),
  })
  const jwt = answer.fields?.['id-token']
  if (!isOk(answer.status) || typeof jwt !== 'string')
    throw new Error(`the printer does not let us in: ${answer.status}`)
  return { jwt, expires: expiryOf(jwt) }
}

/** A token that does not say how long it lives is used once. */
function expiryOf(jwt: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return isObject(claims) && typeof claims.exp === 'number' ? claims.exp : 0
  } catch {
    return 0
  }
}

function detailOf({ fields }: ProviderAnswer): string {
  const errors = fields?.errors
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  return isObject(first) ? String(first.detail ?? '').slice(0, 500) : ''
}
