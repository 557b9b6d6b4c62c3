-- A folder that lies inside itself is one to which no way leads from the top, so one walk down the
-- service's folders sees every cycle that a statement makes, however many folders it moves. Those
-- of one service are moved one statement after another: two moves that are fine by themselves can
-- make a cycle together.
-- Each step is a look into the one index that fits, whatever the planner knows of the table: offset
-- 0 keeps the look by itself, and the service, which is that of the folder around, would offer
-- another. 10,000 folders inside each other, by reading all of them at each step, take 15 s, so
-- 0.1.
create or replace function refuse_folder_cycle() returns trigger
  language plpgsql
  set search_path = public, pg_temp
  set enable_seqscan = off
as $$
begin
  if not exists (
    select
    from changed_rows
    join previous_rows on previous_rows.id = changed_rows.id
    where changed_rows.parent_id is distinct from previous_rows.parent_id
  ) then
    return null;
  end if;
  perform
  from services
  where id in (select service_id from changed_rows)
  order by id
  for no key update;
  if (
    with recursive touched as materialized (
      select distinct service_id
      from changed_rows
    ),
    reached (id, service_id) as (
      select folder.id, folder.service_id
      from touched
      join template_folder folder on folder.service_id = touched.service_id
      where folder.parent_id is null
      union all
      select below.id, below.service_id
      from reached
      cross join lateral (
        select id, service_id
        from template_folder
        where parent_id = reached.id
        offset 0
      ) below
    )
    -- Each is reached once, or not at all.
    select (select count(*) from reached) < (
      select count(*)
      from touched
      join template_folder folder on folder.service_id = touched.service_id
    )
  ) then
    raise exception 'a folder cannot lie inside itself' using errcode = 'check_violation',
      constraint = 'folder_has_no_cycle';
  end if;
  return null;
end
$$;
comment on function refuse_folder_cycle() is 'Statement trigger: no folder becomes its own ancestor.';
create or replace trigger template_folder_refuse_cycle after update on template_folder
  referencing new table as changed_rows old table as previous_rows
  for each statement execute function refuse_folder_cycle();

create or replace function check_folder_count(owner uuid) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if (select count(*) from template_folder where service_id = owner) >= 10000 then
    raise exception 'the service has 10,000 folders'
      using errcode = 'program_limit_exceeded', constraint = 'service_has_at_most_10000_folders';
  end if;
end
$$;
comment on function check_folder_count(uuid) is 'Refuses more folders than lists show.';

create or replace function create_template_folder(
  owner uuid, folder_name text, parent uuid, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made uuid;
begin
  perform act_as(actor, as_of);
  perform check_folder_count(owner);
  insert into template_folder (service_id, name, parent_id, created_at)
  values (owner, folder_name, parent, as_of)
  returning id into made;
  insert into user_folder_permissions (user_id, template_folder_id, service_id)
  select user_id, made, owner
  from user_folder_permissions
  where template_folder_id = parent and service_id = owner
  union
  select member.user_id, made, owner
  from user_to_service member
  join users on users.id = member.user_id
  where parent is null and member.service_id = owner and users.state = 'active';
  perform note_event(
    'create_template_folder', owner,
    jsonb_build_object('template_folder_id', made, 'parent_id', parent), actor, as_of
  );
  return made;
end
$$;
comment on function create_template_folder(uuid, text, uuid, uuid, timestamptz) is 'Makes a folder in another, or at the top; answers its id. Whoever sees the folder around it sees it too, at the top every active member. Source: specification, internal API, template folders.';

create or replace function change_template_folder(
  owner uuid, changed uuid, folder_name text, members uuid[], actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from template_folder where id = changed and service_id = owner for no key update;
  if not found then
    return false;
  end if;
  update template_folder set name = folder_name where id = changed and name <> folder_name;
  if members is not null then
    delete from user_folder_permissions
    where template_folder_id = changed and service_id = owner and user_id <> all (members);
    insert into user_folder_permissions (user_id, template_folder_id, service_id)
    select distinct member, changed, owner
    from unnest(members) as member
    on conflict do nothing;
  end if;
  perform note_event(
    'update_template_folder', owner,
    jsonb_build_object('template_folder_id', changed, 'users_with_permission', members),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_template_folder(uuid, uuid, text, uuid[], uuid, timestamptz) is 'Renames a folder and, where members are given, says who sees it in place of whoever did. False for a folder that is not there.';

create or replace function delete_template_folder(
  owner uuid, deleted uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  -- Whoever puts something into it holds its key: what is on its way is waited for, and seen below.
  perform from template_folder where id = deleted and service_id = owner for update;
  if not found then
    return false;
  elsif exists (select from template_folder where parent_id = deleted and service_id = owner)
    or exists (
      select from templates
      where folder_id = deleted and service_id = owner and archived_at is null
    )
  then
    raise exception 'the folder is not empty'
      using errcode = 'check_violation', constraint = 'deleted_folder_is_empty';
  end if;
  update templates set folder_id = null where folder_id = deleted and service_id = owner;
  delete from template_folder where id = deleted;
  perform note_event(
    'delete_template_folder', owner, jsonb_build_object('template_folder_id', deleted),
    actor, as_of
  );
  return true;
end
$$;
comment on function delete_template_folder(uuid, uuid, uuid, timestamptz) is 'Deletes a folder without live templates or folders in it. False for one that is not there.';
