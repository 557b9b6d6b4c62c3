/** Templates of the three kinds in folders, with what belongs to them. */
import { randomUUID } from 'node:crypto'
import { storeFile } from '../../../src/files/store.ts'
import { pdfOf } from '../../letters/made-pdfs.ts'
import type { Person } from './people.ts'
import type { Walk } from './walk.ts'

export type Templates = { sms: string; email: string; letter: string }

export async function templates({ make }: Walk, service: string, by: Person): Promise<Templates> {
  const folderOf = async (name: string, parent_id: string | null) =>
    (await make('POST /service/<id>/template-folder', [service], { status: 201, body: { name, parent_id } }))
      .data.id
  const folder = await folderOf('Bins', null)
  const inner = await folderOf('Missed', folder)
  const made = async (template_type: string, more: object) =>
    (
      await make('POST /service/<id>/template', [service], {
        status: 201,
        body: {
          name: `Bins ${template_type}`,
          template_type,
          content: 'Your bin is collected.',
          service,
          created_by: by.id,
          has_unsubscribe_link: null,
          ...more,
        },
      })
    ).data.id
  const sms = await made('sms', {})
  const email = await made('email', { subject: 'Bins', parent_folder_id: folder, has_unsubscribe_link: true })
  const letter = await made('letter', { subject: 'Bins' })
  await make('GET /service/<id>/template', [service])
  await make('POST /service/<id>/template/<id>', [service, sms], {
    body: { content: 'Your bin is collected on Monday.', created_by: by.id },
  })
  await make('GET /service/<id>/template/<id>', [service, sms])
  await make('GET /service/<id>/template/<id>/version/<n>', [service, sms, '1'])
  await make('GET /service/<id>/template/<id>/versions', [service, sms])
  await make('GET /service/<id>/template/precompiled', [service])

  await make('POST /service/<id>/template-folder/<id>/contents', [service, inner], {
    status: 204,
    body: { templates: [sms], folders: [] },
  })
  await make('POST /service/<id>/template-folder/contents', [service], {
    status: 204,
    body: { templates: [sms], folders: [] },
  })
  await make('POST /service/<id>/template-folder/<id>', [service, inner], {
    body: { name: 'Not collected', users_with_permission: [by.id] },
  })
  await make('GET /service/<id>/template-folder', [service])
  await make('DELETE /service/<id>/template-folder/<id>', [service, inner], { status: 204, body: {} })
  return { sms, email, letter }
}

/** A file of an email, pages of a letter. */
export async function attachments(
  { make, crier }: Walk,
  service: string,
  by: Person,
  of: Templates,
): Promise<void> {
  const file = randomUUID()
  const base = '/service/<id>/templates/<id>/template_email_files'
  await store(crier, 'email-file', service, file, 'text/csv', new TextEncoder().encode('a,b'))
  await make(`POST ${base}`, [service, of.email], {
    status: 201,
    body: {
      id: file,
      filename: 'rota.csv',
      created_by_id: by.id,
      retention_period: 26,
      validate_users_email: true,
    },
  })
  await make(`GET ${base}/<id>`, [service, of.email, file])
  await make(`POST ${base}/<id>`, [service, of.email, file], {
    body: { link_text: 'The rota', retention_period: 26, validate_users_email: true, pending: false },
  })
  const upload = randomUUID()
  const pdf = await pdfOf([({ write }) => write('A map', 20, 110)])
  await store(crier, 'letter-attachment', service, upload, 'application/pdf', pdf)
  const { id } = await make('POST /letter-attachment', [], {
    status: 201,
    body: {
      upload_id: upload,
      original_filename: 'map.pdf',
      page_count: 1,
      template_id: of.letter,
      created_by_id: by.id,
    },
  })
  await make('GET /letter-attachment/<id>', [id])
  await make('GET /service/<id>/template/<id>', [service, of.letter])
  await make('POST /letter-attachment/<id>/archive', [id], { status: 204, body: { archived_by: by.id } })
}

/** A file as it is after the application has put it into its bucket. */
export const store = (
  { crier }: Walk['crier'],
  purpose: string,
  serviceId: string,
  aboutId: string,
  contentType: string,
  bytes: Uint8Array,
) =>
  storeFile(
    crier,
    { purpose, serviceId, aboutId } as never,
    { name: null, contentType, size: bytes.byteLength },
    [bytes],
  )
