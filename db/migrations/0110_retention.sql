-- migrate:up

create table archived_letter_files (
  notification_id uuid primary key,
  reference text,
  created_at timestamptz not null,
  key_type key_type not null,
  notification_status notification_status not null,
  archived_at timestamptz not null default now()
);
comment on table archived_letter_files is 'Letters that have left the live table and whose PDF is to be deleted. Written by the statement that moves or deletes the letter, so no PDF goes without its letter; whoever deletes the PDF deletes the row. A missing PDF is no fault.';
comment on column archived_letter_files.notification_id is 'The letter.';
comment on column archived_letter_files.reference is 'The letter''s reference, which its file is named by.';
comment on column archived_letter_files.created_at is 'When the letter was accepted, which decides the file''s folder.';
comment on column archived_letter_files.key_type is 'test: the file is among the test letters.';
comment on column archived_letter_files.notification_status is 'validation-failed: the file is among the invalid ones.';
comment on column archived_letter_files.archived_at is 'When the letter left.';

-- Local midnight is worked out once for each length of retention. For each service it would be a
-- thousand calls, which took longer than moving 500 messages does.
create function retention_cutoffs(channel notification_type, today date, from_service uuid)
  returns table (service_id uuid, cutoff timestamptz)
  language sql stable
begin atomic
  with lengths as materialized (
    select days, local_midnight(today - days) as cutoff
    from (
      select distinct days_of_retention as days from effective_retention
      where notification_type = channel
    ) known
  )
  select kept_for.service_id, lengths.cutoff
  from effective_retention kept_for
  join lengths on lengths.days = kept_for.days_of_retention
  where kept_for.notification_type = channel
    and (from_service is null or kept_for.service_id >= from_service)
  order by kept_for.service_id;
end;
comment on function retention_cutoffs(notification_type, date, uuid) is 'The local midnight before which a service''s messages of a channel are past their retention on a date, for every service in the order of their ids, from a given one on.';

-- The archive: one statement takes a message out of the live table and puts it into history, so in
-- every snapshot it is in exactly one of the two. Rows that somebody else holds are left for the
-- next night; nobody waits for anybody. Planner note: per service one range of the index on
-- (service_id, notification_type, created_at). A single range over created_at would read again and
-- again past the messages of services that keep theirs for longer.
create function archive_notifications(channel notification_type, as_of timestamptz,
  batch_size integer, from_service uuid default null)
  returns table (moved bigint, archived bigint, last_service uuid)
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  today date := local_date(as_of);
begin
  -- A crash may undo the last batches as a whole, and the next night moves them again. Waiting for
  -- the disk here would make those wait who accept messages.
  perform set_config('synchronous_commit', 'off', true);
  return query
    with kept_for as materialized (
      select service_id, cutoff
      from retention_cutoffs(channel, today, from_service)
    ),
    batch as materialized (
      select oldest.id, kept_for.service_id
      from kept_for
      cross join lateral (
        select notification.id
        from notifications notification
        where notification.service_id = kept_for.service_id
          and notification.notification_type = channel
          and notification.created_at < kept_for.cutoff
          and notification.key_type in ('normal', 'team')
          -- A letter that may still be printed stays with its PDF, whatever its age and whether it
          -- was tried before.
          and not (
            channel = 'letter'
            and notification.notification_status = any (
              array(select status from notification_status_groups where is_unfinished_letter)
            )
          )
        order by notification.created_at
        limit batch_size
        for update skip locked
      ) oldest
      limit batch_size
    ),
    gone as (
      delete from notifications
      using batch
      where notifications.id = batch.id
      returning
        notifications.id, notifications.service_id, template_id, template_version,
        notification_type, key_type, notification_status, created_at, updated_at, sent_at, sent_by,
        api_key_id, created_by_id, job_id, job_row_number, reference, client_reference,
        billable_units, rate_multiplier, international, phone_prefix, postage,
        document_download_count
    ),
    kept as (
      -- A row that history has already stays as it is there.
      insert into notification_history (
        id, service_id, template_id, template_version, notification_type, key_type,
        notification_status, created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id,
        job_id, job_row_number, reference, client_reference, billable_units, rate_multiplier,
        international, phone_prefix, postage, document_download_count
      )
      select
        id, service_id, template_id, template_version, notification_type, key_type,
        notification_status, created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id,
        job_id, job_row_number, reference, client_reference, billable_units, rate_multiplier,
        international, phone_prefix, postage, document_download_count
      from gone
      on conflict (id, created_at) do nothing
      returning id
    ),
    listed as (
      insert into archived_letter_files (
        notification_id, reference, created_at, key_type, notification_status, archived_at
      )
      select id, reference, created_at, key_type, notification_status, as_of
      from gone
      where notification_type = 'letter'
      on conflict (notification_id) do nothing
    )
    select
      (select count(*) from gone),
      (select count(*) from kept),
      (select service_id from batch order by service_id desc limit 1);
