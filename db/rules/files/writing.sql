create or replace function start_file(new_id uuid, purpose_name text, owner uuid, about uuid,
  file_name text, media_type text, keep_days integer, as_of timestamptz)
  returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  insert into files (
    id, service_id, purpose, about_id, name, content_type, created_at, delete_after
  )
  values (
    new_id, owner, purpose_name, about, file_name, media_type, as_of,
    file_delete_after(as_of, coalesce(keep_days, (
      select retention_days
      from file_purposes
      where purpose = purpose_name
    )))
  );
  return new_id;
end
$$;
comment on function start_file(uuid, text, uuid, uuid, text, text, integer, timestamptz) is 'Begins a file that add_file_pieces fills; answers its id. keep_days: days in place of those of its purpose; null takes those.';

create or replace function grow_file(written_id uuid, first_position integer, bytes integer,
  announced_bytes integer, whole_sha256 bytea, as_of timestamptz)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  piece_bytes constant integer := 262144;
  written record;
begin
  update files
  set size = files.size + bytes,
    sha256 = whole_sha256,
    stored_at = case when whole_sha256 is not null then as_of end,
    kept = whole_sha256 is not null and not purpose.of_message
  from file_purposes purpose
  where files.id = written_id
    and purpose.purpose = files.purpose
    and files.stored_at is null
    and files.size = first_position::bigint * piece_bytes
  returning files.size, purpose.most_bytes into written;
  if not found then
    raise exception 'no file is being written that these pieces follow'
      using errcode = 'object_not_in_prerequisite_state', constraint = 'pieces_follow_each_other';
  end if;
  if greatest(written.size, announced_bytes) > written.most_bytes then
    raise exception 'the file is larger than its purpose allows'
      using errcode = 'program_limit_exceeded', constraint = 'file_is_within_its_purpose',
        detail = written.most_bytes;
  end if;
  return written.size;
end
$$;
comment on function grow_file(uuid, integer, integer, integer, bytea, timestamptz) is 'Counts bytes of pieces that are added to a file that is being written; answers its size so far. The arguments are those of add_file_pieces, which with add_file_object is its caller.';

-- security definer: nobody else may write contents, so no file has more than its purpose allows.
create or replace function add_file_pieces(written_id uuid, first_position integer, pieces bytea,
  announced_bytes integer, whole_sha256 bytea, as_of timestamptz)
  returns integer
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
declare
  sealed_bytes constant integer := 262144 + 16;
  piece_count constant integer := ceil(length(pieces)::numeric / sealed_bytes);
  size integer;
begin
  size := grow_file(written_id, first_position, length(pieces) - 16 * piece_count,
    announced_bytes, whole_sha256, as_of);
  insert into file_chunks (file_id, position, contents)
  select
    written_id,
    first_position + piece,
    substring(pieces from piece * sealed_bytes + 1 for sealed_bytes)
  from generate_series(0, piece_count - 1) as piece;
  return size;
end
$$;
comment on function add_file_pieces(uuid, integer, bytea, integer, bytea, timestamptz) is 'Adds encrypted pieces, one behind another, to a file that is being written; answers its size so far. first_position: the place of the first, which none may lack before it. announced_bytes: what the whole file will have, so that it is refused before its first byte rests; null is not known. whole_sha256: the sum of all pieces, with the last of them, which makes the file whole; null while more come.';

create or replace view readable_files as
select
  id, service_id, purpose, about_id, name, content_type, size, created_at, stored_at, delete_after
from files
where stored_at is not null and deleted_at is null;
comment on view readable_files is 'Files that are whole and whose contents are not deleted.';
grant select (id, service_id, purpose, about_id, content_type, size, created_at, stored_at,
  delete_after)
  on readable_files to crier_reader;
