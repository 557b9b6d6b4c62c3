/** Types generated for queries found in "queries/notifications/changes.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'ListChangedNotifications' parameters type */
export interface IListChangedNotificationsParams {
  after_id?: string | null | void;
  after_transaction?: string | null | void;
  key_type: key_type;
  most_bytes: number;
  service_id: string;
  updated_after?: string | null | void;
}

/** 'ListChangedNotifications' return type */
export interface IListChangedNotificationsResult {
  billable_sheets_of_paper: number | null;
  billable_sms_fragments: number | null;
  changed_in: string | null;
  client_reference: string | null;
  completed_at: string | null;
  cost_in_pounds: string | null;
  created_at: string;
  created_by_name: string | null;
  document_links: Buffer | null;
  id: string;
  international_rate_multiplier: string | null;
  is_cost_data_ready: boolean;
  notification_status: notification_status;
  notification_type: notification_type;
  page_rows: number | null;
  personalisation: Json;
  postage: postage | null;
  print_day: string | null;
  sent_at: string | null;
  settled_before: string;
  sms_rate: string | null;
  template_id: string;
  template_version: number;
  to: string;
  unsubscribe_link: string | null;
}

/** 'ListChangedNotifications' query type */
export interface IListChangedNotificationsQuery {
  params: IListChangedNotificationsParams;
  result: IListChangedNotificationsResult;
}

