create or replace function refuse_folder_cycle() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if exists (
    with recursive ancestors (id, parent_id) as (
      select id, parent_id from template_folder where id = new.parent_id
      union
      select folder.id, folder.parent_id from template_folder folder join ancestors
        on folder.id = ancestors.parent_id
    )
    select from ancestors where id = new.id
  ) then
    raise exception 'a folder cannot lie inside itself' using errcode = 'check_violation',
      constraint = 'folder_has_no_cycle';
  end if;
  return new;
end
$$;
comment on function refuse_folder_cycle() is 'Row trigger: no folder becomes its own ancestor.';
create or replace trigger template_folder_refuse_cycle before update of parent_id on template_folder
  for each row when (new.parent_id is not null) execute function refuse_folder_cycle();
