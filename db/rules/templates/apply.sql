create or replace function template_folder_of_path(
  owner uuid, path jsonb, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  folder_name text;
  parent uuid;
  folder uuid;
begin
  for folder_name in
    select name
    from jsonb_array_elements_text(path) with ordinality as step (name, ord)
    order by ord
  loop
    folder := (
      select min(id::text)::uuid from template_folder
      where service_id = owner and name = folder_name and parent_id is not distinct from parent
    );
    if folder is null then
      insert into template_folder (service_id, name, parent_id, created_at)
      values (owner, folder_name, parent, as_of)
      returning id into folder;
    end if;
    parent := folder;
  end loop;
  return parent;
end
$$;
comment on function template_folder_of_path(uuid, jsonb, uuid, timestamptz) is 'The folder that a list of names leads to, from the top; the missing ones are made. Null is the top.';

-- Not declared stable: functions that only read are the reader's, and this one reads contents.
create or replace function document_templates(owner uuid, wanted jsonb)
  returns table (
    place bigint, thing jsonb, is_archived boolean, template_id uuid, before jsonb, contact_id uuid,
    refusal text
  )
  language sql
begin atomic
  select
    ord - 1, thing, is_archived, found.id, to_jsonb(found), contact.id,
    case
      when found.id is not null
        and (found.service_id <> owner or found.hidden) then 'id is another service''s'
      when found.template_type::text <> thing ->> 'template_type'
        then 'template_type does not change: make another template'
      when not thing ? 'id' and named.live > 1 then 'name is that of several templates: give its id'
      when is_archived then null
      when not exists (
        select from service_permissions
        where service_id = owner and permission::text = thing ->> 'template_type'
      ) then format('the service has not the permission %s', thing ->> 'template_type')
      when thing ->> 'letter_contact' is not null and contact.id is null
        then format('letter_contact "%s" is no contact block of the service',
          thing ->> 'letter_contact')
    end
  from jsonb_array_elements(wanted) with ordinality as entry (thing, ord)
  cross join lateral (
    select coalesce((thing ->> 'archived')::boolean, false) as is_archived
  ) archive
  cross join lateral (
    -- The one in use, else the one that was archived last.
    select
      count(*) filter (where archived_at is null) as live,
      (array_agg(id order by archived_at desc nulls first, id))[1] as id
    from templates
    where service_id = owner and not hidden and name = thing ->> 'name'
      and template_type::text = thing ->> 'template_type'
  ) named
  left join templates found on found.id = coalesce((thing ->> 'id')::uuid, named.id)
  left join lateral (
    select id
    from service_letter_contacts
    where service_id = owner and archived_at is null
      and choice_key('letter_contacts', contact_block) = thing ->> 'letter_contact'
    order by is_default desc, id
    limit 1
  ) contact on true;
end;
comment on function document_templates(uuid, jsonb) is 'The templates of a document beside those that the service has, and what speaks against each.';

create or replace function apply_templates(
  owner uuid, wanted jsonb, adds_only boolean, actor uuid, as_of timestamptz
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  fault text;
begin
  perform act_as(actor, as_of);
  perform from templates where service_id = owner and not hidden order by id for update;
  select format('templates[%s]: %s', place, refusal) into fault
  from document_templates(owner, wanted)
  where refusal is not null and not (adds_only and template_id is not null)
  order by place
  limit 1;
  if fault is not null then
    raise exception '%', fault;
  end if;
  return query
    with document as materialized (
      select
        document.place, document.thing ->> 'name' as name, document.template_id, document.before,
        coalesce(document.before, fresh.row)
          || (document.thing - array['id', 'letter_contact', 'folder', 'archived'])
          || case when document.thing ? 'letter_contact'
            then jsonb_build_object('service_letter_contact_id', document.contact_id) else '{}' end
          || case when document.is_archived then jsonb_build_object('folder_id', null)
            when document.thing ? 'folder' then jsonb_build_object(
              'folder_id', template_folder_of_path(owner, document.thing -> 'folder', actor, as_of)
            )
            else '{}' end
          || jsonb_build_object('archived_at', case when document.is_archived
            then coalesce(nullif(document.before -> 'archived_at', 'null'), to_jsonb(as_of)) end
          ) as after
      from document_templates(owner, wanted) document
      cross join lateral (
        select document.thing ->> 'template_type' = 'letter' as is_letter
      ) kind
      cross join lateral (
        select jsonb_build_object(
          'id', coalesce((document.thing ->> 'id')::uuid, uuidv7()), 'process_type', 'normal',
          'has_unsubscribe_link', false, 'redact_personalisation', false,
          'postage', case when is_letter then 'second' end,
          'letter_languages', case when is_letter then 'english' end,
          'service_letter_contact_id', case when is_letter then (
            select id from service_letter_contacts
            where service_id = owner and is_default and archived_at is null
          ) end
        ) as row
      ) fresh
      where not (document.is_archived and document.template_id is null)
        and not (adds_only and document.template_id is not null)
    ),
    updated as (
      update templates template
      set
        name = next.name, subject = next.subject, content = next.content,
        process_type = next.process_type, postage = next.postage,
        service_letter_contact_id = next.service_letter_contact_id,
        letter_languages = next.letter_languages,
        letter_welsh_subject = next.letter_welsh_subject,
        letter_welsh_content = next.letter_welsh_content,
        has_unsubscribe_link = next.has_unsubscribe_link, folder_id = next.folder_id,
        redact_personalisation = next.redact_personalisation, archived_at = next.archived_at
      from document
      cross join lateral jsonb_populate_record(null::templates, document.after) as next
      where template.id = document.template_id and document.after <> document.before
      returning template.id, changed_columns(document.before, to_jsonb(template)) as change
    ),
    inserted as (
      insert into templates (
        id, service_id, name, template_type, subject, content, process_type, postage,
        service_letter_contact_id, letter_languages, letter_welsh_subject, letter_welsh_content,
        has_unsubscribe_link, folder_id, redact_personalisation, created_by_id, created_at
      )
      select
        next.id, owner, next.name, next.template_type, next.subject, next.content,
        next.process_type, next.postage, next.service_letter_contact_id, next.letter_languages,
        next.letter_welsh_subject, next.letter_welsh_content, next.has_unsubscribe_link,
        next.folder_id, next.redact_personalisation, actor, as_of
      from document
      cross join lateral jsonb_populate_record(null::templates, document.after) as next
      where document.template_id is null
      returning templates.id
    )
    select
      'templates', wanted_template.name,
      coalesce(wanted_template.template_id, (document.after ->> 'id')::uuid),
      case when inserted.id is not null then 'made' else updated.change end
    from (
      select place, thing ->> 'name' as name, template_id from document_templates(owner, wanted)
    ) wanted_template
    left join document on document.place = wanted_template.place
    left join updated on updated.id = wanted_template.template_id
    left join inserted on inserted.id = (document.after ->> 'id')::uuid
    where coalesce(wanted_template.template_id, inserted.id) is not null
    order by wanted_template.place;
end
$$;
comment on function apply_templates(uuid, jsonb, boolean, uuid, timestamptz) is 'Makes, changes and archives a service''s templates as the document says; those that it does not name stay. Source: specification, admin API, templates.';
