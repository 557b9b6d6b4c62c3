/** Types generated for queries found in "queries/templates/email-files.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'ArchiveEmailFile' parameters type */
export interface IArchiveEmailFileParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
  template_id: string;
}

/** 'ArchiveEmailFile' return type */
export interface IArchiveEmailFileResult {
  is_found: boolean;
}

/** 'ArchiveEmailFile' query type */
export interface IArchiveEmailFileQuery {
  params: IArchiveEmailFileParams;
  result: IArchiveEmailFileResult;
}

const archiveEmailFileIR: any = {"usedParamSet":{"service_id":true,"template_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":40}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":55}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":61}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":64,"b":69}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":76}]}],"statement":"select archive_email_file(\n  :service_id!, :template_id!, :id!, :actor, :now!\n) as \"is_found!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_email_file(
 *   :service_id!, :template_id!, :id!, :actor, :now!
 * ) as "is_found!"
 * ```
 */
export const archiveEmailFile = new PreparedQuery<IArchiveEmailFileParams,IArchiveEmailFileResult>(archiveEmailFileIR);


/** 'ArchivePendingEmailFiles' parameters type */
export interface IArchivePendingEmailFilesParams {
  batch_size: number;
  now: string;
}

/** 'ArchivePendingEmailFiles' return type */
export interface IArchivePendingEmailFilesResult {
  archived: number;
}

/** 'ArchivePendingEmailFiles' query type */
export interface IArchivePendingEmailFilesQuery {
  params: IArchivePendingEmailFilesParams;
  result: IArchivePendingEmailFilesResult;
}

const archivePendingEmailFilesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":39}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":53}]}],"statement":"select archive_pending_email_files(:now!, :batch_size!) as \"archived!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_pending_email_files(:now!, :batch_size!) as "archived!"
 * ```
 */
export const archivePendingEmailFiles = new PreparedQuery<IArchivePendingEmailFilesParams,IArchivePendingEmailFilesResult>(archivePendingEmailFilesIR);


/** 'ChangeEmailFile' parameters type */
export interface IChangeEmailFileParams {
  actor?: string | null | void;
  changes: Json;
  id: string;
  now: string;
  service_id: string;
  template_id: string;
}

/** 'ChangeEmailFile' return type */
export interface IChangeEmailFileResult {
  id: string;
  refusal: string | null;
}

/** 'ChangeEmailFile' query type */
export interface IChangeEmailFileQuery {
  params: IChangeEmailFileParams;
  result: IChangeEmailFileResult;
}

const changeEmailFileIR: any = {"usedParamSet":{"service_id":true,"template_id":true,"id":true,"changes":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":62}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":77}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":80,"b":83}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":86,"b":94}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":97,"b":102}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":109}]}],"statement":"select id as \"id!\", refusal\nfrom change_email_file(:service_id!, :template_id!, :id!, :changes!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", refusal
 * from change_email_file(:service_id!, :template_id!, :id!, :changes!, :actor, :now!)
 * ```
 */
export const changeEmailFile = new PreparedQuery<IChangeEmailFileParams,IChangeEmailFileResult>(changeEmailFileIR);


/** 'CreateEmailFile' parameters type */
export interface ICreateEmailFileParams {
  actor?: string | null | void;
  file: Json;
  now: string;
  service_id: string;
  template_id: string;
}

/** 'CreateEmailFile' return type */
export interface ICreateEmailFileResult {
  id: string | null;
}

/** 'CreateEmailFile' query type */
export interface ICreateEmailFileQuery {
  params: ICreateEmailFileParams;
  result: ICreateEmailFileResult;
}

const createEmailFileIR: any = {"usedParamSet":{"service_id":true,"template_id":true,"file":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":36}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":51}]},{"name":"file","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":59}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":62,"b":67}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":70,"b":74}]}],"statement":"select create_email_file(:service_id!, :template_id!, :file!, :actor, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select create_email_file(:service_id!, :template_id!, :file!, :actor, :now!) as id
 * ```
 */
export const createEmailFile = new PreparedQuery<ICreateEmailFileParams,ICreateEmailFileResult>(createEmailFileIR);


/** 'ListEmailFiles' parameters type */
export interface IListEmailFilesParams {
  id?: string | null | void;
  service_id: string;
  template_id: string;
}

/** 'ListEmailFiles' return type */
export interface IListEmailFilesResult {
  /** Name and placeholder. */
  filename: string;
  /** Given by whoever stores the file under it. */
  id: string;
  /** Text of the link; null shows the bare link. */
  link_text: string | null;
  /** Uploaded but not yet part of the template. */
  pending: boolean;
  /** How long each sent link works. */
  retention_period: number;
  /** Whether recipients must confirm their address before the download. */
  validate_users_email: boolean;
}

/** 'ListEmailFiles' query type */
export interface IListEmailFilesQuery {
  params: IListEmailFilesParams;
  result: IListEmailFilesResult;
}

const listEmailFilesIR: any = {"usedParamSet":{"service_id":true,"template_id":true,"id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":250,"b":261}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":281,"b":293}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":302,"b":304},{"a":354,"b":356}]}],"statement":"select\n  file.id, file.filename, file.link_text, file.retention_weeks as retention_period,\n  file.validate_users_email, file.pending\nfrom template_email_files file\njoin templates template on template.id = file.template_id\nwhere template.service_id = :service_id! and template.id = :template_id!\n  and (:id::uuid is null and not file.pending or file.id = :id)\n  and file.archived_at is null\norder by file.created_at, file.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   file.id, file.filename, file.link_text, file.retention_weeks as retention_period,
 *   file.validate_users_email, file.pending
 * from template_email_files file
 * join templates template on template.id = file.template_id
 * where template.service_id = :service_id! and template.id = :template_id!
 *   and (:id::uuid is null and not file.pending or file.id = :id)
 *   and file.archived_at is null
 * order by file.created_at, file.id
 * ```
 */
export const listEmailFiles = new PreparedQuery<IListEmailFilesParams,IListEmailFilesResult>(listEmailFilesIR);


