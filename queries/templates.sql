/* @name GetTemplateForRequests */
select
  -- The current version of a template that its service may see, archived ones included: callers
  -- tell the difference.
  template.id,
  template.version,
  template.template_type,
  template.name,
  template.subject,
  template.content,
  template.process_type,
  template.postage,
  template.archived_at is not null as "archived!",
  template.hidden,
  template.has_unsubscribe_link,
  template.letter_languages,
  template.letter_welsh_subject,
  template.letter_welsh_content,
  contact.contact_block,
  attached.files as "email_files!",
  lacking.filename as lacking_file
from templates template
left join service_letter_contacts contact
  on contact.id = template.service_letter_contact_id and contact.archived_at is null
cross join lateral (
  select case template.template_type when 'email' then email_files_of(template.id, template.version)
    else '[]' end as files
) attached
left join lateral (
  -- A file that was never stored.
  select file ->> 'filename' as filename
  from jsonb_array_elements(attached.files) as file
  where not exists (
    select
    from readable_files
    where about_id = (file ->> 'id')::uuid and purpose = 'email-file'
      and service_id = template.service_id
  )
  limit 1
) lacking on true
where template.id = :template_id! and template.service_id = :service_id!;

/* @name ListTemplateVersions */
select
  -- A version's text never changes; the contact block is the sender's present one.
  template.id,
  template.service_id,
  template.version,
  template.template_type,
  template.name,
  template.subject,
  template.content,
  template.has_unsubscribe_link,
  template.letter_welsh_subject,
  template.letter_welsh_content,
  contact.contact_block,
  case template.template_type when 'email' then email_files_of(template.id, template.version)
    else '[]' end as "email_files!"
from unnest(:ids!::uuid[], :versions!::integer[]) as wanted (id, version)
join templates_history template on template.id = wanted.id and template.version = wanted.version
left join service_letter_contacts contact on contact.id = template.service_letter_contact_id;

/* @name GetTemplateVersion */
select
  -- A version as the API shows it; version 0 is the current one. Archived templates are shown,
  -- hidden ones are not.
  template.id,
  template.name,
  template.template_type as "template_type!",
  template.version,
  wire_timestamp(template.created_at) as "created_at!",
  wire_timestamp(template.updated_at) as updated_at,
  coalesce(users.email_address, '') as "created_by!",
  template.subject,
  template.content,
  template.postage,
  template.letter_welsh_subject,
  template.letter_welsh_content,
  contact.contact_block,
  case when template.template_type = 'email' then (
    select array_agg(file ->> 'filename')
    from jsonb_array_elements(email_files_of(template.id, template.version)) as file
  ) end as email_file_names
from templates current
join templates_history template
  on template.id = current.id
    and template.version = coalesce(nullif(:version!::integer, 0), current.version)
left join users on users.id = template.created_by_id
left join service_letter_contacts contact on contact.id = template.service_letter_contact_id
where current.id = :template_id! and current.service_id = :service_id! and not current.hidden;

/* @name ListTemplates */
select
  template.id,
  template.name,
  template.template_type as "template_type!",
  template.version,
  wire_timestamp(template.created_at) as "created_at!",
  wire_timestamp(template.updated_at) as updated_at,
  coalesce(users.email_address, '') as "created_by!",
  template.subject,
  template.content,
  template.postage,
  template.letter_welsh_subject,
  template.letter_welsh_content,
  contact.contact_block,
  case when template.template_type = 'email' then (
    select array_agg(file.filename)
    from template_email_files file
    where file.template_id = template.id and file.archived_at is null and not file.pending
  ) end as email_file_names
from templates template
left join users on users.id = template.created_by_id
left join service_letter_contacts contact on contact.id = template.service_letter_contact_id
where template.service_id = :service_id!
  and not template.hidden
  and template.archived_at is null
  and template.template_type = any (:types!::template_type[])
order by template.name, template.template_type
-- The API has no pages here: a bound that no service comes near.
limit 10000;
