create or replace function take_place(stored uuid, told jsonb, as_of timestamptz) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  mine record;
begin
  select purpose, service_id, about_id, name into mine
  from files
  where id = stored;
  -- Of those that come at once each is the last one for a moment.
  perform pg_advisory_xact_lock(hashtextextended(
    format('place of %s %s %s %s', mine.purpose, mine.service_id, mine.about_id, mine.name), 0
  ));
  insert into object_metadata (file_id, metadata, written_at)
  select id, told, as_of
  from files
  where id = stored;
  if not found then
    return;
  end if;
  delete from files
  where id <> stored
    and stored_at is not null
    and id in (
      select id
      from files
      where about_id = mine.about_id
        and purpose = mine.purpose
        and service_id is not distinct from mine.service_id
        -- What something has been made of stays what it is.
        and delete_after is not null
      union all
      select id
      from files
      where mine.about_id is null
        and service_id is null and purpose = mine.purpose and name = mine.name
    );
end
$$;
comment on function take_place(uuid, jsonb, timestamptz) is 'Makes a file that is whole the object under its key, with what was written beside it: those that were stored there before are deleted.';

create or replace function write_object_metadata(stored uuid, told jsonb, as_of timestamptz)
  returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  insert into object_metadata as present (file_id, metadata, written_at)
  values (stored, told, as_of)
  on conflict (file_id) do update
  set metadata = excluded.metadata, written_at = excluded.written_at;
end;
comment on function write_object_metadata(uuid, jsonb, timestamptz) is 'Replaces what is written beside an object.';

create or replace function forget_object_metadata() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  delete from object_metadata
  where file_id = new.id;
  return null;
end
$$;
comment on function forget_object_metadata() is 'What is written beside a file goes with its contents, whatever deletes them.';
create or replace trigger object_metadata_is_forgotten
  after update of deleted_at on files
  for each row when (new.deleted_at is not null) execute function forget_object_metadata();

create or replace function keep_uploaded_file(
  owner uuid, purpose_name text, about uuid
) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  update files set delete_after = null
  where service_id = owner and purpose = purpose_name and about_id = about
    and deleted_at is null;
end;
comment on function keep_uploaded_file(uuid, text, uuid) is 'A file that was uploaded for something stays for as long as that does, which is there now. Until then it is kept for some days only.';
