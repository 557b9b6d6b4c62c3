/** Types generated for queries found in "queries/templates.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type letter_languages = 'english' | 'welsh_then_english';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type template_process_type = 'normal' | 'priority';

export type template_type = 'broadcast' | 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type numberArray = (number)[];

export type stringArray = (string)[];

export type template_typeArray = (template_type)[];

/** 'GetTemplateForRequests' parameters type */
export interface IGetTemplateForRequestsParams {
  service_id: string;
  template_id: string;
}

/** 'GetTemplateForRequests' return type */
export interface IGetTemplateForRequestsResult {
  archived: boolean;
  /** Lines of text; may hold placeholders. */
  contact_block: string;
  /** The text with its placeholders. */
  content: string;
  email_files: Json;
  /** Whether emails carry Crier's own unsubscribe link. */
  has_unsubscribe_link: boolean;
  /** Made by Crier for its own use, as for precompiled letters. */
  hidden: boolean;
  /** What requests name as template_id. */
  id: string;
  lacking_file: string | null;
  /** Of letters: English, or Welsh then English. */
  letter_languages: letter_languages | null;
  /** The Welsh text. */
  letter_welsh_content: string | null;
  /** The Welsh heading. */
  letter_welsh_subject: string | null;
  /** Shown to people who choose. */
  name: string;
  /** Of letters to UK addresses. */
  postage: postage | null;
  /** priority: its messages overtake all others (security codes). */
  process_type: template_process_type;
  /** Of emails and letters; may hold placeholders. */
  subject: string | null;
  template_type: template_type;
  /** Counts the versions from 1. */
  version: number;
}

/** 'GetTemplateForRequests' query type */
export interface IGetTemplateForRequestsQuery {
  params: IGetTemplateForRequestsParams;
  result: IGetTemplateForRequestsResult;
}

const getTemplateForRequestsIR: any = {"usedParamSet":{"template_id":true,"service_id":true},"params":[{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1267,"b":1279}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1307,"b":1318}]}],"statement":"select\n  -- The current version of a template that its service may see, archived ones included: callers\n  -- tell the difference.\n  template.id,\n  template.version,\n  template.template_type,\n  template.name,\n  template.subject,\n  template.content,\n  template.process_type,\n  template.postage,\n  template.archived_at is not null as \"archived!\",\n  template.hidden,\n  template.has_unsubscribe_link,\n  template.letter_languages,\n  template.letter_welsh_subject,\n  template.letter_welsh_content,\n  contact.contact_block,\n  attached.files as \"email_files!\",\n  lacking.filename as lacking_file\nfrom templates template\nleft join service_letter_contacts contact\n  on contact.id = template.service_letter_contact_id and contact.archived_at is null\ncross join lateral (\n  select case template.template_type when 'email' then email_files_of(template.id, template.version)\n    else '[]' end as files\n) attached\nleft join lateral (\n  -- A file that was never stored.\n  select file ->> 'filename' as filename\n  from jsonb_array_elements(attached.files) as file\n  where not exists (\n    select\n    from readable_files\n    where about_id = (file ->> 'id')::uuid and purpose = 'email-file'\n      and service_id = template.service_id\n  )\n  limit 1\n) lacking on true\nwhere template.id = :template_id! and template.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The current version of a template that its service may see, archived ones included: callers
 *   -- tell the difference.
 *   template.id,
 *   template.version,
 *   template.template_type,
 *   template.name,
 *   template.subject,
 *   template.content,
 *   template.process_type,
 *   template.postage,
 *   template.archived_at is not null as "archived!",
 *   template.hidden,
 *   template.has_unsubscribe_link,
 *   template.letter_languages,
 *   template.letter_welsh_subject,
 *   template.letter_welsh_content,
 *   contact.contact_block,
 *   attached.files as "email_files!",
 *   lacking.filename as lacking_file
 * from templates template
 * left join service_letter_contacts contact
 *   on contact.id = template.service_letter_contact_id and contact.archived_at is null
 * cross join lateral (
 *   select case template.template_type when 'email' then email_files_of(template.id, template.version)
 *     else '[]' end as files
 * ) attached
 * left join lateral (
 *   -- A file that was never stored.
 *   select file ->> 'filename' as filename
 *   from jsonb_array_elements(attached.files) as file
 *   where not exists (
 *     select
 *     from readable_files
 *     where about_id = (file ->> 'id')::uuid and purpose = 'email-file'
 *       and service_id = template.service_id
 *   )
 *   limit 1
 * ) lacking on true
 * where template.id = :template_id! and template.service_id = :service_id!
 * ```
 */
export const getTemplateForRequests = new PreparedQuery<IGetTemplateForRequestsParams,IGetTemplateForRequestsResult>(getTemplateForRequestsIR);


/** 'ListTemplateVersions' parameters type */
export interface IListTemplateVersionsParams {
  ids: stringArray;
  versions: numberArray;
}

/** 'ListTemplateVersions' return type */
export interface IListTemplateVersionsResult {
  /** Lines of text; may hold placeholders. */
  contact_block: string;
  /** The text with its placeholders. */
  content: string;
  email_files: Json;
  /** Whether emails carry Crier's own unsubscribe link. */
  has_unsubscribe_link: boolean;
  /** What requests name as template_id. */
  id: string;
  /** The Welsh text. */
  letter_welsh_content: string | null;
  /** The Welsh heading. */
  letter_welsh_subject: string | null;
  /** Shown to people who choose. */
  name: string;
  service_id: string;
  /** Of emails and letters; may hold placeholders. */
  subject: string | null;
  template_type: template_type;
  /** Counts the versions from 1. */
  version: number;
}

/** 'ListTemplateVersions' query type */
export interface IListTemplateVersionsQuery {
  params: IListTemplateVersionsParams;
  result: IListTemplateVersionsResult;
}

const listTemplateVersionsIR: any = {"usedParamSet":{"ids":true,"versions":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":498,"b":502}]},{"name":"versions","required":true,"transform":{"type":"scalar"},"locs":[{"a":513,"b":522}]}],"statement":"select\n  -- A version's text never changes; the contact block is the sender's present one.\n  template.id,\n  template.service_id,\n  template.version,\n  template.template_type,\n  template.name,\n  template.subject,\n  template.content,\n  template.has_unsubscribe_link,\n  template.letter_welsh_subject,\n  template.letter_welsh_content,\n  contact.contact_block,\n  case template.template_type when 'email' then email_files_of(template.id, template.version)\n    else '[]' end as \"email_files!\"\nfrom unnest(:ids!::uuid[], :versions!::integer[]) as wanted (id, version)\njoin templates_history template on template.id = wanted.id and template.version = wanted.version\nleft join service_letter_contacts contact on contact.id = template.service_letter_contact_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A version's text never changes; the contact block is the sender's present one.
 *   template.id,
 *   template.service_id,
 *   template.version,
 *   template.template_type,
 *   template.name,
 *   template.subject,
 *   template.content,
 *   template.has_unsubscribe_link,
 *   template.letter_welsh_subject,
 *   template.letter_welsh_content,
 *   contact.contact_block,
 *   case template.template_type when 'email' then email_files_of(template.id, template.version)
 *     else '[]' end as "email_files!"
 * from unnest(:ids!::uuid[], :versions!::integer[]) as wanted (id, version)
 * join templates_history template on template.id = wanted.id and template.version = wanted.version
 * left join service_letter_contacts contact on contact.id = template.service_letter_contact_id
 * ```
 */
