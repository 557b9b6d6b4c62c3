-- One transaction makes all that a service needs, so that none is ever half there.
create or replace function create_service(wanted jsonb, actor uuid, as_of timestamptz)
  returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  new_id uuid := coalesce((wanted ->> 'id')::uuid, gen_random_uuid());
  creator_id uuid := coalesce((wanted ->> 'user_id')::uuid, actor);
  is_restricted boolean := coalesce((wanted ->> 'restricted')::boolean, true);
  owner record;
begin
  perform act_as(actor, as_of);
  select id, organisation_type, crown, email_branding_id, letter_branding_id
  into owner
  from first_owner(
    (select email_address from users where users.id = creator_id), wanted ->> 'organisation_type'
  );

  insert into services (
    id, name, custom_email_sender_name, restricted, organisation_id, organisation_type, crown,
    email_branding_id, letter_branding_id, count_as_live, created_by_id, created_at, go_live_at,
    email_message_limit, sms_message_limit, letter_message_limit, international_sms_message_limit,
    volume_email, volume_sms, volume_letter, consent_to_research
  )
  select
    new_id, wanted ->> 'name', wanted ->> 'custom_email_sender_name', is_restricted, owner.id,
    owner.organisation_type, owner.crown, owner.email_branding_id, owner.letter_branding_id,
    not coalesce((select platform_admin from users where id = creator_id), false), actor, as_of,
    case when not is_restricted then as_of end,
    coalesce(chosen.email_message_limit, usual.email),
    coalesce(chosen.sms_message_limit, usual.sms),
    coalesce(chosen.letter_message_limit, usual.letter),
    coalesce(chosen.international_sms_message_limit, usual.international_sms),
    chosen.volume_email, chosen.volume_sms, chosen.volume_letter, chosen.consent_to_research
  from default_limits(is_restricted) usual
  cross join jsonb_populate_record(null::services, wanted) as chosen;
  insert into service_permissions (service_id, permission, created_at)
  select new_id, permission, as_of
  from unnest(array[
    'sms', 'email', 'letter', 'international_sms', 'upload_letters', 'international_letters'
  ]::service_permission[]) as permission
  where letters_are_on() or not is_letter_permission(permission);
  insert into service_sms_senders (service_id, sms_sender, is_default, created_at)
  select new_id, default_sms_sender, true, as_of from settings;
  if creator_id is not null then
    perform from users where id = creator_id and archived_at is null for share;
    if not found then
      raise exception 'there is nobody of the id %', creator_id
        using errcode = 'foreign_key_violation', constraint = 'user_to_service_user_id_fkey';
    end if;
    insert into user_to_service (user_id, service_id, created_at)
    values (creator_id, new_id, as_of);
    insert into permissions (service_id, user_id, permission, created_at)
    select new_id, creator_id, permission, as_of
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
comment on function create_service(jsonb, uuid, timestamptz) is 'Makes a service with its permissions, its default text message sender, and its creator as first member: user_id of what is wanted, or else whoever acts. It belongs to the organisation of the creator''s email domain. Of what is wanted it takes name, id, restricted (true if not said), organisation_type, custom_email_sender_name, consent_to_research, the limits and the volumes. Source: specification, data model, creating a service.';

create or replace function first_owner(address text, said_type text)
  returns table (
    id uuid, organisation_type text, crown boolean, email_branding_id uuid, letter_branding_id uuid
  )
  language sql stable
begin atomic
  select
    owner.id, kind.name,
    case when owner.id is null then known.is_crown else owner.crown end,
    case
      when owner.id is not null then owner.email_branding_id
      when kind.is_of_nhs then (
        select branding.id from email_branding branding
        where branding.name = 'NHS' and branding.archived_at is null
      )
    end,
    case
      when owner.id is not null then owner.letter_branding_id
      when kind.is_of_nhs then (
        select branding.id from letter_branding branding where branding.name = 'NHS'
      )
    end
  from (
    select coalesce(
      -- Notify's own service of the NHS, on installations that have it.
      (
        select notify.id from organisation notify
        where notify.id = '477f8870-af2b-4b81-9a2c-1fad12028919' and said_type = 'nhs_notify'
      ),
      organisation_of_address(address)
    ) as id
  ) found
  left join organisation owner on owner.id = found.id
  left join organisation_types known on known.name = coalesce(owner.organisation_type, said_type)
  cross join lateral (
    select
      coalesce(owner.organisation_type, said_type) as name,
      coalesce(known.is_nhs, false) or address ~* '[@.]nhs\.(uk|net)$' as is_of_nhs
  ) kind;
end;
comment on function first_owner(text, text) is 'Whose a new service is and what it has from its owner: the organisation of its creator''s address, or none; then the kind that was said, with the brandings of the NHS where the kind or the address is of it. Source: specification, data model, creating a service.';
grant execute on function first_owner(text, text) to crier_reader;
