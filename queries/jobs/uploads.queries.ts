/** Types generated for queries found in "queries/jobs/uploads.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_type = 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'CountUploads' parameters type */
export interface ICountUploadsParams {
  limit_days?: number | null | void;
  now: string;
  service_id: string;
}

/** 'CountUploads' return type */
export interface ICountUploadsResult {
  total: number;
}

/** 'CountUploads' query type */
export interface ICountUploadsQuery {
  params: ICountUploadsParams;
  result: ICountUploadsResult;
}

const countUploadsIR: any = {"usedParamSet":{"service_id":true,"limit_days":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":66}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":69,"b":79}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":86}]}],"statement":"select count(*)::integer as \"total!\"\nfrom list_uploads(:service_id!, :limit_days, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select count(*)::integer as "total!"
 * from list_uploads(:service_id!, :limit_days, :now!)
 * ```
 */
export const countUploads = new PreparedQuery<ICountUploadsParams,ICountUploadsResult>(countUploadsIR);


/** 'ListUploads' parameters type */
export interface IListUploadsParams {
  limit: number;
  limit_days?: number | null | void;
  now: string;
  service_id: string;
  skipped: number;
}

/** 'ListUploads' return type */
export interface IListUploadsResult {
  created_at: string;
  id: string | null;
  notification_count: number;
  original_file_name: string;
  statistics: Json;
  template_type: notification_type;
  upload_type: string;
}

/** 'ListUploads' query type */
export interface IListUploadsQuery {
  params: IListUploadsParams;
  result: IListUploadsResult;
}

const listUploadsIR: any = {"usedParamSet":{"service_id":true,"limit_days":true,"now":true,"limit":true,"skipped":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":221,"b":232}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":235,"b":245}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":248,"b":252},{"a":749,"b":753}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":331,"b":337}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":346,"b":354}]}],"statement":"with page as materialized (\n  -- Messages are counted for the jobs of the page alone.\n  select\n    upload_type, id, notification_count, template_type, created_at, scheduled_for,\n    processing_started\n  from list_uploads(:service_id!, :limit_days, :now!)\n  order by processing_started desc nulls first, created_at desc, id\n  limit :limit! offset :skipped!\n)\nselect\n  page.upload_type as \"upload_type!\", page.id,\n  coalesce(job.original_file_name, 'Uploaded letters') as \"original_file_name!\",\n  page.notification_count as \"notification_count!\", page.template_type as \"template_type!\",\n  wire_clock(coalesce(page.scheduled_for, page.created_at) at time zone 'UTC') as \"created_at!\",\n  case when page.id is null then '[]' else job_statistics(page.id, :now!) end as \"statistics!\"\nfrom page\nleft join jobs job on job.id = page.id\norder by page.processing_started desc nulls first, page.created_at desc, page.id"};

/**
 * Query generated from SQL:
 * ```
 * with page as materialized (
 *   -- Messages are counted for the jobs of the page alone.
 *   select
 *     upload_type, id, notification_count, template_type, created_at, scheduled_for,
 *     processing_started
 *   from list_uploads(:service_id!, :limit_days, :now!)
 *   order by processing_started desc nulls first, created_at desc, id
 *   limit :limit! offset :skipped!
 * )
 * select
 *   page.upload_type as "upload_type!", page.id,
 *   coalesce(job.original_file_name, 'Uploaded letters') as "original_file_name!",
 *   page.notification_count as "notification_count!", page.template_type as "template_type!",
 *   wire_clock(coalesce(page.scheduled_for, page.created_at) at time zone 'UTC') as "created_at!",
 *   case when page.id is null then '[]' else job_statistics(page.id, :now!) end as "statistics!"
 * from page
 * left join jobs job on job.id = page.id
 * order by page.processing_started desc nulls first, page.created_at desc, page.id
 * ```
 */
export const listUploads = new PreparedQuery<IListUploadsParams,IListUploadsResult>(listUploadsIR);


/** 'GetUploadedFile' parameters type */
export interface IGetUploadedFileParams {
  contact_list_id?: string | null | void;
  service_id: string;
  upload_id: string;
}

/** 'GetUploadedFile' return type */
export interface IGetUploadedFileResult {
  id: string;
  metadata: Json | null;
  name: string | null;
  size: number;
}

/** 'GetUploadedFile' query type */
export interface IGetUploadedFileQuery {
  params: IGetUploadedFileParams;
  result: IGetUploadedFileResult;
}

const getUploadedFileIR: any = {"usedParamSet":{"service_id":true,"upload_id":true,"contact_list_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":426,"b":437}]},{"name":"upload_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":500,"b":510}]},{"name":"contact_list_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":569,"b":584}]}],"statement":"-- Stored under the upload's id, or the file of the contact list that is sent to.\n-- Metadata is what the admin application has written beside the upload; null where it has not.\nselect\n  file.id as \"id!\", file.name, file.size as \"size!\",\n  case when file.purpose = 'spreadsheet' then beside.metadata end as metadata\nfrom readable_files file\nleft join object_metadata beside on beside.file_id = file.id\nwhere file.service_id = :service_id!\n  and (\n    file.purpose = 'spreadsheet' and file.about_id = :upload_id!\n    or file.purpose = 'contact-list' and file.about_id = :contact_list_id\n  )\norder by file.purpose desc, file.created_at desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- Stored under the upload's id, or the file of the contact list that is sent to.
 * -- Metadata is what the admin application has written beside the upload; null where it has not.
 * select
 *   file.id as "id!", file.name, file.size as "size!",
 *   case when file.purpose = 'spreadsheet' then beside.metadata end as metadata
 * from readable_files file
 * left join object_metadata beside on beside.file_id = file.id
 * where file.service_id = :service_id!
 *   and (
 *     file.purpose = 'spreadsheet' and file.about_id = :upload_id!
 *     or file.purpose = 'contact-list' and file.about_id = :contact_list_id
 *   )
 * order by file.purpose desc, file.created_at desc
 * limit 1
 * ```
 */
export const getUploadedFile = new PreparedQuery<IGetUploadedFileParams,IGetUploadedFileResult>(getUploadedFileIR);


