-- migrate:up

-- A statement that loses the race for the unique index waits for the winner; the next one, with its
-- new snapshot, sees its row.
create function precompiled_letter_template(owner uuid)
  returns table (template_id uuid, template_version integer, template_postage postage)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  for attempt in 1..2 loop
    return query
      select id, version, postage
      from templates
      where service_id = owner and hidden and template_type = 'letter'
        and name = 'Pre-compiled PDF';
    if found then
      return;
    end if;
    insert into templates (
      service_id, name, template_type, subject, content, hidden, postage, letter_languages,
      created_by_id
    )
    values (
      owner, 'Pre-compiled PDF', 'letter', 'Pre-compiled PDF', '', true, 'second', 'english',
      '6af522d0-2915-4e52-83a3-3690455a5fe6'
    )
    on conflict do nothing;
  end loop;
  raise exception 'no template for precompiled letters of service %', owner;
end
$$;
comment on function precompiled_letter_template(uuid) is 'The hidden template that a service''s precompiled letters belong to, made on first use, once however many first calls come at once. Source: specification, letters, the hidden template.';

create function delete_archived_letter_files(batch_size integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted integer;
begin
  with archived as materialized (
    select notification_id
    from archived_letter_files
    order by archived_at
    limit batch_size
    for update skip locked
  ),
  gone as (
    delete from files
    using archived
    where files.notification_id = archived.notification_id and files.purpose = 'precompiled-letter'
  ),
  done as (
    delete from archived_letter_files
    using archived
    where archived_letter_files.notification_id = archived.notification_id
  )
  select count(*) into deleted from archived;
  return deleted;
end
$$;
comment on function delete_archived_letter_files(integer) is 'Deletes the files of up to a batch of letters that have left the live table, and takes those letters off the list; answers how many. Source: specification, retention, letters.';
create index archived_letter_files_archived_at_idx on archived_letter_files (archived_at);

-- migrate:down
drop index archived_letter_files_archived_at_idx;
drop function delete_archived_letter_files(integer), precompiled_letter_template(uuid);
