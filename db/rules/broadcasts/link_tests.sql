create or replace function trigger_link_tests() returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  select coalesce(enqueue(
    'broadcast-tasks', array_agg(uuidv7()), array_agg(provider),
    payloads => array_agg(jsonb_build_object('link_test', provider))
  ), 0)
  from broadcast_providers
  cross join settings
  where is_enabled and broadcasts_enabled
  having count(*) > 0;
end;
comment on function trigger_link_tests() is 'Has the links to both sites of each enabled operator tested, where sending is switched on. Source: specification, broadcasts, periodic work.';

create or replace function next_broadcast_message_number() returns integer
  language sql
  set search_path = public, pg_temp
  return nextval('broadcast_message_number_seq')::integer;
comment on function next_broadcast_message_number() is 'A number for a link test, from those of documents.';
