/** Makes an uploaded PDF the attachment of a template. Source: specification, letters, attachments. */
import {
  attachToTemplate,
  getTemplateToAttachTo,
  type IGetTemplateToAttachToResult,
} from '../../queries/letters/attachments.queries.ts'
import { refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { PlainError } from '../errors.ts'
import { removeFile, storeFile } from '../files/store.ts'
import { mostPages } from './contents.ts'
import { bytesOf, findUploadedPdf } from './files.ts'
import { sanitiseNow } from './precompiled/now.ts'

export type NewAttachment = {
  upload_id: string
  created_by_id: string
  original_filename: string
  page_count: number
  template_id: string
}

/**
 * What is printed is what Crier itself has found fit for it, whoever put the file there. What the template and its attachment have together is counted
 * with the template's placeholders, as the admin application does; letters whose values make more of it are refused one by one.
 * @throws PlainError 400, 404; 503 when the file can not be looked at now
 */
export async function attach(crier: Crier, request: NewAttachment): Promise<void> {
  const { upload_id, template_id, page_count, original_filename, created_by_id: actor } = request
  const [template] = await getTemplateToAttachTo.run({ id: template_id }, crier.db)
  if (template === undefined) throw new PlainError(404, 'template-not-found')
  if (template.template_type !== 'letter')
    throw refused(`${template.template_type} template is not suitable for letter notification`)
  if (template.has_attachment) throw refused('template-already-has-attachment')
  const upload = await findUploadedPdf(crier, 'letter-attachment', template.service_id, upload_id)
  if (upload === null) throw refused('letter-attachment-file-not-found')
  const answer = await sanitiseNow(crier, await bytesOf(crier, upload), {
    allowInternational: false,
    isAttachment: true,
  })
  if (!answer.ok) throw refused(answer.code)
  if (answer.pageCount !== page_count)
    throw refused({ page_count: [`The file has another number of pages: ${answer.pageCount}`] })
  if ((await pagesOf(crier, template)) + answer.pageCount > mostPages) throw refused('letter-too-long')
  const file = await storeFile(
    crier,
    { purpose: 'letter-attachment', serviceId: template.service_id, aboutId: upload_id },
    { name: null, contentType: 'application/pdf', size: answer.pdf.byteLength },
    [answer.pdf],
  )
  const made = { template_id, upload_id, file_id: file.id, original_filename, page_count, actor }
  try {
    await attachToTemplate.run({ ...made, now: crier.now().toISOString() }, crier.db)
  } catch (error) {
    await removeFile(crier, file.id)
    throw error
  }
}

async function pagesOf(crier: Crier, template: IGetTemplateToAttachToResult): Promise<number> {
  const { time_zone: timeZone } = await crier.cache.settings()
  const { pages } = await crier.letters.render(template.service_id, {
    what: 'letter',
    input: {
      contactBlock: null,
      template: {
        subject: template.subject,
        content: template.content,
        languages: template.languages,
        welshSubject: template.welsh_subject,
        welshContent: template.welsh_content,
      },
      values: null,
      logo: null,
      attachment: null,
      createdAt: crier.now(),
      timeZone,
      purpose: 'preview',
    },
  })
  return pages
}
