create or replace function issue_code(
  person uuid, type verify_code_type, hash bytea, message jsonb, as_of timestamptz
) returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  -- Two who ask at once take turns, so that neither counts past the other.
  perform from users where id = person and archived_at is null for no key update;
  if not found then
    return 'unknown';
  elsif 5 <= (
    select count(*)
    from verify_codes
    where user_id = person and used_at is null and expires_at > as_of
  ) then
    return 'enough';
  end if;
  insert into verify_codes (user_id, code_type, code_hash, created_at, expires_at)
  values (person, type, hash, as_of, as_of + interval '30 minutes');
  if message is not null then
    perform send_own_messages(jsonb_build_array(message), as_of);
  end if;
  return 'made';
end
$$;
comment on function issue_code(uuid, verify_code_type, bytea, jsonb, timestamptz) is 'Keeps a code and queues the message that has it, together (none for an operator, who hands it over); with five good ones that are not used yet nothing is made and nothing sent. Answers made, enough or unknown. Source: specification, internal API, users, codes.';

create or replace function delete_old_codes(as_of timestamptz, batch_size integer) returns bigint
  language sql
  set search_path = public, pg_temp
begin atomic
  with deleted as (
    delete from verify_codes
    where id in (
      select id
      from verify_codes
      where created_at <= as_of - interval '24 hours'
      order by created_at
      limit batch_size
      for update skip locked
    )
    returning id
  )
  select count(*)
  from deleted;
end;
comment on function delete_old_codes(timestamptz, integer) is 'Deletes up to a batch of codes that are a day old; answers how many.';
