/** Types generated for queries found in "queries/notifications/admin.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type key_typeArray = (key_type)[];

export type notification_typeArray = (notification_type)[];

export type stringArray = (string)[];

/** 'CountNotificationsOfJob' parameters type */
export interface ICountNotificationsOfJobParams {
  job_id: string;
  service_id: string;
  statuses?: stringArray | null | void;
}

/** 'CountNotificationsOfJob' return type */
export interface ICountNotificationsOfJobResult {
  total: number;
}

/** 'CountNotificationsOfJob' query type */
export interface ICountNotificationsOfJobQuery {
  params: ICountNotificationsOfJobParams;
  result: ICountNotificationsOfJobResult;
}

const countNotificationsOfJobIR: any = {"usedParamSet":{"job_id":true,"service_id":true,"statuses":true},"params":[{"name":"job_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":120,"b":127}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":150,"b":161}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":175,"b":183},{"a":328,"b":336}]}],"statement":"select count(*)::integer as \"total!\"\nfrom jobs job\njoin notifications message on message.job_id = job.id\nwhere job.id = :job_id! and job.service_id = :service_id!\n  and (\n    :statuses::text[] is null\n    or message.notification_status in (\n      select notification_status\n      from wanted_kinds(array[job.notification_type], :statuses, true)\n    )\n  )"};

/**
 * Query generated from SQL:
 * ```
 * select count(*)::integer as "total!"
 * from jobs job
 * join notifications message on message.job_id = job.id
 * where job.id = :job_id! and job.service_id = :service_id!
 *   and (
 *     :statuses::text[] is null
 *     or message.notification_status in (
 *       select notification_status
 *       from wanted_kinds(array[job.notification_type], :statuses, true)
 *     )
 *   )
 * ```
 */
export const countNotificationsOfJob = new PreparedQuery<ICountNotificationsOfJobParams,ICountNotificationsOfJobResult>(countNotificationsOfJobIR);


/** 'FindNotificationsForFile' parameters type */
export interface IFindNotificationsForFileParams {
  key_types: key_typeArray;
  limit: number;
  limit_days?: number | null | void;
  now: string;
  older_than?: string | null | void;
  service_id: string;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'FindNotificationsForFile' return type */
export interface IFindNotificationsForFileResult {
  id: string;
}

/** 'FindNotificationsForFile' query type */
export interface IFindNotificationsForFileQuery {
  params: IFindNotificationsForFileParams;
  result: IFindNotificationsForFileResult;
}

const findNotificationsForFileIR: any = {"usedParamSet":{"older_than":true,"service_id":true,"key_types":true,"types":true,"statuses":true,"now":true,"limit_days":true,"limit":true},"params":[{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":175,"b":185},{"a":271,"b":281}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":300,"b":311},{"a":405,"b":416}]},{"name":"key_types","required":true,"transform":{"type":"scalar"},"locs":[{"a":419,"b":429}]},{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":444,"b":450}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":474,"b":482}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":530,"b":534}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":539,"b":549}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":606,"b":612},{"a":680,"b":686}]}],"statement":"with place as materialized (\n  -- As in FindNotificationsOfService.\n  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id\n  where :older_than::uuid is null\n  union all\n  select created_at, id\n  from notifications\n  where id = :older_than and service_id = :service_id!\n  limit 1\n)\nselect walked.id as \"id!\"\nfrom place\ncross join lateral walked_notifications(\n  :service_id!, :key_types!::key_type[], :types!::notification_type[], :statuses::text[],\n  coalesce(local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'),\n  place.created_at, place.id, :limit!\n) as walked\norder by walked.created_at desc, walked.id desc\nlimit :limit!"};

/**
 * Query generated from SQL:
 * ```
 * with place as materialized (
 *   -- As in FindNotificationsOfService.
 *   select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id
 *   from notifications
 *   where id = :older_than and service_id = :service_id!
 *   limit 1
 * )
 * select walked.id as "id!"
 * from place
 * cross join lateral walked_notifications(
 *   :service_id!, :key_types!::key_type[], :types!::notification_type[], :statuses::text[],
 *   coalesce(local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'),
 *   place.created_at, place.id, :limit!
 * ) as walked
 * order by walked.created_at desc, walked.id desc
 * limit :limit!
 * ```
 */
