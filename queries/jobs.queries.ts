/** Types generated for queries found in "queries/jobs.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type job_row_outcome = 'international-not-allowed' | 'recipient-not-allowed' | 'stored';

export type job_status = 'cancelled' | 'error' | 'finished' | 'finished all notifications created' | 'in progress' | 'pending' | 'scheduled' | 'sending limits exceeded';

export type key_type = 'normal' | 'team' | 'test';

export type notification_type = 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'AcceptJob' parameters type */
export interface IAcceptJobParams {
  id: string;
  now: string;
}

/** 'AcceptJob' return type */
export interface IAcceptJobResult {
  accept_job: undefined | null;
}

/** 'AcceptJob' query type */
export interface IAcceptJobQuery {
  params: IAcceptJobParams;
  result: IAcceptJobResult;
}

const acceptJobIR: any = {"usedParamSet":{"id":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":18,"b":21}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":28}]}],"statement":"select accept_job(:id!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select accept_job(:id!, :now!)
 * ```
 */
export const acceptJob = new PreparedQuery<IAcceptJobParams,IAcceptJobResult>(acceptJobIR);


/** 'AddJobRows' parameters type */
export interface IAddJobRowsParams {
  first_row: number;
  id: string;
  rows: string;
}

/** 'AddJobRows' return type */
export type IAddJobRowsResult = void;

/** 'AddJobRows' query type */
export interface IAddJobRowsQuery {
  params: IAddJobRowsParams;
  result: IAddJobRowsResult;
}

const addJobRowsIR: any = {"usedParamSet":{"id":true,"first_row":true,"rows":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":452,"b":455}]},{"name":"first_row","required":true,"transform":{"type":"scalar"},"locs":[{"a":458,"b":468}]},{"name":"rows","required":true,"transform":{"type":"scalar"},"locs":[{"a":718,"b":723}]}],"statement":"-- Of a job that has begun in the same transaction, a thousand at a time: whatever the file, little\n-- of it is in memory, here and there. COPY takes 0.8 s for a hundred thousand rows in place of 1.4,\n-- but the driver (3.4.9) never answers when the server refuses a COPY at its end.\ninsert into job_rows (\n  job_id, row_number, \"to\", normalised_to, personalisation, client_reference, rate_multiplier,\n  international, phone_prefix, postage\n)\nselect\n  :id!, :first_row!::integer + given.position - 1, given.\"to\", given.normalised_to,\n  given.personalisation, given.client_reference, given.rate_multiplier,\n  coalesce(given.international, false), given.phone_prefix, given.postage\nfrom rows from (\n  jsonb_to_recordset(:rows!::text::jsonb) as (\n    \"to\" text, normalised_to text, personalisation jsonb, client_reference text,\n    rate_multiplier numeric, international boolean, phone_prefix text, postage postage\n  )\n) with ordinality as given (\n  \"to\", normalised_to, personalisation, client_reference, rate_multiplier, international,\n  phone_prefix, postage, position\n)"};

/**
 * Query generated from SQL:
 * ```
 * -- Of a job that has begun in the same transaction, a thousand at a time: whatever the file, little
 * -- of it is in memory, here and there. COPY takes 0.8 s for a hundred thousand rows in place of 1.4,
 * -- but the driver (3.4.9) never answers when the server refuses a COPY at its end.
 * insert into job_rows (
 *   job_id, row_number, "to", normalised_to, personalisation, client_reference, rate_multiplier,
 *   international, phone_prefix, postage
 * )
 * select
 *   :id!, :first_row!::integer + given.position - 1, given."to", given.normalised_to,
 *   given.personalisation, given.client_reference, given.rate_multiplier,
 *   coalesce(given.international, false), given.phone_prefix, given.postage
 * from rows from (
 *   jsonb_to_recordset(:rows!::text::jsonb) as (
 *     "to" text, normalised_to text, personalisation jsonb, client_reference text,
 *     rate_multiplier numeric, international boolean, phone_prefix text, postage postage
 *   )
 * ) with ordinality as given (
 *   "to", normalised_to, personalisation, client_reference, rate_multiplier, international,
 *   phone_prefix, postage, position
 * )
 * ```
 */
export const addJobRows = new PreparedQuery<IAddJobRowsParams,IAddJobRowsResult>(addJobRowsIR);


/** 'AnalyzeAfterJob' parameters type */
export interface IAnalyzeAfterJobParams {
  id: string;
}

/** 'AnalyzeAfterJob' return type */
export interface IAnalyzeAfterJobResult {
  analyze_after_job: undefined | null;
}

/** 'AnalyzeAfterJob' query type */
export interface IAnalyzeAfterJobQuery {
  params: IAnalyzeAfterJobParams;
  result: IAnalyzeAfterJobResult;
}

const analyzeAfterJobIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":28}]}],"statement":"select analyze_after_job(:id!)"};

/**
 * Query generated from SQL:
 * ```
 * select analyze_after_job(:id!)
 * ```
 */
export const analyzeAfterJob = new PreparedQuery<IAnalyzeAfterJobParams,IAnalyzeAfterJobResult>(analyzeAfterJobIR);


/** 'ArchiveJobs' parameters type */
export interface IArchiveJobsParams {
  ids: stringArray;
  now: string;
}

/** 'ArchiveJobs' return type */
export interface IArchiveJobsResult {
  archived: number;
}

/** 'ArchiveJobs' query type */
export interface IArchiveJobsQuery {
  params: IArchiveJobsParams;
  result: IArchiveJobsResult;
}

const archiveJobsIR: any = {"usedParamSet":{"ids":true,"now":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":24}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":31}]}],"statement":"select archive_jobs(:ids!, :now!) as \"archived!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_jobs(:ids!, :now!) as "archived!"
 * ```
 */
