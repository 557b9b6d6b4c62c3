-- security definer: as add_file_pieces.
create or replace function add_file_object(written_id uuid, first_position integer, key text,
  bytes integer, announced_bytes integer, as_of timestamptz)
  returns integer
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
declare
  size integer;
begin
  size := grow_file(written_id, first_position, bytes, announced_bytes, null, as_of);
  insert into file_objects (file_id, first_position, object_key, announced_at)
  values (written_id, add_file_object.first_position, key, as_of);
  return size;
end
$$;
comment on function add_file_object(uuid, integer, text, integer, integer, timestamptz) is 'Announces an object that is about to be written into the bucket, with so many bytes of pieces before encryption; answers the file''s size so far. Otherwise as add_file_pieces.';

create or replace function finish_file(written_id uuid, whole_sha256 bytea, as_of timestamptz)
  returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  update files
  set sha256 = whole_sha256, stored_at = as_of, kept = not purpose.of_message
  from file_purposes purpose
  where files.id = written_id
    and purpose.purpose = files.purpose
    and files.stored_at is null;
  if not found then
    raise exception 'no file is being written that this sum is of'
      using errcode = 'object_not_in_prerequisite_state', constraint = 'pieces_follow_each_other';
  end if;
end
$$;
comment on function finish_file(uuid, bytea, timestamptz) is 'Makes a file whole whose objects are all in the bucket.';

-- security definer: that nobody else queues a removal.
create or replace function queue_object_removals() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  -- What was announced is written within seconds or not at all, and a write that comes after the
  -- removal would leave an object that nobody knows of.
  insert into object_removals (object_key, remove_after)
  select object_key, announced_at + interval '10 minutes'
  from deleted;
  return null;
end
$$;
comment on function queue_object_removals() is 'Queues the objects of deleted files for removal from the bucket, in the statement that deletes the files, whichever that is.';
revoke execute on function queue_object_removals() from crier_app;
create or replace trigger file_objects_are_removed
  after delete on file_objects
  referencing old table as deleted
  for each statement execute function queue_object_removals();

create or replace function claim_object_removals(as_of timestamptz, batch_size integer)
  returns setof text
  language sql
  set search_path = public, pg_temp
begin atomic
  with due as materialized (
    select object_key
    from object_removals
    where remove_after <= as_of
    order by remove_after
    limit batch_size
    for update skip locked
  )
  update object_removals set remove_after = as_of + interval '5 minutes'
  from due
  where object_removals.object_key = due.object_key
  returning object_removals.object_key;
end;
comment on function claim_object_removals(timestamptz, integer) is 'Gives up to a batch of objects to whoever removes them; who has not said within five minutes that they are gone leaves them to another.';
