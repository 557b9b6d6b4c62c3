/** Services to send from, and the load generator as a child process. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { makeLog } from '../../src/log.ts'
import type { AcceptanceRequest } from '../../src/notifications/acceptance.ts'
import { open } from '../../src/open.ts'
import { makeApiKey } from '../../src/services/create.ts'
import { commandSecret } from '../operation/command.ts'
import { testConfig } from '../support/crier.ts'
import type { Bench } from './bench.ts'
import type { Findings, Orders, Target } from './load.ts'

export type Sender = Target & { apiKeyId: string }

/** Live services without a limit that the measurement could reach, each with a key and a template of two placeholders. */
export async function makeTargets(
  { url, sql }: Bench,
  count: number,
  processType: 'normal' | 'priority' = 'normal',
): Promise<Sender[]> {
  const config = { ...testConfig, secret: commandSecret, writers: 1 }
  const { crier, close } = await open(config, url, { log: makeLog('silent') })
  const targets: Sender[] = []
  for (let i = 0; i < count; i++) {
    const name = `Load ${processType} ${count} ${i}`
    const [service] =
      await sql`select create_service(${sql.json({ name, restricted: false })}, null, now()) as id`
    const serviceId = service!.id as string
    await sql`
      update services set rate_limit = 10000000, sms_message_limit = 100000000 where id = ${serviceId}`
    const [template] = await sql`
      insert into templates (service_id, name, template_type, content, process_type)
      values (${serviceId}, 'Code', 'sms', 'Hello ((name)), your code is ((code)).', ${processType})
      returning id`
    const key = await makeApiKey(crier, serviceId, 'load', 'normal')
    const [row] = await sql`select id from api_keys where service_id = ${serviceId}`
    targets.push({
      serviceId,
      secret: key.slice(-36),
      templateId: template!.id as string,
      apiKeyId: row!.id as string,
    })
  }
  await close()
  return targets
}

/** What accept_notifications is given for the text message of that number, as the routes would make it of the load generator's request. */
export function textRequest({ serviceId, apiKeyId, templateId }: Sender, number: number): AcceptanceRequest {
  // Numbers for drama, past those that are simulated.
  const phone = `447700900${300 + (number % 600)}`
  return {
    service_id: serviceId,
    api_key_id: apiKeyId,
    key_type: 'normal',
    notification_type: 'sms',
    stores: true,
    enqueues: true,
    checks_international: true,
    counts_international: false,
    template_id: templateId,
    template_version: 1,
    process_type: 'normal',
    to: phone,
    normalised_to: phone,
    personalisation: { name: 'Amala', code: String(number) },
    reply_to_text: 'GOVUK',
    client_reference: `load-${number}`,
    rate_multiplier: 1,
    international: false,
    phone_prefix: '44',
  }
}

const generator = fileURLToPath(new URL('load.ts', import.meta.url))

export async function offer(orders: Orders): Promise<Findings> {
  const child = spawn(process.execPath, [generator], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(orders))
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`the load generator ended with ${code}`)
  return JSON.parse(output) as Findings
}

export const refusals = ({ statuses }: Findings): string => {
  const others = Object.entries(statuses).filter(([status]) => status !== '201')
  return others.length === 0
    ? ''
    : `; answers other than 201: ${others.map((one) => one.join(' × ')).join(', ')}`
}
