/**
 * Makes a job of a file that a person has uploaded: one that Notify's admin application has put into its bucket or into Crier's own store, with what it
 * wrote beside it, or another one of the store, which the request then tells of. Source: specification, sending, jobs, create.
 */
import * as v from 'valibot'
import { getUploadedFile } from '../../queries/jobs/uploads.queries.ts'
import { checkFields, instant, text, uuid } from '../admin/fields.ts'
import { refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { ApiError, noResultFound, PlainError } from '../errors.ts'
import type { Metadata } from '../files/s3.ts'
import { ownKey, readFile } from '../files/store.ts'
import { bodyLimits } from '../http.ts'
import { refuseLettersWhileOff } from '../letters/switch.ts'
import type { CachedService } from '../services/cached.ts'
import { canonicalUuid } from '../uuid.ts'
import { isJsonObject } from '../validation.ts'
import { senderOf } from './making.ts'
import { checkRows } from './rows.ts'
import { storeJob } from './storing.ts'
import { textOfFile } from './text.ts'
import { makeTurns } from './turns.ts'
import { readUpload, type ToldBeside, toldBeside, type Upload } from './uploads.ts'

const uploadId = v.object({ id: uuid })
const optionalId = v.optional(v.nullable(uuid))
const jobByHand = v.object({
  original_file_name: text(),
  notification_count: v.number('Not a valid integer.'),
  created_by: uuid,
  scheduled_for: v.optional(v.nullable(instant)),
  contact_list_id: optionalId,
})

/** Of files that are larger than any that comes by itself, up to a hundred megabytes, one is read at a time. */
const inTurn = makeTurns({ waiting: 8, waitingOfOne: 2 })

/** @throws PlainError 400 without an id that is one */
export const uploadIdOf = (body: unknown): string => checkFields(uploadId, body).id

/** @throws ApiError, PlainError in the specification's order of checks; whatever begin_job refuses */
export async function makeJobByHand(
  crier: Crier,
  service: CachedService,
  id: string,
  body: unknown,
): Promise<void> {
  const given = isJsonObject(body) ? body : {}
  const upload = await uploadOf(crier, service.id, id, given)
  if (upload === null) throw noResultFound()
  const template = upload.templateId && (await crier.cache.template(service.id, upload.templateId))
  if (!template || template.hidden) throw noResultFound()
  await refuseLettersWhileOff(crier, template)
  if (template.type === 'letter' && service.restricted)
    throw new PlainError(403, 'Create letter job is not allowed for service in trial mode ')
  if (!upload.isValid) throw refused("File is not valid, can't create job")
  if (template.archived) throw refused({ template: ['Template has been deleted'] })
  const request = checkFields(jobByHand, {
    ...given,
    ...(upload.originalFileName === null ? {} : { original_file_name: upload.originalFileName }),
    ...(upload.notificationCount === null ? {} : { notification_count: upload.notificationCount }),
  })
  const channel = template.type
  if (channel === 'broadcast') throw refused('broadcast template is not suitable for a job')
  if (channel === 'letter' && !service.permissions.has('letter'))
    throw refused('Service is not allowed to send letters')
  const reply_to_text =
    channel === 'letter' ? template.contactBlock : await senderOf(crier, service, channel, upload.senderId)
  if (reply_to_text === undefined) throw refused({ sender_id: ['No result found'] })
  const check = async () =>
    checkRows(crier, { service, key: null }, template, await upload.csv()).catch(inWords)
  const rows = await (upload.size > bodyLimits.files ? inTurn(service.id, check) : check())
  await storeJob(
    crier,
    {
      id,
      service_id: service.id,
      notification_type: channel,
      template_id: template.id,
      template_version: template.version,
      key_type: 'normal',
      api_key_id: null,
      name: request.original_file_name,
      reply_to_text,
      reference: null,
      scheduled_for: request.scheduled_for ?? null,
      idempotency_key: null,
      request_hash: null,
      contact_list_id: request.contact_list_id ?? null,
      actor: request.created_by,
      now: crier.now().toISOString(),
    },
    rows,
  )
  crier.metrics.accepted.inc({ type: channel, key_type: 'normal' }, rows.count)
}

async function uploadOf(
  crier: Crier,
  service_id: string,
  upload_id: string,
  given: Record<string, unknown>,
): Promise<Upload | null> {
  const upload = await readUpload(crier, service_id, upload_id)
  const said = canonicalUuid(given.template_id)
  if (upload !== null) return { ...upload, templateId: upload.templateId ?? said }
  const [file] = await getUploadedFile.run(
    { service_id, upload_id, contact_list_id: canonicalUuid(given.contact_list_id) },
    crier.db,
  )
  if (file === undefined) return null
  return {
    ...(file.metadata === null ? saidBy(given, file) : toldBeside(file.metadata as Metadata)),
    size: file.size,
    csv: async () =>
      textOfFile(
        new Uint8Array(await new Response(readFile(crier, file, ownKey(crier, file.id))).arrayBuffer()),
      ),
  }
}

/** Beside a file that nobody has written anything about the request tells of it. */
const saidBy = (given: Record<string, unknown>, file: { name: string | null }): ToldBeside => ({
  originalFileName: file.name,
  // Its rows say so.
  notificationCount: 0,
  templateId: canonicalUuid(given.template_id),
  isValid: true,
  senderId: canonicalUuid(given.sender_id),
})

/** What is wrong with a row is no list of errors here but the first of them in words. */
function inWords(error: unknown): never {
  if (!(error instanceof ApiError) || error.status !== 400) throw error
  throw refused(`File is not valid, can't create job: ${error.message}`)
}