export const findNotificationsForFile = new PreparedQuery<IFindNotificationsForFileParams,IFindNotificationsForFileResult>(findNotificationsForFileIR);


/** 'FindNotificationsOfJob' parameters type */
export interface IFindNotificationsOfJobParams {
  from_row: number;
  job_id: string;
  limit: number;
  service_id: string;
  skipped: number;
  statuses?: stringArray | null | void;
}

/** 'FindNotificationsOfJob' return type */
export interface IFindNotificationsOfJobResult {
  /** Time-ordered id; for texts also the reference that the provider gets. */
  id: string;
}

/** 'FindNotificationsOfJob' query type */
export interface IFindNotificationsOfJobQuery {
  params: IFindNotificationsOfJobParams;
  result: IFindNotificationsOfJobResult;
}

const findNotificationsOfJobIR: any = {"usedParamSet":{"job_id":true,"service_id":true,"from_row":true,"statuses":true,"limit":true,"skipped":true},"params":[{"name":"job_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":110,"b":117}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":140,"b":151}]},{"name":"from_row","required":true,"transform":{"type":"scalar"},"locs":[{"a":185,"b":194}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":208,"b":216},{"a":361,"b":369}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":426,"b":432}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":441,"b":449}]}],"statement":"select message.id as \"id!\"\nfrom jobs job\njoin notifications message on message.job_id = job.id\nwhere job.id = :job_id! and job.service_id = :service_id!\n  and message.job_row_number >= :from_row!\n  and (\n    :statuses::text[] is null\n    or message.notification_status in (\n      select notification_status\n      from wanted_kinds(array[job.notification_type], :statuses, true)\n    )\n  )\norder by message.job_row_number\nlimit :limit!\noffset :skipped!"};

/**
 * Query generated from SQL:
 * ```
 * select message.id as "id!"
 * from jobs job
 * join notifications message on message.job_id = job.id
 * where job.id = :job_id! and job.service_id = :service_id!
 *   and message.job_row_number >= :from_row!
 *   and (
 *     :statuses::text[] is null
 *     or message.notification_status in (
 *       select notification_status
 *       from wanted_kinds(array[job.notification_type], :statuses, true)
 *     )
 *   )
 * order by message.job_row_number
 * limit :limit!
 * offset :skipped!
 * ```
 */
export const findNotificationsOfJob = new PreparedQuery<IFindNotificationsOfJobParams,IFindNotificationsOfJobResult>(findNotificationsOfJobIR);


/** 'FindNotificationsOfService' parameters type */
export interface IFindNotificationsOfServiceParams {
  include_jobs: boolean;
  include_one_off: boolean;
  key_types: key_typeArray;
  limit: number;
  limit_days?: number | null | void;
  now: string;
  older_than?: string | null | void;
  service_id: string;
  skipped: number;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'FindNotificationsOfService' return type */
export interface IFindNotificationsOfServiceResult {
  id: string;
}

/** 'FindNotificationsOfService' query type */
export interface IFindNotificationsOfServiceQuery {
  params: IFindNotificationsOfServiceParams;
  result: IFindNotificationsOfServiceResult;
}

const findNotificationsOfServiceIR: any = {"usedParamSet":{"older_than":true,"service_id":true,"key_types":true,"types":true,"statuses":true,"include_jobs":true,"include_one_off":true,"now":true,"limit_days":true,"skipped":true,"limit":true},"params":[{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":184,"b":194},{"a":280,"b":290}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":309,"b":320},{"a":414,"b":425}]},{"name":"key_types","required":true,"transform":{"type":"scalar"},"locs":[{"a":428,"b":438}]},{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":453,"b":459}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":483,"b":491}]},{"name":"include_jobs","required":true,"transform":{"type":"scalar"},"locs":[{"a":504,"b":517}]},{"name":"include_one_off","required":true,"transform":{"type":"scalar"},"locs":[{"a":520,"b":536}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":576,"b":580}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":585,"b":595}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":652,"b":660},{"a":771,"b":779}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":673,"b":679},{"a":756,"b":762}]}],"statement":"with place as materialized (\n  -- After an unknown message there is nothing.\n  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id\n  where :older_than::uuid is null\n  union all\n  select created_at, id\n  from notifications\n  where id = :older_than and service_id = :service_id!\n  limit 1\n)\nselect listed.id as \"id!\"\nfrom place\ncross join lateral newest_notifications(\n  :service_id!, :key_types!::key_type[], :types!::notification_type[], :statuses::text[],\n  :include_jobs!, :include_one_off!,\n  coalesce(local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'),\n  place.created_at, place.id, :skipped!::integer + :limit!::integer\n) as listed\norder by listed.created_at desc, listed.id desc\nlimit :limit!\noffset :skipped!"};

