-- Who acts is said once, by the function that makes a change, and read by the triggers that write
-- versions. So it stands in no statement that could forget it: a change of a versioned table by a
-- program that has not said it is refused. It holds until the transaction ends.
create or replace function act_as(actor uuid, as_of timestamptz) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if as_of is null then
    raise exception 'a change has a time'
      using errcode = 'not_null_violation', constraint = 'change_has_a_time';
  elsif actor is not null
    -- Whoever ends their own account has said who acts before.
    and actor is distinct from acting_user()
    and not exists (select from users where id = actor and archived_at is null)
  then
    raise exception 'nobody acts who has the id %', actor
      using errcode = 'foreign_key_violation', constraint = 'actor_is_a_user';
  end if;
  perform set_config('crier.actor', coalesce(actor::text, 'operator'), true);
  perform set_config('crier.as_of', wire_timestamp(as_of), true);
end
$$;
comment on function act_as(uuid, timestamptz) is 'Says who makes the changes of this transaction, and when; null is an operator by hand, notify_user_id() the platform itself. Whoever is archived acts no more. For the functions that end (…, actor, as_of).';

create or replace function notify_user_id() returns uuid
  language sql immutable parallel safe
  return '6af522d0-2915-4e52-83a3-3690455a5fe6'::uuid;
comment on function notify_user_id() is 'The user that makes the platform''s own changes, under the id that Notify''s has. Source: specification, data model, seed rows.';

-- Whoever may change the tables themselves is an operator, without saying so.
create or replace function someone_acts() returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if nullif(current_setting('crier.actor', true), '') is not null then
    return true;
  elsif pg_has_role(
    coalesce(nullif(current_setting('role'), 'none'), session_user),
    (select relowner from pg_class where oid = 'services'::regclass), 'usage'
  ) then
    return false;
  end if;
  raise exception 'a change of what has versions begins with act_as(actor, as_of)'
    using errcode = 'check_violation', constraint = 'change_has_an_actor';
end
$$;
comment on function someone_acts() is 'Whether this transaction has said who acts; a program that has not is refused.';

create or replace function acting_user() returns uuid
  language sql stable
  return nullif(nullif(current_setting('crier.actor', true), ''), 'operator')::uuid;
comment on function acting_user() is 'Who makes the changes of this transaction; null is an operator by hand.';

create or replace function acting_at() returns timestamptz
  language sql volatile
  return coalesce(
    nullif(current_setting('crier.as_of', true), '')::timestamptz, clock_timestamp()
  );
comment on function acting_at() is 'The time of the changes of this transaction, which whoever acts has said.';
grant execute on function notify_user_id(), acting_user() to crier_reader;

create or replace function note_event(
  event_type text, about_service uuid, data jsonb, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
begin
  perform act_as(actor, as_of);
  insert into events (event_type, created_at, service_id, actor_id, data)
  values (event_type, as_of, about_service, actor, data);
end
$$;
comment on function note_event(text, uuid, jsonb, uuid, timestamptz) is 'Adds to the audit trail; for the function that makes the change. Its data are ids and amounts, never recipients, contents or secrets.';
