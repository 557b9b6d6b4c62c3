-- An organisation that is being archived lets nobody in: both lock its row.
create or replace function add_organisation_member(
  owner uuid, member uuid, may_make_live boolean, actor uuid, as_of timestamptz
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
  perform from users where id = member and archived_at is null for share;
  if not found then
    return false;
  end if;
  insert into user_to_organisation (user_id, organisation_id, can_make_services_live)
  values (member, owner, may_make_live)
  on conflict (user_id, organisation_id) do update
  set can_make_services_live = excluded.can_make_services_live;
  perform note_event(
    'add_user_to_organisation', null,
    jsonb_build_object(
      'organisation_id', owner, 'user_id', member, 'can_make_services_live', may_make_live
    ),
    actor, as_of
  );
  return true;
end
$$;
comment on function add_organisation_member(uuid, uuid, boolean, uuid, timestamptz) is 'Makes a person a member of an organisation; who is one already has the right that is said from then on. False for an unknown or archived organisation or person. Source: specification, internal API, organisations.';

create or replace function change_organisation_member(
  owner uuid, member uuid, may_make_live boolean, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update user_to_organisation
  set can_make_services_live = may_make_live
  where organisation_id = owner and user_id = member;
  if not found then
    return false;
  end if;
  perform note_event(
    'set_organisation_user_permissions', null,
    jsonb_build_object(
      'organisation_id', owner, 'user_id', member, 'can_make_services_live', may_make_live
    ),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_organisation_member(uuid, uuid, boolean, uuid, timestamptz) is 'Says whether a member of an organisation may approve requests to go live. False for who is no member. Source: specification, internal API, users.';

create or replace function remove_organisation_member(
  owner uuid, member uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  if not exists (select from organisation where id = owner)
    or not exists (select from users where id = member)
  then
    return null;
  end if;
  delete from user_to_organisation where organisation_id = owner and user_id = member;
  if not found then
    return false;
  end if;
  perform note_event(
    'remove_user_from_organisation', null,
    jsonb_build_object('organisation_id', owner, 'user_id', member), actor, as_of
  );
  return true;
end
$$;
comment on function remove_organisation_member(uuid, uuid, uuid, timestamptz) is 'Ends a membership of an organisation. False for who is no member, null for an unknown organisation or person. Source: specification, internal API, organisations.';
