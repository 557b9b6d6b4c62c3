create or replace view broadcast_sending as
select
  message.id as broadcast_message_id, message.status as broadcast_status,
  event.id as broadcast_event_id, event.message_type, event.sent_at, delivery.provider,
  document.id as provider_message_id, document.message_number, document.status,
  coalesce(tried.attempts, 0) as attempts, tried.last_detail, delivery.failures,
  delivery.next_attempt_at, delivery.ended_at,
  case when delivery.ended_at is null then decided.decision end as decision,
  case when delivery.ended_at is null and decided.decision <> 'send'
    then broadcast_reason(event.id, delivery.provider, decided.decision) end as reason
from broadcast_deliveries delivery
join broadcast_event event on event.id = delivery.broadcast_event_id
join broadcast_message message on message.id = event.broadcast_message_id
left join broadcast_provider_message document
  on document.broadcast_event_id = event.id and document.provider = delivery.provider
left join lateral (
  select count(*)::integer as attempts,
    (array_agg(detail order by started_at desc))[1] as last_detail
  from broadcast_provider_attempt
  where broadcast_provider_message_id = document.id
) tried on true
cross join lateral (
  select broadcast_decision(event.id, delivery.provider, now()) as decision
) decided;
comment on view broadcast_sending is 'For each event of each broadcast and each operator: how far it is, how often it was tried, and what would be decided of it now, and why.';
comment on column broadcast_sending.broadcast_status is 'That of the broadcast, as people see it.';
comment on column broadcast_sending.message_type is 'alert, update or cancel.';
comment on column broadcast_sending.sent_at is 'When the event was.';
comment on column broadcast_sending.provider is 'The operator.';
comment on column broadcast_sending.provider_message_id is 'The identifier in the operator''s document; null before the first attempt.';
comment on column broadcast_sending.message_number is 'The number in an IBAG document.';
comment on column broadcast_sending.status is 'That of the operator''s document.';
comment on column broadcast_sending.attempts is 'How many calls were made, at both sites together.';
comment on column broadcast_sending.last_detail is 'Why the last call failed; null if it did not.';
comment on column broadcast_sending.failures is 'How often both sites failed.';
comment on column broadcast_sending.next_attempt_at is 'When it is tried or looked at again; null once it has ended.';
comment on column broadcast_sending.ended_at is 'When it was acknowledged, or its time was over.';
comment on column broadcast_sending.decision is 'What broadcast_decision says now; null once it has ended.';
comment on column broadcast_sending.reason is 'Why it is not sent now.';
grant select on broadcast_sending to crier_reader;
grant execute on function broadcast_decision(uuid, text, timestamptz),
  earlier_broadcast_events(uuid, text), broadcast_reason(uuid, text, text) to crier_reader;

create or replace view published_alerts as
select
  message.id, message.reference, setting.channel, message.content, message.areas, message.status,
  message.starts_at, message.finishes_at, message.approved_at, message.cancelled_at,
  coalesce(message.cancelled_at, message.finishes_at) as ended_at
from broadcast_message message
join service_broadcast_settings setting on setting.service_id = message.service_id
where message.starts_at >= timestamptz '2021-05-25 00:00:00+00' and not message.stubbed
  and message.status in ('broadcasting', 'completed', 'cancelled');
comment on view published_alerts is 'The broadcasts that the public was told. Source: specification, broadcasts, GOV.UK alerts.';
comment on column published_alerts.reference is 'Its title.';
comment on column published_alerts.channel is 'The present channel of its service.';
comment on column published_alerts.content is 'The text.';
comment on column published_alerts.areas is 'Where.';
comment on column published_alerts.status is 'Whether it is shown now, has ended, or was cancelled.';
comment on column published_alerts.starts_at is 'From when phones show it.';
comment on column published_alerts.finishes_at is 'Until when phones show it, if nobody cancels it.';
comment on column published_alerts.approved_at is 'When it was approved.';
comment on column published_alerts.cancelled_at is 'When it was cancelled.';
comment on column published_alerts.ended_at is 'When it is, or was, over.';
grant select on published_alerts to crier_reader;

create or replace function broadcast_wire_constants(
  asked_provider text, asked_channel broadcast_channel
) returns jsonb
  language sql stable
  set search_path = public, pg_temp
  return (
    select coalesce(jsonb_object_agg(key, value), '{}')
    from (
      select distinct on (key) key, value
      from broadcast_wire_profile
      where coalesce(provider, asked_provider) = asked_provider
        and (channel is null or channel = asked_channel)
      order by key, provider nulls last, channel nulls last
    ) as chosen
  );
comment on function broadcast_wire_constants(text, broadcast_channel) is 'The constants of documents for an operator and a channel (null for link tests): the row that names both goes before one that names the operator, the channel, or neither.';
grant execute on function broadcast_wire_constants(text, broadcast_channel) to crier_reader;
