-- Who may go is asked while the service's row is locked, so that of two managers who remove each
-- other one stays.
create or replace function member_may_stop_managing(owner uuid, member uuid) returns boolean
  language sql stable
begin atomic
  select
    not exists (
      select from permissions
      where service_id = owner and user_id = member and permission = 'manage_settings'
    )
    or not is_government_address(users.email_address)
    or (
      select count(*) >= case
        when services.restricted and not services.has_active_go_live_request then 1
        else 2
      end
      from permissions held
      join users other on other.id = held.user_id
      where held.service_id = owner and held.permission = 'manage_settings'
        and held.user_id <> member and other.state = 'active'
        and is_government_address(other.email_address)
    )
  from services
  cross join users
  where services.id = owner and users.id = member;
end;
comment on function member_may_stop_managing(uuid, uuid) is 'Whether a service keeps enough people who manage its settings without one of its members: two active ones with addresses of government, or one while it is in trial mode and does not ask to leave it. Those who have no such right, or no such address, are never needed. Null for an unknown service or person. Source: specification, internal API, service members.';

create or replace function member_may_leave(owner uuid, member uuid) returns boolean
  language sql stable
begin atomic
  select
    exists (
      select from user_to_service team
      join users other on other.id = team.user_id
      where team.service_id = owner and team.user_id <> member and other.state = 'active'
    )
    and member_may_stop_managing(owner, member);
end;
comment on function member_may_leave(uuid, uuid) is 'Whether a service keeps an active member and enough managers without one of its members. Source: specification, internal API, service members.';

create or replace function give_member_rights(
  owner uuid, member uuid, wanted permission_type[], folders uuid[], actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  delete from permissions
  where service_id = owner and user_id = member and permission <> all (wanted);
  insert into permissions (service_id, user_id, permission, created_at)
  select distinct owner, member, permission, as_of
  from unnest(wanted) as permission
  on conflict do nothing;
  if folders is not null then
    delete from user_folder_permissions
    where service_id = owner and user_id = member and template_folder_id <> all (folders);
    insert into user_folder_permissions (user_id, template_folder_id, service_id)
    select distinct member, folder, owner
    from unnest(folders) as folder
    on conflict do nothing;
  end if;
end
$$;
comment on function give_member_rights(
  uuid, uuid, permission_type[], uuid[], uuid, timestamptz
) is 'What a member may do, and which folders the member sees: these and no others. folders: null leaves them; one of another service is refused.';

create or replace function add_service_member(
  owner uuid, member uuid, wanted permission_type[], folders uuid[], actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from services where id = owner and archived_at is null for no key update;
  if not found then
    return false;
  end if;
  perform from users where id = member and archived_at is null for share;
  if not found then
    return false;
  end if;
  insert into user_to_service (user_id, service_id, created_at) values (member, owner, as_of);
  perform give_member_rights(owner, member, wanted, folders, actor, as_of);
  perform note_event(
    'add_user_to_service', owner,
    jsonb_build_object('user_id', member, 'permissions', to_jsonb(wanted)), actor, as_of
  );
  return true;
end
$$;
comment on function add_service_member(
  uuid, uuid, permission_type[], uuid[], uuid, timestamptz
) is 'Makes a person a member of a service; one who is a member already is refused. False for a service or person that is unknown or archived. Source: specification, internal API, service members.';

create or replace function change_member_rights(
  owner uuid, member uuid, wanted permission_type[], folders uuid[], actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  perform from user_to_service where service_id = owner and user_id = member;
  if not found then
    return false;
  elsif 'manage_settings' <> all (wanted) and not member_may_stop_managing(owner, member) then
    raise exception 'service % would have too few managers', owner
      using errcode = 'check_violation', constraint = 'service_keeps_its_managers';
  end if;
  perform give_member_rights(owner, member, wanted, folders, actor, as_of);
  perform note_event(
    'set_user_permissions', owner,
    jsonb_build_object('user_id', member, 'permissions', to_jsonb(wanted)), actor, as_of
  );
  return true;
end
$$;
comment on function change_member_rights(
  uuid, uuid, permission_type[], uuid[], uuid, timestamptz
) is 'Replaces what a member of a service may do and, unless null, the folders; refused when too few people would manage it. False for who is no member. Source: specification, internal API, users.';

create or replace function remove_service_member(
  owner uuid, member uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  if not found or not exists (select from users where id = member) then
    return null;
  end if;
  perform from user_to_service where service_id = owner and user_id = member;
  if not found then
    return false;
  elsif not member_may_leave(owner, member) then
    raise exception 'service % cannot do without %', owner, member
      using errcode = 'check_violation', constraint = 'service_keeps_its_team';
  end if;
  delete from user_to_service where service_id = owner and user_id = member;
  perform note_event(
    'remove_user_from_service', owner, jsonb_build_object('user_id', member), actor, as_of
  );
  return true;
end
$$;
comment on function remove_service_member(uuid, uuid, uuid, timestamptz) is 'Ends a membership with all that the member might do there; refused when the service would be without active members, or too few people would manage it. False for who is no member, null for an unknown service or person. Source: specification, internal API, service members.';

grant execute on function member_may_leave(uuid, uuid), member_may_stop_managing(uuid, uuid)
  to crier_reader;