const listChangedNotificationsIR: any = {"usedParamSet":{"after_transaction":true,"updated_after":true,"after_id":true,"service_id":true,"key_type":true,"most_bytes":true},"params":[{"name":"after_transaction","required":false,"transform":{"type":"scalar"},"locs":[{"a":566,"b":583}]},{"name":"updated_after","required":false,"transform":{"type":"scalar"},"locs":[{"a":761,"b":774},{"a":1397,"b":1410},{"a":1479,"b":1492}]},{"name":"after_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":918,"b":926}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1239,"b":1250}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":1273,"b":1282}]},{"name":"most_bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":3048,"b":3059}]}],"statement":"with settled as materialized (\n  -- Changes are told in the order of their transactions' numbers, and only those below every\n  -- running transaction's: what is still to be committed has a higher number than all that has been\n  -- told, so no change is ever passed over, in whatever order transactions commit. One snapshot\n  -- answers both questions. Planner note: one descent of notifications_changed_in_idx and a page of\n  -- rows in its order.\n  select pg_snapshot_xmin(pg_current_snapshot()) as before\n),\nposition as materialized (\n  select\n    coalesce(\n      :after_transaction::text::xid8,\n      (\n        -- A minute is more than clocks of servers differ.\n        select oldest_running\n        from notification_change_marks\n        where marked_at <= :updated_after::timestamptz - interval '1 minute'\n        order by marked_at desc\n        limit 1\n      ),\n      '0'::xid8\n    ) as changed_in,\n    coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000'::uuid) as id\n),\npage as materialized (\n  select changed.id, changed.changed_in, changed.personalisation_bytes\n  from settled\n  cross join position\n  cross join lateral (\n    select id, changed_in, personalisation_bytes\n    from notifications\n    where service_id = :service_id!\n      and key_type = :key_type!\n      and (changed_in, id) > (position.changed_in, position.id)\n      and changed_in < settled.before\n      and (:updated_after::timestamptz is null\n        or coalesce(updated_at, created_at) > :updated_after::timestamptz)\n    order by changed_in, id\n    limit 250\n  ) changed\n),\nweighed as materialized (\n  -- Messages may be of megabytes: a page ends early, and the next one begins there.\n  select\n    id, changed_in, count(*) over () as page_rows,\n    sum(personalisation_bytes) over (order by changed_in, id) - personalisation_bytes\n      as bytes_before\n  from page\n)\nselect\n  settled.before::text as \"settled_before!\",\n  weighed.page_rows::integer as page_rows,\n  weighed.changed_in::text as changed_in,\n  notification.id as \"id!\",\n  notification.client_reference,\n  notification.notification_type as \"notification_type!\",\n  notification.notification_status as \"notification_status!\",\n  notification.\"to\" as \"to!\",\n  notification.personalisation as \"personalisation!\",\n  notification.document_links,\n  notification.template_id as \"template_id!\",\n  notification.template_version as \"template_version!\",\n  notification.created_at as \"created_at!\",\n  notification.created_by_name,\n  notification.sent_at,\n  notification.completed_at,\n  notification.postage,\n  notification.print_day,\n  notification.unsubscribe_link,\n  notification.is_cost_data_ready as \"is_cost_data_ready!\",\n  notification.cost_in_pounds,\n  notification.sms_rate,\n  notification.billable_sms_fragments,\n  notification.international_rate_multiplier,\n  notification.billable_sheets_of_paper\nfrom settled\n-- Without a change there is one row all the same, which says up to where there is none.\nleft join (weighed join readable_notifications notification using (id))\n  on weighed.bytes_before < :most_bytes!\norder by weighed.changed_in, weighed.id"};

/**
 * Query generated from SQL:
 * ```
 * with settled as materialized (
 *   -- Changes are told in the order of their transactions' numbers, and only those below every
 *   -- running transaction's: what is still to be committed has a higher number than all that has been
 *   -- told, so no change is ever passed over, in whatever order transactions commit. One snapshot
 *   -- answers both questions. Planner note: one descent of notifications_changed_in_idx and a page of
 *   -- rows in its order.
 *   select pg_snapshot_xmin(pg_current_snapshot()) as before
 * ),
 * position as materialized (
 *   select
 *     coalesce(
 *       :after_transaction::text::xid8,
 *       (
 *         -- A minute is more than clocks of servers differ.
 *         select oldest_running
 *         from notification_change_marks
 *         where marked_at <= :updated_after::timestamptz - interval '1 minute'
 *         order by marked_at desc
 *         limit 1
 *       ),
 *       '0'::xid8
 *     ) as changed_in,
 *     coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000'::uuid) as id
 * ),
 * page as materialized (
 *   select changed.id, changed.changed_in, changed.personalisation_bytes
 *   from settled
 *   cross join position
 *   cross join lateral (
 *     select id, changed_in, personalisation_bytes
 *     from notifications
 *     where service_id = :service_id!
 *       and key_type = :key_type!
 *       and (changed_in, id) > (position.changed_in, position.id)
 *       and changed_in < settled.before
 *       and (:updated_after::timestamptz is null
 *         or coalesce(updated_at, created_at) > :updated_after::timestamptz)
 *     order by changed_in, id
 *     limit 250
 *   ) changed
 * ),
 * weighed as materialized (
 *   -- Messages may be of megabytes: a page ends early, and the next one begins there.
 *   select
 *     id, changed_in, count(*) over () as page_rows,
 *     sum(personalisation_bytes) over (order by changed_in, id) - personalisation_bytes
 *       as bytes_before
 *   from page
 * )
 * select
 *   settled.before::text as "settled_before!",
 *   weighed.page_rows::integer as page_rows,
 *   weighed.changed_in::text as changed_in,
 *   notification.id as "id!",
 *   notification.client_reference,
 *   notification.notification_type as "notification_type!",
 *   notification.notification_status as "notification_status!",
 *   notification."to" as "to!",
 *   notification.personalisation as "personalisation!",
 *   notification.document_links,
 *   notification.template_id as "template_id!",
 *   notification.template_version as "template_version!",
 *   notification.created_at as "created_at!",
 *   notification.created_by_name,
 *   notification.sent_at,
 *   notification.completed_at,
 *   notification.postage,
 *   notification.print_day,
 *   notification.unsubscribe_link,
 *   notification.is_cost_data_ready as "is_cost_data_ready!",
 *   notification.cost_in_pounds,
 *   notification.sms_rate,
 *   notification.billable_sms_fragments,
 *   notification.international_rate_multiplier,
 *   notification.billable_sheets_of_paper
 * from settled
 * -- Without a change there is one row all the same, which says up to where there is none.
 * left join (weighed join readable_notifications notification using (id))
 *   on weighed.bytes_before < :most_bytes!
 * order by weighed.changed_in, weighed.id
 * ```
 */
export const listChangedNotifications = new PreparedQuery<IListChangedNotificationsParams,IListChangedNotificationsResult>(listChangedNotificationsIR);


/** 'MarkNotificationChanges' parameters type */
export interface IMarkNotificationChangesParams {
  now: string;
}

/** 'MarkNotificationChanges' return type */
export interface IMarkNotificationChangesResult {
  mark_notification_changes: undefined | null;
}

/** 'MarkNotificationChanges' query type */
export interface IMarkNotificationChangesQuery {
  params: IMarkNotificationChangesParams;
  result: IMarkNotificationChangesResult;
}

const markNotificationChangesIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":37}]}],"statement":"select mark_notification_changes(:now!)"};

/**
 * Query generated from SQL:
 * ```
 * select mark_notification_changes(:now!)
 * ```
 */
export const markNotificationChanges = new PreparedQuery<IMarkNotificationChangesParams,IMarkNotificationChangesResult>(markNotificationChangesIR);


