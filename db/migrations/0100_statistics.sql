-- migrate:up

create table ft_notification_status (
  bst_date date not null,
  template_id uuid not null,
  service_id uuid not null,
  job_id uuid not null default '00000000-0000-0000-0000-000000000000',
  notification_type notification_type not null,
  key_type key_type not null constraint facts_exclude_test_keys check (key_type <> 'test'),
  notification_status notification_status not null,
  notification_count integer not null
    constraint facts_count_something check (notification_count > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  primary key (
    bst_date, template_id, service_id, job_id, notification_type, key_type, notification_status
  )
);
comment on table ft_notification_status is 'How many messages of each local day are in which status. Made every night for the last four days (letters: ten) from notifications_all_time; never holds messages of test keys.';
comment on column ft_notification_status.bst_date is 'Local date of the messages'' creation.';
comment on column ft_notification_status.template_id is 'The template.';
comment on column ft_notification_status.service_id is 'The service.';
comment on column ft_notification_status.job_id is 'The job, or all zeros for messages that belong to none.';
comment on column ft_notification_status.notification_type is 'The channel.';
comment on column ft_notification_status.key_type is 'normal or team.';
comment on column ft_notification_status.notification_status is 'The status; every one counts.';
comment on column ft_notification_status.notification_count is 'Messages.';
comment on column ft_notification_status.created_at is 'When the row was made.';
comment on column ft_notification_status.updated_at is 'When a later run changed its count.';
create index ft_notification_status_service_id_bst_date_idx
  on ft_notification_status (service_id, bst_date);
create index ft_notification_status_template_id_bst_date_idx
  on ft_notification_status (template_id, bst_date);
-- As of ft_billing: reports of the platform read the facts in the order in which the nights wrote
-- them.
create index ft_notification_status_bst_date_notification_type_idx
  on ft_notification_status (bst_date, notification_type);
create index ft_notification_status_job_id_idx on ft_notification_status (job_id)
  where job_id <> '00000000-0000-0000-0000-000000000000';

create table ft_daily_totals (
  bst_date date not null,
  notification_type notification_type not null,
  notification_count bigint not null,
  primary key (bst_date, notification_type)
);
comment on table ft_daily_totals is 'Messages per local day and channel, any status: the sums of ft_notification_status, kept by its triggers, so that all-time figures need no scan of it.';
comment on column ft_daily_totals.bst_date is 'The local date.';
comment on column ft_daily_totals.notification_type is 'The channel.';
comment on column ft_daily_totals.notification_count is 'Messages.';

-- Whoever writes facts changes the totals in the same statement.
create function keep_daily_totals() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    insert into ft_daily_totals as total (bst_date, notification_type, notification_count)
    select bst_date, notification_type, sum(notification_count)
    from added
    group by bst_date, notification_type
    on conflict (bst_date, notification_type) do update
    set notification_count = total.notification_count + excluded.notification_count;
  elsif tg_op = 'DELETE' then
    update ft_daily_totals total
    set notification_count = total.notification_count - gone.notification_count
    from (
      select bst_date, notification_type, sum(notification_count) as notification_count
      from removed
      group by bst_date, notification_type
    ) gone
    where total.bst_date = gone.bst_date and total.notification_type = gone.notification_type;
  else
    insert into ft_daily_totals as total (bst_date, notification_type, notification_count)
    select bst_date, notification_type, sum(notification_count)
    from (
      select bst_date, notification_type, notification_count from added
      union all
      select bst_date, notification_type, -notification_count from removed
    ) change
    group by bst_date, notification_type
    on conflict (bst_date, notification_type) do update
    set notification_count = total.notification_count + excluded.notification_count;
  end if;
  return null;
end
$$;
comment on function keep_daily_totals() is 'Statement trigger over the changed facts: adds what they changed to ft_daily_totals.';
revoke execute on function keep_daily_totals() from crier_app;
create trigger ft_notification_status_add_to_totals after insert on ft_notification_status
  referencing new table as added for each statement execute function keep_daily_totals();
create trigger ft_notification_status_change_totals after update on ft_notification_status
  referencing old table as removed new table as added
  for each statement execute function keep_daily_totals();
create trigger ft_notification_status_take_from_totals after delete on ft_notification_status
  referencing old table as removed for each statement execute function keep_daily_totals();

create table ft_processing_time (
  bst_date date primary key,
  messages_total integer not null,
  messages_within_10_secs integer not null,
  percentage numeric generated always as (
    case when messages_total = 0 then 100.0
      else messages_within_10_secs * 100.0 / messages_total end
  ) virtual,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  constraint no_more_in_time_than_in_all
    check (messages_within_10_secs between 0 and messages_total)
);
comment on table ft_processing_time is 'How many texts and emails that came by the API (test keys excepted) were with a provider within ten seconds, per local day.';
comment on column ft_processing_time.bst_date is 'Local date of the messages'' creation.';
comment on column ft_processing_time.messages_total is 'Messages, sent or not.';
comment on column ft_processing_time.messages_within_10_secs is 'Those sent within ten seconds.';
comment on column ft_processing_time.percentage is 'Their share in percent; 100 for a day without messages.';
comment on column ft_processing_time.created_at is 'When the row was made.';
comment on column ft_processing_time.updated_at is 'When a later run replaced it.';

-- What statistics count; the stored facts and today's live part both read it.
create view counted_notifications as
select service_id, template_id, job_id, notification_type, key_type, notification_status, created_at
from notifications_all_time
where key_type in ('normal', 'team');
comment on view counted_notifications is 'Messages that statistics count, live or archived: all but those of test keys.';

-- As refresh_billing_facts: lock first, then one merge over one day of the platform.
create function refresh_status_facts(day date, channel notification_type)
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
        template_id, service_id, coalesce(job_id, '00000000-0000-0000-0000-000000000000') as job_id,
        key_type, notification_status, count(*)::integer as notification_count
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

-- What dashboards show of a status. It is not the grouping of the API: there a returned letter has
-- failed, here it has not.
create view dashboard_statuses as
select
  status,
  status <> 'cancelled' as is_requested,
  is_success as is_delivered,
  status in (
    'failed', 'technical-failure', 'temporary-failure', 'permanent-failure', 'validation-failed',
    'virus-scan-failed'
  ) as is_failed
from notification_status_groups;
comment on view dashboard_statuses is 'Whether a status counts as requested, delivered and failed on dashboards. Source: specification, statistics, shapes.';

-- Facts are read up to yesterday and today is counted live, so that a fact of today is never
-- counted twice. Planner note: inlined; a condition on service_id or job_id reaches the indexes of
-- both parts.
create function status_counts(from_date date, to_date date, today date)
  returns table (
    bst_date date, service_id uuid, template_id uuid, job_id uuid,
    notification_type notification_type, key_type key_type, notification_status notification_status,
    notification_count bigint
  )
  language sql stable
begin atomic
  select
    bst_date, service_id, template_id, job_id, notification_type, key_type, notification_status,
    notification_count::bigint
  from ft_notification_status
  where bst_date between from_date and least(to_date, today - 1)
    and key_type in ('normal', 'team')
  union all
  select
    today, service_id, template_id, coalesce(job_id, '00000000-0000-0000-0000-000000000000'),
    notification_type, key_type, notification_status, count(*)
  from counted_notifications
  where today between from_date and to_date
    and created_at >= local_midnight(today) and created_at < local_midnight(today + 1)
  group by service_id, template_id, job_id, notification_type, key_type, notification_status;
end;
comment on function status_counts(date, date, date) is 'Messages per day, template, job and status in a range of local days, both ends included: facts before today, the messages themselves for today. Source: specification, status statistics.';

create function status_days_due(run_on date)
  returns table (bst_date date, notification_type notification_type)
  language sql stable
begin atomic
  select day, channel
  from unnest(enum_range(null::notification_type)) as channel
  cross join lateral nights_to_cover(
    'create-nightly-notification-status', status_days_due.run_on,
    case channel when 'letter' then 10 else 4 end
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
comment on function status_days_due(date) is 'Days and channels whose status facts the night of a date makes: four days back from yesterday for texts and emails, ten for letters, where there are messages or facts. Source: specification, statistics, days and fan-out.';

create function status_facts_are_made(run_on date) returns boolean
  language sql stable
begin atomic
  select not exists (
    select
    from status_days_due(status_facts_are_made.run_on) due
    left join ft_refreshes made
      on made.fact = 'status'
      and made.bst_date = due.bst_date
      and made.notification_type = due.notification_type
      and made.refreshed_at >= local_midnight(status_facts_are_made.run_on)
    where made.fact is null
  );
end;
comment on function status_facts_are_made(date) is 'Whether the night of a date has counted all it had to count, so that messages may be deleted.';

create function refresh_processing_time(day date) returns void
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
declare
  from_at timestamptz := local_midnight(day);
  to_at timestamptz := local_midnight(day + 1);
begin
  insert into ft_processing_time (bst_date, messages_total, messages_within_10_secs)
  select day, count(*), count(*) filter (where sent_at - created_at <= interval '10 seconds')
  from notifications_all_time
  where notification_type in ('sms', 'email')
    and created_at >= from_at and created_at < to_at
    and api_key_id is not null
    and key_type <> 'test'
  on conflict (bst_date) do update
  set messages_total = excluded.messages_total,
    messages_within_10_secs = excluded.messages_within_10_secs,
    updated_at = now();
end
$$;
comment on function refresh_processing_time(date) is 'Measures a local day again. Source: specification, processing time.';

-- The columns that move together: without these the planner takes a template and its service for
-- independent. Each column more triples the work of an analyze, which comes often: with key_type as
-- a fourth it took 2.7 s in place of 0.8.
create statistics notifications_owner_stats (dependencies, ndistinct)
  on service_id, template_id, notification_type from notifications;
create statistics notification_history_owner_stats (dependencies, ndistinct)
  on service_id, template_id, notification_type from notification_history;
comment on statistics notifications_owner_stats is 'A template belongs to one service and one channel.';
comment on statistics notification_history_owner_stats is 'A template belongs to one service and one channel.';

grant select on ft_notification_status, ft_daily_totals, ft_processing_time, counted_notifications,
  dashboard_statuses to crier_reader;
revoke insert, update, delete on ft_daily_totals from crier_app;

-- What only reads is the reader's too.
grant execute on function status_counts(date, date, date), status_days_due(date),
  status_facts_are_made(date) to crier_reader;

-- migrate:down
drop statistics notification_history_owner_stats, notifications_owner_stats;
drop function refresh_processing_time(date), status_facts_are_made(date), status_days_due(date),
  status_counts(date, date, date), refresh_status_facts(date, notification_type);
drop view dashboard_statuses, counted_notifications;
drop table ft_processing_time, ft_notification_status, ft_daily_totals;
drop function keep_daily_totals();
