/* @name ArchiveEmailFile */
select archive_email_file(
  :service_id!, :template_id!, :id!, :actor, :now!
) as "is_found!";

/* @name ArchivePendingEmailFiles */
select archive_pending_email_files(:now!, :batch_size!) as "archived!";

/* @name ChangeEmailFile */
select id as "id!", refusal
from change_email_file(:service_id!, :template_id!, :id!, :changes!, :actor, :now!);

/* @name CreateEmailFile */
select create_email_file(:service_id!, :template_id!, :file!, :actor, :now!) as id;

/* @name ListEmailFiles */
select
  file.id, file.filename, file.link_text, file.retention_weeks as retention_period,
  file.validate_users_email, file.pending
from template_email_files file
join templates template on template.id = file.template_id
where template.service_id = :service_id! and template.id = :template_id!
  and (:id::uuid is null and not file.pending or file.id = :id)
  and file.archived_at is null
order by file.created_at, file.id;
