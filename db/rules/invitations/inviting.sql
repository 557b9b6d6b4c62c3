create or replace function invite_to_service(
  invite_id uuid, owner uuid, wanted jsonb, url text, inviter uuid, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  folders uuid[] := array(
    select jsonb_array_elements_text(coalesce(wanted -> 'folder_permissions', '[]'))
  );
begin
  perform act_as(actor, as_of);
  -- Shared with others who invite; whoever archives the service is waited for.
  perform from services where id = owner and archived_at is null for share;
  if not found then
    return null;
  elsif exists (
    select from unnest(folders) as folder (id)
    where not exists (
      select from template_folder known where known.id = folder.id and known.service_id = owner
    )
  ) then
    raise exception 'service % has no such folder', owner
      using errcode = 'foreign_key_violation', constraint = 'invited_to_folders_of_the_service';
  end if;
  perform from users where id = inviter and archived_at is null for share;
  if not found then
    raise exception 'there is nobody of the id %', inviter
      using errcode = 'foreign_key_violation', constraint = 'invites_invited_by_id_fkey';
  end if;
  insert into invites (
    id, email_address, service_id, invited_by_id, permissions, folder_permissions, auth_type,
    created_at
  )
  values (
    invite_id, wanted ->> 'email_address', owner, inviter,
    array(select jsonb_array_elements_text(wanted -> 'permissions'))::permission_type[], folders,
    coalesce((wanted ->> 'auth_type')::auth_type, 'sms_auth'), as_of
  )
  on conflict (id) do update
  set
    email_address = excluded.email_address,
    invited_by_id = excluded.invited_by_id,
    permissions = excluded.permissions,
    folder_permissions = excluded.folder_permissions,
    auth_type = excluded.auth_type,
    accepted_at = null,
    cancelled_at = null,
    created_at = excluded.created_at;
  perform send_own_messages(
    (
      select jsonb_build_array(jsonb_build_object(
        'template_id', case
          when exists (
            select from service_permissions
            where service_id = owner and permission = 'broadcast'
          ) then '46152f7c-6901-41d5-8590-a5624d0d4359'
          else '4f46df42-f795-4cc4-83bb-65ca312f49cc'
        end,
        'to', wanted ->> 'email_address', 'reply_to_text', person.email_address,
        'personalisation', jsonb_build_object(
          'user_name', person.name, 'service_name', services.name, 'url', url
        )
      ))
      from users person
      join services on services.id = owner
      where person.id = inviter
    ),
    as_of
  );
  perform note_event(
    'invite_to_service', owner, jsonb_build_object('invite_id', invite_id), actor, as_of
  );
  return invite_id;
end
$$;
comment on function invite_to_service(uuid, uuid, jsonb, text, uuid, uuid, timestamptz) is 'Invites somebody to a service, by an email with the address of the invitation. Whoever is invited again has the same invitation, as it is said last, however the one before ended. wanted: email_address, permissions and folder_permissions as lists, auth_type. Null for a service that is unknown or archived; folders of another, and whoever is archived, are refused. Source: specification, internal API, invitations.';

create or replace function invite_to_organisation(
  invite_id uuid, owner uuid, wanted jsonb, url text, inviter uuid, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from organisation where id = owner and archived_at is null for share;
  if not found then
    return null;
  end if;
  perform from users where id = inviter and archived_at is null for share;
  if not found then
    raise exception 'there is nobody of the id %', inviter
      using errcode = 'foreign_key_violation', constraint = 'invites_invited_by_id_fkey';
  end if;
  insert into invites (
    id, email_address, organisation_id, invited_by_id, can_make_services_live, created_at
  )
  values (
    invite_id, wanted ->> 'email_address', owner, inviter,
    (wanted ->> 'can_make_services_live')::boolean, as_of
  )
  on conflict (id) do update
  set
    email_address = excluded.email_address,
    invited_by_id = excluded.invited_by_id,
    can_make_services_live = excluded.can_make_services_live,
    accepted_at = null,
    cancelled_at = null,
    created_at = excluded.created_at;
  perform send_own_messages(
    (
      select jsonb_build_array(jsonb_build_object(
        'template_id', '203566f0-d835-47c5-aa06-932439c86573',
        'to', wanted ->> 'email_address', 'reply_to_text', person.email_address,
        'personalisation', jsonb_build_object(
          'user_name', case
            when person.platform_admin then 'The GOV.UK Notify team' else person.name
          end,
          'organisation_name', organisation.name, 'url', url
        )
      ))
      from users person
      join organisation on organisation.id = owner
      where person.id = inviter
    ),
    as_of
  );
  perform note_event(
    'invite_to_organisation', null,
    jsonb_build_object('organisation_id', owner, 'invite_id', invite_id), actor, as_of
  );
  return invite_id;
end
$$;
comment on function invite_to_organisation(uuid, uuid, jsonb, text, uuid, uuid, timestamptz) is 'Invites somebody to an organisation, as invite_to_service does to a service. wanted: email_address, can_make_services_live. Null for an organisation that is unknown or archived. Source: specification, internal API, invitations.';
