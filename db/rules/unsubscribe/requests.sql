-- "Waiting" depends on another table (the report), so no unique index says it: requests for one
-- message take turns at a lock, and each then looks in a snapshot of its own.
create or replace function request_unsubscribe(message uuid, address text, as_of timestamptz)
  returns unsubscribe_outcome
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  sent record;
begin
  select service_id, template_id, template_version into sent
  from notifications_all_time
  where id = message and notification_type = 'email';
  if not found then
    return 'unknown';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('unsubscribe/' || message, 0));
  if exists (
    select
    from unsubscribe_request request
    left join unsubscribe_request_report report on report.id = request.unsubscribe_request_report_id
    where request.notification_id = message and report.processed_by_service_at is null
  ) then
    return 'repeated';
  end if;
  insert into unsubscribe_request (notification_id, service_id, template_id, template_version,
    email_address, created_at)
  values (message, sent.service_id, sent.template_id, sent.template_version, address, as_of);
  perform leave_mailing_list(sent.service_id, address, as_of);
  return 'stored';
end
$$;
comment on function request_unsubscribe(uuid, text, timestamptz) is 'Notes that the recipient of an email wants no more of them; once, until the service has dealt with it. Source: specification, sending, unsubscribe.';

create or replace function archive_unsubscribe_requests(as_of timestamptz, batch_size integer)
  returns bigint
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  today date := local_date(as_of);
  archived bigint;
begin
  with batch as materialized (
    select request.id
    from unsubscribe_request request
    left join unsubscribe_request_report report on report.id = request.unsubscribe_request_report_id
    where report.created_at < local_midnight(today - 7)
      or (report.id is null and request.created_at < local_midnight(today - 90))
    limit batch_size
    for update of request skip locked
  ),
  gone as (
    delete from unsubscribe_request
    using batch
    where unsubscribe_request.id = batch.id
    returning
      unsubscribe_request.id, notification_id, service_id, template_id, template_version,
      created_at, unsubscribe_request_report_id
  )
  insert into unsubscribe_request_history (
    id, notification_id, service_id, template_id, template_version, created_at,
    unsubscribe_request_report_id
  )
  select id, notification_id, service_id, template_id, template_version, created_at,
    unsubscribe_request_report_id
  from gone;
  get diagnostics archived = row_count;
  return archived;
end
$$;
comment on function archive_unsubscribe_requests(timestamptz, integer) is 'Moves up to a batch of requests to history, without their address: those in reports older than 7 local days, and those that no report took up in 90. Answers how many; call again while a batch is full. Source: specification, sending, unsubscribe.';

create or replace function leave_mailing_list(
  from_service uuid, address text, as_of timestamptz
) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  select change_user(person.id, jsonb_build_object(list.choice, false), '{}', person.id, as_of)
  from (
    values
      ('6c335bf6-ea00-45f1-a40c-6612c7639386'::uuid, 'take_part_in_research'),
      ('2242f811-1027-44c0-b7d1-1459823d6740'::uuid, 'receives_new_features_email')
  ) as list (service_id, choice)
  cross join lateral user_of_address(address) as person (id)
  where list.service_id = from_service and person.id is not null;
end;
comment on function leave_mailing_list(uuid, text, timestamptz) is 'Two services write to the people who work with the platform itself, about research and about what is new; who unsubscribes from one is asked no more. Source: specification, internal API, unsubscribe.';
