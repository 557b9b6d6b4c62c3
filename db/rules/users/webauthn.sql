create or replace function add_webauthn_credential(
  person uuid, name text, credential_data text, registration_response text, actor uuid,
  as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  new_id uuid;
begin
  perform act_as(actor, as_of);
  perform from users where id = person and archived_at is null for no key update;
  if not found then
    return null;
  elsif 20 <= (select count(*) from webauthn_credentials where user_id = person) then
    raise exception 'a person has twenty security keys at most'
      using errcode = 'check_violation', constraint = 'person_has_20_credentials_at_most';
  end if;
  insert into webauthn_credentials (
    user_id, name, credential_data, registration_response, created_at
  )
  values (person, name, credential_data, registration_response, as_of)
  returning id into new_id;
  perform note_event(
    'add_webauthn_credential', null,
    jsonb_build_object('user_id', person, 'webauthn_credential_id', new_id), actor, as_of
  );
  return new_id;
end
$$;
comment on function add_webauthn_credential(uuid, text, text, text, uuid, timestamptz) is 'Keeps a security key that the admin application has checked; null when there is no such person.';

create or replace function rename_webauthn_credential(
  person uuid, credential uuid, new_name text, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update webauthn_credentials set name = new_name, updated_at = as_of
  where id = credential and user_id = person;
  return found;
end
$$;
comment on function rename_webauthn_credential(uuid, uuid, text, uuid, timestamptz) is 'Calls a person''s security key something else; false when the person has no such key.';

create or replace function delete_webauthn_credential(
  person uuid, credential uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  -- Two who delete one each of the last two take turns.
  perform from users where id = person for no key update;
  delete from webauthn_credentials where id = credential and user_id = person;
  if not found then
    return false;
  elsif not exists (select from webauthn_credentials where user_id = person) then
    raise exception 'it is the last one'
      using errcode = 'check_violation', constraint = 'person_keeps_a_credential';
  end if;
  perform note_event(
    'delete_webauthn_credential', null,
    jsonb_build_object('user_id', person, 'webauthn_credential_id', credential), actor, as_of
  );
  return true;
end
$$;
comment on function delete_webauthn_credential(uuid, uuid, uuid, timestamptz) is 'Forgets a security key, but for a person''s last one; false when the person has no such key. Source: specification, internal API, WebAuthn.';
