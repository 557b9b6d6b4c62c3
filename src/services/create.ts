/** Making services and keys from the command line, for demonstration and for operators. */
import { randomUUID } from 'node:crypto'
import { createApiKey, findService, listCurrentApiKeys } from '../../queries/services.queries.ts'
import type { Crier } from '../context.ts'
import { type DemoPerson, demoPerson } from '../users/demo.ts'
import { type Applied, applyDocument } from './apply.ts'
import type { KeyType } from './cached.ts'
import { demoDocument, demoGuests, firstTemplates, moreTemplates } from './demo.ts'
import { operator } from './operator.ts'

export type ServiceSummary = {
  base_url: string
  service_id: string
  service_name: string
  api_keys: Record<KeyType, string>
  templates: { sms: string; email: string }
  admin: { client_id: string; secret: string }
}
/** The demo service has one of each. */
export type DemoSummary = ServiceSummary & {
  templates: { sms: string; email: string; file: string; letter: string }
  sms_sender_id: string
  email_reply_to_id: string
  letter_contact_id: string
  guest_list: string[]
  /** Who signs in to the admin application as a platform administrator. */
  person: DemoPerson
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

type NewKey = { service_id: string; name: string; key_type: KeyType; actor: string | null }

/**
 * Makes a key.
 * @returns its secret, a version 4 UUID, which the PHP client insists on; it is shown this once
 */
export async function makeSecret(crier: Crier, key: NewKey): Promise<string> {
  const secret = randomUUID()
  const parameters = { ...key, secret_encrypted: crier.seal.seal(secret), now: crier.now().toISOString() }
  await createApiKey.run(parameters, crier.db)
  return secret
}

/** Makes a key of the operator's; the key as clients take it, which is shown this once. */
export async function makeApiKey(
  crier: Crier,
  serviceId: string,
  name: string,
  keyType: KeyType,
): Promise<string> {
  const key = { service_id: serviceId, name, key_type: keyType, actor: operator }
  return apiKeyString(name, serviceId, await makeSecret(crier, key))
}

const keyNames: Record<KeyType, string> = { normal: 'live key', team: 'team key', test: 'test key' }

/** The service's key of a type: the one that it has, or a new one. */
export async function keyOf(
  crier: Crier,
  serviceId: string,
  keyType: KeyType,
  name = keyNames[keyType],
): Promise<string> {
  const keys = await listCurrentApiKeys.run({ service_id: serviceId }, crier.db)
  const found = keys.find((key) => key.key_type === keyType && key.name === name)
  if (!found) return makeApiKey(crier, serviceId, name, keyType)
  return apiKeyString(name, serviceId, crier.seal.open(found.secret_encrypted))
}

const idOf = (applied: Applied[], kind: string, name?: string): string =>
  applied.find((one) => one.kind === kind && (name === undefined || one.name === name))!.id!

async function summary(crier: Crier, applied: Applied[], baseUrl: string): Promise<ServiceSummary> {
  const service = applied[0]!
  return {
    base_url: baseUrl,
    service_id: service.id!,
    service_name: service.name!,
    api_keys: {
      normal: await keyOf(crier, service.id!, 'normal'),
      team: await keyOf(crier, service.id!, 'team'),
      test: await keyOf(crier, service.id!, 'test'),
    },
    templates: {
      sms: idOf(applied, 'templates', firstTemplates.sms.name),
      email: idOf(applied, 'templates', firstTemplates.email.name),
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
  if ((await findService.run({ named: name }, crier.db)).length > 0)
    throw new Error(`there is a service named "${name}" already`)
  const applied = await applyDocument(crier, {
    service: { name, restricted: false },
    templates: [firstTemplates.sms, firstTemplates.email],
  }).catch((error: Error) => {
    throw new Error(error.message.replace(/^service\.name /, `the service name "${name}" `), { cause: error })
  })
  return summary(crier, applied, baseUrl)
}

/** The service that a newcomer tries Crier with: made when it is missing, given what it lacks when it is older. */
export async function demoService(crier: Crier, baseUrl: string): Promise<DemoSummary> {
  const applied = await applyDocument(crier, demoDocument, { addsOnly: true })
  const common = await summary(crier, applied, baseUrl)
  const { file, letter } = moreTemplates
  return {
    ...common,
    templates: {
      ...common.templates,
      file: idOf(applied, 'templates', file.name),
      letter: idOf(applied, 'templates', letter.name),
    },
    sms_sender_id: idOf(applied, 'sms_senders'),
    email_reply_to_id: idOf(applied, 'reply_to_addresses'),
    letter_contact_id: idOf(applied, 'letter_contacts'),
    guest_list: demoGuests,
    person: await demoPerson(crier, common.service_id),
  }
}
