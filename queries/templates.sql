/* @name GetTemplateForRequests */
select
  -- The current version of a template that its service may see, archived ones included: callers tell the difference.
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
  -- Versions never change, so a process keeps the ones it uses.
  template.id,
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

/* @name InsertTemplate */
insert into templates (
  service_id, name, template_type, subject, content, process_type, postage, letter_languages, has_unsubscribe_link, created_by_id
)
values (
  :service_id!, :name!, :template_type!::template_type, :subject, :content!, :process_type!,
  case when :template_type!::template_type = 'letter' then coalesce(:postage::postage, 'second') end,
  case when :template_type!::template_type = 'letter' then 'english'::letter_languages end,
  coalesce(:has_unsubscribe_link, false), :created_by_id
)
returning id, version;

/* @name GetTemplateByName */
select id, template_type
from templates
where service_id = :service_id! and name = :name! and archived_at is null;
