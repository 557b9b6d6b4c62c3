/** Types generated for queries found in "queries/reports.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type report_request_status = 'deleted' | 'failed' | 'in progress' | 'pending' | 'stored';

export type report_type = 'notifications_report';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'CreateReportRequest' parameters type */
export interface ICreateReportRequestParams {
  now: string;
  parameter: Json;
  report_type: report_type;
  service_id: string;
  user_id: string;
}

/** 'CreateReportRequest' return type */
export interface ICreateReportRequestResult {
  id: string;
  is_new: boolean;
}

/** 'CreateReportRequest' query type */
export interface ICreateReportRequestQuery {
  params: ICreateReportRequestParams;
  result: ICreateReportRequestResult;
}

const createReportRequestIR: any = {"usedParamSet":{"service_id":true,"user_id":true,"report_type":true,"parameter":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":78}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":89}]},{"name":"report_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":92,"b":104}]},{"name":"parameter","required":true,"transform":{"type":"scalar"},"locs":[{"a":107,"b":117}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":127,"b":131}]}],"statement":"select id as \"id!\", is_new as \"is_new!\"\nfrom create_report_request(:service_id!, :user_id!, :report_type!, :parameter!::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", is_new as "is_new!"
 * from create_report_request(:service_id!, :user_id!, :report_type!, :parameter!::jsonb, :now!)
 * ```
 */
export const createReportRequest = new PreparedQuery<ICreateReportRequestParams,ICreateReportRequestResult>(createReportRequestIR);


/** 'GetReportRequest' parameters type */
export interface IGetReportRequestParams {
  id: string;
  service_id?: string | null | void;
}

/** 'GetReportRequest' return type */
export interface IGetReportRequestResult {
  created_at: string;
  /** What the file is about. */
  id: string;
  /** What was asked for: notification_type (null: all) and notification_status (all, sending, delivered, failed). */
  parameter: Json;
  /** What it is of. */
  report_type: report_type;
  /** How long the messages that it lists are kept, in local days; it is kept as long. */
  retention_days: number;
  service_id: string;
  /** How far it is; changes only as report_request_transitions allows. */
  status: report_request_status;
  updated_at: string | null;
  /** Who asked for it, and may have it. */
  user_id: string;
}

/** 'GetReportRequest' query type */
export interface IGetReportRequestQuery {
  params: IGetReportRequestParams;
  result: IGetReportRequestResult;
}

const getReportRequestIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":202,"b":205}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":212,"b":222},{"a":254,"b":264}]}],"statement":"select\n  id, user_id, service_id, report_type, status, parameter, retention_days,\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at\nfrom report_requests\nwhere id = :id! and (:service_id::uuid is null or service_id = :service_id)\n  and status <> 'deleted'"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, user_id, service_id, report_type, status, parameter, retention_days,
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
 * from report_requests
 * where id = :id! and (:service_id::uuid is null or service_id = :service_id)
 *   and status <> 'deleted'
 * ```
 */
export const getReportRequest = new PreparedQuery<IGetReportRequestParams,IGetReportRequestResult>(getReportRequestIR);


/** 'MoveReportRequest' parameters type */
export interface IMoveReportRequestParams {
  event: string;
  id: string;
  now: string;
}

/** 'MoveReportRequest' return type */
export interface IMoveReportRequestResult {
  is_moved: boolean;
}

/** 'MoveReportRequest' query type */
export interface IMoveReportRequestQuery {
  params: IMoveReportRequestParams;
  result: IMoveReportRequestResult;
}

const moveReportRequestIR: any = {"usedParamSet":{"id":true,"event":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":30}]},{"name":"event","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":39}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":46}]}],"statement":"select move_report_request(:id!, :event!, :now!) as \"is_moved!\""};

/**
 * Query generated from SQL:
 * ```
 * select move_report_request(:id!, :event!, :now!) as "is_moved!"
 * ```
 */
export const moveReportRequest = new PreparedQuery<IMoveReportRequestParams,IMoveReportRequestResult>(moveReportRequestIR);


/** 'SettleReportRequests' parameters type */
export interface ISettleReportRequestsParams {
  batch_size: number;
  now: string;
}

/** 'SettleReportRequests' return type */
export interface ISettleReportRequestsResult {
  settled: number;
}

/** 'SettleReportRequests' query type */
export interface ISettleReportRequestsQuery {
  params: ISettleReportRequestsParams;
  result: ISettleReportRequestsResult;
}

const settleReportRequestsIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":34}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":48}]}],"statement":"select settle_report_requests(:now!, :batch_size!) as \"settled!\""};

/**
 * Query generated from SQL:
 * ```
 * select settle_report_requests(:now!, :batch_size!) as "settled!"
 * ```
 */
export const settleReportRequests = new PreparedQuery<ISettleReportRequestsParams,ISettleReportRequestsResult>(settleReportRequestsIR);


/** 'StoreReport' parameters type */
export interface IStoreReportParams {
  file_id: string;
  id: string;
  now: string;
}

/** 'StoreReport' return type */
export interface IStoreReportResult {
  is_stored: boolean;
}

/** 'StoreReport' query type */
export interface IStoreReportQuery {
  params: IStoreReportParams;
  result: IStoreReportResult;
}

const storeReportIR: any = {"usedParamSet":{"id":true,"file_id":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":23}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":34}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":41}]}],"statement":"select store_report(:id!, :file_id!, :now!) as \"is_stored!\""};

/**
 * Query generated from SQL:
 * ```
 * select store_report(:id!, :file_id!, :now!) as "is_stored!"
 * ```
 */
export const storeReport = new PreparedQuery<IStoreReportParams,IStoreReportResult>(storeReportIR);


