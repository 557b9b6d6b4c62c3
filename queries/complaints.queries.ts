/** Types generated for queries found in "queries/complaints.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'CountComplaints' parameters type */
export interface ICountComplaintsParams {
  end_date: string;
  start_date: string;
}

/** 'CountComplaints' return type */
export interface ICountComplaintsResult {
  count: number;
}

/** 'CountComplaints' query type */
export interface ICountComplaintsQuery {
  params: ICountComplaintsParams;
  result: ICountComplaintsResult;
}

const countComplaintsIR: any = {"usedParamSet":{"start_date":true,"end_date":true},"params":[{"name":"start_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":79,"b":90}]},{"name":"end_date","required":true,"transform":{"type":"scalar"},"locs":[{"a":133,"b":142}]}],"statement":"select count(*) as \"count!\"\nfrom complaints\nwhere created_at >= local_midnight(:start_date!::date)\n  and created_at < local_midnight(:end_date!::date + 1)"};

/**
 * Query generated from SQL:
 * ```
 * select count(*) as "count!"
 * from complaints
 * where created_at >= local_midnight(:start_date!::date)
 *   and created_at < local_midnight(:end_date!::date + 1)
 * ```
 */
export const countComplaints = new PreparedQuery<ICountComplaintsParams,ICountComplaintsResult>(countComplaintsIR);


/** 'FileComplaints' parameters type */
export interface IFileComplaintsParams {
  complaints: Json;
  now: string;
}

/** 'FileComplaints' return type */
export interface IFileComplaintsResult {
  complaint_id: string | null;
  ord: number;
  outcome: string;
  service_id: string | null;
}

/** 'FileComplaints' query type */
export interface IFileComplaintsQuery {
  params: IFileComplaintsParams;
  result: IFileComplaintsResult;
}

const fileComplaintsIR: any = {"usedParamSet":{"complaints":true,"now":true},"params":[{"name":"complaints","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":102}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":112,"b":116}]}],"statement":"select ord as \"ord!\", outcome as \"outcome!\", complaint_id, service_id\nfrom file_complaints(:complaints!::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select ord as "ord!", outcome as "outcome!", complaint_id, service_id
 * from file_complaints(:complaints!::jsonb, :now!)
 * ```
 */
export const fileComplaints = new PreparedQuery<IFileComplaintsParams,IFileComplaintsResult>(fileComplaintsIR);


/** 'ListComplaints' parameters type */
export interface IListComplaintsParams {
  limit: number;
  skipped: number;
}

/** 'ListComplaints' return type */
export interface IListComplaintsResult {
  complaint_date: string;
  /** The mail system's word for it, such as abuse; null when it gives none. */
  complaint_type: string | null;
  created_at: string;
  id: string;
  /** The email. No foreign key: it may be in either table of messages. */
  notification_id: string;
  /** Whose email. */
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  /** The provider's name for the complaint; what is told again is the same one. */
  ses_feedback_id: string;
}

/** 'ListComplaints' query type */
export interface IListComplaintsQuery {
  params: IListComplaintsParams;
  result: IListComplaintsResult;
}

const listComplaintsIR: any = {"usedParamSet":{"limit":true,"skipped":true},"params":[{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":498,"b":504}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":513,"b":521}]}],"statement":"select\n  complaint.id as \"id!\",\n  complaint.notification_id as \"notification_id!\",\n  complaint.service_id as \"service_id!\",\n  services.name as \"service_name!\",\n  complaint.ses_feedback_id as \"ses_feedback_id!\",\n  complaint.complaint_type,\n  wire_timestamp(complaint.complaint_date) as \"complaint_date!\",\n  wire_timestamp(complaint.created_at) as \"created_at!\"\nfrom complaints complaint\njoin services on services.id = complaint.service_id\norder by complaint.created_at desc, complaint.id desc\nlimit :limit! offset :skipped!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   complaint.id as "id!",
 *   complaint.notification_id as "notification_id!",
 *   complaint.service_id as "service_id!",
 *   services.name as "service_name!",
 *   complaint.ses_feedback_id as "ses_feedback_id!",
 *   complaint.complaint_type,
 *   wire_timestamp(complaint.complaint_date) as "complaint_date!",
 *   wire_timestamp(complaint.created_at) as "created_at!"
 * from complaints complaint
 * join services on services.id = complaint.service_id
 * order by complaint.created_at desc, complaint.id desc
 * limit :limit! offset :skipped!
 * ```
 */
export const listComplaints = new PreparedQuery<IListComplaintsParams,IListComplaintsResult>(listComplaintsIR);


