/* @name ChangeTemplate */
select change_template(
  :service_id!, :id!, :changes!, :archived_files!::uuid[], :actor, :now!
) as "is_found!";

/* @name CreateTemplate */
select create_template(:service_id!, :template!, :actor!, :now!) as "id!";

/* @name ListTemplateRows */
select
  id, name, template_type, folder_id,
  -- Phones show it as it is: it is read without opening the template.
  case template_type when 'broadcast' then content end as content
from templates
where service_id = :service_id! and not hidden and archived_at is null
order by name, template_type, id
-- The API has no pages here: a bound that no service comes near.
limit 10000;

/* @name ListVersionsOfTemplate */
select
  id as "id!", version as "version!", service_id as "service_id!", name as "name!",
  template_type as "template_type!", subject, content as "content!",
  process_type as "process_type!", hidden as "hidden!", postage, letter_languages,
  letter_welsh_subject, letter_welsh_content, has_unsubscribe_link as "has_unsubscribe_link!",
  broadcast_data, service_letter_contact_id, archived as "archived!", folder_id,
  is_precompiled_letter as "is_precompiled_letter!",
  redact_personalisation as "redact_personalisation!", contact_block, letter_attachment,
  email_files as "email_files!", created_by_id, author_name, author_email_address,
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
from template_versions
where id = :id! and service_id = :service_id!
  -- 0 is the present one, null all of them.
  and case :version::integer
    when 0 then is_current
    else :version::integer is null or version = :version::integer
  end
  -- The list has no pages: of what is as large as may be it has the newest ones.
  and (:version::integer is not null or version in (
    select version
    from (
      select
        version,
        sum(length(content)) over (order by version desc) - length(content) as characters_above
      from templates_history
      where id = :id!
    ) sized
    where characters_above < 20000000
    order by version desc
    limit 10000
  ))
order by version desc;

/* @name RedactTemplate */
select redact_template(:service_id!, :id!, :actor!, :now!) as "is_found!";

/* @name SetTemplateContact */
select set_template_contact(:service_id!, :id!, :contact_id, :actor, :now!) as "is_found!";
