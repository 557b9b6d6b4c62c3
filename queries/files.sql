/* @name AddFilePieces */
-- Bytes come as base64, because the driver would need two letters for each.
select add_file_pieces(
  :id!, :first_position!, decode(:pieces!, 'base64'), :announced_bytes,
  decode(:whole_sha256, 'base64'), :now!
) as "size!";

/* @name AddFileObject */
select add_file_object(
  :id!, :first_position!, :object_key!, :bytes!, :announced_bytes, :now!
) as "size!";

/* @name ClaimObjectRemovals */
select object_key as "object_key!"
from claim_object_removals(:now!, :batch_size!) as claimed (object_key);

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

/* @name FinishFile */
select finish_file(:id!, decode(:whole_sha256!, 'base64'), :now!);

/* @name ForgetDeletedFiles */
select forget_deleted_files(:now!, :batch_size!) as "forgotten!";

/* @name ForgetRemovedObjects */
delete from object_removals
where object_key = any (:object_keys!::text[]);

/* @name GetFilePurpose */
select most_bytes
from file_purposes
where purpose = :purpose!;

/* @name ListFilePieces */
-- Of a file in a bucket the object that the first piece is in.
select position as "position!", contents, null as object_key
from file_chunks
where file_id = :file_id! and position between :first_position! and :last_position!
union all
(
  select first_position, null, object_key
  from file_objects
  where file_id = :file_id! and first_position <= :first_position!
  order by first_position desc
  limit 1
)
order by 1;

/* @name ListOnlyPieces */
-- Of files that have no other.
select file_id as "file_id!", contents as "contents!"
from file_chunks
where file_id = any (:ids!::uuid[]) and position = 0;

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

/* @name StartFileInBucket */
select add_file_object(
  start_file(
    :id!, :purpose!, :service_id, :about_id, :name, :content_type!, :retention_days, :now!
  ),
  0, :object_key!, :bytes!, :announced_bytes, :now!
) as "size!";
