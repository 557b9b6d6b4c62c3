/** The address to which a printer tells of one letter: whoever knows it may tell of that letter alone. */
import { createHmac } from 'node:crypto'
import type { Crier } from '../../context.ts'
import { isSameText } from '../../secrets.ts'

const sign = ({ seal }: Pick<Crier, 'seal'>, id: string): string =>
  createHmac('sha256', seal.key('letter callbacks')).update(id).digest('base64url')

export const callbackTo =
  (crier: Pick<Crier, 'seal' | 'config'>) =>
  (id: string): string =>
    `${crier.config.baseUrl}/notifications/letter/status?token=${id}.${sign(crier, id)}`

/** @returns the letter that the token is for; null where it is none of ours */
export function letterOfToken(crier: Pick<Crier, 'seal'>, token: string | undefined): string | null {
  const parts = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token ?? '')
  return parts !== null && isSameText(parts[2]!, sign(crier, parts[1]!)) ? parts[1]! : null
}
