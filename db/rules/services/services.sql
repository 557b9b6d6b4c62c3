create or replace view live_services as
select id, name, organisation_id, organisation_type, created_at, go_live_at
from services
where active and not restricted and count_as_live;
comment on view live_services is 'Services that count as live: active, out of trial mode and not made by the platform''s own people for tests.';

-- Archiving revokes the service's keys in the same statement. Both changes reach every process by
-- their triggers.
create or replace function archive_service(archived_service_id uuid) returns void
  language sql
begin atomic
  with locked as materialized (
    select id
    from api_keys
    where service_id = archived_service_id and expiry_date is null
    order by id
    for no key update
  )
  update api_keys set expiry_date = now()
  from locked
  where api_keys.id = locked.id and api_keys.expiry_date is null;
  update services set archived_at = now() where id = archived_service_id and archived_at is null;
end;
comment on function archive_service(uuid) is 'Ends a service: inactive, all keys revoked. Source: specification, data model, archive.';

-- One transaction makes all that a service needs, so that none is ever half there.
create or replace function create_service(
  service_name text,
  creator_id uuid default null,
  is_restricted boolean default true,
  new_id uuid default gen_random_uuid(),
  new_organisation_type text default null,
  new_sender_name text default null
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  owner record;
  owner_type text;
begin
  select
    organisation.id, organisation.organisation_type, organisation.crown,
    organisation.email_branding_id, organisation.letter_branding_id
  into owner
  from users
  join organisation on organisation.id = organisation_of_address(users.email_address)
  where users.id = creator_id;
  owner_type := coalesce(owner.organisation_type, new_organisation_type);

  insert into services (
    id, name, custom_email_sender_name, restricted, organisation_id, organisation_type, crown,
    email_branding_id,
    letter_branding_id, count_as_live, created_by_id, go_live_at, email_message_limit,
    sms_message_limit, letter_message_limit, international_sms_message_limit
  )
  values (
    new_id, service_name, new_sender_name, is_restricted, owner.id, owner_type,
    case when owner.id is not null then owner.crown
      else (select is_crown from organisation_types where name = owner_type)
    end,
    owner.email_branding_id, owner.letter_branding_id,
    not coalesce((select platform_admin from users where id = creator_id), false), creator_id,
    case when not is_restricted then now() end,
    (select email from default_limits(is_restricted)),
    (select sms from default_limits(is_restricted)),
    (select letter from default_limits(is_restricted)),
    (select international_sms from default_limits(is_restricted))
  );
  insert into service_permissions (service_id, permission)
  select new_id, permission
  from unnest(array[
    'sms', 'email', 'letter', 'international_sms', 'upload_letters', 'international_letters'
  ]::service_permission[]) as permission;
  insert into service_sms_senders (service_id, sms_sender, is_default)
  select new_id, default_sms_sender, true from settings;
  if creator_id is not null then
    insert into user_to_service (user_id, service_id) values (creator_id, new_id);
    insert into permissions (service_id, user_id, permission)
    select new_id, creator_id, permission
    from unnest(array[
      'manage_users', 'manage_templates', 'manage_settings', 'send_texts', 'send_emails',
      'send_letters', 'manage_api_keys', 'view_activity'
    ]::permission_type[]) as permission;
  end if;
  return new_id;
end
$$;
comment on function create_service(text, uuid, boolean, uuid, text, text) is 'Makes a service with its permissions, its default text message sender, and its creator as first member; belongs to the organisation of the creator''s email domain. Source: specification, data model, creating a service.';
grant select on live_services to crier_reader;
