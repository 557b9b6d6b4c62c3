/** Types generated for queries found in "queries/unsubscribe.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type unsubscribe_outcome = 'repeated' | 'stored' | 'unknown';

/** 'ArchiveUnsubscribeRequests' parameters type */
export interface IArchiveUnsubscribeRequestsParams {
  now: string;
}

/** 'ArchiveUnsubscribeRequests' return type */
export interface IArchiveUnsubscribeRequestsResult {
  archived: number;
}

/** 'ArchiveUnsubscribeRequests' query type */
export interface IArchiveUnsubscribeRequestsQuery {
  params: IArchiveUnsubscribeRequestsParams;
  result: IArchiveUnsubscribeRequestsResult;
}

const archiveUnsubscribeRequestsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":40}]}],"statement":"select archive_unsubscribe_requests(:now!, 10000)::float8 as \"archived!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_unsubscribe_requests(:now!, 10000)::float8 as "archived!"
 * ```
 */
export const archiveUnsubscribeRequests = new PreparedQuery<IArchiveUnsubscribeRequestsParams,IArchiveUnsubscribeRequestsResult>(archiveUnsubscribeRequestsIR);


/** 'CreateUnsubscribeReport' parameters type */
export interface ICreateUnsubscribeReportParams {
  actor?: string | null | void;
  earliest: string;
  latest: string;
  now: string;
  service_id: string;
}

/** 'CreateUnsubscribeReport' return type */
export interface ICreateUnsubscribeReportResult {
  id: string | null;
}

/** 'CreateUnsubscribeReport' query type */
export interface ICreateUnsubscribeReportQuery {
  params: ICreateUnsubscribeReportParams;
  result: ICreateUnsubscribeReportResult;
}

const createUnsubscribeReportIR: any = {"usedParamSet":{"service_id":true,"earliest":true,"latest":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":44}]},{"name":"earliest","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":56}]},{"name":"latest","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":66}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":69,"b":74}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":77,"b":81}]}],"statement":"select create_unsubscribe_report(:service_id!, :earliest!, :latest!, :actor, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select create_unsubscribe_report(:service_id!, :earliest!, :latest!, :actor, :now!) as id
 * ```
 */
export const createUnsubscribeReport = new PreparedQuery<ICreateUnsubscribeReportParams,ICreateUnsubscribeReportResult>(createUnsubscribeReportIR);


/** 'GetUnsubscribeReport' parameters type */
export interface IGetUnsubscribeReportParams {
  id: string;
  service_id: string;
}

/** 'GetUnsubscribeReport' return type */
export interface IGetUnsubscribeReportResult {
  earliest_timestamp: string;
  id: string;
  latest_timestamp: string;
}

/** 'GetUnsubscribeReport' query type */
export interface IGetUnsubscribeReportQuery {
  params: IGetUnsubscribeReportParams;
  result: IGetUnsubscribeReportResult;
}

const getUnsubscribeReportIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":175,"b":178}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":197,"b":208}]}],"statement":"select\n  id, wire_timestamp(earliest_timestamp) as \"earliest_timestamp!\",\n  wire_timestamp(latest_timestamp) as \"latest_timestamp!\"\nfrom unsubscribe_request_report\nwhere id = :id! and service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, wire_timestamp(earliest_timestamp) as "earliest_timestamp!",
 *   wire_timestamp(latest_timestamp) as "latest_timestamp!"
 * from unsubscribe_request_report
 * where id = :id! and service_id = :service_id!
 * ```
 */
export const getUnsubscribeReport = new PreparedQuery<IGetUnsubscribeReportParams,IGetUnsubscribeReportResult>(getUnsubscribeReportIR);


/** 'GetUnsubscribeStatistics' parameters type */
export interface IGetUnsubscribeStatisticsParams {
  service_id: string;
}

/** 'GetUnsubscribeStatistics' return type */
export interface IGetUnsubscribeStatisticsResult {
  count: number;
  latest: string | null;
}

/** 'GetUnsubscribeStatistics' query type */
export interface IGetUnsubscribeStatisticsQuery {
  params: IGetUnsubscribeStatisticsParams;
  result: IGetUnsubscribeStatisticsResult;
}

const getUnsubscribeStatisticsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":382,"b":393}]}],"statement":"select\n  -- Planner note: unsubscribe_request_service_id_idx; a service keeps 90 days of them.\n  count(*) filter (where report.processed_by_service_at is null) as \"count!\",\n  wire_timestamp(max(request.created_at)) as latest\nfrom unsubscribe_request request\nleft join unsubscribe_request_report report on report.id = request.unsubscribe_request_report_id\nwhere request.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Planner note: unsubscribe_request_service_id_idx; a service keeps 90 days of them.
 *   count(*) filter (where report.processed_by_service_at is null) as "count!",
 *   wire_timestamp(max(request.created_at)) as latest
 * from unsubscribe_request request
 * left join unsubscribe_request_report report on report.id = request.unsubscribe_request_report_id
 * where request.service_id = :service_id!
 * ```
 */
