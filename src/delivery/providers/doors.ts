/** What the routes of several protocols share: how credentials are asked for, and how fields are read. */
import { PlainError } from '../../errors.ts'
import { isObject, jsonOf } from './call.ts'
import { credentialsIn, credentialsOf, isBasic, isBearer, secretsOf } from './proofs.ts'
import type { Account, Door, Posted, ReceiptDoor, Setting, Told } from './provider.ts'

type Fields = Record<string, unknown>

/** Longer than any reference that is given out; provider_receipts takes no longer one. */
const maxReferenceLength = 255
/** Words and codes have a few letters; provider_receipts takes no longer ones. */
const maxWordLength = 50
/** As many as one statement applies. */
const maxReceipts = 1000

/** Settings of those whom we tell where to post. @param prefix of the environment's variables */
export const receiptAddress = (prefix: string) =>
  ({
    receipt_url: {
      about: 'our public address for its receipts, credentials inside: https://user:password@host/…',
      variable: `${prefix}_RECEIPT_URL`,
      isUrl: true,
      isSecret: true,
    },
    receipt_credentials: {
      about: 'user:password of those who may post receipts, by commas; those in receipt_url may too',
      variable: `${prefix}_RECEIPT_CREDENTIALS`,
      isSecret: true,
    },
  }) as const satisfies Record<string, Setting>

/** The setting of those who post received texts. @param prefix of the environment's variables */
export const inboundCredentials = (prefix: string) =>
  ({
    inbound_credentials: {
      about: 'user:password of those who may post received texts, by commas',
      variable: `${prefix}_INBOUND_CREDENTIALS`,
      isSecret: true,
    },
  }) as const satisfies Record<string, Setting>

/** @param secrets settings that hold credentials, or an address that has some inside */
export const basicDoor = (
  path: string,
  secrets: readonly string[] = ['receipt_credentials', 'receipt_url'],
): Door => {
  const credentials = ({ settings }: Account) =>
    secrets.flatMap((name) =>
      name.endsWith('_url') ? credentialsIn(settings[name]) : credentialsOf(settings[name]),
    )
  return {
    path,
    secrets,
    challenge: 'Basic realm="providers", charset="UTF-8"',
    isGuarded: (account) => credentials(account).length > 0,
    isProven: ({ header }, account) => isBasic(header('authorization'), credentials(account)),
  }
}

/** The setting of those that show a token. @param variable of the environment */
export const receiptTokens = (variable?: string) =>
  ({
    receipt_tokens: {
      about: 'tokens of those who may post receipts (authorization: Bearer …), by commas',
      ...(variable === undefined ? {} : { variable }),
      isSecret: true,
    },
  }) as const satisfies Record<string, Setting>

export const inboundTokens = {
  inbound_tokens: {
    about: 'tokens of those who may post received texts (authorization: Bearer …), by commas',
    isSecret: true,
  },
} as const satisfies Record<string, Setting>

/** @param secret the setting that holds tokens */
export const bearerDoor = (path: string, secret = 'receipt_tokens'): Door => ({
  path,
  secrets: [secret],
  challenge: 'Bearer realm="providers"',
  isGuarded: ({ settings }) => secretsOf(settings[secret]).length > 0,
  isProven: ({ header }, { settings }) => isBearer(header('authorization'), secretsOf(settings[secret])),
})

/** A value of a field as text that can be stored; what is neither text nor a number is none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).replaceAll('\u0000', '').toWellFormed()
    : ''

/** The beginning of a text, without half a character at its end: a statement that has one fails for all that come with it. */
export const startOf = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, '')

export const told = (reference: string, status: string, code: string): Told => ({
  reference: startOf(reference, maxReferenceLength),
  status: startOf(status, maxWordLength),
  code: startOf(code, maxWordLength) || null,
})

/** An instant as the database is given it; null for what is none, or in no year that it has. */
export const storedTime = (at: Date): string | null => {
  const year = at.getUTCFullYear()
  return year >= 1 && year <= 9999 ? at.toISOString() : null
}

export function jsonFields({ body }: Posted): Fields {
  const json = jsonOf(body.toString('utf8'))
  return isObject(json) ? json : {}
}

export const formFields = ({ body }: Posted): Fields =>
  Object.fromEntries(new URLSearchParams(body.toString('utf8')))

/**
 * Reads one receipt from named fields.
 * @throws PlainError 400 that names what is missing
 */
export function fieldsReader(
  name: string,
  fieldsIn: (posted: Posted) => Fields,
  names: { status: string; reference: string; code: string },
): ReceiptDoor['read'] {
  return (posted) => {
    const fields = fieldsIn(posted)
    const [status, reference] = [textOf(fields[names.status]), textOf(fields[names.reference])]
    refuseMissing(name, { [names.status]: status, [names.reference]: reference })
    return [told(reference, status, textOf(fields[names.code]))]
  }
}

/** @throws PlainError 400 that names what is missing */
export function refuseMissing(name: string, values: Record<string, string>): void {
  const missing = Object.keys(values).filter((field) => values[field] === '')
  if (missing.length > 0)
    throw new PlainError(
      400,
      missing.map((field) => `${name} callback failed: ${field} missing`),
    )
}

/** @throws PlainError 400 when there are more than one statement applies */
export function refuseTooMany(name: string, receipts: readonly unknown[]): void {
  if (receipts.length > maxReceipts)
    throw new PlainError(400, `${name} callback failed: more than ${maxReceipts} receipts`)
}
