/** Templates and files as the internal API shows them. Source: specification, internal API, shared shapes. */

import type {
  IListTemplateRowsResult,
  IListVersionsOfTemplateResult,
} from '../../queries/templates/admin.queries.ts'
import type { IListEmailFilesResult } from '../../queries/templates/email-files.queries.ts'

type Version = IListVersionsOfTemplateResult

/** What a template and each of its versions have. @param replyTo whom answers go to, or the contact block of a letter */
const common = (row: Version, replyTo: string | null) => ({
  archived: row.archived,
  broadcast_data: row.broadcast_data,
  content: row.content,
  created_at: row.created_at,
  email_files: row.email_files,
  has_unsubscribe_link: row.has_unsubscribe_link,
  hidden: row.hidden,
  id: row.id,
  is_precompiled_letter: row.is_precompiled_letter,
  letter_attachment: row.letter_attachment,
  letter_languages: row.letter_languages,
  letter_welsh_content: row.letter_welsh_content,
  letter_welsh_subject: row.letter_welsh_subject,
  name: row.name,
  postage: row.postage,
  process_type: row.process_type,
  reply_to: row.service_letter_contact_id,
  reply_to_text: replyTo,
  service: row.service_id,
  service_letter_contact: row.service_letter_contact_id,
  subject: row.subject,
  template_type: row.template_type,
  updated_at: row.updated_at,
  version: row.version,
})

export const templateWire = (row: Version, replyTo: string | null) => ({
  ...common(row, replyTo),
  created_by: row.created_by_id,
  folder: row.folder_id,
  redact_personalisation: row.redact_personalisation,
  template_redacted: row.id,
})

/** Pages show a name: what was made by hand has that of nobody. */
const operatorShown = { id: null, name: 'An operator', email_address: null }

/** Folder and redaction belong to no version; those who show one ask whether its values are hidden all the same. */
export const versionWire = (row: Version, replyTo: string | null) => ({
  ...common(row, replyTo),
  created_by:
    row.created_by_id === null
      ? operatorShown
      : { id: row.created_by_id, name: row.author_name, email_address: row.author_email_address },
  folder: row.folder_id,
  redact_personalisation: row.redact_personalisation,
})

/** Hidden ones are in no list. */
export const listedTemplateWire = (row: IListTemplateRowsResult) => ({
  content: row.content,
  folder: row.folder_id,
  id: row.id,
  is_precompiled_letter: false,
  name: row.name,
  template_type: row.template_type,
})

export const emailFileWire = (row: IListEmailFilesResult) => ({
  filename: row.filename,
  id: row.id,
  link_text: row.link_text,
  pending: row.pending,
  retention_period: row.retention_period,
  validate_users_email: row.validate_users_email,
})
