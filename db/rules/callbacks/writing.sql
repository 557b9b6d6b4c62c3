-- What services are told is written by the statement that makes it true. Services that want to be
-- told nothing cost a probe into service_callback_api.
create or replace function write_callback(
  service uuid, type service_callback_type, about uuid, payload json, as_of timestamptz
) returns uuid
  language sql
  set search_path = public, pg_temp
begin atomic
  insert into service_callbacks (
    service_id, callback_type, notification_type, about_id, payload, next_attempt_at, created_at
  )
  select
    service, type,
    case type
      when 'delivery_status' then (payload ->> 'notification_type')::notification_type
      when 'job_status' then (payload ->> 'notification_type')::notification_type
      when 'inbound_sms' then 'sms'
      when 'complaint' then 'email'
      when 'returned_letter' then 'letter'
    end,
    about, payload, as_of, as_of
  from service_callback_api wanted
  where wanted.service_id = service and wanted.callback_type = type
  returning id;
end;
comment on function write_callback(uuid, service_callback_type, uuid, json, timestamptz) is 'Writes what a service is to be told into the outbox, if it wants to be told such things; answers its id, or null. about is the message, the received text or the job: what is about one thing is told in the order in which it was written. Call it in the transaction that makes it true. Source: specification, service callbacks.';

-- A trigger, so that no statement that ends a message can forget it. Only where the status becomes
-- one of these: a hand-over does not come here at all. Of the 60 microseconds that a receipt takes
-- in batches of 100, it adds 5 where the service wants to be told nothing, which is asked first
-- (to prepare an insert of nothing costs as much again), and 55 where it does. A CTE in each of the
-- statements that end messages adds the same within the noise (5 to 10); a statement's trigger with
-- transition tables adds 10, and adds them to hand-overs too.
create or replace function write_delivery_status() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if not exists (
    select from service_callback_api
    where service_id = new.service_id and callback_type = 'delivery_status'
  ) then
    return null;
  end if;
  insert into service_callbacks (
    service_id, callback_type, notification_type, about_id, payload, next_attempt_at, created_at
  )
  values (
    new.service_id, 'delivery_status', new.notification_type, new.id,
    json_build_object(
      'id', new.id,
      'reference', new.client_reference,
      'to', new."to",
      'status', new.notification_status,
      'created_at', wire_timestamp(new.created_at),
      'completed_at', wire_timestamp(new.updated_at),
      'sent_at', wire_timestamp(new.sent_at),
      'notification_type', new.notification_type,
      'template_id', new.template_id,
      'template_version', new.template_version
    ),
    new.updated_at, new.updated_at
  );
  return null;
end
$$;
comment on function write_delivery_status() is 'Row trigger: tells the service, if it wants to know, what has become of a text or email. Source: specification, service callbacks, payloads.';
create or replace trigger notifications_write_delivery_status
  after update of notification_status on notifications
  for each row when (
    new.notification_status is distinct from old.notification_status
    and new.notification_status in (
      'delivered', 'temporary-failure', 'permanent-failure', 'technical-failure'
    )
    and new.notification_type in ('sms', 'email')
  )
  execute function write_delivery_status();
