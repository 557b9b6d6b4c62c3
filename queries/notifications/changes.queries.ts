/** Types generated for queries found in "queries/notifications/changes.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

/** 'ListChangedNotifications' parameters type */
export interface IListChangedNotificationsParams {
  after_id?: string | null | void;
  after_transaction?: string | null | void;
  key_type: key_type;
  most_bytes: number;
  service_id: string;
  timeline?: number | null | void;
  updated_after?: string | null | void;
}

/** 'ListChangedNotifications' return type */
export interface IListChangedNotificationsResult {
  changed_in: string | null;
  page_rows: number | null;
  settled_before: string;
  timeline: number;
  written: string | null;
}

/** 'ListChangedNotifications' query type */
export interface IListChangedNotificationsQuery {
  params: IListChangedNotificationsParams;
  result: IListChangedNotificationsResult;
}

const listChangedNotificationsIR: any = {"usedParamSet":{"timeline":true,"after_transaction":true,"updated_after":true,"after_id":true,"service_id":true,"key_type":true,"most_bytes":true},"params":[{"name":"timeline","required":false,"transform":{"type":"scalar"},"locs":[{"a":790,"b":798},{"a":867,"b":875},{"a":1112,"b":1120}]},{"name":"after_transaction","required":false,"transform":{"type":"scalar"},"locs":[{"a":825,"b":842},{"a":918,"b":935},{"a":1698,"b":1715}]},{"name":"updated_after","required":false,"transform":{"type":"scalar"},"locs":[{"a":1515,"b":1528},{"a":2243,"b":2256},{"a":2325,"b":2338}]},{"name":"after_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":1734,"b":1742}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":2085,"b":2096}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":2119,"b":2128}]},{"name":"most_bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":3100,"b":3111}]}],"statement":"with settled as materialized (\n  -- Changes are told in the order of their transactions' numbers, and only those below every\n  -- running transaction's: what is still to be committed has a higher number than all that has been\n  -- told, so no change is ever passed over, in whatever order transactions commit. One snapshot\n  -- answers both questions. Planner note: one descent of notifications_changed_in_idx and a page of\n  -- rows in its order.\n  select\n    pg_snapshot_xmin(pg_current_snapshot()) as before, server_timeline() as timeline\n),\nknown as materialized (\n  -- Numbers of another timeline, of before a failover or a restore, are the same here up to the\n  -- last mark that was set on it; what came later may bear a lower number, and is told again.\n  select\n    case\n      when :timeline::integer = timeline then :after_transaction::text::xid8\n      when :timeline::integer <> timeline then least(\n        :after_transaction::text::xid8,\n        coalesce(\n          (\n            select oldest_running\n            from notification_change_marks\n            where notification_change_marks.timeline = :timeline::integer\n            order by marked_at desc\n            limit 1\n          ),\n          '0'::xid8\n        )\n      )\n    end as changed_in\n  from settled\n),\nposition as materialized (\n  select\n    coalesce(\n      known.changed_in,\n      (\n        -- A minute is more than clocks of servers differ.\n        select oldest_running\n        from notification_change_marks\n        where marked_at <= :updated_after::timestamptz - interval '1 minute'\n        order by marked_at desc\n        limit 1\n      ),\n      '0'::xid8\n    ) as changed_in,\n    case\n      when known.changed_in = :after_transaction::text::xid8 then :after_id::uuid\n      else '00000000-0000-0000-0000-000000000000'::uuid\n    end as id\n  from known\n),\npage as materialized (\n  select changed.id, changed.changed_in, changed.personalisation_bytes\n  from settled\n  cross join position\n  cross join lateral (\n    select id, changed_in, personalisation_bytes\n    from notifications\n    where service_id = :service_id!\n      and key_type = :key_type!\n      and (changed_in, id) > (position.changed_in, position.id)\n      and changed_in < settled.before\n      and (:updated_after::timestamptz is null\n        or coalesce(updated_at, created_at) > :updated_after::timestamptz)\n    order by changed_in, id\n    limit 250\n  ) changed\n),\nweighed as materialized (\n  -- Messages may be of megabytes: a page ends early, and the next one begins there.\n  select\n    id, changed_in, count(*) over () as page_rows,\n    sum(personalisation_bytes) over (order by changed_in, id) - personalisation_bytes\n      as bytes_before\n  from page\n)\nselect\n  settled.before::text as \"settled_before!\",\n  settled.timeline as \"timeline!\",\n  weighed.page_rows::integer as page_rows,\n  weighed.changed_in::text as changed_in,\n  notification.written\nfrom settled\n-- Without a change there is one row all the same, which says up to where there is none.\nleft join (weighed join written_notifications notification using (id))\n  on weighed.bytes_before < :most_bytes!\norder by weighed.changed_in, weighed.id"};

/**
 * Query generated from SQL:
 * ```
 * with settled as materialized (
 *   -- Changes are told in the order of their transactions' numbers, and only those below every
 *   -- running transaction's: what is still to be committed has a higher number than all that has been
 *   -- told, so no change is ever passed over, in whatever order transactions commit. One snapshot
 *   -- answers both questions. Planner note: one descent of notifications_changed_in_idx and a page of
 *   -- rows in its order.
 *   select
 *     pg_snapshot_xmin(pg_current_snapshot()) as before, server_timeline() as timeline
 * ),
 * known as materialized (
 *   -- Numbers of another timeline, of before a failover or a restore, are the same here up to the
 *   -- last mark that was set on it; what came later may bear a lower number, and is told again.
 *   select
 *     case
 *       when :timeline::integer = timeline then :after_transaction::text::xid8
 *       when :timeline::integer <> timeline then least(
 *         :after_transaction::text::xid8,
 *         coalesce(
 *           (
 *             select oldest_running
 *             from notification_change_marks
 *             where notification_change_marks.timeline = :timeline::integer
 *             order by marked_at desc
 *             limit 1
 *           ),
 *           '0'::xid8
 *         )
 *       )
 *     end as changed_in
 *   from settled
 * ),
 * position as materialized (
 *   select
 *     coalesce(
 *       known.changed_in,
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
 *     case
 *       when known.changed_in = :after_transaction::text::xid8 then :after_id::uuid
 *       else '00000000-0000-0000-0000-000000000000'::uuid
 *     end as id
 *   from known
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
 *   settled.timeline as "timeline!",
 *   weighed.page_rows::integer as page_rows,
 *   weighed.changed_in::text as changed_in,
 *   notification.written
 * from settled
 * -- Without a change there is one row all the same, which says up to where there is none.
 * left join (weighed join written_notifications notification using (id))
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


