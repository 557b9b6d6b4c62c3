/* @name FindObjectAbout */
-- What was put there last.
select
  file.id as "id!", file.service_id, file.size as "size!", file.content_type as "content_type!",
  file.stored_at as "stored_at!", coalesce(beside.metadata, '{}') as "metadata!"
from readable_files file
left join object_metadata beside on beside.file_id = file.id
where file.about_id = :about_id!
  and file.purpose = :purpose!
  -- Null where the key does not say whose it is.
  and (:service_id::uuid is null or file.service_id = :service_id)
order by file.created_at desc, file.id desc
limit 1;

/* @name FindObjectNamed */
select
  file.id as "id!", file.service_id, file.size as "size!", file.content_type as "content_type!",
  file.stored_at as "stored_at!", coalesce(beside.metadata, '{}') as "metadata!"
from readable_files file
left join object_metadata beside on beside.file_id = file.id
where file.service_id is null and file.purpose = :purpose! and file.name = :name!
order by file.created_at desc, file.id desc
limit 1;

/* @name TakePlace */
select take_place(:id!, :metadata!::text::jsonb, :now!);

/* @name WriteObjectMetadata */
select write_object_metadata(:id!, :metadata!::text::jsonb, :now!);
