/** Types generated for queries found in "queries/templates/admin.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type letter_languages = 'english' | 'welsh_then_english';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type template_process_type = 'normal' | 'priority';

export type template_type = 'broadcast' | 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'ChangeTemplate' parameters type */
export interface IChangeTemplateParams {
  actor?: string | null | void;
  archived_files: stringArray;
  changes: Json;
  id: string;
  now: string;
  service_id: string;
}

/** 'ChangeTemplate' return type */
export interface IChangeTemplateResult {
  is_found: boolean;
}

/** 'ChangeTemplate' query type */
export interface IChangeTemplateQuery {
  params: IChangeTemplateParams;
  result: IChangeTemplateResult;
}

const changeTemplateIR: any = {"usedParamSet":{"service_id":true,"id":true,"changes":true,"archived_files":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":37}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":43}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":46,"b":54}]},{"name":"archived_files","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":72}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":83,"b":88}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":95}]}],"statement":"select change_template(\n  :service_id!, :id!, :changes!, :archived_files!::uuid[], :actor, :now!\n) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_template(
 *   :service_id!, :id!, :changes!, :archived_files!::uuid[], :actor, :now!
 * ) as "is_found!"
 * ```
 */
export const changeTemplate = new PreparedQuery<IChangeTemplateParams,IChangeTemplateResult>(changeTemplateIR);


/** 'CreateTemplate' parameters type */
export interface ICreateTemplateParams {
  actor: string;
  now: string;
  service_id: string;
  template: Json;
}

/** 'CreateTemplate' return type */
export interface ICreateTemplateResult {
  id: string;
}

/** 'CreateTemplate' query type */
export interface ICreateTemplateQuery {
  params: ICreateTemplateParams;
  result: ICreateTemplateResult;
}

const createTemplateIR: any = {"usedParamSet":{"service_id":true,"template":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":34}]},{"name":"template","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":46}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":55}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":62}]}],"statement":"select create_template(:service_id!, :template!, :actor!, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_template(:service_id!, :template!, :actor!, :now!) as "id!"
 * ```
 */
export const createTemplate = new PreparedQuery<ICreateTemplateParams,ICreateTemplateResult>(createTemplateIR);


/** 'ListTemplateRows' parameters type */
export interface IListTemplateRowsParams {
  service_id: string;
}

/** 'ListTemplateRows' return type */
export interface IListTemplateRowsResult {
  content: string | null;
  /** The folder it lies in; null at the top. */
  folder_id: string | null;
  /** What requests name as template_id. */
  id: string;
  /** Shown to people who choose. */
  name: string;
  template_type: template_type;
}

/** 'ListTemplateRows' query type */
export interface IListTemplateRowsQuery {
  params: IListTemplateRowsParams;
  result: IListTemplateRowsResult;
}

const listTemplateRowsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":216,"b":227}]}],"statement":"select\n  id, name, template_type, folder_id,\n  -- Phones show it as it is: it is read without opening the template.\n  case template_type when 'broadcast' then content end as content\nfrom templates\nwhere service_id = :service_id! and not hidden and archived_at is null\norder by name, template_type, id\n-- The API has no pages here: a bound that no service comes near.\nlimit 10000"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, name, template_type, folder_id,
 *   -- Phones show it as it is: it is read without opening the template.
 *   case template_type when 'broadcast' then content end as content
 * from templates
 * where service_id = :service_id! and not hidden and archived_at is null
 * order by name, template_type, id
 * -- The API has no pages here: a bound that no service comes near.
 * limit 10000
 * ```
 */
export const listTemplateRows = new PreparedQuery<IListTemplateRowsParams,IListTemplateRowsResult>(listTemplateRowsIR);


/** 'ListVersionsOfTemplate' parameters type */
export interface IListVersionsOfTemplateParams {
  id: string;
  service_id: string;
  version?: number | null | void;
}

/** 'ListVersionsOfTemplate' return type */
export interface IListVersionsOfTemplateResult {
  archived: boolean;
  author_email_address: string | null;
  author_name: string | null;
  broadcast_data: Json | null;
  contact_block: string | null;
  content: string;
  created_at: string;
  created_by_id: string | null;
  email_files: Json;
  folder_id: string | null;
  has_unsubscribe_link: boolean;
  hidden: boolean;
  id: string;
  is_precompiled_letter: boolean;
  letter_attachment: Json | null;
  letter_languages: letter_languages | null;
  letter_welsh_content: string | null;
  letter_welsh_subject: string | null;
  name: string;
  postage: postage | null;
  process_type: template_process_type;
  redact_personalisation: boolean;
  service_id: string;
  service_letter_contact_id: string | null;
  subject: string | null;
  template_type: template_type;
  updated_at: string | null;
  version: number;
}

/** 'ListVersionsOfTemplate' query type */
export interface IListVersionsOfTemplateQuery {
  params: IListVersionsOfTemplateParams;
  result: IListVersionsOfTemplateResult;
}

const listVersionsOfTemplateIR: any = {"usedParamSet":{"id":true,"service_id":true,"version":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":766,"b":769},{"a":1311,"b":1314}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":788,"b":799}]},{"name":"version","required":false,"transform":{"type":"scalar"},"locs":[{"a":857,"b":864},{"a":911,"b":918},{"a":950,"b":957},{"a":1063,"b":1070}]}],"statement":"select\n  id as \"id!\", version as \"version!\", service_id as \"service_id!\", name as \"name!\",\n  template_type as \"template_type!\", subject, content as \"content!\",\n  process_type as \"process_type!\", hidden as \"hidden!\", postage, letter_languages,\n  letter_welsh_subject, letter_welsh_content, has_unsubscribe_link as \"has_unsubscribe_link!\",\n  broadcast_data, service_letter_contact_id, archived as \"archived!\", folder_id,\n  is_precompiled_letter as \"is_precompiled_letter!\",\n  redact_personalisation as \"redact_personalisation!\", contact_block, letter_attachment,\n  email_files as \"email_files!\", created_by_id, author_name, author_email_address,\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at\nfrom template_versions\nwhere id = :id! and service_id = :service_id!\n  -- 0 is the present one, null all of them.\n  and case :version::integer\n    when 0 then is_current\n    else :version::integer is null or version = :version::integer\n  end\n  -- The list has no pages: of what is as large as may be it has the newest ones.\n  and (:version::integer is not null or version in (\n    select version\n    from (\n      select\n        version,\n        sum(length(content)) over (order by version desc) - length(content) as characters_above\n      from templates_history\n      where id = :id!\n    ) sized\n    where characters_above < 20000000\n    order by version desc\n    limit 10000\n  ))\norder by version desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!", version as "version!", service_id as "service_id!", name as "name!",
 *   template_type as "template_type!", subject, content as "content!",
 *   process_type as "process_type!", hidden as "hidden!", postage, letter_languages,
 *   letter_welsh_subject, letter_welsh_content, has_unsubscribe_link as "has_unsubscribe_link!",
 *   broadcast_data, service_letter_contact_id, archived as "archived!", folder_id,
 *   is_precompiled_letter as "is_precompiled_letter!",
 *   redact_personalisation as "redact_personalisation!", contact_block, letter_attachment,
 *   email_files as "email_files!", created_by_id, author_name, author_email_address,
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
 * from template_versions
 * where id = :id! and service_id = :service_id!
 *   -- 0 is the present one, null all of them.
 *   and case :version::integer
 *     when 0 then is_current
 *     else :version::integer is null or version = :version::integer
 *   end
 *   -- The list has no pages: of what is as large as may be it has the newest ones.
 *   and (:version::integer is not null or version in (
 *     select version
 *     from (
 *       select
 *         version,
 *         sum(length(content)) over (order by version desc) - length(content) as characters_above
 *       from templates_history
 *       where id = :id!
 *     ) sized
 *     where characters_above < 20000000
 *     order by version desc
 *     limit 10000
 *   ))
 * order by version desc
 * ```
 */
export const listVersionsOfTemplate = new PreparedQuery<IListVersionsOfTemplateParams,IListVersionsOfTemplateResult>(listVersionsOfTemplateIR);


/** 'RedactTemplate' parameters type */
export interface IRedactTemplateParams {
  actor: string;
  id: string;
  now: string;
  service_id: string;
}

/** 'RedactTemplate' return type */
export interface IRedactTemplateResult {
  is_found: boolean;
}

/** 'RedactTemplate' query type */
export interface IRedactTemplateQuery {
  params: IRedactTemplateParams;
  result: IRedactTemplateResult;
}

const redactTemplateIR: any = {"usedParamSet":{"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":34}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":40}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":49}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":56}]}],"statement":"select redact_template(:service_id!, :id!, :actor!, :now!) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select redact_template(:service_id!, :id!, :actor!, :now!) as "is_found!"
 * ```
 */
export const redactTemplate = new PreparedQuery<IRedactTemplateParams,IRedactTemplateResult>(redactTemplateIR);


/** 'SetTemplateContact' parameters type */
export interface ISetTemplateContactParams {
  actor?: string | null | void;
  contact_id?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'SetTemplateContact' return type */
export interface ISetTemplateContactResult {
  is_found: boolean;
}

/** 'SetTemplateContact' query type */
export interface ISetTemplateContactQuery {
  params: ISetTemplateContactParams;
  result: ISetTemplateContactResult;
}

const setTemplateContactIR: any = {"usedParamSet":{"service_id":true,"id":true,"contact_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":39}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":45}]},{"name":"contact_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":48,"b":58}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":61,"b":66}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":69,"b":73}]}],"statement":"select set_template_contact(:service_id!, :id!, :contact_id, :actor, :now!) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select set_template_contact(:service_id!, :id!, :contact_id, :actor, :now!) as "is_found!"
 * ```
 */
export const setTemplateContact = new PreparedQuery<ISetTemplateContactParams,ISetTemplateContactResult>(setTemplateContactIR);