export const archiveJobs = new PreparedQuery<IArchiveJobsParams,IArchiveJobsResult>(archiveJobsIR);


/** 'BeginJob' parameters type */
export interface IBeginJobParams {
  actor?: string | null | void;
  api_key_id?: string | null | void;
  contact_list_id?: string | null | void;
  id: string;
  idempotency_key?: string | null | void;
  key_type: key_type;
  name: string;
  notification_type: notification_type;
  now: string;
  reference?: string | null | void;
  reply_to_text?: string | null | void;
  request_hash?: string | null | void;
  row_count: number;
  scheduled_for?: string | null | void;
  service_id: string;
  template_id: string;
  template_version: number;
}

/** 'BeginJob' return type */
export interface IBeginJobResult {
  id: string;
  is_new: boolean;
}

/** 'BeginJob' query type */
export interface IBeginJobQuery {
  params: IBeginJobParams;
  result: IBeginJobResult;
}

const beginJobIR: any = {"usedParamSet":{"id":true,"service_id":true,"notification_type":true,"template_id":true,"template_version":true,"key_type":true,"api_key_id":true,"name":true,"row_count":true,"reply_to_text":true,"reference":true,"scheduled_for":true,"idempotency_key":true,"request_hash":true,"contact_list_id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":65}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":79}]},{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":100}]},{"name":"template_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":115}]},{"name":"template_version","required":true,"transform":{"type":"scalar"},"locs":[{"a":118,"b":135}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":138,"b":147}]},{"name":"api_key_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":152,"b":162}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":165,"b":170}]},{"name":"row_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":173,"b":183}]},{"name":"reply_to_text","required":false,"transform":{"type":"scalar"},"locs":[{"a":186,"b":199}]},{"name":"reference","required":false,"transform":{"type":"scalar"},"locs":[{"a":202,"b":211}]},{"name":"scheduled_for","required":false,"transform":{"type":"scalar"},"locs":[{"a":214,"b":227}]},{"name":"idempotency_key","required":false,"transform":{"type":"scalar"},"locs":[{"a":245,"b":260}]},{"name":"request_hash","required":false,"transform":{"type":"scalar"},"locs":[{"a":270,"b":282}]},{"name":"contact_list_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":293,"b":308}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":311,"b":316}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":319,"b":323}]}],"statement":"select job_id as \"id!\", is_new as \"is_new!\"\nfrom begin_job(\n  :id!, :service_id!, :notification_type!, :template_id!, :template_version!, :key_type!,\n  :api_key_id, :name!, :row_count!, :reply_to_text, :reference, :scheduled_for::timestamptz,\n  :idempotency_key, decode(:request_hash, 'hex'), :contact_list_id, :actor, :now!\n)"};

