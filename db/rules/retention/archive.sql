-- Planner note: per service one range of the index on (service_id, notification_type, created_at).
-- A single range over created_at would read again and again past the messages of services that keep
-- theirs for longer. Rows that somebody else holds are left for the next night; nobody waits for
-- anybody.
create or replace function claim_past_retention(channel notification_type, of_test_keys boolean,
  as_of timestamptz, batch_size integer, from_service uuid default null)
  returns table (id uuid, service_id uuid)
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
    )
    select oldest.id, kept_for.service_id
    from kept_for
    cross join lateral (
      select notification.id
      from notifications notification
      where notification.service_id = kept_for.service_id
        and notification.notification_type = channel
        and notification.created_at < kept_for.cutoff
        and is_counted(notification.key_type) <> of_test_keys
        -- A letter that may still be printed stays with its PDF, whatever its age and whether it
        -- was tried before; those of test keys are never printed.
        and not (
          channel = 'letter'
          and not of_test_keys
          and notification.notification_status = any (
            array(select status from notification_status_groups where is_unfinished_letter)
          )
        )
      order by notification.created_at
      limit batch_size
      for update skip locked
    ) oldest
    limit batch_size;
end
$$;
comment on function claim_past_retention(notification_type, boolean, timestamptz, integer, uuid)
is 'Locks up to a batch of a channel''s messages, either of test keys or of all others, that are past their service''s retention, service by service in the order of their ids from a given one on; letters of the others only in a final state. Source: specification, retention.';

-- The archive: one statement takes a message out of the live table and puts it into history, so in
-- every snapshot it is in exactly one of the two.
create or replace function archive_notifications(channel notification_type, as_of timestamptz,
  batch_size integer, from_service uuid default null)
  returns table (moved bigint, archived bigint, last_service uuid)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  return query
    with batch as materialized (
      select id, service_id
      from claim_past_retention(channel, false, as_of, batch_size, from_service)
    ),
    gone as (
      -- An array, whose every id is looked up: a join is guessed to be of a thousand rows and reads
      -- the whole table.
      delete from notifications
      where notifications.id = any (array(select id from batch))
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
create or replace function delete_test_notifications(channel notification_type, as_of timestamptz,
  batch_size integer)
  returns bigint
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  deleted bigint;
begin
  with batch as materialized (
    select id from claim_past_retention(channel, true, as_of, batch_size)
  ),
  gone as (
    delete from notifications
    where notifications.id = any (array(select id from batch))
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
