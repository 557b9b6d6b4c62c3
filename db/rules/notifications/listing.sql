-- Planner note: as in ListNotifications (queries/notifications/reading.sql), each wanted kind is
-- one descent of notifications_list_idx, newest first, which ends after what is asked for. How much
-- that is the planner does not know, and where one service has most of a table it would read all
-- of a channel to sort it: 240 ms in place of 8 for 2,500 of 6,000. So it may not sort here, and no
-- other index has the order.
create or replace function listed_notifications(
  owner uuid, keys key_type[], types notification_type[], statuses text[], with_job_rows boolean,
  with_one_offs boolean, since timestamptz, before_at timestamptz, before_id uuid, most integer
)
  returns table (id uuid, created_at timestamptz)
  language sql stable
  set enable_sort = off
  set enable_incremental_sort = off
  set enable_seqscan = off
  set search_path = public, pg_temp
begin atomic
  select probe.id, probe.created_at
  from wanted_kinds(types, statuses, with_job_rows) as kind
  cross join unnest(keys) as key (type)
  cross join lateral (
    select message.id, message.created_at
    from notifications message
    where (message.service_id, message.key_type, message.job_id is null) =
        (owner, key.type, kind.is_without_job)
      and (message.notification_type, message.notification_status) =
        (kind.notification_type, kind.notification_status)
      and (message.created_at, message.id) < (before_at, before_id)
      and message.created_at >= since
      and (with_one_offs or message.created_by_id is null)
    order by message.created_at desc, message.id desc
    limit most
  ) probe;
end;
comment on function listed_notifications(
  uuid, key_type[], notification_type[], text[], boolean, boolean, timestamptz, timestamptz, uuid,
  integer
) is 'Live messages of a service that filters let through, of each kind as many as are asked for, the newest before a place; whoever calls puts them in order and takes the first. with_one_offs: false leaves out what people have sent, by hand.';
grant execute on function listed_notifications(
  uuid, key_type[], notification_type[], text[], boolean, boolean, timestamptz, timestamptz, uuid,
  integer
) to crier_reader;

-- The list as it is most asked for: little is left out, so one walk through what is newest finds
-- it. The walk ends with the last one that is asked for, where the probes above read as many of
-- each kind: 12 ms in place of 77 for 7,551 of 150,000, and 1 in place of 2 for 51. What leaves out
-- more than the half ends it too, and is listed by the probes, which know no rare kinds; the walk
-- in vain costs them a millisecond or two. Planner note: an arm for each channel, since their index
-- gives each in its order and the arms are merged as far as the walk goes. That is the general
-- plan too; left to choose, the planner takes the values at each call, and 0.4 ms of 1.1 for it.
create or replace function newest_notifications(
  owner uuid, keys key_type[], types notification_type[], statuses text[], with_job_rows boolean,
  with_one_offs boolean, since timestamptz, before_at timestamptz, before_id uuid, most integer
)
  returns table (id uuid, created_at timestamptz)
  language sql stable
  set enable_sort = off
  set enable_seqscan = off
  set enable_bitmapscan = off
  set plan_cache_mode = force_generic_plan
  set search_path = public, pg_temp
begin atomic
  with walked as materialized (
    (
      select
        message.id, message.created_at, message.key_type, message.notification_status,
        message.job_id, message.created_by_id
      from notifications message
      where message.service_id = owner and message.notification_type = 'sms'
        and 'sms' = any (types) and message.created_at >= since
        and (message.created_at, message.id) < (before_at, before_id)
      order by message.created_at desc, message.id desc
    )
    union all
    (
      select
        message.id, message.created_at, message.key_type, message.notification_status,
        message.job_id, message.created_by_id
      from notifications message
      where message.service_id = owner and message.notification_type = 'email'
        and 'email' = any (types) and message.created_at >= since
        and (message.created_at, message.id) < (before_at, before_id)
      order by message.created_at desc, message.id desc
    )
    union all
    (
      select
        message.id, message.created_at, message.key_type, message.notification_status,
        message.job_id, message.created_by_id
      from notifications message
      where message.service_id = owner and message.notification_type = 'letter'
        and 'letter' = any (types) and message.created_at >= since
        and (message.created_at, message.id) < (before_at, before_id)
      order by message.created_at desc, message.id desc
    )
    order by created_at desc, id desc
    limit 2 * most + 200
  ),
  wanted as materialized (
    select walked.id, walked.created_at
    from walked
    where walked.key_type = any (keys)
      and (with_job_rows or walked.job_id is null)
      and (with_one_offs or walked.created_by_id is null)
      and (
        statuses is null
        or walked.notification_status = any (array(
          select notification_status from wanted_kinds(types, statuses, true)
        ))
      )
    limit most
  ),
  found as materialized (
    -- As many as were asked for, or all that there are.
    select
      (select count(*) from wanted) >= most
        or (select count(*) from walked) < 2 * most + 200 as is_all
  )
  select wanted.id, wanted.created_at
  from wanted
  where (select is_all from found)
  union all
  select listed.id, listed.created_at
  from listed_notifications(owner, keys, types, statuses, with_job_rows, with_one_offs, since,
    before_at, before_id, most) as listed
  where not (select is_all from found);
end;
comment on function newest_notifications(
  uuid, key_type[], notification_type[], text[], boolean, boolean, timestamptz, timestamptz, uuid,
  integer
) is 'Live messages of a service that filters let through, the newest before a place, as many as are asked for and perhaps more: whoever calls puts them in order and takes the first. with_one_offs: false leaves out what people have sent, by hand.';
grant execute on function newest_notifications(
  uuid, key_type[], notification_type[], text[], boolean, boolean, timestamptz, timestamptz, uuid,
  integer
) to crier_reader;

-- A file has every message that its filters let through, so nothing is read in vain for long: in
-- place of a probe per kind, of which each reads a page, one walk per channel, which leaves out
-- what is not wanted. A file of 100,000 messages of twenty kinds took 4.8 s by
-- listed_notifications, and 2.1 s by this.
create or replace function walked_notifications(
  owner uuid, keys key_type[], types notification_type[], statuses text[], since timestamptz,
  before_at timestamptz, before_id uuid, most integer
)
  returns table (id uuid, created_at timestamptz)
  language sql stable
  set enable_sort = off
  set enable_seqscan = off
  set enable_bitmapscan = off
  set search_path = public, pg_temp
begin atomic
  select walk.id, walk.created_at
  from unnest(types) as channel (type)
  cross join lateral (
    select message.id, message.created_at
    from notifications message
    where message.service_id = owner and message.notification_type = channel.type
      and message.key_type = any (keys)
      and (
        statuses is null
        or message.notification_status = any (array(
          select notification_status from wanted_kinds(array[channel.type], statuses, true)
        ))
      )
      and message.created_at between since and before_at
      and (message.created_at, message.id) < (before_at, before_id)
    order by message.created_at desc, message.id desc
    limit most
  ) walk;
end;
comment on function walked_notifications(
  uuid, key_type[], notification_type[], text[], timestamptz, timestamptz, uuid, integer
) is 'Live messages of a service that filters let through, of each channel as many as are asked for, the newest before a place; whoever calls puts them in order and takes the first.';
grant execute on function walked_notifications(
  uuid, key_type[], notification_type[], text[], timestamptz, timestamptz, uuid, integer
) to crier_reader;
