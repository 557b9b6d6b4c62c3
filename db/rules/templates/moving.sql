create or replace function move_to_template_folder(
  owner uuid, target uuid, folders uuid[], moved_templates uuid[], actor uuid, as_of timestamptz
) returns table (found boolean, refusal text)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  words text;
begin
  perform act_as(actor, as_of);
  -- One move of a service's folders after another: see refuse_folder_cycle.
  perform from services where id = owner for no key update;
  if not found or target is not null and not exists (
    select from template_folder where id = target and service_id = owner
  ) then
    return query select false, null::text;
    return;
  end if;
  with around as materialized (
    select id
    from folders_around(owner, target)
  )
  select fault into words
  from (
    select 1 as kind, ord, case
      when folder.id is null then format('No folder found with id %s for service %s', one, owner)
      when folder.id = target then 'You cannot move a folder to itself'
      when around.id is not null then 'You cannot move a folder to one of its subfolders'
    end as fault
    from unnest(folders) with ordinality as given (one, ord)
    left join template_folder folder on folder.id = one and folder.service_id = owner
    left join around on around.id = folder.id
    union all
    select 2, ord, format(
      'Could not move to folder: No template found with id %s for service %s', one, owner
    )
    from unnest(moved_templates) with ordinality as given (one, ord)
    where not exists (
      select from templates where id = one and service_id = owner and not hidden
    )
  ) faults
  where fault is not null
  order by kind, ord
  limit 1;
  if words is not null then
    return query select true, words;
    return;
  end if;
  with locked as materialized (
    select id
    from template_folder
    where id = any (folders) and service_id = owner and parent_id is distinct from target
    order by id
    for no key update
  )
  update template_folder set parent_id = target
  from locked
  where template_folder.id = locked.id;
  with locked as materialized (
    select id
    from templates
    where id = any (moved_templates) and service_id = owner and archived_at is null
      and folder_id is distinct from target
    order by id
    for no key update
  )
  update templates set folder_id = target
  from locked
  where templates.id = locked.id and templates.archived_at is null;
  perform note_event(
    'move_to_template_folder', owner,
    jsonb_build_object(
      'template_folder_id', target, 'folders', cardinality(folders),
      'templates', cardinality(moved_templates)
    ),
    actor, as_of
  );
  return query select true, null::text;
end
$$;
comment on function move_to_template_folder(uuid, uuid, uuid[], uuid[], uuid, timestamptz) is 'Moves folders and templates into a folder, null is the top: all of them or, where one cannot be moved, none. Archived templates stay where they are. refusal: why not, in the API''s words; found: whether service and target are there. Source: specification, internal API, template folders.';

-- Looks into the index, step by step, as refuse_folder_cycle does.
create or replace function folders_around(owner uuid, inner_folder uuid) returns table (id uuid)
  language sql stable
  set search_path = public, pg_temp
  set enable_seqscan = off
begin atomic
  with recursive ancestors (id, parent_id) as (
    select id, parent_id from template_folder where id = inner_folder and service_id = owner
    union
    select around.id, around.parent_id
    from ancestors
    cross join lateral (
      select id, parent_id
      from template_folder
      where id = ancestors.parent_id
      offset 0
    ) around
  )
  select id from ancestors;
end;
comment on function folders_around(uuid, uuid) is 'A folder and all that it lies in.';
grant execute on function folders_around(uuid, uuid) to crier_reader;
