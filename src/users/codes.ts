/** One-time codes. Source: specification, internal API, users, codes. */
import { createHmac, randomInt, randomUUID } from 'node:crypto'
import type { Crier } from '../context.ts'

export type CodeType = 'email' | 'sms'

const digits = 5

/** Digits for a text, of which no two neighbours are the same, so that they are read and typed without mistakes. */
function digitCode(): string {
  let code = String(randomInt(10))
  while (code.length < digits) {
    const next = String(randomInt(10))
    if (!code.endsWith(next)) code += next
  }
  return code
}

/** A new code: digits for a text, more than anybody can guess for a link. */
export const makeCode = (type: CodeType): string => (type === 'sms' ? digitCode() : randomUUID())

const keys = new WeakMap<Crier['seal'], Buffer>()

/** What is kept of a code: whoever reads the table can neither read nor guess it without the platform's key. */
export function codeHash(
  { seal }: Pick<Crier, 'seal'>,
  userId: string,
  type: CodeType,
  code: string,
): Buffer {
  const key = keys.get(seal) ?? seal.key('verify codes')
  keys.set(seal, key)
  return createHmac('sha256', key).update(`${userId} ${type} ${code}`).digest()
}
