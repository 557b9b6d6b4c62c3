/** The person whom a newcomer signs in as. */
import { getAccount, makeDemoPerson } from '../../queries/users.queries.ts'
import type { Crier } from '../context.ts'
import { operator } from '../services/operator.ts'
import { hashPassword } from './passwords.ts'

export type DemoPerson = { email_address: string; mobile_number: string; password: string }

/** An address that cannot exist and one of Ofcom's numbers for drama: what is sent there is in the log of `run` alone. */
const person = {
  name: 'Demo administrator',
  email_address: 'administrator@example.gov.uk',
  mobile_number: '07700900001',
  auth_type: 'sms_auth',
  state: 'active',
  platform_admin: true,
}

/**
 * Makes a platform administrator who is a member of a service, when there is none under that address. The password is another one on every installation,
 * and whoever can ask for it can read the platform's key.
 */
export async function demoPerson(crier: Crier, service_id: string): Promise<DemoPerson> {
  const password = crier.seal.key('password of the demo person').toString('base64url').slice(0, 20)
  const { email_address, mobile_number } = person
  const [known] = await getAccount.run({ id: null, email_address }, crier.db)
  if (known === undefined) {
    const password_hash = await hashPassword(password, crier.config.passwordCost)
    const now = crier.now().toISOString()
    await makeDemoPerson.run({ wanted: person, password_hash, service_id, actor: operator, now }, crier.db)
  }
  return { email_address, mobile_number, password }
}
