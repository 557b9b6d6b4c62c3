/** Types generated for queries found in "queries/jobs/admin.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type job_status = 'cancelled' | 'error' | 'finished' | 'finished all notifications created' | 'in progress' | 'pending' | 'scheduled' | 'sending limits exceeded';

export type template_type = 'broadcast' | 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'CountJobsOfService' parameters type */
export interface ICountJobsOfServiceParams {
  contact_list_id?: string | null | void;
  limit_days?: number | null | void;
  now: string;
  service_id: string;
  statuses?: stringArray | null | void;
}

/** 'CountJobsOfService' return type */
export interface ICountJobsOfServiceResult {
  total: number;
}

/** 'CountJobsOfService' query type */
export interface ICountJobsOfServiceQuery {
  params: ICountJobsOfServiceParams;
  result: ICountJobsOfServiceResult;
}

const countJobsOfServiceIR: any = {"usedParamSet":{"service_id":true,"statuses":true,"limit_days":true,"contact_list_id":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":66,"b":77}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":80,"b":88}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":91,"b":101}]},{"name":"contact_list_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":104,"b":119}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":122,"b":126}]}],"statement":"select count(*)::integer as \"total!\"\nfrom list_jobs_of_service(\n  :service_id!, :statuses, :limit_days, :contact_list_id, :now!\n)"};

/**
 * Query generated from SQL:
 * ```
 * select count(*)::integer as "total!"
 * from list_jobs_of_service(
 *   :service_id!, :statuses, :limit_days, :contact_list_id, :now!
 * )
 * ```
 */
export const countJobsOfService = new PreparedQuery<ICountJobsOfServiceParams,ICountJobsOfServiceResult>(countJobsOfServiceIR);


/** 'CountMessagesOfJob' parameters type */
export interface ICountMessagesOfJobParams {
  id: string;
  service_id: string;
}

/** 'CountMessagesOfJob' return type */
export interface ICountMessagesOfJobResult {
  count: number;
}

/** 'CountMessagesOfJob' query type */
export interface ICountMessagesOfJobQuery {
  params: ICountMessagesOfJobParams;
  result: ICountMessagesOfJobResult;
}

const countMessagesOfJobIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":125,"b":128}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":151,"b":162}]}],"statement":"select (select count(*) from notifications_all_time where job_id = job.id)::integer as \"count!\"\nfrom jobs job\nwhere job.id = :id! and job.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select (select count(*) from notifications_all_time where job_id = job.id)::integer as "count!"
 * from jobs job
 * where job.id = :id! and job.service_id = :service_id!
 * ```
 */
export const countMessagesOfJob = new PreparedQuery<ICountMessagesOfJobParams,ICountMessagesOfJobResult>(countMessagesOfJobIR);


/** 'GetJobOfService' parameters type */
export interface IGetJobOfServiceParams {
  id: string;
  now: string;
  service_id: string;
}

/** 'GetJobOfService' return type */
export interface IGetJobOfServiceResult {
  archived: boolean;
  contact_list_id: string | null;
  created_at: string;
  created_by_id: string | null;
  created_by_name: string | null;
  id: string;
  job_status: job_status;
  notification_count: number;
  original_file_name: string;
  processing_finished: string | null;
  processing_started: string | null;
  scheduled_for: string | null;
  service_id: string;
  service_name: string;
  statistics: Json;
  template_id: string;
  template_name: string;
  template_type: template_type;
  template_version: number;
  updated_at: string | null;
}

/** 'GetJobOfService' query type */
export interface IGetJobOfServiceQuery {
  params: IGetJobOfServiceParams;
  result: IGetJobOfServiceResult;
}

const getJobOfServiceIR: any = {"usedParamSet":{"now":true,"id":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":631,"b":635}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":693,"b":696}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":719,"b":730}]}],"statement":"select\n  job.id as \"id!\", job.archived as \"archived!\", job.contact_list_id,\n  job.created_at as \"created_at!\", job.created_by_id, job.created_by_name, job.job_status as \"job_status!\",\n  job.notification_count as \"notification_count!\",\n  job.original_file_name as \"original_file_name!\", job.processing_finished,\n  job.processing_started, job.scheduled_for, job.service_id as \"service_id!\",\n  job.service_name as \"service_name!\", job.template_id as \"template_id!\",\n  job.template_name as \"template_name!\", job.template_type as \"template_type!\",\n  job.template_version as \"template_version!\", job.updated_at,\n  job_statistics(job.id, :now!) as \"statistics!\"\nfrom job_summaries job\nwhere job.id = :id! and job.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   job.id as "id!", job.archived as "archived!", job.contact_list_id,
 *   job.created_at as "created_at!", job.created_by_id, job.created_by_name, job.job_status as "job_status!",
 *   job.notification_count as "notification_count!",
 *   job.original_file_name as "original_file_name!", job.processing_finished,
 *   job.processing_started, job.scheduled_for, job.service_id as "service_id!",
 *   job.service_name as "service_name!", job.template_id as "template_id!",
 *   job.template_name as "template_name!", job.template_type as "template_type!",
 *   job.template_version as "template_version!", job.updated_at,
 *   job_statistics(job.id, :now!) as "statistics!"
 * from job_summaries job
 * where job.id = :id! and job.service_id = :service_id!
 * ```
 */
export const getJobOfService = new PreparedQuery<IGetJobOfServiceParams,IGetJobOfServiceResult>(getJobOfServiceIR);


/** 'GetScheduledJobStats' parameters type */
export interface IGetScheduledJobStatsParams {
  service_id: string;
}

/** 'GetScheduledJobStats' return type */
export interface IGetScheduledJobStatsResult {
  count: number;
  soonest_scheduled_for: string | null;
}