export const getUnsubscribeStatistics = new PreparedQuery<IGetUnsubscribeStatisticsParams,IGetUnsubscribeStatisticsResult>(getUnsubscribeStatisticsIR);


/** 'ListUnsubscribeReports' parameters type */
export interface IListUnsubscribeReportsParams {
  service_id: string;
}

/** 'ListUnsubscribeReports' return type */
export interface IListUnsubscribeReportsResult {
  batch_id: string | null;
  count: number;
  created_at: string | null;
  earliest_timestamp: string;
  latest_timestamp: string;
  processed_by_service_at: string | null;
  service_id: string;
  will_be_archived_at: string;
}

/** 'ListUnsubscribeReports' query type */
export interface IListUnsubscribeReportsQuery {
  params: IListUnsubscribeReportsParams;
  result: IListUnsubscribeReportsResult;
}

const listUnsubscribeReportsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":419,"b":430}]}],"statement":"select\n  batch_id, service_id as \"service_id!\", count as \"count!\",\n  wire_timestamp(created_at) as created_at,\n  wire_timestamp(earliest_timestamp) as \"earliest_timestamp!\",\n  wire_timestamp(latest_timestamp) as \"latest_timestamp!\",\n  wire_timestamp(processed_by_service_at) as processed_by_service_at,\n  wire_timestamp(will_be_archived_at) as \"will_be_archived_at!\"\nfrom unsubscribe_request_reports\nwhere service_id = :service_id!\norder by batch_id is not null, unsubscribe_request_reports.latest_timestamp desc, batch_id desc\nlimit 1000"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   batch_id, service_id as "service_id!", count as "count!",
 *   wire_timestamp(created_at) as created_at,
 *   wire_timestamp(earliest_timestamp) as "earliest_timestamp!",
 *   wire_timestamp(latest_timestamp) as "latest_timestamp!",
 *   wire_timestamp(processed_by_service_at) as processed_by_service_at,
 *   wire_timestamp(will_be_archived_at) as "will_be_archived_at!"
 * from unsubscribe_request_reports
 * where service_id = :service_id!
 * order by batch_id is not null, unsubscribe_request_reports.latest_timestamp desc, batch_id desc
 * limit 1000
 * ```
 */
export const listUnsubscribeReports = new PreparedQuery<IListUnsubscribeReportsParams,IListUnsubscribeReportsResult>(listUnsubscribeReportsIR);


/** 'ListUnsubscribeRequests' parameters type */
export interface IListUnsubscribeRequestsParams {
  id: string;
  service_id: string;
}

/** 'ListUnsubscribeRequests' return type */
export interface IListUnsubscribeRequestsResult {
  /** Who asks, as the link's token says. Personal data. */
  email_address: string;
  original_file_name: string;
  /** Shown to people who choose. */
  template_name: string;
  template_sent_at: string | null;
  unsubscribe_request_received_at: string;
}

/** 'ListUnsubscribeRequests' query type */
export interface IListUnsubscribeRequestsQuery {
  params: IListUnsubscribeRequestsParams;
  result: IListUnsubscribeRequestsResult;
}

const listUnsubscribeRequestsIR: any = {"usedParamSet":{"service_id":true,"id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":710,"b":721}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":767,"b":770}]}],"statement":"select\n  -- As many as asked for the same in 90 days at most. The message may be archived, its address is\n  -- here alone.\n  request.email_address, template.name as template_name,\n  coalesce(job.original_file_name, 'N/A') as \"original_file_name!\",\n  wire_clock(local_timestamp(message.sent_at)) as template_sent_at,\n  wire_clock(local_timestamp(request.created_at)) as \"unsubscribe_request_received_at!\"\nfrom unsubscribe_request request\njoin templates_history template\n  on template.id = request.template_id and template.version = request.template_version\nleft join notifications_all_time message on message.id = request.notification_id\nleft join jobs job on job.id = message.job_id\nwhere request.service_id = :service_id! and request.unsubscribe_request_report_id = :id!\norder by template.name desc, \"original_file_name!\" desc, message.sent_at desc, request.id desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- As many as asked for the same in 90 days at most. The message may be archived, its address is
 *   -- here alone.
 *   request.email_address, template.name as template_name,
 *   coalesce(job.original_file_name, 'N/A') as "original_file_name!",
 *   wire_clock(local_timestamp(message.sent_at)) as template_sent_at,
 *   wire_clock(local_timestamp(request.created_at)) as "unsubscribe_request_received_at!"
 * from unsubscribe_request request
 * join templates_history template
 *   on template.id = request.template_id and template.version = request.template_version
 * left join notifications_all_time message on message.id = request.notification_id
 * left join jobs job on job.id = message.job_id
 * where request.service_id = :service_id! and request.unsubscribe_request_report_id = :id!
 * order by template.name desc, "original_file_name!" desc, message.sent_at desc, request.id desc
 * ```
 */
