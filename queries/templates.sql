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
  contact.contact_block
from templates template
left join service_letter_contacts contact
  on contact.id = template.service_letter_contact_id and contact.archived_at is null
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
  contact.contact_block
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
  contact.contact_block
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
  contact.contact_block
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
