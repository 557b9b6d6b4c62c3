create or replace view live_services as
select id, name, organisation_id, organisation_type, created_at, go_live_at
from services
where active and not restricted and count_as_live;
comment on view live_services is 'Services that count as live: active, out of trial mode and not made by the platform''s own people for tests.';

-- Archiving revokes the service's keys in the same statement. Both changes reach every process by
-- their triggers.
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
  with locked as materialized (
    select id
    from api_keys
    where service_id = archived_service_id and expiry_date is null
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
  update services set archived_at = as_of where id = archived_service_id and archived_at is null;
  if found then
    perform note_event(
      'archive_service', archived_service_id, jsonb_build_object('revoked_api_key_ids', revoked),
      actor, as_of
    );
  end if;
end
$$;
comment on function archive_service(uuid, uuid, timestamptz) is 'Ends a service: inactive, all keys revoked. Source: specification, data model, archive.';

-- One transaction makes all that a service needs, so that none is ever half there.
create or replace function create_service(wanted jsonb, actor uuid, as_of timestamptz)
  returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  new_id uuid := coalesce((wanted ->> 'id')::uuid, gen_random_uuid());
  is_restricted boolean := coalesce((wanted ->> 'restricted')::boolean, true);
  owner record;
  owner_type text;
begin
  perform act_as(actor, as_of);
  select
    organisation.id, organisation.organisation_type, organisation.crown,
    organisation.email_branding_id, organisation.letter_branding_id
  into owner
  from users
  join organisation on organisation.id = organisation_of_address(users.email_address)
  where users.id = actor;
  owner_type := coalesce(owner.organisation_type, wanted ->> 'organisation_type');

  insert into services (
    id, name, custom_email_sender_name, restricted, organisation_id, organisation_type, crown,
    email_branding_id, letter_branding_id, count_as_live, created_by_id, created_at, go_live_at,
    email_message_limit, sms_message_limit, letter_message_limit, international_sms_message_limit
  )
  values (
    new_id, wanted ->> 'name', wanted ->> 'custom_email_sender_name', is_restricted, owner.id,
    owner_type,
    case when owner.id is not null then owner.crown
      else (select is_crown from organisation_types where name = owner_type)
    end,
    owner.email_branding_id, owner.letter_branding_id,
    not coalesce((select platform_admin from users where id = actor), false), actor, as_of,
    case when not is_restricted then as_of end,
    (select email from default_limits(is_restricted)),
    (select sms from default_limits(is_restricted)),
    (select letter from default_limits(is_restricted)),
    (select international_sms from default_limits(is_restricted))
  );
  insert into service_permissions (service_id, permission, created_at)
  select new_id, permission, as_of
  from unnest(array[
    'sms', 'email', 'letter', 'international_sms', 'upload_letters', 'international_letters'
  ]::service_permission[]) as permission;
  insert into service_sms_senders (service_id, sms_sender, is_default, created_at)
  select new_id, default_sms_sender, true, as_of from settings;
  if actor is not null then
    insert into user_to_service (user_id, service_id, created_at) values (actor, new_id, as_of);
    insert into permissions (service_id, user_id, permission, created_at)
    select new_id, actor, permission, as_of
    from unnest(array[
      'manage_users', 'manage_templates', 'manage_settings', 'send_texts', 'send_emails',
      'send_letters', 'manage_api_keys', 'view_activity'
    ]::permission_type[]) as permission;
  end if;
  perform note_event(
    'create_service', new_id, jsonb_build_object('restricted', is_restricted), actor, as_of
  );
  return new_id;
end
$$;
comment on function create_service(jsonb, uuid, timestamptz) is 'Makes a service with its permissions, its default text message sender, and its creator as first member; belongs to the organisation of the creator''s email domain. Of what is wanted it takes name, id, restricted (true if not said), organisation_type and custom_email_sender_name. Source: specification, data model, creating a service.';
grant select on live_services to crier_reader;
