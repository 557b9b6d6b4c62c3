-- What statistics count; the stored facts and today's live part both read it.
create or replace view counted_notifications as
select
  service_id, template_id,
  coalesce(job_id, '00000000-0000-0000-0000-000000000000') as job_id,
  notification_type, key_type, notification_status, created_at
from notifications_all_time
where is_counted(key_type);
comment on view counted_notifications is 'Messages that statistics count, live or archived: all but those of test keys. job_id is that of the facts: zeros without a job.';

-- As refresh_billing_facts: lock first, then one merge over one day of the platform.
create or replace function refresh_status_facts(day date, channel notification_type)
  returns table (inserted bigint, updated bigint, deleted bigint)
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  from_at timestamptz := local_midnight(day);
  to_at timestamptz := local_midnight(day + 1);
begin
  perform pg_advisory_xact_lock(hashtextextended('ft_notification_status/' || channel || '/' || day, 0));
  return query
    with counted as materialized (
      select
        template_id, service_id, job_id, key_type, notification_status,
        count(*)::integer as notification_count
      from counted_notifications
      where notification_type = channel and created_at >= from_at and created_at < to_at
      group by template_id, service_id, job_id, key_type, notification_status
    ),
    merged as (
      merge into ft_notification_status fact
      using (
        select
          template_id, service_id, job_id, key_type, notification_status, fresh.notification_count
        from counted fresh
        full join (
          select template_id, service_id, job_id, key_type, notification_status
          from ft_notification_status
          where bst_date = refresh_status_facts.day and notification_type = channel
        ) stored using (template_id, service_id, job_id, key_type, notification_status)
      ) current
      on fact.bst_date = refresh_status_facts.day
        and fact.notification_type = channel
        and fact.template_id = current.template_id
        and fact.service_id = current.service_id
        and fact.job_id = current.job_id
        and fact.key_type = current.key_type
        and fact.notification_status = current.notification_status
      when matched and current.notification_count is null then delete
      when matched and fact.notification_count <> current.notification_count then
        update set notification_count = current.notification_count, updated_at = now()
      when not matched then
        insert (
          bst_date, template_id, service_id, job_id, notification_type, key_type,
          notification_status, notification_count
        )
        values (
          refresh_status_facts.day, current.template_id, current.service_id, current.job_id,
          channel, current.key_type, current.notification_status, current.notification_count
        )
      returning merge_action() as action
    ),
    noted as (
      insert into ft_refreshes (fact, bst_date, notification_type, refreshed_at)
      values ('status', refresh_status_facts.day, channel, clock_timestamp())
      on conflict (fact, bst_date, notification_type) do update
      set refreshed_at = excluded.refreshed_at
    )
    select
      count(*) filter (where action = 'INSERT'), count(*) filter (where action = 'UPDATE'),
      count(*) filter (where action = 'DELETE')
    from merged;
end
$$;
comment on function refresh_status_facts(date, notification_type) is 'Makes the status facts of a local day and channel again, for all services: inserts, changes and removes exactly what differs, so no reader ever sees a gap. Safe to repeat and to run twice at once. Source: specification, status facts.';

create or replace function status_days_due(run_on date)
  returns table (bst_date date, notification_type notification_type)
  language sql stable
begin atomic
  select day, channel
  from unnest(enum_range(null::notification_type)) as channel
  cross join lateral nights_to_cover(
    'create-nightly-notification-status', status_days_due.run_on,
    case channel when 'letter' then 10 else 8 end
  ) as day
  where exists (
      select from notifications_all_time
      where notifications_all_time.notification_type = channel
        and created_at >= local_midnight(day) and created_at < local_midnight(day + 1)
    )
    -- Planner note: limit 1 keeps this a probe of the key, as in billing_days_due.
    or (
      select true from ft_notification_status fact
      where fact.bst_date = day and fact.notification_type = channel
      limit 1
    );
end;
comment on function status_days_due(date) is 'Days and channels whose status facts the night of a date makes: eight days back from yesterday for texts and emails (a receipt may still correct one seven days old: see receipt_event), ten for letters, where there are messages or facts. Source: specification, statistics, days and fan-out.';

create or replace function status_facts_are_made(run_on date) returns boolean
  language sql stable
begin atomic
  select not exists (
    select
    from status_days_due(status_facts_are_made.run_on) due
    left join ft_refreshes made
      on made.fact = 'status'
      and made.bst_date = due.bst_date
      and made.notification_type = due.notification_type
      -- What was counted by a clock that ran ahead tells nothing of this night.
      and made.refreshed_at >= local_midnight(status_facts_are_made.run_on)
      and made.refreshed_at <= clock_timestamp()
    where made.fact is null
  );
end;
comment on function status_facts_are_made(date) is 'Whether the night of a date has counted all it had to count, so that messages may be deleted.';
grant select on counted_notifications to crier_reader;
grant execute on function status_days_due(date), status_facts_are_made(date) to crier_reader;
