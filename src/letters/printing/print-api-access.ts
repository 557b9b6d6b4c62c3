/** Being let in by a print API: over TLS, with a token that a password gives, and a key. Source: specification, letters, print run B. */
import { rootCertificates } from 'node:tls'
import {
  type Caller,
  isObject,
  isOk,
  makeCaller,
  type ProviderAnswer,
} from '../../delivery/providers/call.ts'
import type { Setting } from '../../delivery/providers/provider.ts'
import type { PrinterAccount } from './printer.ts'
import { volumeAddresses } from './sftp-zip.ts'

export const printApiSettings = {
  url: { about: 'the API’s address', variable: 'DVLA_API_BASE_URL', isUrl: true },
  username: { about: 'who we are there', variable: 'DVLA_API_USERNAME' },
  password: { about: 'our password', variable: 'DVLA_API_PASSWORD', isSecret: true },
  api_key: { about: 'our key', variable: 'DVLA_API_KEY', isSecret: true },
  next_password: { about: 'the password that is to replace ours, while it is being changed', isSecret: true },
  ciphers: {
    about: 'the TLS ciphers that may be used, in OpenSSL’s words; else Node’s',
    variable: 'DVLA_API_TLS_CIPHERS',
  },
  certificate_authority: {
    about: 'who may have signed the API’s certificate beside the well-known ones, in PEM',
    variable: 'DVLA_API_CERTIFICATE_AUTHORITY',
  },
  ...volumeAddresses,
} as const satisfies Record<string, Setting>

export type PrintApiAccount = Pick<PrinterAccount, 'provider' | 'timeoutMs' | 'settings'>

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** @throws Error for an address to which letters and passwords would go in the clear */
export function printCaller({ settings: own, timeoutMs }: PrintApiAccount, maxCalls: number): Caller {
  const { url = '', ciphers, certificate_authority: authority } = own
  if (URL.canParse(url)) {
    const { protocol, hostname } = new URL(url)
    if (protocol !== 'https:' && !loopback.includes(hostname))
      throw new Error('the printer’s url must begin with https://')
  }
  return makeCaller(
    { timeoutMs, maxCalls },
    {
      ...(ciphers === undefined ? {} : { ciphers }),
      ...(authority === undefined ? {} : { ca: [...rootCertificates, authority] }),
    },
  )
}

const tokenLeewaySeconds = 60

type Token = { jwt: string; expires: number }
/** By account and credentials: a token is asked for once in its life, by whoever comes first. */
const tokens = new Map<string, Promise<Token>>()

export const forgetToken = (account: PrintApiAccount): void => void tokens.delete(keyOf(account))

/** What every request but the first carries. @throws Error when we are not let in */
export async function headersFor(caller: Caller, account: PrintApiAccount): Promise<Record<string, string>> {
  return {
    authorization: await tokenFor(caller, account),
    'x-api-key': account.settings.api_key ?? '',
    accept: 'application/json',
    'content-type': 'application/json',
  }
}

const keyOf = ({ provider, settings: own }: PrintApiAccount) =>
  JSON.stringify([provider, own.url, own.username, own.password])

async function tokenFor(caller: Caller, account: PrintApiAccount): Promise<string> {
  const key = keyOf(account)
  for (let asked = tokens.get(key); asked !== undefined; asked = tokens.get(key)) {
    const known = await asked.catch(() => undefined)
    if (known !== undefined && known.expires > Date.now() / 1000 + tokenLeewaySeconds) return known.jwt
    // Else another has asked meanwhile, for all who wait.
    if (tokens.get(key) === asked) break
  }
  const asking = logIn(caller, account)
  tokens.set(key, asking)
  asking.catch(() => tokens.delete(key))
  return (await asking).jwt
}

/** While a password is being changed nobody knows for a moment which of the two holds: see print-api-rotation.ts. */
async function logIn(caller: Caller, account: PrintApiAccount): Promise<Token> {
  const { password, next_password: next } = account.settings
  const answer = await ask(caller, account, password)
  const again = answer.status === 401 && next !== undefined ? await ask(caller, account, next) : answer
  const jwt = again.fields?.['id-token']
  if (!isOk(again.status) || typeof jwt !== 'string')
    throw new Error(`the printer does not let us in: ${again.status} ${detailOf(again)}`.trimEnd())
  return { jwt, expires: expiryOf(jwt) }
}

/** Whether a password lets us in. @throws Error when the printer cannot tell now */
export async function isPassword(
  caller: Caller,
  account: PrintApiAccount,
  password: string,
): Promise<boolean> {
  const { status } = await ask(caller, account, password)
  if (!isOk(status) && status !== 401) throw new Error(`the printer answered ${status}`)
  return isOk(status)
}

function ask(caller: Caller, { settings: own }: PrintApiAccount, password: string | undefined) {
  const { url, username: userName } = own
  if (url === undefined || userName === undefined || password === undefined)
    throw new Error('the printer has no url, username and password')
  return caller.call(`${url}/thirdparty-access/v1/authenticate`, {
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password }),
  })
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

/** Why, in the printer's words: of a letter in a list of errors, of who is not let in a list by itself. */
export function detailOf({ json, fields }: ProviderAnswer): string {
  const errors = fields?.errors ?? json
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  return isObject(first) ? String(first.detail ?? '').slice(0, 500) : ''
}