/**
 * Query generated from SQL:
 * ```
 * select job_id as "id!", is_new as "is_new!"
 * from begin_job(
 *   :id!, :service_id!, :notification_type!, :template_id!, :template_version!, :key_type!,
 *   :api_key_id, :name!, :row_count!, :reply_to_text, :reference, :scheduled_for::timestamptz,
 *   :idempotency_key, decode(:request_hash, 'hex'), :contact_list_id, :actor, :now!
 * )
 * ```
 */
export const beginJob = new PreparedQuery<IBeginJobParams,IBeginJobResult>(beginJobIR);


/** 'CancelJob' parameters type */
export interface ICancelJobParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'CancelJob' return type */
export interface ICancelJobResult {
  is_cancelled: boolean;
}

/** 'CancelJob' query type */
export interface ICancelJobQuery {
  params: ICancelJobParams;
  result: ICancelJobResult;
}

const cancelJobIR: any = {"usedParamSet":{"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":18,"b":29}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":35}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":38,"b":43}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":46,"b":50}]}],"statement":"select cancel_job(:service_id!, :id!, :actor, :now!) as \"is_cancelled!\""};

/**
 * Query generated from SQL:
 * ```
 * select cancel_job(:service_id!, :id!, :actor, :now!) as "is_cancelled!"
 * ```
 */
export const cancelJob = new PreparedQuery<ICancelJobParams,ICancelJobResult>(cancelJobIR);


/** 'CancelLetterJob' parameters type */
export interface ICancelLetterJobParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'CancelLetterJob' return type */
export interface ICancelLetterJobResult {
  letters: number | null;
}

/** 'CancelLetterJob' query type */
export interface ICancelLetterJobQuery {
  params: ICancelLetterJobParams;
  result: ICancelLetterJobResult;
}

const cancelLetterJobIR: any = {"usedParamSet":{"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":36}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":42}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":45,"b":50}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":57}]}],"statement":"select cancel_letter_job(:service_id!, :id!, :actor, :now!) as letters"};

/**
 * Query generated from SQL:
 * ```
 * select cancel_letter_job(:service_id!, :id!, :actor, :now!) as letters
 * ```
 */
export const cancelLetterJob = new PreparedQuery<ICancelLetterJobParams,ICancelLetterJobResult>(cancelLetterJobIR);


/** 'CompleteJobs' parameters type */
export interface ICompleteJobsParams {
  now: string;
}

/** 'CompleteJobs' return type */
export interface ICompleteJobsResult {
  completed: number;
}

/** 'CompleteJobs' query type */
export interface ICompleteJobsQuery {
  params: ICompleteJobsParams;
  result: ICompleteJobsResult;
}

const completeJobsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":21,"b":25}]}],"statement":"select complete_jobs(:now!) as \"completed!\""};

/**
 * Query generated from SQL:
 * ```
 * select complete_jobs(:now!) as "completed!"
 * ```
 */
export const completeJobs = new PreparedQuery<ICompleteJobsParams,ICompleteJobsResult>(completeJobsIR);


/** 'GetJobAllowance' parameters type */
export interface IGetJobAllowanceParams {
  key_type: key_type;
  notification_type: notification_type;
  now: string;
  service_id: string;
}

/** 'GetJobAllowance' return type */
export interface IGetJobAllowanceResult {
  abroad_left: number;
  abroad_limit: number;
  channel_left: number;
  channel_limit: number;
}