/** 'GetScheduledJobStats' query type */
export interface IGetScheduledJobStatsQuery {
  params: IGetScheduledJobStatsParams;
  result: IGetScheduledJobStatsResult;
}

const getScheduledJobStatsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":131,"b":142}]}],"statement":"select\n  count(*)::integer as \"count!\",\n  wire_timestamp(min(scheduled_for)) as soonest_scheduled_for\nfrom jobs\nwhere service_id = :service_id! and job_status = 'scheduled'"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   count(*)::integer as "count!",
 *   wire_timestamp(min(scheduled_for)) as soonest_scheduled_for
 * from jobs
 * where service_id = :service_id! and job_status = 'scheduled'
 * ```
 */
export const getScheduledJobStats = new PreparedQuery<IGetScheduledJobStatsParams,IGetScheduledJobStatsResult>(getScheduledJobStatsIR);


/** 'HasJobs' parameters type */
export interface IHasJobsParams {
  service_id: string;
}

/** 'HasJobs' return type */
export interface IHasJobsResult {
  has_jobs: boolean;
}

/** 'HasJobs' query type */
export interface IHasJobsQuery {
  params: IHasJobsParams;
  result: IHasJobsResult;
}

const hasJobsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":62}]}],"statement":"select exists (select from jobs where service_id = :service_id!) as \"has_jobs!\""};

/**
 * Query generated from SQL:
 * ```
 * select exists (select from jobs where service_id = :service_id!) as "has_jobs!"
 * ```
 */
export const hasJobs = new PreparedQuery<IHasJobsParams,IHasJobsResult>(hasJobsIR);


/** 'ListJobsOfService' parameters type */
export interface IListJobsOfServiceParams {
  contact_list_id?: string | null | void;
  limit: number;
  limit_days?: number | null | void;
  now: string;
  service_id: string;
  skipped: number;
  statuses?: stringArray | null | void;
}

/** 'ListJobsOfService' return type */
export interface IListJobsOfServiceResult {
  archived: boolean;
  contact_list_id: string | null;
  created_at: string;
  created_by_id: string | null;
  created_by_name: string | null;
  id: string;
  job_status: job_status;
  notification_count: number;
  original_file_name: string;
  processing_finished: string | null;
  processing_started: string | null;
  scheduled_for: string | null;
  service_id: string;
  service_name: string;
  statistics: Json;
  template_id: string;
  template_name: string;
  template_type: template_type;
  template_version: number;
  updated_at: string | null;
}

/** 'ListJobsOfService' query type */
export interface IListJobsOfServiceQuery {
  params: IListJobsOfServiceParams;
  result: IListJobsOfServiceResult;
}

const listJobsOfServiceIR: any = {"usedParamSet":{"service_id":true,"statuses":true,"limit_days":true,"contact_list_id":true,"now":true,"limit":true,"skipped":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":163,"b":174}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":177,"b":185}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":188,"b":198}]},{"name":"contact_list_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":201,"b":216}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":219,"b":223},{"a":963,"b":967}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":305,"b":311}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":320,"b":328}]}],"statement":"with page as materialized (\n  -- Messages are counted for the jobs of the page alone.\n  select id, processing_started, created_at\n  from list_jobs_of_service(\n    :service_id!, :statuses, :limit_days, :contact_list_id, :now!\n  )\n  order by processing_started desc nulls first, created_at desc, id\n  limit :limit! offset :skipped!\n)\nselect\n  job.id as \"id!\", job.archived as \"archived!\", job.contact_list_id,\n  job.created_at as \"created_at!\", job.created_by_id, job.created_by_name, job.job_status as \"job_status!\",\n  job.notification_count as \"notification_count!\",\n  job.original_file_name as \"original_file_name!\", job.processing_finished,\n  job.processing_started, job.scheduled_for, job.service_id as \"service_id!\",\n  job.service_name as \"service_name!\", job.template_id as \"template_id!\",\n  job.template_name as \"template_name!\", job.template_type as \"template_type!\",\n  job.template_version as \"template_version!\", job.updated_at,\n  job_statistics(job.id, :now!) as \"statistics!\"\nfrom page\njoin job_summaries job on job.id = page.id\norder by page.processing_started desc nulls first, page.created_at desc, page.id"};

/**
 * Query generated from SQL:
 * ```
 * with page as materialized (
 *   -- Messages are counted for the jobs of the page alone.
 *   select id, processing_started, created_at
 *   from list_jobs_of_service(
 *     :service_id!, :statuses, :limit_days, :contact_list_id, :now!
 *   )
 *   order by processing_started desc nulls first, created_at desc, id
 *   limit :limit! offset :skipped!
 * )
 * select
 *   job.id as "id!", job.archived as "archived!", job.contact_list_id,
 *   job.created_at as "created_at!", job.created_by_id, job.created_by_name, job.job_status as "job_status!",
 *   job.notification_count as "notification_count!",
 *   job.original_file_name as "original_file_name!", job.processing_finished,
 *   job.processing_started, job.scheduled_for, job.service_id as "service_id!",
 *   job.service_name as "service_name!", job.template_id as "template_id!",
 *   job.template_name as "template_name!", job.template_type as "template_type!",
 *   job.template_version as "template_version!", job.updated_at,
 *   job_statistics(job.id, :now!) as "statistics!"
 * from page
 * join job_summaries job on job.id = page.id
 * order by page.processing_started desc nulls first, page.created_at desc, page.id
 * ```
 */
export const listJobsOfService = new PreparedQuery<IListJobsOfServiceParams,IListJobsOfServiceResult>(listJobsOfServiceIR);


