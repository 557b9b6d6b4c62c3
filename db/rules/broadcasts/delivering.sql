create or replace function broadcast_retry_delay(failures integer) returns interval
  language sql immutable parallel safe
  return least(power(2, least(failures, 10)), 240) * interval '1 second';
comment on function broadcast_retry_delay(integer) is 'How long after so many earlier failures one waits: 1, 2, 4 … seconds, 240 at most. There is no last attempt. Source: specification, broadcasts, retry.';
grant execute on function broadcast_retry_delay(integer) to crier_reader;

-- The broadcast's row is held for the moment, so that a decision is not made beside the
-- acknowledgement that changes it: it comes before, and is woken by it, or after, and sees it.
create or replace function hold_broadcast_of(delivery_id uuid) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform from broadcast_message
  where id = (
    select broadcast_message_id
    from broadcast_event
    join broadcast_deliveries on broadcast_event_id = broadcast_event.id
    where broadcast_deliveries.id = delivery_id
  )
  for no key update;
end
$$;
comment on function hold_broadcast_of(uuid) is 'Holds the broadcast that a delivery is of until the transaction ends: whoever decides of its deliveries, or records one, takes turns.';

create or replace function begin_broadcast_delivery(
  begun_id uuid, begun_turn integer, lease interval, takes_over boolean, as_of timestamptz
)
  returns table (
    decision text, reason text, is_new_reason boolean, provider_message_id uuid, claim integer
  )
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  delivery record;
  answer text;
begin
  perform hold_broadcast_of(begun_id);
  select broadcast_event_id, provider, turn, claim, leased_until, last_reason, ended_at
  into delivery
  from broadcast_deliveries
  where id = begun_id
  for no key update;
  if delivery.ended_at is not null or delivery.turn is distinct from begun_turn then
    return query select 'superseded', null::text, false, null::uuid, null::integer;
    return;
  elsif delivery.leased_until > as_of and not takes_over then
    return query select 'leased', null::text, false, null::uuid, null::integer;
    return;
  end if;
  answer := broadcast_decision(delivery.broadcast_event_id, delivery.provider, as_of);
  if answer = 'send' then
    insert into broadcast_provider_message (
      broadcast_event_id, provider, message_format, message_number, created_at
    )
    select delivery.broadcast_event_id, provider, message_format,
      case when message_format = 'ibag' then nextval('broadcast_message_number_seq') end, as_of
    from broadcast_providers
    where provider = delivery.provider
      and not exists (
        select from broadcast_provider_message
        where broadcast_event_id = delivery.broadcast_event_id and provider = delivery.provider
      );
    update broadcast_deliveries
    set leased_until = as_of + lease, claim = delivery.claim + 1, last_reason = answer
    where id = begun_id;
    return query
      select answer, null::text, false, id, delivery.claim + 1
      from broadcast_provider_message
      where broadcast_event_id = delivery.broadcast_event_id and provider = delivery.provider;
    return;
  end if;
  if answer = 'expired' then
    update broadcast_provider_message
    set status = 'technical-failure', updated_at = as_of
    where broadcast_event_id = delivery.broadcast_event_id and provider = delivery.provider
      and status = 'sending';
  end if;
  update broadcast_deliveries
  set
    leased_until = null,
    last_reason = answer,
    stopped_at = coalesce(stopped_at, as_of),
    next_attempt_at = case when answer = 'expired' or answer like 'already-%' then null
      else as_of + interval '60 seconds' end,
    ended_at = case when answer = 'expired' or answer like 'already-%' then as_of end
  where id = begun_id;
  return query select answer,
    broadcast_reason(delivery.broadcast_event_id, delivery.provider, answer),
    delivery.last_reason is distinct from answer, null::uuid, null::integer;
end
$$;
comment on function begin_broadcast_delivery(uuid, integer, interval, boolean, timestamptz) is 'Decides whether an operator is told of an event now, and if so makes its document and keeps other workers from it for the lease. takes_over: whoever had it is known to be gone. Besides the answers of broadcast_decision superseded (another job has it, or it has ended) and leased. is_new_reason: whether people have not been told that reason yet. claim: what the worker''s record goes by.';

