create or replace function link_service_to_organisation(
  owner uuid, linked uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from organisation where id = owner and archived_at is null for share;
  if not found then
    return false;
  end if;
  update services
  set
    organisation_id = organisation.id,
    organisation_type = organisation.organisation_type,
    crown = organisation.crown
  from organisation
  where organisation.id = owner and services.id = linked;
  if not found then
    return false;
  end if;
  perform note_event(
    'link_service_to_organisation', linked, jsonb_build_object('organisation_id', owner), actor,
    as_of
  );
  return true;
end
$$;
comment on function link_service_to_organisation(uuid, uuid, uuid, timestamptz) is 'Makes a service an organisation''s, with its kind, with which comes the free allowance of that. False for an unknown service, and for an organisation that is unknown or archived. Source: specification, internal API, organisations.';