/**
 * Query generated from SQL:
 * ```
 * with place as materialized (
 *   -- After an unknown message there is nothing.
 *   select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id
 *   from notifications
 *   where id = :older_than and service_id = :service_id!
 *   limit 1
 * )
 * select listed.id as "id!"
 * from place
 * cross join lateral newest_notifications(
 *   :service_id!, :key_types!::key_type[], :types!::notification_type[], :statuses::text[],
 *   :include_jobs!, :include_one_off!,
 *   coalesce(local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'),
 *   place.created_at, place.id, :skipped!::integer + :limit!::integer
 * ) as listed
 * order by listed.created_at desc, listed.id desc
 * limit :limit!
 * offset :skipped!
 * ```
 */
export const findNotificationsOfService = new PreparedQuery<IFindNotificationsOfServiceParams,IFindNotificationsOfServiceResult>(findNotificationsOfServiceIR);


/** 'ListNotificationCsvRows' parameters type */
export interface IListNotificationCsvRowsParams {
  ids: stringArray;
  service_id: string;
}

/** 'ListNotificationCsvRows' return type */
export interface IListNotificationCsvRowsResult {
  api_key_name: string | null;
  client_reference: string;
  created_at: string;
  created_by_email_address: string | null;
  created_by_name: string | null;
  id: string;
  job_name: string;
  recipient: string;
  row_number: number | null;
  status: string;
  template_name: string;
  template_type: notification_type;
}

/** 'ListNotificationCsvRows' query type */
export interface IListNotificationCsvRowsQuery {
  params: IListNotificationCsvRowsParams;
  result: IListNotificationCsvRowsResult;
}

