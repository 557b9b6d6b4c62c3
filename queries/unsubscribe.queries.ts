/** Types generated for queries found in "queries/unsubscribe.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

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


