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
