/** Types generated for queries found in "queries/notifications/pace.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_type = 'email' | 'letter' | 'sms';

export type template_process_type = 'normal' | 'priority';

/** 'MeasureQueues' parameters type */
export type IMeasureQueuesParams = void;

/** 'MeasureQueues' return type */
export interface IMeasureQueuesResult {
  measured: undefined | null;
}

/** 'MeasureQueues' query type */
export interface IMeasureQueuesQuery {
  params: IMeasureQueuesParams;
  result: IMeasureQueuesResult;
}

const measureQueuesIR: any = {"usedParamSet":{},"params":[],"statement":"select measure_queues() as measured"};

/**
 * Query generated from SQL:
 * ```
 * select measure_queues() as measured
 * ```
 */
export const measureQueues = new PreparedQuery<IMeasureQueuesParams,IMeasureQueuesResult>(measureQueuesIR);


/** 'ListQueuesBehind' parameters type */
export type IListQueuesBehindParams = void;

/** 'ListQueuesBehind' return type */
export interface IListQueuesBehindResult {
  admitted_share: number;
  key_type: key_type;
  notification_type: notification_type;
  process_type: template_process_type;
  queue: string;
  retry_after_seconds: number;
}

/** 'ListQueuesBehind' query type */
export interface IListQueuesBehindQuery {
  params: IListQueuesBehindParams;
  result: IListQueuesBehindResult;
}

const listQueuesBehindIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  lag.queue as \"queue!\",\n  lag.admitted_share as \"admitted_share!\",\n  lag.retry_after_seconds as \"retry_after_seconds!\",\n  sending.notification_type as \"notification_type!\",\n  sending.key_type as \"key_type!\",\n  sending.process_type as \"process_type!\"\nfrom delivery_lags lag\njoin send_queues() as sending on sending.queue = lag.queue\nwhere lag.admitted_share < 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   lag.queue as "queue!",
 *   lag.admitted_share as "admitted_share!",
 *   lag.retry_after_seconds as "retry_after_seconds!",
 *   sending.notification_type as "notification_type!",
 *   sending.key_type as "key_type!",
 *   sending.process_type as "process_type!"
 * from delivery_lags lag
 * join send_queues() as sending on sending.queue = lag.queue
 * where lag.admitted_share < 1
 * ```
 */
export const listQueuesBehind = new PreparedQuery<IListQueuesBehindParams,IListQueuesBehindResult>(listQueuesBehindIR);


