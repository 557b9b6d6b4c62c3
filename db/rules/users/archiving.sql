-- Both ends of a membership that is to stay are members who are still there and may manage.
create or replace function is_managed_without(service uuid, person uuid) returns boolean
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select exists (
    select
    from permissions held
    join users other on other.id = held.user_id
    where held.service_id = service and held.user_id <> person
      and held.permission = 'manage_settings' and other.state = 'active'
  );
end;
comment on function is_managed_without(uuid, uuid) is 'Whether a service keeps another active member who may manage its settings when this one goes.';
grant execute on function is_managed_without(uuid, uuid) to crier_reader;

create or replace function archive_user(person uuid, actor uuid, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  -- Two managers who are removed at once take turns at the services that they share.
  perform
  from services
  where id in (select service_id from user_to_service where user_id = person)
  order by id
  for no key update;
  perform from users where id = person and archived_at is null for update;
  if not found then
    return false;
  elsif exists (
    select
    from user_to_service member
    join services on services.id = member.service_id
    where member.user_id = person and services.active
      and not is_managed_without(services.id, person)
  ) then
    raise exception 'a service would be left without a manager'
      using errcode = 'check_violation', constraint = 'services_keep_a_manager';
  end if;
  delete from user_to_service where user_id = person;
  delete from user_to_organisation where user_id = person;
  delete from verify_codes where user_id = person;
  delete from webauthn_credentials where user_id = person;
  update users
  set
    name = 'Archived user',
    email_address = format('_archived_%s_%s@%s', (as_of at time zone 'UTC')::date, id,
      split_part(email_address, '@', 2)),
    mobile_number = null,
    password_hash = null,
    auth_type = 'email_auth',
    platform_admin = false,
    current_session_id = '00000000-0000-0000-0000-000000000000',
    state = 'inactive',
    archived_at = as_of,
    updated_at = as_of
  where id = person;
  perform note_event('archive_user', null, jsonb_build_object('user_id', person), actor, as_of);
  return true;
end
$$;
comment on function archive_user(uuid, uuid, timestamptz) is 'Ends an account: every session, membership, password and key of it, and what is known of the person. Refused while an active service would be left without a manager. False when there is no such person. Source: specification, data model, archive.';
