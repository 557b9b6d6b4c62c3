/** Links that an operator hands over by hand, where nothing can be sent yet. */
import { issueCode } from '../../queries/users.queries.ts'
import type { Crier } from '../context.ts'
import { codeHash, makeCode } from './codes.ts'
import { signedLink } from './messages.ts'

export type OperatorLinks = {
  /** Signs in once, within half an hour. */
  sign_in: string
  /** Chooses a password, within an hour. */
  choose_password: string
}

/** @throws Error of one line when five codes wait to be used */
export async function operatorLinks(
  crier: Crier,
  { id, email_address }: { id: string; email_address: string },
): Promise<OperatorLinks> {
  const base = crier.config.adminBaseUrl
  const now = crier.now().toISOString()
  const code = makeCode('email')
  const code_hash = codeHash(crier, id, 'email', code)
  const [issued] = await issueCode.run({ id, code_type: 'email', code_hash, message: null, now }, crier.db)
  if (issued!.outcome !== 'made')
    throw new Error('five codes of the person wait to be used: try again in half an hour')
  return {
    sign_in: signedLink(crier, { base, path: '/email-auth', payload: { user_id: id, secret_code: code } }),
    choose_password: signedLink(crier, {
      base,
      path: '/new-password',
      payload: { email: email_address, created_at: now },
    }),
  }
}
