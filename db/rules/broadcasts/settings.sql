-- All seven effects at every change of the settings, in one transaction and one version of the
-- service.
create or replace function set_broadcast_service(
  owner uuid, wanted_channel broadcast_channel, is_live boolean, wanted_provider text, actor uuid,
  as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  if not found then
    return false;
  end if;
  insert into service_broadcast_settings (service_id, channel, provider, created_at)
  values (owner, wanted_channel, wanted_provider, as_of)
  on conflict (service_id) do update
  set channel = excluded.channel, provider = excluded.provider, updated_at = as_of;
  insert into service_permissions (service_id, permission, created_at)
  values (owner, 'broadcast', as_of)
  on conflict do nothing;
  delete from service_permissions
  where service_id = owner and permission not in ('broadcast', 'email_auth');
  update services
  set
    count_as_live = false,
    go_live_at = case when not is_live then null when restricted then as_of
      else go_live_at end,
    restricted = not is_live,
    organisation_id = organisation.id,
    organisation_type = organisation.organisation_type,
    crown = organisation.crown
  from (select broadcast_organisation_id() as id) known
  left join organisation on organisation.id = known.id
  where services.id = owner;
  delete from permissions where service_id = owner and permission <> 'view_activity';
  update invites
  set permissions = '{view_activity}'
  where service_id = owner and accepted_at is null and cancelled_at is null;
  update api_keys
  set expiry_date = as_of
  where service_id = owner and expiry_date is null;
  perform note_event('set_as_broadcast_service', owner, jsonb_build_object(
    'channel', wanted_channel, 'provider', wanted_provider, 'is_live', is_live
  ), actor, as_of);
  return true;
end
$$;
comment on function set_broadcast_service(
  uuid, broadcast_channel, boolean, text, uuid, timestamptz
) is 'Makes a service one that broadcasts, or changes how it does: settings, permissions, training mode, organisation; members may only look on until they are given rights again, and keys are revoked. wanted_provider: null is all. False for an unknown service. Source: specification, broadcasts, services.';

create or replace function broadcast_organisation_id() returns uuid
  language sql immutable parallel safe
  return '38e4bf69-93b0-445d-acee-53ea53fe02df'::uuid;
comment on function broadcast_organisation_id() is 'The organisation of the services that broadcast, under the id that Notify''s has.';
grant execute on function broadcast_organisation_id() to crier_reader;

call announce_changes_of('service_broadcast_settings');