/** 'GetJobAllowance' query type */
export interface IGetJobAllowanceQuery {
  params: IGetJobAllowanceParams;
  result: IGetJobAllowanceResult;
}

const getJobAllowanceIR: any = {"usedParamSet":{"service_id":true,"notification_type":true,"key_type":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":161,"b":172}]},{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":175,"b":193}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":196,"b":205}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":208,"b":212}]}],"statement":"select\n  channel_limit as \"channel_limit!\", channel_left as \"channel_left!\",\n  abroad_limit as \"abroad_limit!\", abroad_left as \"abroad_left!\"\nfrom job_allowance(:service_id!, :notification_type!, :key_type!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   channel_limit as "channel_limit!", channel_left as "channel_left!",
 *   abroad_limit as "abroad_limit!", abroad_left as "abroad_left!"
 * from job_allowance(:service_id!, :notification_type!, :key_type!, :now!)
 * ```
 */
export const getJobAllowance = new PreparedQuery<IGetJobAllowanceParams,IGetJobAllowanceResult>(getJobAllowanceIR);


/** 'GetJobBy' parameters type */
export interface IGetJobByParams {
  id: string;
  now: string;
  service_id: string;
}

/** 'GetJobBy' return type */
export interface IGetJobByResult {
  archived: boolean;
  created_at: string;
  id: string;
  name: string;
  notification_count: number;
  notification_type: notification_type;
  processing_finished: string | null;
  processing_started: string | null;
  reference: string | null;
  scheduled_for: string | null;
  statistics: Json;
  status: job_status;
  template_id: string;
  template_version: number;
}

/** 'GetJobBy' query type */
export interface IGetJobByQuery {
  params: IGetJobByParams;
  result: IGetJobByResult;
}

const getJobByIR: any = {"usedParamSet":{"now":true,"id":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":516,"b":520}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":582,"b":585}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":608,"b":619}]}],"statement":"select\n  job.id as \"id!\",\n  job.name as \"name!\",\n  job.status as \"status!\",\n  job.notification_count as \"notification_count!\",\n  job.notification_type as \"notification_type!\",\n  job.template_id as \"template_id!\",\n  job.template_version as \"template_version!\",\n  job.reference,\n  job.scheduled_for,\n  job.created_at as \"created_at!\",\n  job.processing_started,\n  job.processing_finished,\n  job.archived as \"archived!\",\n  (\n    select coalesce(jsonb_object_agg(status, number), '{}')\n    from job_status_counts(job.id, :now!)\n  ) as \"statistics!\"\nfrom readable_jobs job\nwhere job.id = :id! and job.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   job.id as "id!",
 *   job.name as "name!",
 *   job.status as "status!",
 *   job.notification_count as "notification_count!",
 *   job.notification_type as "notification_type!",
 *   job.template_id as "template_id!",
 *   job.template_version as "template_version!",
 *   job.reference,
 *   job.scheduled_for,
 *   job.created_at as "created_at!",
 *   job.processing_started,
 *   job.processing_finished,
 *   job.archived as "archived!",
 *   (
 *     select coalesce(jsonb_object_agg(status, number), '{}')
 *     from job_status_counts(job.id, :now!)
 *   ) as "statistics!"
 * from readable_jobs job
 * where job.id = :id! and job.service_id = :service_id!
 * ```
 */
export const getJobBy = new PreparedQuery<IGetJobByParams,IGetJobByResult>(getJobByIR);


/** 'GetJobByKey' parameters type */
export interface IGetJobByKeyParams {
  idempotency_key: string;
  key_type: key_type;
  now: string;
  request_hash: string;
  service_id: string;
}

/** 'GetJobByKey' return type */
export interface IGetJobByKeyResult {
  id: string;
  is_same: boolean;
}

/** 'GetJobByKey' query type */
export interface IGetJobByKeyQuery {
  params: IGetJobByKeyParams;
  result: IGetJobByKeyResult;
}

