/** Makes a job of a request that has been read. */
import { getJobByKey } from '../../queries/jobs.queries.ts'
import type { Channel, SentChannel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { changedNothing, constraintOf } from '../database.ts'
import { badRequest } from '../errors.ts'
import { removeFile, storeFile } from '../files/store.ts'
import { checkLetterSender } from '../letters/acceptance.ts'
import { refuseLettersWhileOff } from '../letters/switch.ts'
import { dayExceeded, keyConflict } from '../notifications/limits.ts'
import { checkPermission, chosen, findTemplate, senderAsSent } from '../notifications/sending.ts'
import type { Caller } from '../services/authentication.ts'
import type { CachedService, CachedTemplate } from '../services/cached.ts'
import { uuidv7 } from '../uuid.ts'
import type { JobRequest } from './requests.ts'
import { checkRows } from './rows.ts'
import { storeJob } from './storing.ts'

/** Days for which a file is kept that no job turns out to be about: as many as the longest retention, and a job's week before. See archive_jobs. */
const longestDays = 97

export type JobKey = { idempotency_key: string; request_hash: string }

/** @returns the job that the same request with this key has made; null when there is none. @throws ApiError 422 */
export async function jobMadeBefore(crier: Crier, { service, key }: Caller, by: JobKey) {
  const asked = { ...by, service_id: service.id, key_type: key.keyType, now: crier.now().toISOString() }
  const [known] = await getJobByKey.run(asked, crier.db)
  if (known?.is_same === false) throw keyConflict()
  return known?.id ?? null
}

/** @returns the job's id. @throws ApiError */
export async function makeJob(
  crier: Crier,
  who: Caller,
  request: JobRequest,
  by: JobKey | null,
): Promise<string> {
  const { service, key } = who
  const { template, channel } = await templateOf(crier, who, request.template_id)
  const reply_to_text = await replyTo(crier, who, channel, template, request.reply_to_id)
  const rows = await checkRows(crier, who, template, request.csv)
  const id = uuidv7(crier.now())
  const file = await storeFile(
    crier,
    { purpose: 'spreadsheet', serviceId: service.id, aboutId: id },
    {
      name: request.name,
      contentType: 'text/csv',
      size: Buffer.byteLength(request.csv),
      retentionDays: longestDays,
    },
    [Buffer.from(request.csv)],
  )
  try {
    const made = await storeJob(
      crier,
      {
        id,
        service_id: service.id,
        notification_type: channel,
        template_id: template.id,
        template_version: template.version,
        key_type: key.keyType,
        api_key_id: key.id,
        name: request.name,
        reply_to_text,
        reference: request.reference,
        scheduled_for: request.scheduled_for,
        idempotency_key: by?.idempotency_key ?? null,
        request_hash: by?.request_hash ?? null,
        contact_list_id: null,
        actor: null,
        now: crier.now().toISOString(),
      },
      rows,
    )
    if (made.is_new) crier.metrics.accepted.inc({ type: channel, key_type: key.keyType }, rows.count)
    else await removeFile(crier, file.id)
    return made.id
  } catch (error) {
    // Otherwise there may be a job, whose file it is; where there is none, its own time ends it.
    if (changedNothing(error)) await removeFile(crier, file.id)
    const refusedBy = constraintOf(error)
    if (refusedBy === 'job_key_is_of_one_request') throw keyConflict()
    if (refusedBy === 'job_is_within_the_day') throw dayExceeded((error as { detail: string }).detail)
    throw error
  }
}

/** @throws ApiError, PlainError for a template that is none of the service, or of which this key makes no job */
export async function templateOf(crier: Crier, who: Caller, id: string) {
  const { service } = who
  const found = await crier.cache.template(service.id, id)
  if (found?.type === 'broadcast' && !found.hidden)
    throw badRequest('broadcast template is not suitable for a job')
  const channel: Channel = found === null || found.type === 'broadcast' ? 'sms' : found.type
  const template = await findTemplate(crier, service, id, channel)
  await refuseLettersWhileOff(crier, template)
  checkPermission(service, channel)
  if (channel === 'letter') checkLetterSender(who)
  return { template, channel }
}

/**
 * The sender of all its messages, by its id or the default one; a letter's is the contact block of its template.
 * @throws ApiError 400 for a sender that the service has not
 */
export async function replyTo(
  crier: Crier,
  { service }: Caller,
  channel: Channel,
  template: CachedTemplate,
  id: string | null,
) {
  if (channel === 'letter' && id === null) return template.contactBlock
  const found = channel === 'letter' ? undefined : await senderOf(crier, service, channel, id)
  if (found === undefined)
    throw badRequest(`reply_to_id ${id} does not exist in database for service id ${service.id}`)
  return found
}

/**
 * The sender of all its messages: the one of this id, or the default one where none is named.
 * @returns null where the service has no default one; undefined where it has none of the id
 */
export async function senderOf(
  crier: Pick<Crier, 'cache'>,
  service: CachedService,
  channel: SentChannel,
  id: string | null,
): Promise<string | null | undefined> {
  const options = { email: service.replyToAddresses, sms: service.smsSenders }[channel]
  const found = chosen<(typeof options)[number]>(options, id ?? undefined)
  if (found === undefined) return id === null ? null : undefined
  return 'email_address' in found
    ? found.email_address
    : senderAsSent(found.sms_sender, await crier.cache.smsRates())
}