export const listUnsubscribeRequests = new PreparedQuery<IListUnsubscribeRequestsParams,IListUnsubscribeRequestsResult>(listUnsubscribeRequestsIR);


/** 'ProcessUnsubscribeReport' parameters type */
export interface IProcessUnsubscribeReportParams {
  actor?: string | null | void;
  id: string;
  is_processed: boolean;
  now: string;
  service_id: string;
}

/** 'ProcessUnsubscribeReport' return type */
export interface IProcessUnsubscribeReportResult {
  is_known: boolean;
}

/** 'ProcessUnsubscribeReport' query type */
export interface IProcessUnsubscribeReportQuery {
  params: IProcessUnsubscribeReportParams;
  result: IProcessUnsubscribeReportResult;
}

const processUnsubscribeReportIR: any = {"usedParamSet":{"service_id":true,"id":true,"is_processed":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":47}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":53}]},{"name":"is_processed","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":69}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":72,"b":77}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":80,"b":84}]}],"statement":"select\n  process_unsubscribe_report(:service_id!, :id!, :is_processed!, :actor, :now!) as \"is_known!\""};

/**
 * Query generated from SQL:
 * ```
 * select
 *   process_unsubscribe_report(:service_id!, :id!, :is_processed!, :actor, :now!) as "is_known!"
 * ```
 */
export const processUnsubscribeReport = new PreparedQuery<IProcessUnsubscribeReportParams,IProcessUnsubscribeReportResult>(processUnsubscribeReportIR);


/** 'RequestUnsubscribe' parameters type */
export interface IRequestUnsubscribeParams {
  address: string;
  notification_id: string;
  now: string;
}

/** 'RequestUnsubscribe' return type */
export interface IRequestUnsubscribeResult {
  outcome: unsubscribe_outcome;
}

/** 'RequestUnsubscribe' query type */
export interface IRequestUnsubscribeQuery {
  params: IRequestUnsubscribeParams;
  result: IRequestUnsubscribeResult;
}

const requestUnsubscribeIR: any = {"usedParamSet":{"notification_id":true,"address":true,"now":true},"params":[{"name":"notification_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":43}]},{"name":"address","required":true,"transform":{"type":"scalar"},"locs":[{"a":46,"b":54}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":61}]}],"statement":"select request_unsubscribe(:notification_id!, :address!, :now!) as \"outcome!\""};

/**
 * Query generated from SQL:
 * ```
 * select request_unsubscribe(:notification_id!, :address!, :now!) as "outcome!"
 * ```
 */
export const requestUnsubscribe = new PreparedQuery<IRequestUnsubscribeParams,IRequestUnsubscribeResult>(requestUnsubscribeIR);


