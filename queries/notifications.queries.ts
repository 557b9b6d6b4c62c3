/** Types generated for queries found in "queries/notifications.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type acceptance_outcome = 'accepted' | 'daily-limited' | 'held' | 'international-limited' | 'key-conflict' | 'passed' | 'rate-limited' | 'replayed';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'AcceptNotifications' parameters type */
export interface IAcceptNotificationsParams {
  requests: Json;
  waits_for_turn: boolean;
}

/** 'AcceptNotifications' return type */
export interface IAcceptNotificationsResult {
  bucket_full_seconds: number;
  exceeded_limit: number | null;
  notification_id: string | null;
  ord: number;
  outcome: acceptance_outcome;
  rate_limit: number;
  response: Json | null;
  retry_after_seconds: number | null;
  tokens_left: number;
}

/** 'AcceptNotifications' query type */
export interface IAcceptNotificationsQuery {
  params: IAcceptNotificationsParams;
  result: IAcceptNotificationsResult;
}

const acceptNotificationsIR: any = {"usedParamSet":{"requests":true,"waits_for_turn":true},"params":[{"name":"requests","required":true,"transform":{"type":"scalar"},"locs":[{"a":384,"b":393}]},{"name":"waits_for_turn","required":true,"transform":{"type":"scalar"},"locs":[{"a":421,"b":436}]}],"statement":"select\n  -- See the function: limits, storing, counting and queueing of many requests in one transaction.\n  ord as \"ord!\",\n  outcome as \"outcome!\",\n  notification_id,\n  response,\n  rate_limit as \"rate_limit!\",\n  tokens_left as \"tokens_left!\",\n  bucket_full_seconds as \"bucket_full_seconds!\",\n  retry_after_seconds,\n  exceeded_limit::float8 as exceeded_limit\nfrom accept_notifications(:requests!::jsonb, waits_for_turn => :waits_for_turn!,\n  notifies => false)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- See the function: limits, storing, counting and queueing of many requests in one transaction.
 *   ord as "ord!",
 *   outcome as "outcome!",
 *   notification_id,
 *   response,
 *   rate_limit as "rate_limit!",
 *   tokens_left as "tokens_left!",
 *   bucket_full_seconds as "bucket_full_seconds!",
 *   retry_after_seconds,
 *   exceeded_limit::float8 as exceeded_limit
 * from accept_notifications(:requests!::jsonb, waits_for_turn => :waits_for_turn!,
 *   notifies => false)
 * ```
 */
export const acceptNotifications = new PreparedQuery<IAcceptNotificationsParams,IAcceptNotificationsResult>(acceptNotificationsIR);


