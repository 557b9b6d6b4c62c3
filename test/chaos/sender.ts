/** Who sends in the drills. */
import postgres from 'postgres'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { makeApiKey } from '../../src/services/create.ts'
import { commandSecret } from '../operation/command.ts'
import { testConfig } from '../support/crier.ts'
import type { Sender } from './client.ts'

/** A live service without a limit that the drill could reach, and MMG as the only provider of texts. */
export async function makeSender(url: string): Promise<Sender> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const config = { ...testConfig, secret: commandSecret, writers: 1 }
  const { crier, close } = await open(config, url, { log: makeLog('silent') })
  await sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
  const [service] =
    await sql`select create_service('{"name": "Chaos", "restricted": false}', null, now()) as id`
  await sql`
    update services set rate_limit = 10000000, sms_message_limit = 100000000 where id = ${service!.id}`
  const [template] = await sql`
    insert into templates (service_id, name, template_type, content)
    values (${service!.id}, 'Code', 'sms', 'Hello') returning id`
  const key = await makeApiKey(crier, service!.id, 'key', 'normal')
  await close()
  await sql.end()
  return { key, template: template!.id }
}
