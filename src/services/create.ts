/** Making services, keys and templates from the command line, for demonstration and for operators. */
import { randomUUID } from 'node:crypto'
import {
  createService,
  getServiceByName,
  insertApiKey,
  listCurrentApiKeys,
} from '../../queries/services.queries.ts'
import { getTemplateByName, insertTemplate } from '../../queries/templates.queries.ts'
import type { Crier } from '../crier.ts'
import type { KeyType } from './kept.ts'

export type ServiceSummary = {
  base_url: string
  service_id: string
  service_name: string
  api_keys: Record<KeyType, string>
  templates: { sms: string; email: string }
  admin: { client_id: string; secret: string }
}

/** What clients cut from the end of a key: name, service id, secret. Source: specification, public API, authentication. */
export function apiKeyString(name: string, serviceId: string, secret: string): string {
  const word = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, '_')
    .replace(/[^\p{L}\p{N}_]/gu, '')
  return `${word}-${serviceId}-${secret}`
}

/** Makes a key; its secret is a version 4 UUID, which the PHP client insists on, and is shown this once. */
export async function makeApiKey(
  crier: Crier,
  serviceId: string,
  name: string,
  keyType: KeyType,
): Promise<string> {
  const secret = randomUUID()
  await insertApiKey.run(
    {
      service_id: serviceId,
      name,
      key_type: keyType,
      secret_encrypted: crier.seal.seal(secret),
      created_by_id: null,
    },
    crier.db,
  )
  return apiKeyString(name, serviceId, secret)
}

const smsTemplate = { name: 'Example text message', content: 'Hello ((name)), your code is ((code)).' }
const emailTemplate = {
  name: 'Example email',
  subject: 'Your appointment on ((day))',
  content: [
    'Hello ((name)),',
    '# Your appointment',
    'We expect you on ((day)). Please bring:',
    '* your passport\n* a recent bill\n* this email',
    '^ If you cannot come, tell us the day before.',
    'Find out more at https://www.gov.uk/',
  ].join('\n\n'),
}

async function template(
  crier: Crier,
  serviceId: string,
  type: 'sms' | 'email',
  wanted: { name: string; subject?: string; content: string },
) {
  const [found] = await getTemplateByName.run({ service_id: serviceId, name: wanted.name }, crier.db)
  if (found) return found.id
  const parameters = {
    service_id: serviceId,
    name: wanted.name,
    template_type: type,
    subject: wanted.subject ?? null,
    content: wanted.content,
    process_type: 'normal',
    postage: null,
    has_unsubscribe_link: false,
    created_by_id: null,
  } as const
  return (await insertTemplate.run(parameters, crier.db))[0]!.id
}

const keyNames: Record<KeyType, string> = { normal: 'live key', team: 'team key', test: 'test key' }

/** The service's key of a type: the one that it has, or a new one. */
async function keyOf(crier: Crier, serviceId: string, keyType: KeyType): Promise<string> {
  const name = keyNames[keyType]
  const keys = await listCurrentApiKeys.run({ service_id: serviceId }, crier.db)
  const found = keys.find((key) => key.key_type === keyType && key.name === name)
  if (!found) return makeApiKey(crier, serviceId, name, keyType)
  return apiKeyString(name, serviceId, crier.seal.open(found.secret_encrypted))
}

async function summary(
  crier: Crier,
  serviceId: string,
  name: string,
  baseUrl: string,
): Promise<ServiceSummary> {
  return {
    base_url: baseUrl,
    service_id: serviceId,
    service_name: name,
    api_keys: {
      normal: await keyOf(crier, serviceId, 'normal'),
      team: await keyOf(crier, serviceId, 'team'),
      test: await keyOf(crier, serviceId, 'test'),
    },
    templates: {
      sms: await template(crier, serviceId, 'sms', smsTemplate),
      email: await template(crier, serviceId, 'email', emailTemplate),
    },
    admin: { client_id: crier.config.admin.clientId, secret: crier.config.admin.secret },
  }
}

/**
 * A new live service with a key of each type and two templates.
 * @throws Error of one line when the name is taken or gives no sender address
 */
export async function createLiveService(
  crier: Crier,
  name: string,
  baseUrl: string,
): Promise<ServiceSummary> {
  if ((await getServiceByName.run({ name }, crier.db)).length > 0)
    throw new Error(`there is a service named "${name}" already`)
  const parameters = { name, created_by_id: null, restricted: false }
  const [service] = await createService.run(parameters, crier.db).catch((error: unknown) => {
    throw refusedName(error, name) ?? error
  })
  return summary(crier, service!.id, name, baseUrl)
}

/** Why the database refuses a name. Source: specification, slugs and file names (people-facing checks). */
const nameRefusals: Record<string, string> = {
  service_name_has_a_letter_or_digit: 'must include letters or digits',
  service_sender_name_gives_an_address:
    'cannot include characters from a non-Latin alphabet: its emails are sent from an address made of it',
}

function refusedName(error: unknown, name: string): Error | null {
  const constraint = (error as { constraint_name?: string }).constraint_name
  const refusal = constraint === undefined ? undefined : nameRefusals[constraint]
  return refusal === undefined ? null : new Error(`the service name "${name}" ${refusal}`)
}

const demoName = 'Demo service'

/** The service that a newcomer tries Crier with; made when it is missing. */
export async function demoService(crier: Crier, baseUrl: string): Promise<ServiceSummary> {
  const [found] = await getServiceByName.run({ name: demoName }, crier.db)
  return found ? summary(crier, found.id, found.name, baseUrl) : createLiveService(crier, demoName, baseUrl)
}
