create or replace function archive_email_files(
  template uuid, files uuid[], from_version integer, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update template_email_files
  set archived_at = as_of, archived_by_id = actor, template_version = from_version
  where template_id = template and id = any (files) and archived_at is null;
end
$$;
comment on function archive_email_files(uuid, uuid[], integer, uuid, timestamptz) is 'Takes files from a template, from a version of it on, which its callers have made.';

-- The row of the template is the lock of its files, as it is that of its versions.
create or replace function next_template_version(
  owner uuid, changed uuid, actor uuid, as_of timestamptz
) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made integer;
begin
  perform act_as(actor, as_of);
  update templates
  set version = version + 1, updated_at = as_of, created_by_id = actor
  where id = changed and service_id = owner
  returning version into made;
  return made;
end
$$;
comment on function next_template_version(uuid, uuid, uuid, timestamptz) is 'Makes a version of a template that says what the one before it says: something that belongs to it has changed. Answers its number.';

create or replace function create_email_file(
  owner uuid, template uuid, wanted jsonb, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  present record;
  made uuid;
begin
  perform act_as(actor, as_of);
  select version, template_type into present
  from templates
  where id = template and service_id = owner and not hidden and archived_at is null
  for no key update;
  if not found then
    return null;
  elsif present.template_type <> 'email' then
    raise exception 'a file is attached to emails alone'
      using errcode = 'check_violation', constraint = 'only_emails_have_files';
  elsif not exists (
    select from service_permissions where service_id = owner and permission = 'email'
  ) then
    raise exception 'the service has no emails'
      using errcode = 'check_violation', constraint = 'files_are_of_services_with_emails';
  elsif email_file_exists(template, wanted ->> 'filename', null) then
    raise exception 'the template has a file of this name' using errcode = 'unique_violation',
      constraint = 'template_email_files_template_id_filename_key';
  end if;
  insert into template_email_files (
    id, template_id, template_version, filename, link_text, retention_weeks, validate_users_email,
    pending, created_by_id, created_at
  )
  values (
    coalesce((wanted ->> 'id')::uuid, uuidv7()), template, present.version, wanted ->> 'filename',
    nullif(wanted ->> 'link_text', ''), coalesce((wanted ->> 'retention_period')::integer, 1),
    coalesce((wanted ->> 'validate_users_email')::boolean, true), true, actor, as_of
  )
  returning id into made;
  -- What was stored under this id is kept from now on for as long as the template has it.
  update files set delete_after = null
  where about_id = made and service_id = owner and purpose = 'email-file' and deleted_at is null;
  perform note_event(
    'create_email_file', owner, jsonb_build_object('template_id', template, 'file_id', made),
    actor, as_of
  );
  return made;
end
$$;
comment on function create_email_file(uuid, uuid, jsonb, uuid, timestamptz) is 'Attaches a file, pending, to an email template; its contents are stored under its id. Answers that; null for a template that is not there. Source: specification, internal API, template e-mail files.';

create or replace function email_file_exists(template uuid, name text, besides uuid)
  returns boolean
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select exists (
    select
    from template_email_files
    where template_id = template and archived_at is null and not pending
      and lower(translate(filename, ' _-', '')) = lower(translate(name, ' _-', ''))
      and id is distinct from besides
  );
end;
comment on function email_file_exists(uuid, text, uuid) is 'Whether a template has a file whose placeholder is that of this name.';

create or replace function change_email_file(
  owner uuid, template uuid, changed uuid, changes jsonb, actor uuid, as_of timestamptz
) returns table (id uuid, refusal text)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  present_version integer;
  present template_email_files;
  next template_email_files;
begin
  perform act_as(actor, as_of);
  select version into present_version
  from templates
  where templates.id = template and service_id = owner and not hidden
  for no key update;
  present := (
    select template_email_files
    from template_email_files
    where template_email_files.id = changed and template_id = template and archived_at is null
    for no key update
  );
  if present_version is null or present.id is null then
    return;
  end if;
  next := present;
  next.link_text := case when changes ? 'link_text'
    then nullif(changes ->> 'link_text', '') else present.link_text end;
  next.retention_weeks :=
    coalesce((changes ->> 'retention_period')::integer, present.retention_weeks);
  next.validate_users_email :=
    coalesce((changes ->> 'validate_users_email')::boolean, present.validate_users_email);
  -- What is part of the template stays so.
  next.pending := present.pending and coalesce((changes ->> 'pending')::boolean, true);
  if present.pending and not next.pending
    and email_file_exists(template, present.filename, changed)
  then
    return query select changed,
      format('File named %s already exists for template id %s', present.filename, template);
    return;
  elsif next is distinct from present then
    if not present.pending then
      present_version := next_template_version(owner, template, actor, as_of);
    end if;
    update template_email_files
    set
      link_text = next.link_text, retention_weeks = next.retention_weeks,
      validate_users_email = next.validate_users_email, pending = next.pending,
      template_version = present_version
    where template_email_files.id = changed;
    perform note_event(
      'update_email_file', owner, jsonb_build_object('template_id', template, 'file_id', changed),
      actor, as_of
    );
  end if;
  return query select changed, null::text;
end
$$;
comment on function change_email_file(uuid, uuid, uuid, jsonb, uuid, timestamptz) is 'Changes a file of a template, or makes it live. What is live is part of the template, which has a new version with it; what is pending, or becomes live, makes none. No row for a file that is not there; refusal: why not, in the API''s words. Source: specification, internal API, template e-mail files.';

create or replace function archive_email_file(
  owner uuid, template uuid, archived uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  present_version integer;
  was_pending boolean;
begin
  perform act_as(actor, as_of);
  select version into present_version
  from templates
  where id = template and service_id = owner and not hidden
  for no key update;
  select pending into was_pending
  from template_email_files
  where id = archived and template_id = template and archived_at is null
  for no key update;
  if present_version is null or was_pending is null then
    return false;
  end if;
  if not was_pending then
    present_version := next_template_version(owner, template, actor, as_of);
  end if;
  perform archive_email_files(template, array[archived], present_version, actor, as_of);
  perform note_event(
    'archive_email_file', owner, jsonb_build_object('template_id', template, 'file_id', archived),
    actor, as_of
  );
  return true;
end
$$;
comment on function archive_email_file(uuid, uuid, uuid, uuid, timestamptz) is 'Takes a file from its template, which has a new version without it. False for a file that is not there, or is archived already.';

create or replace function email_files_of(template uuid, at_version integer) returns jsonb
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'id', id, 'filename', filename, 'link_text', link_text, 'retention_period', retention_weeks,
      'validate_users_email', validate_users_email, 'pending', pending
    )
    order by created_at, id
  ), '[]')
  from (
    select distinct on (id)
      id, filename, link_text, retention_weeks, validate_users_email, pending, created_at,
      archived_at
    from template_email_files_history
    where template_id = template and template_version <= at_version
    order by id, version desc
  ) latest
  where archived_at is null and not pending;
end;
comment on function email_files_of(uuid, integer) is 'The files that a version of a template has, as the internal API shows them. Source: specification, internal API, shared shapes.';
grant execute on function email_file_exists(uuid, text, uuid), email_files_of(uuid, integer)
  to crier_reader;
