/** Types generated for queries found in "queries/v1.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type notification_typeArray = (notification_type)[];

export type stringArray = (string)[];

/** 'GetV1Notification' parameters type */
export interface IGetV1NotificationParams {
  notification_id: string;
  service_id: string;
}

/** 'GetV1Notification' return type */
export interface IGetV1NotificationResult {
  api_key_id: string | null;
  billable_units: number;
  created_at: string;
  document_links: Buffer | null;
  id: string;
  job_row_number: number | null;
  notification_status: notification_status;
  notification_type: notification_type;
  personalisation: Json;
  reference: string | null;
  sent_at: string | null;
  sent_by: string | null;
  service_id: string;
  template_id: string;
  /** Shown to people who choose. */
  template_name: string;
  template_version: number;
  to: string;
  updated_at: string | null;
}

/** 'GetV1Notification' query type */
export interface IGetV1NotificationQuery {
  params: IGetV1NotificationParams;
  result: IGetV1NotificationResult;
}

const getV1NotificationIR: any = {"usedParamSet":{"notification_id":true,"service_id":true},"params":[{"name":"notification_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":838,"b":854}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":888,"b":899}]}],"statement":"select\n  notification.id as \"id!\",\n  notification.service_id as \"service_id!\",\n  notification.notification_type as \"notification_type!\",\n  notification.notification_status as \"notification_status!\",\n  notification.\"to\" as \"to!\",\n  notification.personalisation as \"personalisation!\",\n  notification.document_links,\n  notification.template_id as \"template_id!\",\n  notification.template_version as \"template_version!\",\n  template.name as \"template_name!\",\n  notification.job_row_number,\n  notification.api_key_id,\n  notification.billable_units as \"billable_units!\",\n  notification.created_at as \"created_at!\",\n  notification.sent_at,\n  notification.sent_by,\n  notification.updated_at,\n  notification.reference\nfrom readable_notifications notification\njoin templates template on template.id = notification.template_id\nwhere notification.id = :notification_id!\n  and notification.service_id = :service_id!\n  and notification.notification_type in ('sms', 'email')"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   notification.id as "id!",
 *   notification.service_id as "service_id!",
 *   notification.notification_type as "notification_type!",
 *   notification.notification_status as "notification_status!",
 *   notification."to" as "to!",
 *   notification.personalisation as "personalisation!",
 *   notification.document_links,
 *   notification.template_id as "template_id!",
 *   notification.template_version as "template_version!",
 *   template.name as "template_name!",
 *   notification.job_row_number,
 *   notification.api_key_id,
 *   notification.billable_units as "billable_units!",
 *   notification.created_at as "created_at!",
 *   notification.sent_at,
 *   notification.sent_by,
 *   notification.updated_at,
 *   notification.reference
 * from readable_notifications notification
 * join templates template on template.id = notification.template_id
 * where notification.id = :notification_id!
 *   and notification.service_id = :service_id!
 *   and notification.notification_type in ('sms', 'email')
 * ```
 */
export const getV1Notification = new PreparedQuery<IGetV1NotificationParams,IGetV1NotificationResult>(getV1NotificationIR);


/** 'ListV1Notifications' parameters type */
export interface IListV1NotificationsParams {
  include_jobs: boolean;
  key_type: key_type;
  limit_days?: number | null | void;
  most_bytes: number;
  now: string;
  page_size: number;
  service_id: string;
  skipped: number;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'ListV1Notifications' return type */
export interface IListV1NotificationsResult {
  api_key_id: string | null;
  billable_units: number | null;
  created_at: string | null;
  document_links: Buffer | null;
  id: string | null;
  job_row_number: number | null;
  notification_status: notification_status | null;
  notification_type: notification_type | null;
  personalisation: Json | null;
  reference: string | null;
  sent_at: string | null;
  sent_by: string | null;
  service_id: string | null;
  template_id: string | null;
  /** Shown to people who choose. */
  template_name: string;
  template_version: number | null;
  to: string | null;
  total: number;
  updated_at: string | null;
}

/** 'ListV1Notifications' query type */
export interface IListV1NotificationsQuery {
  params: IListV1NotificationsParams;
  result: IListV1NotificationsResult;
}

const listV1NotificationsIR: any = {"usedParamSet":{"types":true,"statuses":true,"include_jobs":true,"service_id":true,"key_type":true,"now":true,"limit_days":true,"page_size":true,"skipped":true,"most_bytes":true},"params":[{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":284,"b":290}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":293,"b":301}]},{"name":"include_jobs","required":true,"transform":{"type":"scalar"},"locs":[{"a":304,"b":317}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":423,"b":434}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":457,"b":466}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":695,"b":699}]},{"name":"limit_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":704,"b":714}]},{"name":"page_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":994,"b":1004}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":1015,"b":1023}]},{"name":"most_bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":2161,"b":2172}]}],"statement":"with wanted as materialized (\n  -- Pages are numbered here, and there is a total: both end at 10,000 messages, so that no request\n  -- counts more. Planner note: the probes of ListNotifications, each bounded by the same number.\n  select probe.id, probe.created_at\n  from wanted_kinds(:types!, :statuses, :include_jobs!) as kind\n  cross join lateral (\n    select id, created_at\n    from notifications\n    where service_id = :service_id!\n      and key_type = :key_type!\n      and (job_id is null) = kind.is_without_job\n      and notification_type = kind.notification_type\n      and notification_status = kind.notification_status\n      and created_at >= coalesce(\n        local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'::timestamptz\n      )\n    order by created_at desc, id desc\n    limit 10000\n  ) probe\n  order by probe.created_at desc, probe.id desc\n  limit 10000\n),\npage as materialized (\n  select id, created_at\n  from wanted\n  order by created_at desc, id desc\n  limit :page_size!\n  offset :skipped!\n),\nweighed as materialized (\n  -- As in ListNotifications.\n  select\n    page.id, page.created_at,\n    sum(notification.personalisation_bytes) over (order by page.created_at desc, page.id desc)\n      - notification.personalisation_bytes as bytes_before\n  from page\n  join notifications notification using (id)\n)\nselect\n  total.number::integer as \"total!\",\n  notification.id,\n  notification.service_id,\n  notification.notification_type,\n  notification.notification_status,\n  notification.\"to\",\n  notification.personalisation,\n  notification.document_links,\n  notification.template_id,\n  notification.template_version,\n  template.name as template_name,\n  notification.job_row_number,\n  notification.api_key_id,\n  notification.billable_units,\n  notification.created_at,\n  notification.sent_at,\n  notification.sent_by,\n  notification.updated_at,\n  notification.reference\nfrom (select count(*) as number from wanted) total\n-- An empty page still says what the total is.\nleft join (\n  weighed\n  join readable_notifications notification using (id)\n  join templates template on template.id = notification.template_id\n) on weighed.bytes_before < :most_bytes!\norder by weighed.created_at desc, weighed.id desc"};

/**
 * Query generated from SQL:
 * ```
 * with wanted as materialized (
 *   -- Pages are numbered here, and there is a total: both end at 10,000 messages, so that no request
 *   -- counts more. Planner note: the probes of ListNotifications, each bounded by the same number.
 *   select probe.id, probe.created_at
 *   from wanted_kinds(:types!, :statuses, :include_jobs!) as kind
 *   cross join lateral (
 *     select id, created_at
 *     from notifications
 *     where service_id = :service_id!
 *       and key_type = :key_type!
 *       and (job_id is null) = kind.is_without_job
 *       and notification_type = kind.notification_type
 *       and notification_status = kind.notification_status
 *       and created_at >= coalesce(
 *         local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'::timestamptz
 *       )
 *     order by created_at desc, id desc
 *     limit 10000
 *   ) probe
 *   order by probe.created_at desc, probe.id desc
 *   limit 10000
 * ),
 * page as materialized (
 *   select id, created_at
 *   from wanted
 *   order by created_at desc, id desc
 *   limit :page_size!
 *   offset :skipped!
 * ),
 * weighed as materialized (
 *   -- As in ListNotifications.
 *   select
 *     page.id, page.created_at,
 *     sum(notification.personalisation_bytes) over (order by page.created_at desc, page.id desc)
 *       - notification.personalisation_bytes as bytes_before
 *   from page
 *   join notifications notification using (id)
 * )
 * select
 *   total.number::integer as "total!",
 *   notification.id,
 *   notification.service_id,
 *   notification.notification_type,
 *   notification.notification_status,
 *   notification."to",
 *   notification.personalisation,
 *   notification.document_links,
 *   notification.template_id,
 *   notification.template_version,
 *   template.name as template_name,
 *   notification.job_row_number,
 *   notification.api_key_id,
 *   notification.billable_units,
 *   notification.created_at,
 *   notification.sent_at,
 *   notification.sent_by,
 *   notification.updated_at,
 *   notification.reference
 * from (select count(*) as number from wanted) total
 * -- An empty page still says what the total is.
 * left join (
 *   weighed
 *   join readable_notifications notification using (id)
 *   join templates template on template.id = notification.template_id
 * ) on weighed.bytes_before < :most_bytes!
 * order by weighed.created_at desc, weighed.id desc
 * ```
 */
export const listV1Notifications = new PreparedQuery<IListV1NotificationsParams,IListV1NotificationsResult>(listV1NotificationsIR);


