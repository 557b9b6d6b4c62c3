-- Archiving and suspending revoke the service's keys in the same transaction. All changes reach
-- every process by their triggers.
create or replace function end_api_keys(owner uuid, actor uuid, as_of timestamptz) returns uuid[]
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  revoked uuid[];
begin
  perform act_as(actor, as_of);
  with locked as materialized (
    select id
    from api_keys
    where service_id = owner and expiry_date is null
    order by id
    for no key update
  ),
  ended as (
    update api_keys set expiry_date = as_of
    from locked
    where api_keys.id = locked.id and api_keys.expiry_date is null
    returning api_keys.id
  )
  select coalesce(array_agg(id order by id), '{}') into revoked from ended;
  return revoked;
end
$$;
comment on function end_api_keys(uuid, uuid, timestamptz) is 'Revokes all keys of a service; answers which.';

create or replace function archive_service(
  archived_service_id uuid, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  revoked uuid[];
begin
  perform act_as(actor, as_of);
  -- Whoever comes second finds it archived.
  update services set archived_at = as_of where id = archived_service_id and archived_at is null;
  if not found then
    return;
  end if;
  revoked := end_api_keys(archived_service_id, actor, as_of);
  with locked as materialized (
    select id
    from templates
    where service_id = archived_service_id and archived_at is null
    order by id
    for no key update
  )
  update templates set archived_at = as_of
  from locked
  where templates.id = locked.id;
  perform note_event(
    'archive_service', archived_service_id, jsonb_build_object('revoked_api_key_ids', revoked),
    actor, as_of
  );
end
$$;
comment on function archive_service(uuid, uuid, timestamptz) is 'Ends a service, suspended or not: inactive, all keys revoked, all templates archived, its name free for others. Its members, permissions and numbers stay. Source: specification, data model, archive.';

create or replace function suspend_service(
  suspended_service_id uuid, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update services set suspended_at = as_of where id = suspended_service_id and active;
  if found then
    perform note_event(
      'suspend_service', suspended_service_id,
      jsonb_build_object(
        'revoked_api_key_ids', end_api_keys(suspended_service_id, actor, as_of)
      ),
      actor, as_of
    );
  end if;
end
$$;
comment on function suspend_service(uuid, uuid, timestamptz) is 'Lets a service send no more until it is resumed; its keys are revoked for good. Source: specification, internal API, services.';

create or replace function resume_service(
  resumed_service_id uuid, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update services set suspended_at = null
  where id = resumed_service_id and suspended_at is not null and archived_at is null;
  if found then
    perform note_event('resume_service', resumed_service_id, '{}', actor, as_of);
  end if;
end
$$;
comment on function resume_service(uuid, uuid, timestamptz) is 'Lets a suspended service send again, with new keys. Source: specification, internal API, services.';
