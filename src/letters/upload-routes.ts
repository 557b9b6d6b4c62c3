/**
 * PDFs that people have uploaded, sent as letters. Source: specification, letters, PDFs uploaded in the admin application; internal API, one-off sends. An
 * upload is a letter once: whoever asks again, be it at the same time, is told of the same one.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { isUploadSent, sendUploadedLetter } from '../../queries/letters/uploaded.queries.ts'
import { jsonBody, one, refused, serviceId, serviceOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { dayExceeded } from '../notifications/limits.ts'
import { checkPerson } from '../notifications/one-off.ts'
import { unreachable } from '../notifications/sending.ts'
import type { CachedService } from '../services/cached.ts'
import { checkSchema, reference, string, uuid } from '../validation.ts'
import { mostPages } from './contents.ts'
import { bytesOf, findUploadedPdf } from './files.ts'
import { refuseLettersWhileOff } from './switch.ts'

const postages = ['first', 'second', 'economy', 'europe', 'rest-of-world'] as const

/** Entries are in the order in which their failures are reported. */
const uploadedLetter = v.strictObject({
  postage: v.pipe(
    string,
    v.picklist(postages, 'invalid. It must be first, second, economy, europe or rest-of-world.'),
  ),
  filename: reference,
  created_by: uuid,
  file_id: uuid,
  recipient_address: reference,
})
type Upload = { id: string; size: number } | null

export function uploadedLetterRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.post(`/service/${serviceId}/send-pdf-letter`, async (c) => {
    const service = await serviceOf(c, crier)
    const request = checkSchema(uploadedLetter, await jsonBody(c))
    await refuseLettersWhileOff(crier, { type: 'letter' })
    if (!service.permissions.has('letter')) throw refused('Service is not allowed to send letters')
    const { file_id: id, created_by: actor, postage, filename } = request
    const named = { id, service_id: service.id }
    if (one(await isUploadSent.run(named, crier.db)).is_sent) return json(c, { id }, 201)
    const upload = await findUploadedPdf(crier, 'letter-upload', service.id, id)
    let page_count = 0
    let refusal: PlainError | undefined
    try {
      await check(service, actor)
      page_count = await pagesOf(service, upload)
    } catch (error) {
      if (!(error instanceof PlainError)) throw error
      refusal = error
    }
    const to = decoded(request.recipient_address)
    const message = {
      ...named,
      to,
      normalised_to: to.replace(/\s/g, '').toLowerCase(),
      personalisation: { address_line_1: filename },
      client_reference: filename,
      postage,
    }
    const stores = refusal === undefined
    const sending = { message, file_id: upload?.id ?? null, page_count, stores, actor }
    const sent = one(await sendUploadedLetter.run({ ...sending, now: crier.now().toISOString() }, crier.db))
    if (sent.exceeded_limit !== null) {
      crier.metrics.refused.inc({ limit: 'daily-limited' })
      throw dayExceeded(`letter: ${sent.exceeded_limit}`)
    }
    if (!sent.is_sent) throw refusal ?? gone()
    if (stores) crier.metrics.accepted.inc({ type: 'letter', key_type: 'normal' })
    return json(c, { id }, 201)
  })

  /** A letter is to nobody of the team. */
  async function check(service: CachedService, actor: string): Promise<void> {
    await checkPerson(crier, service, actor)
    if (service.restricted) throw refused(unreachable('normal'))
  }

  async function pagesOf(service: CachedService, upload: Upload): Promise<number> {
    if (upload === null) throw gone()
    const pdf = await bytesOf(crier, upload)
    const pages = await crier.letters.render(service.id, { what: 'count', pdf })
    if (pages === 'unreadable') throw refused('unable-to-read-the-file')
    if (pages > mostPages) throw refused('letter-too-long')
    return pages
  }

  return app
}

const gone = () => new PlainError(500, 'The uploaded letter is not in the file store')

/** The application may have spelt it by percent signs; those of an address that are none stay. */
const decoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (spelt) => {
    try {
      return decodeURIComponent(spelt)
    } catch {
      return spelt
    }
  })