create or replace function record_broadcast_delivery(
  recorded_id uuid, recorded_claim integer, attempts jsonb, as_of timestamptz
) returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  delivery record;
  document_id uuid;
  acknowledged boolean;
begin
  perform hold_broadcast_of(recorded_id);
  select broadcast_event_id, provider, claim, failures, ended_at into delivery
  from broadcast_deliveries
  where id = recorded_id
  for no key update;
  select id into document_id
  from broadcast_provider_message
  where broadcast_event_id = delivery.broadcast_event_id and provider = delivery.provider;
  insert into broadcast_provider_attempt (
    broadcast_provider_message_id, site, started_at, finished_at, outcome, detail
  )
  -- A clock that is set back meanwhile does not keep an acknowledgement from being recorded: it
  -- would be told again.
  select document_id, attempt.site, attempt.started_at,
    greatest(attempt.finished_at, attempt.started_at), attempt.outcome, left(attempt.detail, 500)
  from jsonb_to_recordset(attempts) as attempt (
    site integer, started_at timestamptz, finished_at timestamptz,
    outcome broadcast_attempt_outcome, detail text
  )
  on conflict do nothing;
  acknowledged := attempts @> '[{"outcome": "acknowledged"}]';
  if acknowledged then
    -- Whoever took it has it, also if another worker has come in between.
    update broadcast_provider_message
    set status = 'returned-ack', updated_at = as_of
    where id = document_id and status = 'sending';
    update broadcast_deliveries
    set ended_at = as_of, next_attempt_at = null, leased_until = null, last_reason = 'acknowledged'
    where id = recorded_id and ended_at is null;
    perform wake_broadcast_deliveries(array_agg(later.id), as_of)
    from broadcast_deliveries later
    join broadcast_event on broadcast_event.id = later.broadcast_event_id
    where later.provider = delivery.provider and later.ended_at is null
      and broadcast_event.broadcast_message_id = (
        select broadcast_message_id
        from broadcast_event
        where id = delivery.broadcast_event_id
      )
    having count(*) > 0;
    return 'acknowledged';
  -- Another has begun since and will say how it went; a new job alone changes nothing.
  elsif delivery.claim <> recorded_claim or delivery.ended_at is not null then
    return 'superseded';
  end if;
  update broadcast_deliveries
  set failures = failures + 1, leased_until = null, last_reason = 'failed'
  where id = recorded_id;
  perform wake_broadcast_deliveries(
    array[recorded_id], as_of + broadcast_retry_delay(delivery.failures)
  );
  return 'failed';
end
$$;
comment on function record_broadcast_delivery(uuid, integer, jsonb, timestamptz) is 'Records the attempts of one try (site, started_at, finished_at, outcome, detail). If a site took it the document is acknowledged, and what waited for that is sent at once; otherwise it is tried again after broadcast_retry_delay. superseded: another worker has begun since, whose record counts.';

create or replace function examine_broadcast_deliveries(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  select coalesce(wake_broadcast_deliveries(array_agg(id), as_of), 0)
  from (
    select id
    from broadcast_deliveries
    where ended_at is null and next_attempt_at <= as_of
      and (leased_until is null or leased_until <= as_of)
    order by next_attempt_at
    limit 1000
  ) as waiting
  having count(*) > 0;
end;
comment on function examine_broadcast_deliveries(timestamptz) is 'Every minute: looks again at what is blocked, and at whatever lost its job. Answers how many.';

create or replace function replay_broadcast_delivery(
  replayed_event uuid, to_provider text, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  woken integer;
begin
  select wake_broadcast_deliveries(array[id], as_of) into woken
  from broadcast_deliveries
  where broadcast_event_id = replayed_event and provider = to_provider and ended_at is null;
  if coalesce(woken, 0) = 0 then
    return false;
  end if;
  perform note_event('broadcast_delivery_replayed', service_id,
    jsonb_build_object('broadcast_event_id', replayed_event, 'provider', to_provider), actor, as_of)
  from broadcast_event
  where id = replayed_event;
  return true;
end
$$;
comment on function replay_broadcast_delivery(uuid, text, uuid, timestamptz) is 'For an operator''s command: tries now what waits, with the same checks as ever. False when nothing waits there.';