const getJobByKeyIR: any = {"usedParamSet":{"request_hash":true,"service_id":true,"key_type":true,"idempotency_key":true,"now":true},"params":[{"name":"request_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":118}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":171,"b":182}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":199,"b":208}]},{"name":"idempotency_key","required":true,"transform":{"type":"scalar"},"locs":[{"a":232,"b":248}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":269,"b":273}]}],"statement":"-- What an Idempotency-Key was used for is known for 24 hours.\nselect id as \"id!\", request_hash = decode(:request_hash!, 'hex') as \"is_same!\"\nfrom jobs\nwhere service_id = :service_id! and key_type = :key_type! and idempotency_key = :idempotency_key!\n  and created_at > :now!::timestamptz - interval '24 hours'"};

/**
 * Query generated from SQL:
 * ```
 * -- What an Idempotency-Key was used for is known for 24 hours.
 * select id as "id!", request_hash = decode(:request_hash!, 'hex') as "is_same!"
 * from jobs
 * where service_id = :service_id! and key_type = :key_type! and idempotency_key = :idempotency_key!
 *   and created_at > :now!::timestamptz - interval '24 hours'
 * ```
 */
export const getJobByKey = new PreparedQuery<IGetJobByKeyParams,IGetJobByKeyResult>(getJobByKeyIR);


/** 'GetJobFile' parameters type */
export interface IGetJobFileParams {
  id: string;
  service_id: string;
}

/** 'GetJobFile' return type */
export interface IGetJobFileResult {
  id: string;
  name: string;
  size: number;
}

/** 'GetJobFile' query type */
export interface IGetJobFileQuery {
  params: IGetJobFileParams;
  result: IGetJobFileResult;
}

const getJobFileIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":115,"b":118}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":142,"b":153}]}],"statement":"select file.id as \"id!\", file.name as \"name!\", file.size as \"size!\"\nfrom readable_files file\nwhere file.about_id = :id! and file.service_id = :service_id! and file.purpose = 'spreadsheet'"};

/**
 * Query generated from SQL:
 * ```
 * select file.id as "id!", file.name as "name!", file.size as "size!"
 * from readable_files file
 * where file.about_id = :id! and file.service_id = :service_id! and file.purpose = 'spreadsheet'
 * ```
 */
export const getJobFile = new PreparedQuery<IGetJobFileParams,IGetJobFileResult>(getJobFileIR);


/** 'GetJobOwner' parameters type */
export interface IGetJobOwnerParams {
  id: string;
}

/** 'GetJobOwner' return type */
export interface IGetJobOwnerResult {
  /** That of the key that made it. */
  key_type: key_type;
  service_id: string;
}

/** 'GetJobOwner' query type */
export interface IGetJobOwnerQuery {
  params: IGetJobOwnerParams;
  result: IGetJobOwnerResult;
}

const getJobOwnerIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":52}]}],"statement":"select service_id, key_type\nfrom jobs\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select service_id, key_type
 * from jobs
 * where id = :id!
 * ```
 */
export const getJobOwner = new PreparedQuery<IGetJobOwnerParams,IGetJobOwnerResult>(getJobOwnerIR);


/** 'ListJobRows' parameters type */
export interface IListJobRowsParams {
  after: number;
  id: string;
  limit: number;
  service_id: string;
  statuses?: stringArray | null | void;
}

/** 'ListJobRows' return type */
export interface IListJobRowsResult {
  /** What became of it; changes only as job_transitions allows. */
  job_status: job_status;
  /** Time-ordered id; for texts also the reference that the provider gets. */
  notification_id: string;
  notification_type: notification_type;
  /** What became of it; null is nothing yet. */
  outcome: job_row_outcome | null;
  /** The recipient as it was written. Personal data. */
  recipient: string;
  reference: string | null;
  row_number: number;
  status: string;
}

/** 'ListJobRows' query type */
export interface IListJobRowsQuery {
  params: IListJobRowsParams;
  result: IListJobRowsResult;
}

const listJobRowsIR: any = {"usedParamSet":{"id":true,"service_id":true,"after":true,"statuses":true,"limit":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":992,"b":995}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1020,"b":1031}]},{"name":"after","required":true,"transform":{"type":"scalar"},"locs":[{"a":1142,"b":1148}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":1157,"b":1165},{"a":1206,"b":1214}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":1252,"b":1258}]}],"statement":"-- The rows are gone with the retention; nothing is left to list then.\nselect\n  job_row.row_number + 1 as \"row_number!\",\n  job_row.\"to\" as \"recipient!\",\n  coalesce(job_row.client_reference, job.reference) as reference,\n  job_row.outcome,\n  job.job_status as \"job_status!\",\n  job.notification_type as \"notification_type!\",\n  message.id as notification_id,\n  state.status as \"status!\"\nfrom jobs job\njoin job_rows job_row on job_row.job_id = job.id\nleft join notifications message\n  on message.job_id = job_row.job_id and message.job_row_number = job_row.row_number\ncross join lateral (\n  -- A row is waiting until it is a message, and skipped if it will be none.\n  select\n    case\n      when message.id is not null then message.notification_status::text\n      when job_row.outcome = 'stored' then 'waiting'\n      when job_row.outcome is null\n        and job.job_status not in ('cancelled', 'sending limits exceeded') then 'waiting'\n      else 'skipped'\n    end as status\n) state\nwhere job.id = :id!\n  and job.service_id = :service_id!\n  -- Rows are counted from 1 outside, so this is the first behind the one named.\n  and job_row.row_number >= :after!\n  and (:statuses::text[] is null or state.status = any (:statuses))\norder by job_row.row_number\nlimit :limit!"};

/**
 * Query generated from SQL:
 * ```
 * -- The rows are gone with the retention; nothing is left to list then.
 * select
 *   job_row.row_number + 1 as "row_number!",
 *   job_row."to" as "recipient!",
 *   coalesce(job_row.client_reference, job.reference) as reference,
 *   job_row.outcome,
 *   job.job_status as "job_status!",
 *   job.notification_type as "notification_type!",
 *   message.id as notification_id,
 *   state.status as "status!"
 * from jobs job
 * join job_rows job_row on job_row.job_id = job.id
 * left join notifications message
 *   on message.job_id = job_row.job_id and message.job_row_number = job_row.row_number
 * cross join lateral (
 *   -- A row is waiting until it is a message, and skipped if it will be none.
 *   select
 *     case
 *       when message.id is not null then message.notification_status::text
 *       when job_row.outcome = 'stored' then 'waiting'
 *       when job_row.outcome is null
 *         and job.job_status not in ('cancelled', 'sending limits exceeded') then 'waiting'
 *       else 'skipped'
 *     end as status
 * ) state
 * where job.id = :id!
 *   and job.service_id = :service_id!
 *   -- Rows are counted from 1 outside, so this is the first behind the one named.
 *   and job_row.row_number >= :after!
 *   and (:statuses::text[] is null or state.status = any (:statuses))
 * order by job_row.row_number
 * limit :limit!
 * ```
 */
export const listJobRows = new PreparedQuery<IListJobRowsParams,IListJobRowsResult>(listJobRowsIR);


/** 'ListJobs' parameters type */
export interface IListJobsParams {
  key_type: key_type;
  limit: number;
  older_than?: string | null | void;
  service_id: string;
}

/** 'ListJobs' return type */
export interface IListJobsResult {
  created_at: string;
  id: string;
  name: string;
  notification_count: number;
  notification_type: notification_type;
  processing_finished: string | null;
  processing_started: string | null;
  reference: string | null;
  scheduled_for: string | null;
  status: job_status;
  template_id: string;
  template_version: number;
}

/** 'ListJobs' query type */
export interface IListJobsQuery {
  params: IListJobsParams;
  result: IListJobsResult;
}

const listJobsIR: any = {"usedParamSet":{"service_id":true,"key_type":true,"older_than":true,"limit":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":112},{"a":354,"b":365}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":137,"b":146}]},{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":164,"b":174},{"a":319,"b":329}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":433,"b":439}]}],"statement":"with page as materialized (\n  select job.id, job.created_at\n  from jobs job\n  where job.service_id = :service_id!\n    and job.key_type = :key_type!\n    and (\n      :older_than::uuid is null\n      or (job.created_at, job.id) < (\n        select place.created_at, place.id\n        from jobs place\n        where place.id = :older_than and place.service_id = :service_id!\n      )\n    )\n  order by job.created_at desc, job.id desc\n  limit :limit!\n)\nselect\n  job.id as \"id!\",\n  job.name as \"name!\",\n  job.status as \"status!\",\n  job.notification_count as \"notification_count!\",\n  job.notification_type as \"notification_type!\",\n  job.template_id as \"template_id!\",\n  job.template_version as \"template_version!\",\n  job.reference,\n  job.scheduled_for,\n  job.created_at as \"created_at!\",\n  job.processing_started,\n  job.processing_finished\nfrom page\njoin readable_jobs job on job.id = page.id\norder by page.created_at desc, page.id desc"};

/**
 * Query generated from SQL:
 * ```
 * with page as materialized (
 *   select job.id, job.created_at
 *   from jobs job
 *   where job.service_id = :service_id!
 *     and job.key_type = :key_type!
 *     and (
 *       :older_than::uuid is null
 *       or (job.created_at, job.id) < (
 *         select place.created_at, place.id
 *         from jobs place
 *         where place.id = :older_than and place.service_id = :service_id!
 *       )
 *     )
 *   order by job.created_at desc, job.id desc
 *   limit :limit!
 * )
 * select
 *   job.id as "id!",
 *   job.name as "name!",
 *   job.status as "status!",
 *   job.notification_count as "notification_count!",
 *   job.notification_type as "notification_type!",
 *   job.template_id as "template_id!",
 *   job.template_version as "template_version!",
 *   job.reference,
 *   job.scheduled_for,
 *   job.created_at as "created_at!",
 *   job.processing_started,
 *   job.processing_finished
 * from page
 * join readable_jobs job on job.id = page.id
 * order by page.created_at desc, page.id desc
 * ```
 */
export const listJobs = new PreparedQuery<IListJobsParams,IListJobsResult>(listJobsIR);


/** 'ListJobsPastRetention' parameters type */
export interface IListJobsPastRetentionParams {
  after?: string | null | void;
  limit: number;
  now: string;
}

/** 'ListJobsPastRetention' return type */
export interface IListJobsPastRetentionResult {
  id: string;
  is_by_hand: boolean;
  service_id: string;
}

/** 'ListJobsPastRetention' query type */
export interface IListJobsPastRetentionQuery {
  params: IListJobsPastRetentionParams;
  result: IListJobsPastRetentionResult;
}

const listJobsPastRetentionIR: any = {"usedParamSet":{"now":true,"after":true,"limit":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":102,"b":106}]},{"name":"after","required":false,"transform":{"type":"scalar"},"locs":[{"a":115,"b":120},{"a":144,"b":149}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":169,"b":175}]}],"statement":"select id as \"id!\", service_id as \"service_id!\", is_by_hand as \"is_by_hand!\"\nfrom jobs_past_retention(:now!)\nwhere :after::uuid is null or id > :after\norder by id\nlimit :limit!"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", service_id as "service_id!", is_by_hand as "is_by_hand!"
 * from jobs_past_retention(:now!)
 * where :after::uuid is null or id > :after
 * order by id
 * limit :limit!
 * ```
 */
