create or replace view candidate_api_keys as
select
  key.id, key.service_id, key.key_type, key.secret_encrypted, key.expiry_date,
    week.ends_at as candidate_until
from api_keys key
cross join lateral (
  select
    ((key.expiry_date at time zone 'UTC')::date + interval '7 days') at time zone 'UTC' as ends_at
) week
where key.expiry_date is null or week.ends_at > now();
comment on view candidate_api_keys is 'Keys that a signature is compared with: those in force, and for 6 to 7 days revoked ones, so that their users are told so. Source: specification, authentication.';

create or replace function create_api_key(
  service_id uuid, name text, key_type key_type, secret_encrypted bytea, actor uuid,
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
  insert into api_keys (service_id, name, key_type, secret_encrypted, created_by_id, created_at)
  values (service_id, name, key_type, secret_encrypted, actor, as_of)
  returning id into new_id;
  perform note_event(
    'create_api_key', service_id, jsonb_build_object('api_key_id', new_id, 'key_type', key_type),
    actor, as_of
  );
  return new_id;
end
$$;
comment on function create_api_key(uuid, text, key_type, bytea, uuid, timestamptz) is 'Gives a service a key; a name that one of its keys in force has is refused by api_keys_service_id_name_key.';

create or replace function revoke_api_key(
  owner uuid, key_name text, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  revoked_id uuid;
begin
  perform act_as(actor, as_of);
  update api_keys set expiry_date = as_of
  where service_id = owner and name = key_name and expiry_date is null
  returning id into revoked_id;
  if found then
    perform note_event(
      'revoke_api_key', owner, jsonb_build_object('api_key_id', revoked_id), actor, as_of
    );
  end if;
  return revoked_id;
end
$$;
comment on function revoke_api_key(uuid, text, uuid, timestamptz) is 'Ends the key in force that a service has under a name; null when there is none.';

create or replace function end_api_key(
  owner uuid, ended_id uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update api_keys set expiry_date = as_of
  where service_id = owner and id = ended_id and expiry_date is null;
  if found then
    perform note_event(
      'revoke_api_key', owner, jsonb_build_object('api_key_id', ended_id), actor, as_of
    );
    return true;
  end if;
  return exists (select from api_keys where service_id = owner and id = ended_id);
end
$$;
comment on function end_api_key(uuid, uuid, uuid, timestamptz) is 'Revokes a key of a service; one that was revoked stays so since then. False when the service has no such key.';
