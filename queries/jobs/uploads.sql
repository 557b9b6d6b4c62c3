/* @name CountUploads */
select count(*)::integer as "total!"
from list_uploads(:service_id!, :limit_days, :now!);

/* @name ListUploads */
with page as materialized (
  -- Messages are counted for the jobs of the page alone.
  select
    upload_type, id, notification_count, template_type, created_at, scheduled_for,
    processing_started
  from list_uploads(:service_id!, :limit_days, :now!)
  order by processing_started desc nulls first, created_at desc, id
  limit :limit! offset :skipped!
)
select
  page.upload_type as "upload_type!", page.id,
  coalesce(job.original_file_name, 'Uploaded letters') as "original_file_name!",
  page.notification_count as "notification_count!", page.template_type as "template_type!",
  wire_clock(coalesce(page.scheduled_for, page.created_at) at time zone 'UTC') as "created_at!",
  case when page.id is null then '[]' else job_statistics(page.id, :now!) end as "statistics!"
from page
left join jobs job on job.id = page.id
order by page.processing_started desc nulls first, page.created_at desc, page.id;

/* @name GetUploadedFile */
-- Stored under the upload's id, or the file of the contact list that is sent to.
-- Metadata is what the admin application has written beside the upload; null where it has not.
select
  file.id as "id!", file.name, file.size as "size!",
  case when file.purpose = 'spreadsheet' then beside.metadata end as metadata
from readable_files file
left join object_metadata beside on beside.file_id = file.id
where file.service_id = :service_id!
  and (
    file.purpose = 'spreadsheet' and file.about_id = :upload_id!
    or file.purpose = 'contact-list' and file.about_id = :contact_list_id
  )
order by file.purpose desc, file.created_at desc
limit 1;
