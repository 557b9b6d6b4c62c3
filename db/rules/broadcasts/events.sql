create or replace function broadcast_targets(message_id uuid) returns setof text
  language sql stable
  set search_path = public, pg_temp
begin atomic
  -- Whatever the settings are now, whoever was told of the alert is told that it is over.
  select provider
  from broadcast_providers
  where exists (
      select
      from broadcast_deliveries delivery
      join broadcast_event event on event.id = delivery.broadcast_event_id
      where event.broadcast_message_id = message_id
        and delivery.provider = broadcast_providers.provider
    )
    or is_enabled and exists (
      select
      from broadcast_message message
      join service_broadcast_settings setting on setting.service_id = message.service_id
      where message.id = message_id
        and coalesce(setting.provider, broadcast_providers.provider) = broadcast_providers.provider
    )
  order by provider;
end;
comment on function broadcast_targets(uuid) is 'The operators that are told of a broadcast''s next event: those that are enabled and the service is not kept from, and those that were told of an earlier one.';

grant execute on function broadcast_targets(uuid) to crier_reader;

create or replace function tell_broadcast(told_id uuid, as_of timestamptz) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  event_id uuid;
  delivery_ids uuid[];
begin
  insert into broadcast_event (
    service_id, broadcast_message_id, sent_at, message_type, transmitted_content,
    transmitted_areas, transmitted_sender, transmitted_channel, transmitted_starts_at,
    transmitted_finishes_at
  )
  select
    message.service_id, message.id,
    greatest(as_of, (
      select max(sent_at) + interval '1 microsecond'
      from broadcast_event
      where broadcast_message_id = message.id
    )),
    case message.status when 'broadcasting' then 'alert' else 'cancel' end::broadcast_message_type,
    jsonb_build_object('body', message.transmitted_content), message.areas,
    'notifications.service.gov.uk',
    -- What began on a channel ends on it.
    coalesce(
      (
        select transmitted_channel
        from broadcast_event
        where broadcast_message_id = message.id
        order by sent_at
        limit 1
      ),
      setting.channel
    ),
    message.starts_at, message.finishes_at
  from broadcast_message message
  join services on services.id = message.service_id
  join service_broadcast_settings setting on setting.service_id = message.service_id
  where message.id = told_id and message.status in ('broadcasting', 'cancelled')
    and not message.stubbed and not services.restricted
  returning id into event_id;
  if not found then
    return null;
  end if;
  with written as (
    insert into broadcast_deliveries (broadcast_event_id, provider, next_attempt_at, created_at)
    select event_id, target, as_of, as_of
    from broadcast_targets(told_id) as target
    returning id
  )
  select array_agg(id) into delivery_ids from written;
  perform wake_broadcast_deliveries(delivery_ids, as_of);
  perform publish_alerts();
  if exists (select from broadcast_event where id = event_id and message_type = 'alert') then
    perform enqueue('govuk-alerts', array[told_id],
      payloads => array['{"notice": "ticket"}'::jsonb]);
  end if;
  return event_id;
end
$$;
comment on function tell_broadcast(uuid, timestamptz) is 'Freezes what a broadcast that has just been approved or cancelled says into an event, and hands it to every operator''s outbox, the publication and the ticket. Null, and nothing done, for any other status, in training mode, and for what was written in it.';

create or replace function wake_broadcast_deliveries(woken_ids uuid[], at timestamptz)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with locked as materialized (
    select id
    from broadcast_deliveries
    where id = any (woken_ids) and ended_at is null
    order by id
    for no key update
  ),
  woken as (
    update broadcast_deliveries delivery
    set turn = turn + 1, next_attempt_at = at
    from locked
    where delivery.id = locked.id
    returning delivery.id, delivery.provider, delivery.turn
  )
  select coalesce(enqueue(
    'broadcast-tasks',
    array_agg(md5(id::text || turn)::uuid),
    array_agg(provider),
    payloads => array_agg(jsonb_build_object('delivery_id', id, 'turn', turn)),
    start_after => at
  ), 0)
  from woken
  having count(*) > 0;
end;
comment on function wake_broadcast_deliveries(uuid[], timestamptz) is 'Gives deliveries that have not ended a job at a time, in place of any earlier one.';
