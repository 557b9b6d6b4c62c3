/* @name ListChangedNotifications */
with settled as materialized (
  -- Changes are told in the order of their transactions' numbers, and only those below every
  -- running transaction's: what is still to be committed has a higher number than all that has been
  -- told, so no change is ever passed over, in whatever order transactions commit. One snapshot
  -- answers both questions. Planner note: one descent of notifications_changed_in_idx and a page of
  -- rows in its order.
  select
    pg_snapshot_xmin(pg_current_snapshot()) as before, server_timeline() as timeline
),
known as materialized (
  -- Numbers of another timeline, of before a failover or a restore, are the same here up to the
  -- last mark that was set on it; what came later may bear a lower number, and is told again.
  select
    case
      when :timeline::integer = timeline then :after_transaction::text::xid8
      when :timeline::integer <> timeline then least(
        :after_transaction::text::xid8,
        coalesce(
          (
            select oldest_running
            from notification_change_marks
            where notification_change_marks.timeline = :timeline::integer
            order by marked_at desc
            limit 1
          ),
          '0'::xid8
        )
      )
    end as changed_in
  from settled
),
position as materialized (
  select
    coalesce(
      known.changed_in,
      (
        -- A minute is more than clocks of servers differ.
        select oldest_running
        from notification_change_marks
        where marked_at <= :updated_after::timestamptz - interval '1 minute'
        order by marked_at desc
        limit 1
      ),
      '0'::xid8
    ) as changed_in,
    case
      when known.changed_in = :after_transaction::text::xid8 then :after_id::uuid
      else '00000000-0000-0000-0000-000000000000'::uuid
    end as id
  from known
),
page as materialized (
  select changed.id, changed.changed_in, changed.personalisation_bytes
  from settled
  cross join position
  cross join lateral (
    select id, changed_in, personalisation_bytes
    from notifications
    where service_id = :service_id!
      and key_type = :key_type!
      and (changed_in, id) > (position.changed_in, position.id)
      and changed_in < settled.before
      and (:updated_after::timestamptz is null
        or coalesce(updated_at, created_at) > :updated_after::timestamptz)
    order by changed_in, id
    limit 250
  ) changed
),
weighed as materialized (
  -- Messages may be of megabytes: a page ends early, and the next one begins there.
  select
    id, changed_in, count(*) over () as page_rows,
    sum(personalisation_bytes) over (order by changed_in, id) - personalisation_bytes
      as bytes_before
  from page
)
select
  settled.before::text as "settled_before!",
  settled.timeline as "timeline!",
  weighed.page_rows::integer as page_rows,
  weighed.changed_in::text as changed_in,
  notification.written
from settled
-- Without a change there is one row all the same, which says up to where there is none.
left join (weighed join written_notifications notification using (id))
  on weighed.bytes_before < :most_bytes!
order by weighed.changed_in, weighed.id;

/* @name MarkNotificationChanges */
select mark_notification_changes(:now!);
