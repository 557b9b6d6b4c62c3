/** The shapes in which services and templates are kept in memory. */
import { Buffer } from 'node:buffer'
import type { IGetServiceForRequestsResult } from '../../queries/services.queries.ts'
import type { IGetTemplateForRequestsResult } from '../../queries/templates.queries.ts'
import type { Seal } from '../seal.ts'
import { brandLogoUrl, type EmailBranding } from '../templates/email-frame.ts'
import { type CompiledTemplate, compileTemplate, type TemplateFile } from '../templates/template.ts'

export type KeyType = 'normal' | 'team' | 'test'
export type CachedKey = {
  id: string
  keyType: KeyType
  /** The secret's text as bytes, which is what tokens are signed with. */
  hmacKey: Buffer
  revoked: boolean
  /** From this instant on (epoch milliseconds) a revoked key no longer exists for authentication. */
  candidateUntil: number
}

export type CachedService = {
  id: string
  name: string
  active: boolean
  restricted: boolean
  prefixSms: boolean
  contactLink: string | null
  senderName: string
  fromEmail: string
  permissions: ReadonlySet<string>
  emailBranding: EmailBranding | null
  apiKeys: CachedKey[]
  smsSenders: { id: string; sms_sender: string; is_default: boolean }[]
  replyToAddresses: { id: string; email_address: string; is_default: boolean }[]
}

export type CachedTemplate = {
  id: string
  version: number
  type: 'sms' | 'email' | 'letter' | 'broadcast'
  name: string
  archived: boolean
  hidden: boolean
  priority: boolean
  postage: string | null
  hasUnsubscribeLink: boolean
  contactBlock: string | null
  /** The name of an attached file that was never stored, or null. */
  lackingFile: string | null
  compiled: CompiledTemplate
}

type Branding = {
  brand_type: 'org' | 'both' | 'org_banner'
  colour: string | null
  logo: string | null
  text: string | null
  alt_text: string | null
}

export function cachedService(
  row: IGetServiceForRequestsResult,
  seal: Seal,
  adminBaseUrl: string,
): CachedService {
  const branding = row.email_branding as Branding | null
  const keys = row.api_keys as {
    id: string
    key_type: KeyType
    secret: string
    revoked: boolean
    candidate_until: string | null
  }[]
  return {
    id: row.id,
    name: row.name,
    active: row.active ?? false,
    restricted: row.restricted,
    prefixSms: row.prefix_sms,
    contactLink: row.contact_link,
    senderName: row.sender_name,
    fromEmail: row.from_email,
    permissions: new Set(row.permissions),
    emailBranding: branding && {
      brandType: branding.brand_type,
      colour: branding.colour,
      logoUrl: branding.logo === null ? null : brandLogoUrl(adminBaseUrl, branding.logo),
      text: branding.text,
      altText: branding.alt_text,
    },
    apiKeys: keys.map((key) => ({
      id: key.id,
      keyType: key.key_type,
      hmacKey: Buffer.from(seal.open(Buffer.from(key.secret, 'base64')), 'utf8'),
      revoked: key.revoked,
      candidateUntil:
        key.candidate_until === null ? Number.POSITIVE_INFINITY : Date.parse(key.candidate_until),
    })),
    smsSenders: row.sms_senders as CachedService['smsSenders'],
    replyToAddresses: row.reply_to_addresses as CachedService['replyToAddresses'],
  }
}

type EmailFile = {
  id: string
  filename: string
  link_text: string | null
  retention_period: number
  validate_users_email: boolean
}

/** Files as the database gives them: email_files_of. */
export const templateFiles = (serviceId: string, files: unknown): TemplateFile[] =>
  (files as EmailFile[]).map((file) => ({
    id: file.id,
    serviceId,
    filename: file.filename,
    linkText: file.link_text,
    weeks: file.retention_period,
    confirmsAddress: file.validate_users_email,
  }))

export function cachedTemplate(serviceId: string, row: IGetTemplateForRequestsResult): CachedTemplate {
  return {
    id: row.id,
    version: row.version,
    type: row.template_type,
    name: row.name,
    archived: row.archived,
    hidden: row.hidden,
    priority: row.process_type === 'priority',
    postage: row.postage,
    hasUnsubscribeLink: row.has_unsubscribe_link,
    contactBlock: row.contact_block,
    lackingFile: row.lacking_file,
    compiled: compileTemplate({
      type: row.template_type,
      content: row.content,
      subject: row.subject,
      contactBlock: row.contact_block,
      welshSubject: row.letter_welsh_subject,
      welshContent: row.letter_welsh_content,
      hasUnsubscribeLink: row.has_unsubscribe_link,
      files: templateFiles(serviceId, row.email_files),
    }),
  }
}
