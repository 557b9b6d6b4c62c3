create or replace function create_callback_api(
  service_id uuid, callback_type service_callback_type, url text, bearer_token_encrypted bytea,
  actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  new_id uuid;
begin
  perform act_as(actor, as_of);
  insert into service_callback_api (
    service_id, callback_type, url, bearer_token_encrypted, updated_by_id, created_at
  )
  values (service_id, callback_type, url, bearer_token_encrypted, actor, as_of)
  returning id into new_id;
  perform note_event(
    'create_callback_api', service_id,
    jsonb_build_object('callback_api_id', new_id, 'callback_type', callback_type), actor, as_of
  );
  return new_id;
end
$$;
comment on function create_callback_api(
  uuid, service_callback_type, text, bytea, uuid, timestamptz
) is 'Has a service told something at an address of its own; a second one of a type is refused by service_has_one_callback_per_type.';

-- Who answers at another address, or to another token, has not failed yet.
create or replace function change_callback_api(
  owner uuid, callback_api uuid, wanted service_callback_type, new_url text, new_token bytea,
  actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  changed service_callback_type;
begin
  perform act_as(actor, as_of);
  update service_callback_api
  set url = coalesce(new_url, url),
    bearer_token_encrypted = coalesce(new_token, bearer_token_encrypted)
  where service_id = owner and id = callback_api
    and (wanted is null or callback_type = wanted)
  returning callback_type into changed;
  if not found then
    return null;
  end if;
  delete from service_callback_outages
  where service_id = owner and callback_type = changed;
  perform note_event(
    'change_callback_api', owner,
    jsonb_build_object('callback_api_id', callback_api, 'callback_type', changed),
    actor, as_of
  );
  return callback_api;
end
$$;
comment on function change_callback_api(
  uuid, uuid, service_callback_type, text, bytea, uuid, timestamptz
) is 'Changes the address of a service''s callback, its token or both; null leaves them. Null when the service has none of that id and, where it is named, type.';

create or replace function remove_callback_api(
  owner uuid, callback_api uuid, wanted service_callback_type, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  removed service_callback_type;
begin
  perform act_as(actor, as_of);
  delete from service_callback_api
  where service_id = owner and id = callback_api
    and (wanted is null or callback_type = wanted)
  returning callback_type into removed;
  if not found then
    return null;
  end if;
  delete from service_callback_outages where service_id = owner and callback_type = removed;
  perform note_event(
    'remove_callback_api', owner,
    jsonb_build_object('callback_api_id', callback_api, 'callback_type', removed), actor, as_of
  );
  return callback_api;
end
$$;
comment on function remove_callback_api(
  uuid, uuid, service_callback_type, uuid, timestamptz
) is 'Tells a service such things no more; its versions stay. Null when it has none of that id and, where it is named, type.';
