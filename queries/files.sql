/* @name DeleteExpiredFiles */
select delete_expired_files(:now!, :batch_size!) as "deleted!";

/* @name DeleteNewFiles */
with locked as materialized (
  select id
  from files
  where id = any (:ids!::uuid[])
    -- Only while nothing vouches for them: whoever calls knows that their message was refused.
    and not kept
  order by id
  for update
)
delete from files
using locked
where files.id = locked.id and not files.kept;

/* @name ForgetDeletedFiles */
select forget_deleted_files(:now!, :batch_size!) as "forgotten!";

/* @name GetFileChunk */
select contents
from file_chunks
where file_id = :file_id! and position = :position!;

/* @name InsertFiles */
with stored as (
  -- Files and their contents in one statement, in parallel arrays; a null end keeps a file for as
  -- long as its message. Bytes come as base64, because the driver sends no arrays of bytes, and
  -- would need two letters for each.
  insert into files (
    id, service_id, purpose, notification_id, name, content_type, size, sha256, created_at,
    delete_after
  )
  select
    file.id, :service_id!, :purpose!::file_purpose, :notification_id, file.name, file.content_type,
    file.size, decode(file.sha256, 'base64'), :now!, document_delete_after(:now!, file.weeks)
  from unnest(
    :ids!::uuid[], :names!::text[], :content_types!::text[], :sizes!::integer[], :sha256s!::text[],
    :weeks!::integer[]
  ) as file (id, name, content_type, size, sha256, weeks)
)
insert into file_chunks (file_id, position, contents)
select chunk.file_id, chunk.position, decode(chunk.contents, 'base64')
from unnest(:chunk_file_ids!::uuid[], :chunk_positions!::integer[], :chunks!::text[])
  as chunk (file_id, position, contents);

/* @name SettleNewFiles */
select settle_new_files(:now!, :batch_size!) as "settled!";
