/** How providers prove that what is posted to us is theirs. For the routes of receipts, and of received texts. */
import { createHmac } from 'node:crypto'
import { unescape as unescaped } from 'node:querystring'
import { isSameText } from '../../secrets.ts'

/** Several secrets of one kind are valid at once, so that one can be changed while the other still comes: a list, by commas or lines. */
export const secretsOf = (list: string | undefined): string[] =>
  (list ?? '')
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** Whether one of them is the same; all are compared, so that the time tells nothing of which. */
const isAnyOf = (given: string, secrets: readonly string[]): boolean =>
  secrets.map((secret) => isSameText(given, secret)).includes(true)

/** Nobody is proven by user:password without a password: such is what variables leave that are not set. */
const hasPassword = (credentials: string): boolean => /:./.test(credentials)

/** @param list user:password, by commas or lines */
export const credentialsOf = (list: string | undefined): string[] => secretsOf(list).filter(hasPassword)

/** @param credentials user:password, each as it is */
export function isBasic(authorization: string | undefined, credentials: readonly string[]): boolean {
  const given = /^basic +([A-Za-z0-9+/=]{1,4000})$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && isAnyOf(Buffer.from(given, 'base64').toString('utf8'), credentials)
}

export function isBearer(authorization: string | undefined, tokens: readonly string[]): boolean {
  const given = /^bearer +(\S{1,4000})$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && isAnyOf(given, tokens)
}

/** The credentials inside an address that a provider posts to, as it will show them. */
export function credentialsIn(address: string | undefined): string[] {
  if (address === undefined || !URL.canParse(address)) return []
  const { username, password } = new URL(address)
  // A percent sign that escapes nothing stands for itself.
  return [`${unescaped(username)}:${unescaped(password)}`].filter(hasPassword)
}

/**
 * Twilio signs the address as it was given one, query included, and the form's fields in the order of their names, with the account's token. Its
 * own libraries accept the address with and without the port of the scheme, since it writes either. Source: Twilio, webhooks security.
 * @param url the public address, credentials inside included
 */
export function isSignedByTwilio(
  signature: string | undefined,
  url: string,
  form: URLSearchParams,
  tokens: readonly string[],
): boolean {
  if (signature === undefined || signature.length > 200) return false
  const names = [...new Set(form.keys())].sort()
  const fields = names.map((name) => {
    const values = [...new Set(form.getAll(name))].sort()
    return values.map((value) => name + value).join('')
  })
  const expected = tokens.flatMap((token) =>
    bothPorts(url).map((address) =>
      createHmac('sha1', token)
        .update(address + fields.join(''))
        .digest('base64'),
    ),
  )
  return isAnyOf(signature, expected)
}

function bothPorts(url: string): string[] {
  const without = new URL(url)
  const port = without.port || (without.protocol === 'https:' ? '443' : '80')
  without.port = ''
  const [, before, rest] = /^([a-z]+:\/\/[^/?#]*)(.*)$/.exec(without.href)!
  return [without.href, `${before}:${port}${rest}`]
}
