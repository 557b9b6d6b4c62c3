-- Who signs in is known to nobody yet, so these functions have no actor. Each locks the person's
-- row first: a hundred guesses at once are counted one by one.
create or replace function most_failed_logins() returns integer
  language sql immutable parallel safe
  return 10;
comment on function most_failed_logins() is 'Wrong passwords, codes and security keys in a row after which none is tried any more until the count is reset. One limit for all of them.';
grant execute on function most_failed_logins() to crier_reader;

create or replace function note_password_try(person uuid, compared_hash text, is_right boolean)
  returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  held record;
begin
  select failed_login_count, password_hash into held
  from users
  where id = person and archived_at is null
  for no key update;
  if not found then
    return 'unknown';
  elsif held.failed_login_count >= most_failed_logins() then
    return 'locked';
  elsif is_right and held.password_hash = compared_hash then
    update users set failed_login_count = 0 where id = person and failed_login_count > 0;
    return 'right';
  end if;
  update users set failed_login_count = failed_login_count + 1 where id = person;
  return 'wrong';
end
$$;
comment on function note_password_try(uuid, text, boolean) is 'Records a password that somebody gave, which was compared with compared_hash. Answers right, wrong (also when the password was changed meanwhile), locked, or unknown. Source: specification, internal API, users.';

create or replace function begin_session(
  person uuid, proves_mailbox boolean, as_of timestamptz
) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  update users
  set
    current_session_id = gen_random_uuid(),
    logged_in_at = as_of,
    failed_login_count = 0,
    email_access_validated_at = case when proves_mailbox then as_of
      else email_access_validated_at end
  where id = person;
end;
comment on function begin_session(uuid, boolean, timestamptz) is 'Signs a person in: any other session of theirs ends.';

create or replace function verify_code(
  person uuid, type verify_code_type, hash bytea, as_of timestamptz
) returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  failures integer;
  matched record;
begin
  select failed_login_count into failures
  from users
  where id = person and archived_at is null
  for no key update;
  if not found then
    return 'unknown';
  elsif failures >= most_failed_logins() then
    return 'locked';
  end if;
  select id, used_at is null and expires_at > as_of as is_good into matched
  from verify_codes
  where user_id = person and code_type = type and code_hash = hash
    and failed_tries < most_failed_logins()
  order by created_at desc, id desc
  limit 1;
  if matched.is_good then
    update verify_codes set used_at = as_of where id = matched.id;
    perform begin_session(person, type = 'email', as_of);
    return 'right';
  end if;
  update users set failed_login_count = failed_login_count + 1 where id = person;
  if matched.id is not null then
    return 'expired';
  end if;
  update verify_codes set failed_tries = failed_tries + 1
  where user_id = person and code_type = type and used_at is null and expires_at > as_of;
  return 'wrong';
end
$$;
comment on function verify_code(uuid, verify_code_type, bytea, timestamptz) is 'Signs a person in who gives a code that was sent. Answers right; wrong, when no code of theirs is that one; expired, when it is used or too old; locked, after too many failures, and then nothing is counted; unknown. Source: specification, internal API, users.';

create or replace function complete_webauthn_login(
  person uuid, is_successful boolean, credential uuid, as_of timestamptz
) returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  failures integer;
begin
  select failed_login_count into failures
  from users
  where id = person and archived_at is null
  for no key update;
  if not found then
    return 'unknown';
  elsif failures >= most_failed_logins() then
    return 'locked';
  elsif not is_successful then
    update users set failed_login_count = failed_login_count + 1 where id = person;
    return 'wrong';
  end if;
  if credential is not null then
    update webauthn_credentials set logged_in_at = as_of
    where id = credential and user_id = person;
    if not found then
      return 'unknown';
    end if;
  end if;
  perform begin_session(person, false, as_of);
  return 'right';
end
$$;
comment on function complete_webauthn_login(uuid, boolean, uuid, timestamptz) is 'Signs a person in whose security key the admin application has checked, or counts a failure. Answers right, wrong, locked or unknown, as verify_code does; unknown is also a key of somebody else. Source: specification, internal API, users.';
