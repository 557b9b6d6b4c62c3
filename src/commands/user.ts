import { archiveUser, createUser, getAccount, listPeople } from '../../queries/users.queries.ts'
import type { Config } from '../config.ts'
import { refusalOf } from '../constraints.ts'
import type { Crier } from '../context.ts'
import { parseEmailAddress } from '../recipients/email-addresses.ts'
import { operator } from '../services/operator.ts'
import { textColumns } from '../users/messages.ts'
import { type OperatorLinks, operatorLinks } from '../users/operator-links.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export type UserValues = {
  name?: string
  email?: string
  mobile?: string
  'platform-admin'?: boolean
  json?: boolean
}

const usage =
  'usage: user create --name N --email E [--mobile M] [--platform-admin], user link --email E, user list, or user archive --email E'

export async function userCommand(config: Config, words: string[], values: UserValues): Promise<void> {
  const [verb, ...others] = words
  if (!verb || !['create', 'link', 'list', 'archive'].includes(verb) || others.length > 0)
    throw new Error(usage)
  await withCrier(config, async (crier) => {
    if (verb === 'list') return list(crier, values.json ?? false)
    const email = parseEmailAddress(values.email ?? '')
    if (email === null) throw new Error('--email must be an email address')
    if (verb === 'create') return create(crier, email, values)
    if (verb === 'link') return show(await linksOf(crier, email), values.json ?? false)
    return archive(crier, email)
  })
}

async function create(crier: Crier, email_address: string, values: UserValues): Promise<void> {
  const name = values.name?.trim() ?? ''
  if (!name || name.length > 255) throw new Error('--name must have 1 to 255 characters')
  const mobile_number = values.mobile ?? null
  if (mobile_number !== null)
    await textColumns(crier, mobile_number).catch((error: Error) => {
      throw new Error(`--mobile: ${error.message}`, { cause: error })
    })
  const wanted = {
    name,
    email_address,
    mobile_number,
    auth_type: mobile_number === null ? 'email_auth' : 'sms_auth',
    state: 'active',
    platform_admin: values['platform-admin'] ?? false,
  }
  const parameters = { wanted, password_hash: null, actor: operator, now: crier.now().toISOString() }
  await createUser.run(parameters, crier.db).catch((error: unknown) => {
    if (refusalOf(error) === null) throw error
    throw new Error(`there is a person with the address ${email_address} already: see user link`, {
      cause: error,
    })
  })
  show(await linksOf(crier, email_address), values.json ?? false)
}

async function accountOf(crier: Crier, email_address: string) {
  const [account] = await getAccount.run({ id: null, email_address }, crier.db)
  if (account === undefined) throw new Error(`there is nobody with the address ${email_address}`)
  return account
}

const linksOf = async (crier: Crier, email_address: string) =>
  operatorLinks(crier, await accountOf(crier, email_address))

/** Whoever has one of them is the person: they are shown this once. */
function show(links: OperatorLinks, json: boolean): void {
  if (json) print(links)
  else
    process.stdout.write(
      `Sign in, once and within half an hour:\n  ${links.sign_in}\nChoose a password, within an hour:\n  ${links.choose_password}\n`,
    )
}

async function list(crier: Crier, json: boolean): Promise<void> {
  const people = await listPeople.run(undefined, crier.db)
  if (json) {
    print(people)
    return
  }
  for (const { name, email_address, state, platform_admin, logged_in_at } of people) {
    const role = platform_admin ? ', platform administrator' : ''
    const last = logged_in_at === null ? 'never signed in' : `signed in ${logged_in_at.slice(0, 10)}`
    process.stdout.write(`${email_address}: ${name}, ${state}${role}, ${last}\n`)
  }
  if (people.length === 0) process.stdout.write('There is nobody yet.\n')
}

async function archive(crier: Crier, email_address: string): Promise<void> {
  const { id, name } = await accountOf(crier, email_address)
  const now = crier.now().toISOString()
  await archiveUser.run({ id, actor: operator, now }, crier.db).catch((error: unknown) => {
    if (refusalOf(error) === null) throw error
    throw new Error(`${name} is the last manager of a service: give it another one first`, { cause: error })
  })
  process.stdout.write(`${name} is archived.\n`)
}