export const listJobsPastRetention = new PreparedQuery<IListJobsPastRetentionParams,IListJobsPastRetentionResult>(listJobsPastRetentionIR);


/** 'RescueStuckJobs' parameters type */
export interface IRescueStuckJobsParams {
  now: string;
}

/** 'RescueStuckJobs' return type */
export interface IRescueStuckJobsResult {
  rescued: number;
}

/** 'RescueStuckJobs' query type */
export interface IRescueStuckJobsQuery {
  params: IRescueStuckJobsParams;
  result: IRescueStuckJobsResult;
}

const rescueStuckJobsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":29}]}],"statement":"select rescue_stuck_jobs(:now!) as \"rescued!\""};

/**
 * Query generated from SQL:
 * ```
 * select rescue_stuck_jobs(:now!) as "rescued!"
 * ```
 */
export const rescueStuckJobs = new PreparedQuery<IRescueStuckJobsParams,IRescueStuckJobsResult>(rescueStuckJobsIR);


/** 'StartDueJobs' parameters type */
export interface IStartDueJobsParams {
  now: string;
}

/** 'StartDueJobs' return type */
export interface IStartDueJobsResult {
  started: number;
}

/** 'StartDueJobs' query type */
export interface IStartDueJobsQuery {
  params: IStartDueJobsParams;
  result: IStartDueJobsResult;
}

const startDueJobsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":26}]}],"statement":"select start_due_jobs(:now!) as \"started!\""};

/**
 * Query generated from SQL:
 * ```
 * select start_due_jobs(:now!) as "started!"
 * ```
 */
export const startDueJobs = new PreparedQuery<IStartDueJobsParams,IStartDueJobsResult>(startDueJobsIR);


/** 'StartJob' parameters type */
export interface IStartJobParams {
  allowed?: stringArray | null | void;
  id: string;
  now: string;
}

/** 'StartJob' return type */
export interface IStartJobResult {
  is_started: boolean;
}

/** 'StartJob' query type */
export interface IStartJobQuery {
  params: IStartJobParams;
  result: IStartJobResult;
}

const startJobIR: any = {"usedParamSet":{"id":true,"allowed":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":17,"b":20}]},{"name":"allowed","required":false,"transform":{"type":"scalar"},"locs":[{"a":23,"b":30}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":45}]}],"statement":"select start_job(:id!, :allowed::text[], :now!) as \"is_started!\""};

/**
 * Query generated from SQL:
 * ```
 * select start_job(:id!, :allowed::text[], :now!) as "is_started!"
 * ```
 */
export const startJob = new PreparedQuery<IStartJobParams,IStartJobResult>(startJobIR);


/** 'StoreMissingRows' parameters type */
export interface IStoreMissingRowsParams {
  batch_size: number;
  now: string;
}

/** 'StoreMissingRows' return type */
export interface IStoreMissingRowsResult {
  stored: number;
}

/** 'StoreMissingRows' query type */
export interface IStoreMissingRowsQuery {
  params: IStoreMissingRowsParams;
  result: IStoreMissingRowsResult;
}

const storeMissingRowsIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":30}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":44}]}],"statement":"select store_missing_rows(:now!, :batch_size!) as \"stored!\""};

/**
 * Query generated from SQL:
 * ```
 * select store_missing_rows(:now!, :batch_size!) as "stored!"
 * ```
 */
export const storeMissingRows = new PreparedQuery<IStoreMissingRowsParams,IStoreMissingRowsResult>(storeMissingRowsIR);


/** 'StoreNextRows' parameters type */
export interface IStoreNextRowsParams {
  batch_size: number;
  id: string;
  now: string;
}

/** 'StoreNextRows' return type */
export interface IStoreNextRowsResult {
  has_more: boolean;
}

/** 'StoreNextRows' query type */
export interface IStoreNextRowsQuery {
  params: IStoreNextRowsParams;
  result: IStoreNextRowsResult;
}

const storeNextRowsIR: any = {"usedParamSet":{"id":true,"batch_size":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":26}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":40}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":47}]}],"statement":"select store_next_rows(:id!, :batch_size!, :now!) as \"has_more!\""};

/**
 * Query generated from SQL:
 * ```
 * select store_next_rows(:id!, :batch_size!, :now!) as "has_more!"
 * ```
 */
export const storeNextRows = new PreparedQuery<IStoreNextRowsParams,IStoreNextRowsResult>(storeNextRowsIR);


