/** Types generated for queries found in "queries/letters/attachments.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type letter_languages = 'english' | 'welsh_then_english';

export type template_type = 'broadcast' | 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'ArchiveLetterAttachment' parameters type */
export interface IArchiveLetterAttachmentParams {
  actor: string;
  id: string;
  now: string;
}

/** 'ArchiveLetterAttachment' return type */
export interface IArchiveLetterAttachmentResult {
  is_archived: boolean;
}

/** 'ArchiveLetterAttachment' query type */
export interface IArchiveLetterAttachmentQuery {
  params: IArchiveLetterAttachmentParams;
  result: IArchiveLetterAttachmentResult;
}

const archiveLetterAttachmentIR: any = {"usedParamSet":{"id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":36}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":45}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":52}]}],"statement":"select archive_letter_attachment(:id!, :actor!, :now!) as \"is_archived!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_letter_attachment(:id!, :actor!, :now!) as "is_archived!"
 * ```
 */
export const archiveLetterAttachment = new PreparedQuery<IArchiveLetterAttachmentParams,IArchiveLetterAttachmentResult>(archiveLetterAttachmentIR);


/** 'AttachToTemplate' parameters type */
export interface IAttachToTemplateParams {
  actor: string;
  file_id: string;
  now: string;
  original_filename: string;
  page_count: number;
  template_id: string;
  upload_id: string;
}

/** 'AttachToTemplate' return type */
export interface IAttachToTemplateResult {
  attached: undefined | null;
}

/** 'AttachToTemplate' query type */
export interface IAttachToTemplateQuery {
  params: IAttachToTemplateParams;
  result: IAttachToTemplateResult;
}

const attachToTemplateIR: any = {"usedParamSet":{"template_id":true,"upload_id":true,"file_id":true,"original_filename":true,"page_count":true,"actor":true,"now":true},"params":[{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":41}]},{"name":"upload_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":54}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":65}]},{"name":"original_filename","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":86}]},{"name":"page_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":89,"b":100}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":109}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":112,"b":116}]}],"statement":"select attach_to_template(\n  :template_id!, :upload_id!, :file_id!, :original_filename!, :page_count!, :actor!, :now!\n) as attached"};

/**
 * Query generated from SQL:
 * ```
 * select attach_to_template(
 *   :template_id!, :upload_id!, :file_id!, :original_filename!, :page_count!, :actor!, :now!
 * ) as attached
 * ```
 */
export const attachToTemplate = new PreparedQuery<IAttachToTemplateParams,IAttachToTemplateResult>(attachToTemplateIR);


/** 'GetLetterAttachment' parameters type */
export interface IGetLetterAttachmentParams {
  id: string;
}

/** 'GetLetterAttachment' return type */
export interface IGetLetterAttachmentResult {
  shape: Json;
}

/** 'GetLetterAttachment' query type */
export interface IGetLetterAttachmentQuery {
  params: IGetLetterAttachmentParams;
  result: IGetLetterAttachmentResult;
}

const getLetterAttachmentIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":103}]}],"statement":"select letter_attachment_shape(attachment) as \"shape!\"\nfrom letter_attachment attachment\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select letter_attachment_shape(attachment) as "shape!"
 * from letter_attachment attachment
 * where id = :id!
 * ```
 */
export const getLetterAttachment = new PreparedQuery<IGetLetterAttachmentParams,IGetLetterAttachmentResult>(getLetterAttachmentIR);


/** 'GetAttachedPages' parameters type */
export interface IGetAttachedPagesParams {
  id: string;
}

/** 'GetAttachedPages' return type */
export interface IGetAttachedPagesResult {
  file_id: string;
  /** Its pages; they count towards the letter's ten. */
  page_count: number;
  service_id: string;
  size: number;
}

/** 'GetAttachedPages' query type */
export interface IGetAttachedPagesQuery {
  params: IGetAttachedPagesParams;
  result: IGetAttachedPagesResult;
}

const getAttachedPagesIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":413,"b":416}]}],"statement":"select\n  -- An attachment's file as letters get it, also when no template has it any more; not what was\n  -- put there later.\n  pages.id as \"file_id!\",\n  pages.size as \"size!\",\n  pages.service_id as \"service_id!\",\n  attachment.page_count as \"page_count!\"\nfrom letter_attachment attachment\njoin readable_files pages\n  on pages.about_id = attachment.id and pages.purpose = 'letter-attachment'\nwhere attachment.id = :id! and pages.delete_after is null\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- An attachment's file as letters get it, also when no template has it any more; not what was
 *   -- put there later.
 *   pages.id as "file_id!",
 *   pages.size as "size!",
 *   pages.service_id as "service_id!",
 *   attachment.page_count as "page_count!"
 * from letter_attachment attachment
 * join readable_files pages
 *   on pages.about_id = attachment.id and pages.purpose = 'letter-attachment'
 * where attachment.id = :id! and pages.delete_after is null
 * limit 1
 * ```
 */
export const getAttachedPages = new PreparedQuery<IGetAttachedPagesParams,IGetAttachedPagesResult>(getAttachedPagesIR);


/** 'GetTemplateToAttachTo' parameters type */
export interface IGetTemplateToAttachToParams {
  id: string;
}

/** 'GetTemplateToAttachTo' return type */
export interface IGetTemplateToAttachToResult {
  /** The text with its placeholders. */
  content: string;
  has_attachment: boolean;
  languages: letter_languages;
  service_id: string;
  subject: string;
  template_type: template_type;
  /** The Welsh text. */
  welsh_content: string | null;
  /** The Welsh heading. */
  welsh_subject: string | null;
}

/** 'GetTemplateToAttachTo' query type */
export interface IGetTemplateToAttachToQuery {
  params: IGetTemplateToAttachToParams;
  result: IGetTemplateToAttachToResult;
}

const getTemplateToAttachToIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":444,"b":447}]}],"statement":"select\n  template.service_id as \"service_id!\", template.template_type as \"template_type!\",\n  template.letter_attachment_id is not null as \"has_attachment!\",\n  coalesce(template.subject, '') as \"subject!\", template.content as \"content!\",\n  coalesce(template.letter_languages, 'english') as \"languages!\",\n  template.letter_welsh_subject as welsh_subject, template.letter_welsh_content as welsh_content\nfrom templates template\nwhere template.id = :id! and not template.hidden and template.archived_at is null"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   template.service_id as "service_id!", template.template_type as "template_type!",
 *   template.letter_attachment_id is not null as "has_attachment!",
 *   coalesce(template.subject, '') as "subject!", template.content as "content!",
 *   coalesce(template.letter_languages, 'english') as "languages!",
 *   template.letter_welsh_subject as welsh_subject, template.letter_welsh_content as welsh_content
 * from templates template
 * where template.id = :id! and not template.hidden and template.archived_at is null
 * ```
 */
export const getTemplateToAttachTo = new PreparedQuery<IGetTemplateToAttachToParams,IGetTemplateToAttachToResult>(getTemplateToAttachToIR);


/** 'ResanitiseAttachment' parameters type */
export interface IResanitiseAttachmentParams {
  actor?: string | null | void;
  file_id: string;
  id: string;
  now: string;
}

/** 'ResanitiseAttachment' return type */
export interface IResanitiseAttachmentResult {
  is_replaced: boolean;
}

/** 'ResanitiseAttachment' query type */
export interface IResanitiseAttachmentQuery {
  params: IResanitiseAttachmentParams;
  result: IResanitiseAttachmentResult;
}

const resanitiseAttachmentIR: any = {"usedParamSet":{"id":true,"file_id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":32}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":43}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":46,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]}],"statement":"select resanitise_attachment(:id!, :file_id!, :actor, :now!) as \"is_replaced!\""};

/**
 * Query generated from SQL:
 * ```
 * select resanitise_attachment(:id!, :file_id!, :actor, :now!) as "is_replaced!"
 * ```
 */
export const resanitiseAttachment = new PreparedQuery<IResanitiseAttachmentParams,IResanitiseAttachmentResult>(resanitiseAttachmentIR);


