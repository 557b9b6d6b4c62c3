import { findService, listApiKeys, revokeApiKeyNamed } from '../../queries/services.queries.ts'
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { constraintOf } from '../database.ts'
import type { KeyType } from '../services/cached.ts'
import { makeApiKey } from '../services/create.ts'
import { operator } from '../services/operator.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export type KeyValues = { service?: string; name?: string; type?: string; json?: boolean }

const usage =
  'usage: key create --service S --name N [--type normal|team|test], key list --service S, or key revoke --service S --name N'
const types: readonly string[] = ['normal', 'team', 'test'] satisfies KeyType[]

export async function keyCommand(config: Config, words: string[], values: KeyValues): Promise<void> {
  const [verb, ...others] = words
  const { service: named, name = '', type = 'normal', json = false } = values
  if (!verb || !['create', 'list', 'revoke'].includes(verb) || others.length > 0 || !named)
    throw new Error(usage)
  if (verb !== 'list' && (!name.trim() || name.length > 255))
    throw new Error('--name must have 1 to 255 characters')
  if (!types.includes(type)) throw new Error('--type must be normal, team or test')
  await withCrier(config, async (crier) => {
    const [service] = await findService.run({ named: named.trim() }, crier.db)
    if (service === undefined) throw new Error(`there is no service with the id or name "${named}"`)
    if (verb === 'create') await create(crier, service.id, name.trim(), type as KeyType, json)
    else if (verb === 'list') await list(crier, service.id, json)
    else await revoke(crier, service, name.trim())
  })
}

/** The only moment at which the key is shown: alone on standard output, for `KEY=$(…)`. */
async function create(crier: Crier, serviceId: string, name: string, type: KeyType, json: boolean) {
  const key = await makeApiKey(crier, serviceId, name, type).catch((error: unknown) => {
    if (constraintOf(error) !== 'api_keys_service_id_name_key') throw error
    throw new Error(`the service has a key named "${name}" already`, { cause: error })
  })
  if (json) print({ service_id: serviceId, name, key_type: type, key })
  else process.stdout.write(`${key}\n`)
}

async function list(crier: Crier, serviceId: string, json: boolean) {
  const keys = await listApiKeys.run({ service_id: serviceId }, crier.db)
  if (json) {
    print(keys)
    return
  }
  for (const { name, key_type, created_at, revoked_at } of keys) {
    const end = revoked_at === null ? '' : `, revoked ${revoked_at.slice(0, 10)}`
    process.stdout.write(`${name}: ${key_type}, made ${created_at.slice(0, 10)}${end}\n`)
  }
  if (keys.length === 0) process.stdout.write('The service has no keys.\n')
}

async function revoke(crier: Crier, service: { id: string; name: string }, name: string) {
  const now = crier.now().toISOString()
  const [revoked] = await revokeApiKeyNamed.run(
    { service_id: service.id, name, actor: operator, now },
    crier.db,
  )
  if (revoked!.id === null) throw new Error(`"${service.name}" has no key in force named "${name}"`)
  process.stdout.write(`The key "${name}" of "${service.name}" is revoked.\n`)
}
