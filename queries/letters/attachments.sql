/* @name ArchiveLetterAttachment */
select archive_letter_attachment(:id!, :actor!, :now!) as "is_archived!";

/* @name AttachToTemplate */
select attach_to_template(
  :template_id!, :upload_id!, :file_id!, :original_filename!, :page_count!, :actor!, :now!
) as attached;

/* @name GetLetterAttachment */
select letter_attachment_shape(attachment) as "shape!"
from letter_attachment attachment
where id = :id!;

/* @name GetAttachedPages */
select
  -- An attachment's file as letters get it, also when no template has it any more; not what was
  -- put there later.
  pages.id as "file_id!",
  pages.size as "size!",
  pages.service_id as "service_id!",
  attachment.page_count as "page_count!"
from letter_attachment attachment
join readable_files pages
  on pages.about_id = attachment.id and pages.purpose = 'letter-attachment'
where attachment.id = :id! and pages.delete_after is null
limit 1;

/* @name GetTemplateToAttachTo */
select
  template.service_id as "service_id!", template.template_type as "template_type!",
  template.letter_attachment_id is not null as "has_attachment!",
  coalesce(template.subject, '') as "subject!", template.content as "content!",
  coalesce(template.letter_languages, 'english') as "languages!",
  template.letter_welsh_subject as welsh_subject, template.letter_welsh_content as welsh_content
from templates template
where template.id = :id! and not template.hidden and template.archived_at is null;

/* @name ResanitiseAttachment */
select resanitise_attachment(:id!, :file_id!, :actor, :now!) as "is_replaced!";