export const listTemplateVersions = new PreparedQuery<IListTemplateVersionsParams,IListTemplateVersionsResult>(listTemplateVersionsIR);


/** 'GetTemplateVersion' parameters type */
export interface IGetTemplateVersionParams {
  service_id: string;
  template_id: string;
  version: number;
}

/** 'GetTemplateVersion' return type */
export interface IGetTemplateVersionResult {
  /** Lines of text; may hold placeholders. */
  contact_block: string;
  /** The text with its placeholders. */
  content: string;
  created_at: string;
  created_by: string;
  email_file_names: stringArray | null;
  /** What requests name as template_id. */
  id: string;
  /** The Welsh text. */
  letter_welsh_content: string | null;
  /** The Welsh heading. */
  letter_welsh_subject: string | null;
  /** Shown to people who choose. */
  name: string;
  /** Of letters to UK addresses. */
  postage: postage | null;
  /** Of emails and letters; may hold placeholders. */
  subject: string | null;
  template_type: template_type;
  updated_at: string | null;
  /** Counts the versions from 1. */
  version: number;
}

/** 'GetTemplateVersion' query type */
export interface IGetTemplateVersionQuery {
  params: IGetTemplateVersionParams;
  result: IGetTemplateVersionResult;
}

const getTemplateVersionIR: any = {"usedParamSet":{"version":true,"template_id":true,"service_id":true},"params":[{"name":"version","required":true,"transform":{"type":"scalar"},"locs":[{"a":876,"b":884}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1082,"b":1094}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1121,"b":1132}]}],"statement":"select\n  -- A version as the API shows it; version 0 is the current one. Archived templates are shown,\n  -- hidden ones are not.\n  template.id,\n  template.name,\n  template.template_type as \"template_type!\",\n  template.version,\n  wire_timestamp(template.created_at) as \"created_at!\",\n  wire_timestamp(template.updated_at) as updated_at,\n  coalesce(users.email_address, '') as \"created_by!\",\n  template.subject,\n  template.content,\n  template.postage,\n  template.letter_welsh_subject,\n  template.letter_welsh_content,\n  contact.contact_block,\n  case when template.template_type = 'email' then (\n    select array_agg(file ->> 'filename')\n    from jsonb_array_elements(email_files_of(template.id, template.version)) as file\n  ) end as email_file_names\nfrom templates current\njoin templates_history template\n  on template.id = current.id\n    and template.version = coalesce(nullif(:version!::integer, 0), current.version)\nleft join users on users.id = template.created_by_id\nleft join service_letter_contacts contact on contact.id = template.service_letter_contact_id\nwhere current.id = :template_id! and current.service_id = :service_id! and not current.hidden"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A version as the API shows it; version 0 is the current one. Archived templates are shown,
 *   -- hidden ones are not.
 *   template.id,
 *   template.name,
 *   template.template_type as "template_type!",
 *   template.version,
 *   wire_timestamp(template.created_at) as "created_at!",
 *   wire_timestamp(template.updated_at) as updated_at,
 *   coalesce(users.email_address, '') as "created_by!",
 *   template.subject,
 *   template.content,
 *   template.postage,
 *   template.letter_welsh_subject,
 *   template.letter_welsh_content,
 *   contact.contact_block,
 *   case when template.template_type = 'email' then (
 *     select array_agg(file ->> 'filename')
 *     from jsonb_array_elements(email_files_of(template.id, template.version)) as file
 *   ) end as email_file_names
 * from templates current
 * join templates_history template
 *   on template.id = current.id
 *     and template.version = coalesce(nullif(:version!::integer, 0), current.version)
 * left join users on users.id = template.created_by_id
 * left join service_letter_contacts contact on contact.id = template.service_letter_contact_id
 * where current.id = :template_id! and current.service_id = :service_id! and not current.hidden
 * ```
 */
export const getTemplateVersion = new PreparedQuery<IGetTemplateVersionParams,IGetTemplateVersionResult>(getTemplateVersionIR);


/** 'ListTemplates' parameters type */
export interface IListTemplatesParams {
  service_id: string;
  types: template_typeArray;
}

/** 'ListTemplates' return type */
export interface IListTemplatesResult {
  /** Lines of text; may hold placeholders. */
  contact_block: string;
  /** The text with its placeholders. */
  content: string;
  created_at: string;
  created_by: string;
  email_file_names: stringArray | null;
  /** What requests name as template_id. */
  id: string;
  /** The Welsh text. */
  letter_welsh_content: string | null;
  /** The Welsh heading. */
  letter_welsh_subject: string | null;
  /** Shown to people who choose. */
  name: string;
  /** Of letters to UK addresses. */
  postage: postage | null;
  /** Of emails and letters; may hold placeholders. */
  subject: string | null;
  template_type: template_type;
  updated_at: string | null;
  /** Counts the versions from 1. */
  version: number;
}

/** 'ListTemplates' query type */
export interface IListTemplatesQuery {
  params: IListTemplatesParams;
  result: IListTemplatesResult;
}

const listTemplatesIR: any = {"usedParamSet":{"service_id":true,"types":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":859,"b":870}]},{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":969,"b":975}]}],"statement":"select\n  template.id,\n  template.name,\n  template.template_type as \"template_type!\",\n  template.version,\n  wire_timestamp(template.created_at) as \"created_at!\",\n  wire_timestamp(template.updated_at) as updated_at,\n  coalesce(users.email_address, '') as \"created_by!\",\n  template.subject,\n  template.content,\n  template.postage,\n  template.letter_welsh_subject,\n  template.letter_welsh_content,\n  contact.contact_block,\n  case when template.template_type = 'email' then (\n    select array_agg(file.filename)\n    from template_email_files file\n    where file.template_id = template.id and file.archived_at is null and not file.pending\n  ) end as email_file_names\nfrom templates template\nleft join users on users.id = template.created_by_id\nleft join service_letter_contacts contact on contact.id = template.service_letter_contact_id\nwhere template.service_id = :service_id!\n  and not template.hidden\n  and template.archived_at is null\n  and template.template_type = any (:types!::template_type[])\norder by template.name, template.template_type\n-- The API has no pages here: a bound that no service comes near.\nlimit 10000"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   template.id,
 *   template.name,
 *   template.template_type as "template_type!",
 *   template.version,
 *   wire_timestamp(template.created_at) as "created_at!",
 *   wire_timestamp(template.updated_at) as updated_at,
 *   coalesce(users.email_address, '') as "created_by!",
 *   template.subject,
 *   template.content,
 *   template.postage,
 *   template.letter_welsh_subject,
 *   template.letter_welsh_content,
 *   contact.contact_block,
 *   case when template.template_type = 'email' then (
 *     select array_agg(file.filename)
 *     from template_email_files file
 *     where file.template_id = template.id and file.archived_at is null and not file.pending
 *   ) end as email_file_names
 * from templates template
 * left join users on users.id = template.created_by_id
 * left join service_letter_contacts contact on contact.id = template.service_letter_contact_id
 * where template.service_id = :service_id!
 *   and not template.hidden
 *   and template.archived_at is null
 *   and template.template_type = any (:types!::template_type[])
 * order by template.name, template.template_type
 * -- The API has no pages here: a bound that no service comes near.
 * limit 10000
 * ```
 */
export const listTemplates = new PreparedQuery<IListTemplatesParams,IListTemplatesResult>(listTemplatesIR);


