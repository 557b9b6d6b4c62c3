create or replace function earlier_broadcast_events(event_id uuid, asked_provider text)
  returns table (
    id uuid, sent_at timestamptz, message_type broadcast_message_type, provider_message_id uuid,
    message_number integer, status broadcast_provider_message_status, created_at timestamptz
  )
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    earlier.id, earlier.sent_at, earlier.message_type, document.id, document.message_number,
    document.status, document.created_at
  from broadcast_event event
  join broadcast_event earlier
    on earlier.broadcast_message_id = event.broadcast_message_id
    and earlier.sent_at < event.sent_at
  left join broadcast_provider_message document
    on document.broadcast_event_id = earlier.id and document.provider = asked_provider
  where event.id = event_id
  order by earlier.sent_at;
end;
comment on function earlier_broadcast_events(uuid, text) is 'The events of the same broadcast before one, oldest first, each with what this operator has of it.';

-- Whether an event may go to an operator now: asked before every attempt, the first and each later
-- one, never when one fails. Read it from the top; the first that holds is the answer.
create or replace function broadcast_decision(event_id uuid, asked_provider text, at timestamptz)
  returns text
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select case
    when not settings.broadcasts_enabled then 'switched-off'
    when not service.active then 'suspended'
    when service.restricted then 'not-live'
    when message.stubbed then 'stubbed'
    when own.status <> 'sending' then 'already-' || own.status
    when event.transmitted_finishes_at < at then 'expired'
    else coalesce((
      select case when earlier.status is null then 'previous-missing'
        else 'previous-' || earlier.status end
      from earlier_broadcast_events(event.id, asked_provider) as earlier
      where earlier.status is distinct from 'returned-ack'
      order by earlier.sent_at
      limit 1
    ), 'send')
  end
  from broadcast_event event
  join broadcast_message message on message.id = event.broadcast_message_id
  join services service on service.id = message.service_id
  cross join settings
  left join broadcast_provider_message own
    on own.broadcast_event_id = event.id and own.provider = asked_provider
  where event.id = event_id;
end;
comment on function broadcast_decision(uuid, text, timestamptz) is 'send, or why an operator is not told of an event now: switched-off, suspended, not-live, stubbed, already-<status>, expired, or of the first event before it that this operator has not acknowledged previous-missing or previous-<status>. Other operators and later events play no part. Source: specification, broadcasts, checks before every delivery.';

create or replace function broadcast_reason(
  event_id uuid, asked_provider text, decision text
) returns text
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select case
    when decision like 'previous-%' then format(
      E'Cannot send %s. Previous event %s (type %s) has %s to provider %s yet.\nIt is told as soon as the other event is acknowledged.',
      event_id, earlier.id, earlier.message_type,
      case when decision = 'previous-missing' then 'not been sent'
        else format('not finished sending (status "%s")', earlier.status) end,
      asked_provider
    )
    else format('Cannot send broadcast_event %s to provider %s: %s', event_id, asked_provider,
      case
        when decision = 'switched-off' then 'sending is switched off'
        when decision = 'suspended' then 'the service is suspended'
        when decision = 'not-live' then 'the service is not live'
        when decision = 'stubbed' then 'the broadcast message is stubbed'
        when decision = 'expired' then format('The expiry time of %s has already passed',
          wire_timestamp(event.transmitted_finishes_at))
        else 'It is in status ' || substr(decision, length('already-') + 1)
      end)
  end
  from broadcast_event event
  left join lateral (
    select candidate.id, candidate.message_type, candidate.status
    from earlier_broadcast_events(event.id, asked_provider) as candidate
    where candidate.status is distinct from 'returned-ack'
    order by candidate.sent_at
    limit 1
  ) earlier on true
  where event.id = event_id;
end;
comment on function broadcast_reason(uuid, text, text) is 'A decision in a sentence, for those who are told of it.';
