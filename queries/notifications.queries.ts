/** Types generated for queries found in "queries/notifications.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type acceptance_outcome = 'accepted' | 'daily-limited' | 'international-limited' | 'key-conflict' | 'passed' | 'rate-limited' | 'replayed';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'AcceptNotifications' parameters type */
export interface IAcceptNotificationsParams {
  requests: Json;
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

const acceptNotificationsIR: any = {"usedParamSet":{"requests":true},"params":[{"name":"requests","required":true,"transform":{"type":"scalar"},"locs":[{"a":384,"b":393}]}],"statement":"select\n  -- See the function: limits, storing, counting and queueing of many requests in one transaction.\n  ord as \"ord!\",\n  outcome as \"outcome!\",\n  notification_id,\n  response,\n  rate_limit as \"rate_limit!\",\n  tokens_left as \"tokens_left!\",\n  bucket_full_seconds as \"bucket_full_seconds!\",\n  retry_after_seconds,\n  exceeded_limit::float8 as exceeded_limit\nfrom accept_notifications(:requests!::jsonb)"};

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
 * from accept_notifications(:requests!::jsonb)
 * ```
 */
export const acceptNotifications = new PreparedQuery<IAcceptNotificationsParams,IAcceptNotificationsResult>(acceptNotificationsIR);


/** 'GetNotificationById' parameters type */
export interface IGetNotificationByIdParams {
  notification_id: string;
  service_id: string;
}

/** 'GetNotificationById' return type */
export interface IGetNotificationByIdResult {
  client_reference: string | null;
  completed_at: string | null;
  created_at: string | null;
  created_by_name: string | null;
  id: string | null;
  notification_status: notification_status | null;
  notification_type: notification_type | null;
  personalisation: Json | null;
  postage: postage | null;
  sent_at: string | null;
  service_id: string | null;
  template_id: string | null;
  template_version: number | null;
  to: string | null;
  unsubscribe_link: string | null;
}

/** 'GetNotificationById' query type */
export interface IGetNotificationByIdQuery {
  params: IGetNotificationByIdParams;
  result: IGetNotificationByIdResult;
}

const getNotificationByIdIR: any = {"usedParamSet":{"notification_id":true,"service_id":true},"params":[{"name":"notification_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":407,"b":423}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":442,"b":453}]}],"statement":"select\n  -- Any key of the service may read any of its live messages. What the API shows of one is the view readable_notifications.\n  id,\n  service_id,\n  client_reference,\n  notification_type,\n  notification_status,\n  \"to\",\n  personalisation,\n  template_id,\n  template_version,\n  created_at,\n  created_by_name,\n  sent_at,\n  completed_at,\n  postage,\n  unsubscribe_link\nfrom readable_notifications\nwhere id = :notification_id! and service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Any key of the service may read any of its live messages. What the API shows of one is the view readable_notifications.
 *   id,
 *   service_id,
 *   client_reference,
 *   notification_type,
 *   notification_status,
 *   "to",
 *   personalisation,
 *   template_id,
 *   template_version,
 *   created_at,
 *   created_by_name,
 *   sent_at,
 *   completed_at,
 *   postage,
 *   unsubscribe_link
 * from readable_notifications
 * where id = :notification_id! and service_id = :service_id!
 * ```
 */
export const getNotificationById = new PreparedQuery<IGetNotificationByIdParams,IGetNotificationByIdResult>(getNotificationByIdIR);


