/* @name AddFilePieces */
-- Bytes come as base64, because the driver would need two letters for each.
select add_file_pieces(
  :id!, :first_position!, decode(:pieces!, 'base64'), :announced_bytes,
  decode(:whole_sha256, 'base64'), :now!
) as "size!";

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

/* @name DeleteTornFile */
-- Of whoever was writing it and failed, and so is the only one who knows of it.
delete from files
where id = :id!;

/* @name ForgetDeletedFiles */
select forget_deleted_files(:now!, :batch_size!) as "forgotten!";

/* @name GetFilePurpose */
select most_bytes
from file_purposes
where purpose = :purpose!;

/* @name ListFilePieces */
select contents
from file_chunks
where file_id = :file_id! and position between :first_position! and :last_position!
order by position;

/* @name SettleNewFiles */
select settle_new_files(:now!, :batch_size!) as "settled!";

/* @name StartFile */
-- A file that fits into its first pieces takes this one statement: see AddFilePieces.
select add_file_pieces(
  start_file(
    :id!, :purpose!, :service_id, :about_id, :name, :content_type!, :retention_days, :now!
  ),
  0, decode(:pieces!, 'base64'), :announced_bytes, decode(:whole_sha256, 'base64'), :now!
) as "size!";