const listNotificationCsvRowsIR: any = {"usedParamSet":{"ids":true,"service_id":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":383,"b":387}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":513,"b":524}]}],"statement":"select\n  line.id as \"id!\", line.row_number, line.recipient as \"recipient!\",\n  line.client_reference as \"client_reference!\", line.template_name as \"template_name!\",\n  line.template_type as \"template_type!\", line.job_name as \"job_name!\", line.status as \"status!\",\n  line.created_at as \"created_at!\", line.created_by_name, line.created_by_email_address,\n  line.api_key_name\nfrom unnest(:ids!::uuid[]) with ordinality as wanted (id, ord)\njoin notification_csv_rows line on line.id = wanted.id\nwhere line.service_id = :service_id!\norder by wanted.ord"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   line.id as "id!", line.row_number, line.recipient as "recipient!",
 *   line.client_reference as "client_reference!", line.template_name as "template_name!",
 *   line.template_type as "template_type!", line.job_name as "job_name!", line.status as "status!",
 *   line.created_at as "created_at!", line.created_by_name, line.created_by_email_address,
 *   line.api_key_name
 * from unnest(:ids!::uuid[]) with ordinality as wanted (id, ord)
 * join notification_csv_rows line on line.id = wanted.id
 * where line.service_id = :service_id!
 * order by wanted.ord
 * ```
 */
export const listNotificationCsvRows = new PreparedQuery<IListNotificationCsvRowsParams,IListNotificationCsvRowsResult>(listNotificationCsvRowsIR);


/** 'ListNotificationSummaries' parameters type */
export interface IListNotificationSummariesParams {
  ids: stringArray;
  most_bytes: number;
  service_id: string;
}

/** 'ListNotificationSummaries' return type */
export interface IListNotificationSummariesResult {
  api_key_id: string | null;
  billable_units: number;
  client_reference: string | null;
  created_at: string;
  created_by: Json | null;
  document_download_count: number | null;
  document_links: Buffer | null;
  email_files: Json;
  id: string;
  international: boolean;
  job: Json | null;
  job_row_number: number | null;
  key_name: string | null;
  key_type: key_type;
  normalised_to: string | null;
  notification_status: notification_status;
  notification_type: notification_type;
  personalisation: Json;
  phone_prefix: string | null;
  postage: postage | null;
  rate_multiplier: number | null;
  reference: string | null;
  reply_to_text: string | null;
  sent_at: string | null;
  sent_by: string | null;
  service_id: string;
  template: Json;
  to: string;
  unsubscribe_link: string | null;
  updated_at: string | null;
}

/** 'ListNotificationSummaries' query type */
export interface IListNotificationSummariesQuery {
  params: IListNotificationSummariesParams;
  result: IListNotificationSummariesResult;
}

const listNotificationSummariesIR: any = {"usedParamSet":{"ids":true,"service_id":true,"most_bytes":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":307,"b":311}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":438,"b":449}]},{"name":"most_bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":1822,"b":1833}]}],"statement":"with weighed as materialized (\n  -- Messages may be of megabytes: such a list ends early.\n  select\n    wanted.id, wanted.ord, message.template_id, message.template_version,\n    sum(message.personalisation_bytes) over (order by wanted.ord) - message.personalisation_bytes\n      as bytes_before\n  from unnest(:ids!::uuid[]) with ordinality as wanted (id, ord)\n  join notifications message on message.id = wanted.id and message.service_id = :service_id!\n),\nshown as materialized (\n  select template.id, template.version, template.shape, template.email_files\n  from (select distinct template_id, template_version from weighed) used\n  join summary_templates template\n    on template.id = used.template_id and template.version = used.template_version\n)\nselect\n  summary.id as \"id!\", summary.service_id as \"service_id!\", summary.job_row_number,\n  summary.notification_type as \"notification_type!\",\n  summary.notification_status as \"notification_status!\", summary.key_type as \"key_type!\",\n  summary.\"to\" as \"to!\", summary.normalised_to, summary.personalisation as \"personalisation!\",\n  summary.document_links, summary.document_download_count, summary.reply_to_text,\n  summary.unsubscribe_link, summary.reference, summary.client_reference,\n  summary.billable_units as \"billable_units!\", summary.rate_multiplier::float8,\n  summary.international as \"international!\", summary.phone_prefix, summary.postage, summary.sent_by,\n  summary.api_key_id, summary.key_name, summary.created_at as \"created_at!\", summary.sent_at,\n  summary.updated_at, summary.created_by, summary.job, shown.shape as \"template!\",\n  shown.email_files as \"email_files!\"\nfrom weighed\njoin notification_summaries summary on summary.id = weighed.id\njoin shown on shown.id = summary.template_id and shown.version = summary.template_version\nwhere weighed.bytes_before < :most_bytes!\norder by weighed.ord"};

/**
 * Query generated from SQL:
 * ```
 * with weighed as materialized (
 *   -- Messages may be of megabytes: such a list ends early.
 *   select
 *     wanted.id, wanted.ord, message.template_id, message.template_version,
 *     sum(message.personalisation_bytes) over (order by wanted.ord) - message.personalisation_bytes
 *       as bytes_before
 *   from unnest(:ids!::uuid[]) with ordinality as wanted (id, ord)
 *   join notifications message on message.id = wanted.id and message.service_id = :service_id!
 * ),
 * shown as materialized (
 *   select template.id, template.version, template.shape, template.email_files
 *   from (select distinct template_id, template_version from weighed) used
 *   join summary_templates template
 *     on template.id = used.template_id and template.version = used.template_version
 * )
 * select
 *   summary.id as "id!", summary.service_id as "service_id!", summary.job_row_number,
 *   summary.notification_type as "notification_type!",
 *   summary.notification_status as "notification_status!", summary.key_type as "key_type!",
 *   summary."to" as "to!", summary.normalised_to, summary.personalisation as "personalisation!",
 *   summary.document_links, summary.document_download_count, summary.reply_to_text,
 *   summary.unsubscribe_link, summary.reference, summary.client_reference,
 *   summary.billable_units as "billable_units!", summary.rate_multiplier::float8,
 *   summary.international as "international!", summary.phone_prefix, summary.postage, summary.sent_by,
 *   summary.api_key_id, summary.key_name, summary.created_at as "created_at!", summary.sent_at,
 *   summary.updated_at, summary.created_by, summary.job, shown.shape as "template!",
 *   shown.email_files as "email_files!"
 * from weighed
 * join notification_summaries summary on summary.id = weighed.id
 * join shown on shown.id = summary.template_id and shown.version = summary.template_version
 * where weighed.bytes_before < :most_bytes!
 * order by weighed.ord
 * ```
 */
export const listNotificationSummaries = new PreparedQuery<IListNotificationSummariesParams,IListNotificationSummariesResult>(listNotificationSummariesIR);


/** 'SearchNotificationsOfService' parameters type */
export interface ISearchNotificationsOfServiceParams {
  limit_days?: number | null | void;
  now: string;
  recipient: string;
  reference: string;
  service_id: string;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'SearchNotificationsOfService' return type */
export interface ISearchNotificationsOfServiceResult {
  /** Time-ordered id; for texts also the reference that the provider gets. */
  id: string;
}

/** 'SearchNotificationsOfService' query type */
export interface ISearchNotificationsOfServiceQuery {
  params: ISearchNotificationsOfServiceParams;
  result: ISearchNotificationsOfServiceResult;
}

const searchNotificationsOfServiceIR: any = {"usedParamSet":{"types":true,"service_id":true,"now":true,"limit_days":true,"recipient":true,"reference":true,"statuses":true},"params":[{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":121,"b":127}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":256,"b":267}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":401,"b":405}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":410,"b":420}]},{"name":"recipient","required":true,"transform":{"type":"scalar"},"locs":[{"a":493,"b":503}]},{"name":"reference","required":true,"transform":{"type":"scalar"},"locs":[{"a":531,"b":541}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":553,"b":561},{"a":615,"b":623}]}],"statement":"-- The newest that a whole recipient, a part of one or a part of a reference finds.\nselect probe.id as \"id!\"\nfrom unnest(:types!::notification_type[]) as channel (type)\ncross join lateral (\n  select id, created_at\n  from notifications\n  where service_id = :service_id! and notification_type = channel.type and key_type <> 'test'\n    and created_at >= coalesce(\n      (select local_midnight(local_date(:now!) - :limit_days::integer)), '-infinity'::timestamptz\n    )\n    and (normalised_to like :recipient! or client_reference ilike :reference!)\n    and (:statuses::text[] is null or notification_status::text = any (:statuses))\n  order by created_at desc\n  limit 51\n) probe\norder by probe.created_at desc, probe.id desc\nlimit 51"};

/**
 * Query generated from SQL:
 * ```
 * -- The newest that a whole recipient, a part of one or a part of a reference finds.
 * select probe.id as "id!"
 * from unnest(:types!::notification_type[]) as channel (type)
 * cross join lateral (
 *   select id, created_at
 *   from notifications
 *   where service_id = :service_id! and notification_type = channel.type and key_type <> 'test'
 *     and created_at >= coalesce(
 *       (select local_midnight(local_date(:now!) - :limit_days::integer)), '-infinity'::timestamptz
 *     )
 *     and (normalised_to like :recipient! or client_reference ilike :reference!)
 *     and (:statuses::text[] is null or notification_status::text = any (:statuses))
 *   order by created_at desc
 *   limit 51
 * ) probe
 * order by probe.created_at desc, probe.id desc
 * limit 51
 * ```
 */
export const searchNotificationsOfService = new PreparedQuery<ISearchNotificationsOfServiceParams,ISearchNotificationsOfServiceResult>(searchNotificationsOfServiceIR);


