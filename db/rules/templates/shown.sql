-- The present version is a version like the others: what a template has now stands in its history.
create or replace view template_versions as
select
  version.id, version.version, version.service_id, version.name, version.template_type,
  version.subject, version.content, version.process_type, version.hidden, version.postage,
  version.letter_languages, version.letter_welsh_subject, version.letter_welsh_content,
  version.has_unsubscribe_link, version.broadcast_data, version.service_letter_contact_id,
  version.created_at, version.updated_at, version.created_by_id,
  version.archived_at is not null as archived,
  version.hidden and version.template_type = 'letter' and version.name = 'Pre-compiled PDF'
    as is_precompiled_letter,
  version.version = template.version as is_current,
  template.folder_id,
  template.redact_personalisation,
  author.name as author_name,
  author.email_address as author_email_address,
  contact.contact_block,
  case when attachment.id is not null then letter_attachment_shape(attachment) end
    as letter_attachment,
  case version.template_type when 'email' then email_files_of(version.id, version.version)
    else '[]' end as email_files
from templates_history version
join templates template on template.id = version.id
left join users author on author.id = version.created_by_id
left join service_letter_contacts contact on contact.id = version.service_letter_contact_id
left join letter_attachment attachment on attachment.id = version.letter_attachment_id;
comment on view template_versions is 'Every version of every template as people see it; folder and redaction are those of now, as they belong to no version.';