end
$$;
comment on function archive_notifications(notification_type, timestamptz, integer, uuid) is 'Moves up to a batch of a channel''s messages that are past their service''s retention into history, in one statement; letters only in a final state, test keys never. Goes through the services in the order of their ids, from a given one on, and answers how many messages left, how many arrived and which service was the last. While a batch is full, call again from there. Source: specification, retention.';

-- Test messages are counted nowhere and kept nowhere.
create function delete_test_notifications(channel notification_type, as_of timestamptz,
  batch_size integer)
  returns bigint
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  today date := local_date(as_of);
  deleted bigint;
begin
  perform set_config('synchronous_commit', 'off', true);
  with kept_for as materialized (
    select service_id, cutoff
    from retention_cutoffs(channel, today, null)
  ),
  batch as materialized (
    select oldest.id
    from kept_for
    cross join lateral (
      select notification.id
      from notifications notification
      where notification.service_id = kept_for.service_id
        and notification.notification_type = channel
        and notification.created_at < kept_for.cutoff
        and notification.key_type = 'test'
      order by notification.created_at
      limit batch_size
      for update skip locked
    ) oldest
    limit batch_size
  ),
  gone as (
    delete from notifications
    using batch
    where notifications.id = batch.id
    returning notifications.id, notification_type, reference, created_at, key_type,
      notification_status
  ),
  listed as (
    insert into archived_letter_files (
      notification_id, reference, created_at, key_type, notification_status, archived_at
    )
    select id, reference, created_at, key_type, notification_status, as_of
    from gone
    where notification_type = 'letter'
    on conflict (notification_id) do nothing
  )
  select count(*) into deleted from gone;
  return deleted;
end
$$;
comment on function delete_test_notifications(notification_type, timestamptz, integer) is 'Deletes up to a batch of a channel''s test-key messages that are past their service''s retention, in any status. Answers how many. Source: specification, retention.';

create function delete_old_events(as_of timestamptz, batch_size integer) returns bigint
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted bigint;
begin
  delete from events
  where id in (
    select id from events
    where created_at < as_of - interval '52 weeks'
    order by created_at
    limit batch_size
    for update skip locked
  );
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
comment on function delete_old_events(timestamptz, integer) is 'Deletes up to a batch of events older than 52 weeks; answers how many. Source: specification, nightly timetable.';
create index events_created_at_idx on events (created_at);

create function history_partition_faults(today date) returns setof text
  language sql stable
  set timezone = 'UTC'
begin atomic
  select 'no partition for ' || to_char(month, 'YYYY-MM')
  from generate_series(
    date_trunc('month', today),
    date_trunc('month', today) + interval '3 months', interval '1 month'
  ) as month
  where to_regclass('notification_history_' || to_char(month, 'YYYY_MM')) is null
  union all
  select 'rows without a partition of their own'
  where exists (select from notification_history_default);
end;
comment on function history_partition_faults(date) is 'What is wrong with the months of notification_history: this one or one of the next three is missing, or the default partition holds rows. No row is well.';

-- Nothing analyses a partitioned parent by itself, and the planner estimates groups over all months
-- from the parent. security definer: only the owner may.
create function analyze_history() returns void
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  analyze only notification_history;
end
$$;
comment on function analyze_history() is 'Renews the planner''s statistics of notification_history as a whole; its months are looked after by autovacuum.';

grant select on archived_letter_files to crier_reader;
-- For history_partition_faults, which asks whether there is a row.
grant select (id) on notification_history_default to crier_reader;

-- What only reads is the reader's too.
grant execute on function retention_cutoffs(notification_type, date, uuid),
  history_partition_faults(date) to crier_reader;

-- migrate:down
drop function analyze_history(), history_partition_faults(date),
  delete_old_events(timestamptz, integer),
  delete_test_notifications(notification_type, timestamptz, integer),
  archive_notifications(notification_type, timestamptz, integer, uuid),
  retention_cutoffs(notification_type, date, uuid);
drop index events_created_at_idx;
drop table archived_letter_files;
