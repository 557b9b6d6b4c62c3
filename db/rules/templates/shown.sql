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

create or replace view template_folder_details as
select
  folder.id, folder.name, folder.parent_id, folder.service_id,
  coalesce(seen_by.people, '[]') as users_with_permission
from template_folder folder
left join (
  -- Planner note: a condition on the folder, or on its service, reaches the indexes of this as
  -- well; of 300 folders that 20 people see, one group costs less than 300 looks.
  select template_folder_id, service_id, json_agg(user_id order by user_id) as people
  from user_folder_permissions
  group by template_folder_id, service_id
) seen_by
  on seen_by.template_folder_id = folder.id and seen_by.service_id = folder.service_id;
comment on view template_folder_details is 'Folders as the internal API shows them: with the members who may see each. Source: specification, internal API, shared shapes.';
