create or replace function check_letter_contact(owner uuid, contact uuid) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if contact is not null and not exists (
    select from service_letter_contacts
    where id = contact and service_id = owner and archived_at is null
  ) then
    raise exception 'the service has no contact block %', contact
      using errcode = 'foreign_key_violation',
        constraint = 'templates_service_letter_contact_id_service_id_fkey';
  end if;
end
$$;
comment on function check_letter_contact(uuid, uuid) is 'Refuses a contact block that is another service''s or archived; null is none.';

create or replace function create_template(
  owner uuid, wanted jsonb, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made templates;
begin
  perform act_as(actor, as_of);
  perform check_letter_contact(owner, (wanted ->> 'reply_to')::uuid);
  insert into templates (
    service_id, name, template_type, subject, content, process_type, postage,
    service_letter_contact_id, letter_languages, letter_welsh_subject, letter_welsh_content,
    has_unsubscribe_link, folder_id, created_by_id, created_at
  )
  select
    owner, next.name, next.template_type,
    case when next.template_type in ('email', 'letter') then next.subject end, next.content,
    coalesce(next.process_type, 'normal'),
    coalesce(next.postage, case when next.template_type = 'letter' then 'second'::postage end),
    (wanted ->> 'reply_to')::uuid,
    coalesce(next.letter_languages, case
      when next.template_type <> 'letter' then null
      when next.letter_welsh_content is null then 'english'::letter_languages
      else 'welsh_then_english'
    end),
    next.letter_welsh_subject, next.letter_welsh_content,
    coalesce(next.has_unsubscribe_link, false), (wanted ->> 'parent_folder_id')::uuid, actor, as_of
  from jsonb_populate_record(null::templates, wanted) as next
  returning * into made;
  perform note_event(
    'create_template', owner,
    jsonb_build_object('template_id', made.id, 'template_type', made.template_type), actor, as_of
  );
  return made.id;
end
$$;
comment on function create_template(uuid, jsonb, uuid, timestamptz) is 'Makes a template, version 1; answers its id. wanted: the columns by their names, reply_to (a contact block) and parent_folder_id. A letter goes second class and is in English, or in Welsh too where there is Welsh text, unless it says otherwise. Source: specification, internal API, templates.';

-- Hidden templates are the platform's own: nobody changes them.
create or replace function redact_template(
  owner uuid, redacted uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update templates set redact_personalisation = true
  where id = redacted and service_id = owner and not hidden and not redact_personalisation;
  if found then
    perform note_event(
      'redact_template', owner, jsonb_build_object('template_id', redacted), actor, as_of
    );
    return true;
  end if;
  return exists (select from templates where id = redacted and service_id = owner and not hidden);
end
$$;
comment on function redact_template(uuid, uuid, uuid, timestamptz) is 'Hides the personalisation of a template''s messages for ever; it makes no version. False for a template that is not there.';

create or replace function set_template_contact(
  owner uuid, changed uuid, contact uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform check_letter_contact(owner, contact);
  -- A version also when the contact is the one that it has.
  update templates
  set service_letter_contact_id = contact, version = version + 1, updated_at = as_of,
    created_by_id = actor
  where id = changed and service_id = owner and not hidden;
  if not found then
    return false;
  end if;
  perform note_event(
    'update_template', owner,
    jsonb_build_object('template_id', changed, 'columns', array['service_letter_contact_id']),
    actor, as_of
  );
  return true;
end
$$;
comment on function set_template_contact(uuid, uuid, uuid, uuid, timestamptz) is 'Gives a letter template another contact block, or none, which always is a new version. False for a template that is not there. Source: specification, internal API, templates.';

create or replace function change_template(
  owner uuid, changed uuid, changes jsonb, archived_files uuid[], actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  before templates;
  after templates;
  wanted templates;
  ends boolean := (changes ->> 'archived')::boolean;
  leaving uuid[];
  loses boolean;
begin
  perform act_as(actor, as_of);
  perform
  from templates
  where id = changed and service_id = owner and not hidden
  for no key update;
  if not found then
    return false;
  end if;
  before := (select templates from templates where id = changed);
  wanted := jsonb_populate_record(before, jsonb_strip_nulls(changes - array[
    'archived', 'letter_welsh_subject', 'letter_welsh_content'
  ]));
  -- What is Welsh ends by being null.
  wanted := jsonb_populate_record(wanted, (
    select coalesce(jsonb_object_agg(key, value), '{}')
    from jsonb_each(changes)
    where key in ('letter_welsh_subject', 'letter_welsh_content')
  ));
  wanted.archived_at := case
    when ends then coalesce(before.archived_at, as_of)
    when not ends then null
    else before.archived_at
  end;
  leaving := array(
    select id
    from template_email_files
    where template_id = changed and archived_at is null
      and (wanted.archived_at is not null or id = any (archived_files))
    order by id
    for no key update
  );
  loses := cardinality(leaving) > 0;
  update templates
  set
    name = wanted.name,
    subject = case when template_type in ('email', 'letter') then wanted.subject end,
    content = wanted.content, process_type = wanted.process_type, postage = wanted.postage,
    letter_languages = wanted.letter_languages, letter_welsh_subject = wanted.letter_welsh_subject,
    letter_welsh_content = wanted.letter_welsh_content,
    has_unsubscribe_link = wanted.has_unsubscribe_link, archived_at = wanted.archived_at,
    folder_id = case when wanted.archived_at is null then folder_id end,
    version = version + loses::integer,
    updated_at = case when loses then as_of else updated_at end,
    created_by_id = case when loses then actor else created_by_id end
  where id = changed
  returning * into after;
  if after.version > before.version then
    perform archive_email_files(changed, leaving, after.version, actor, as_of);
    perform note_event(
      'update_template', owner,
      jsonb_build_object('template_id', changed, 'columns', array(
        select key
        from jsonb_each(to_jsonb(after))
        where value is distinct from to_jsonb(before) -> key
          and key not in ('version', 'updated_at', 'created_by_id')
        order by key
      )),
      actor, as_of
    );
  end if;
  return true;
end
$$;
comment on function change_template(uuid, uuid, jsonb, uuid[], uuid, timestamptz) is 'Changes a template; what changes something is a new version, and nothing else is. changes: columns by their names, and archived, which takes it from its folder and its files from it. archived_files: those that it loses. False for a template that is not there. Source: specification, internal API, templates.';
