import { createHmac } from 'node:crypto'
import type { Config } from '../config.ts'

/** A token as clients make it, for trying the API by hand; with `isAdmin` one of the people-facing application, for the internal API. */
export async function tokenCommand(
  [argument]: string[],
  { admin }: Pick<Config, 'admin'>,
  isAdmin: boolean,
): Promise<void> {
  if (isAdmin) {
    process.stdout.write(`${makeToken(admin.clientId, admin.secret)}\n`)
    return
  }
  process.stdout.write(`${tokenOf(await givenKey(argument, process.env, process.stdin), 'token')}\n`)
}

/** An API key has a name of 255 characters at most, and two identifiers. */
const longestKey = 4096

/**
 * The key comes from CRIER_API_KEY or the first line of standard input, which other users of the machine don't see, or from the command line,
 * which they do.
 */
export async function givenKey(
  argument: string | undefined,
  env: NodeJS.ProcessEnv,
  input: AsyncIterable<Buffer | string> & { isTTY?: boolean },
): Promise<string> {
  const given = argument === '-' ? undefined : (argument ?? env.CRIER_API_KEY)
  if (given) return given.trim()
  let text = ''
  if (input.isTTY) return text
  for await (const chunk of input) {
    text += chunk.toString()
    if (text.includes('\n') || text.length > longestKey) break
  }
  return text.slice(0, longestKey).split('\n', 1)[0]!.trim()
}

/** @throws Error when it is no API key, which the command needs */
export function tokenOf(key: string, command: string): string {
  const match = /([0-9a-f-]{36})-([0-9a-f-]{36})$/.exec(key)
  if (match === null)
    throw new Error(
      `${command} needs an API key, name-serviceid-secret, in CRIER_API_KEY or on standard input`,
    )
  return makeToken(match[1]!, match[2]!)
}

function makeToken(issuer: string, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: issuer, iat: Math.floor(Date.now() / 1000) })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
