create or replace function create_email_branding(wanted jsonb, actor uuid, as_of timestamptz)
  returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made uuid;
begin
  perform act_as(actor, as_of);
  insert into email_branding (
    name, brand_type, colour, logo, text, alt_text, created_by_id, created_at
  )
  values (
    wanted ->> 'name', coalesce(wanted ->> 'brand_type', 'org'), nullif(wanted ->> 'colour', ''),
    nullif(wanted ->> 'logo', ''), nullif(wanted ->> 'text', ''), nullif(wanted ->> 'alt_text', ''),
    actor, as_of
  )
  returning id into made;
  perform note_event(
    'create_email_branding', null, jsonb_build_object('email_branding_id', made), actor, as_of
  );
  return made;
end
$$;
comment on function create_email_branding(jsonb, uuid, timestamptz) is 'Makes an email branding of its columns by their names; answers its id. Empty texts are none. Source: specification, internal API, branding.';

create or replace function change_email_branding(
  changed uuid, changes jsonb, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from email_branding where id = changed for no key update;
  update email_branding branding
  set
    name = next.name, brand_type = next.brand_type, colour = nullif(next.colour, ''),
    logo = nullif(next.logo, ''), text = nullif(next.text, ''),
    alt_text = nullif(next.alt_text, ''), updated_at = as_of
  from email_branding present
  cross join lateral jsonb_populate_record(present, changes) as next
  where present.id = changed and branding.id = present.id and present.archived_at is null;
  if not found then
    return false;
  end if;
  perform note_event(
    'change_email_branding', null, jsonb_build_object('email_branding_id', changed), actor, as_of
  );
  return true;
end
$$;
comment on function change_email_branding(uuid, jsonb, uuid, timestamptz) is 'Changes columns of an email branding; empty texts are none. False for one that is not there, or is archived. Source: specification, internal API, branding.';

create or replace function archive_email_branding(
  archived uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  -- Whoever chooses it holds its key: what is on its way is waited for, and seen below.
  perform from email_branding where id = archived and archived_at is null for update;
  if not found then
    return false;
  elsif exists (
    select from branding_users where channel = 'email' and branding_id = archived
  ) then
    raise exception 'somebody uses the branding'
      using errcode = 'check_violation', constraint = 'archived_email_branding_is_unused';
  end if;
  delete from email_branding_to_organisation where email_branding_id = archived;
  update email_branding set archived_at = as_of, updated_at = as_of where id = archived;
  perform note_event(
    'archive_email_branding', null, jsonb_build_object('email_branding_id', archived),
    actor, as_of
  );
  return true;
end
$$;
comment on function archive_email_branding(uuid, uuid, timestamptz) is 'Archives an email branding that nobody uses; no organisation offers it from then on, and its name is free. False for one that is not there, or is archived already. Source: specification, internal API, branding.';
