create or replace function open_broadcast_ticket(
  told_id uuid, admin_base_url text, as_of timestamptz
) returns boolean
  language sql
  set search_path = public, pg_temp
begin atomic
  select coalesce(open_ticket(
    'Live broadcast sent',
    format(
      E'Broadcast Sent\n\n%s/services/%s/current-alerts/%s\n\nSent on channel %s to %s.\n\nContent starts "%s".\n\nWhat each operator has of it: crier broadcast show %s',
      admin_base_url, message.service_id, message.id, event.transmitted_channel,
      coalesce(names.text, 'an area without a name'),
      left(event.transmitted_content ->> 'body', 100), message.id
    ),
    as_of
  ), false)
  from broadcast_message message
  join broadcast_event event on event.broadcast_message_id = message.id
  left join lateral (
    select format('[%s]', string_agg(quote_literal(name), ', ')) as text
    from jsonb_array_elements_text(event.transmitted_areas -> 'names') as name
  ) names on true
  where message.id = told_id and event.message_type = 'alert';
end;
comment on function open_broadcast_ticket(uuid, text, timestamptz) is 'Writes to the operators that a live broadcast was approved; for the job that follows the approval. Source: specification, broadcasts, ticket on approval.';
