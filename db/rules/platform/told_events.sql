-- What the admin application tells of is believed: it knows the people that act, their addresses
-- and their browsers. Each of its events names who did it under a word of its own.
create or replace function id_in(document jsonb, key text) returns uuid
  language sql immutable parallel safe
  return case
    when pg_input_is_valid(document ->> key, 'uuid') then (document ->> key)::uuid
  end;
comment on function id_in(jsonb, text) is 'The id that a document has under a key; null where it has none.';

create or replace function person_of_event(data jsonb) returns uuid
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select users.id
  from unnest(array[
    'updated_by_id', 'removed_by_id', 'invited_by_id', 'set_by_id', 'archived_by_id', 'user_id'
  ]) with ordinality as word (name, ord)
  join users on users.id = id_in(data, word.name)
  order by word.ord
  limit 1;
end;
comment on function person_of_event(jsonb) is 'Who did what the admin application tells of; null when it names nobody who is known here.';
grant execute on function id_in(jsonb, text), person_of_event(jsonb) to crier_reader;

create or replace function note_told_event(
  event_type text, data jsonb, actor uuid, as_of timestamptz
) returns events
  language sql
  set search_path = public, pg_temp
begin atomic
  insert into events (event_type, created_at, service_id, actor_id, data)
  values (event_type, as_of, id_in(data, 'service_id'), actor, data)
  returning id, event_type, created_at, service_id, actor_id, data;
end;
comment on function note_told_event(text, jsonb, uuid, timestamptz) is 'Adds to the audit trail what the admin application tells of, as it says it; answers the event. Source: specification, internal API, events.';
