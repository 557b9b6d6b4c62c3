create or replace function create_letter_branding(
  branding_name text, branding_filename text, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made uuid;
begin
  perform act_as(actor, as_of);
  insert into letter_branding (name, filename, created_by_id, created_at)
  values (branding_name, branding_filename, actor, as_of)
  returning id into made;
  perform note_event(
    'create_letter_branding', null, jsonb_build_object('letter_branding_id', made), actor, as_of
  );
  return made;
end
$$;
comment on function create_letter_branding(text, text, uuid, timestamptz) is 'Makes a letter branding; answers its id. Source: specification, internal API, branding.';

create or replace function change_letter_branding(
  changed uuid, branding_name text, branding_filename text, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update letter_branding
  set name = branding_name, filename = branding_filename, updated_at = as_of
  where id = changed;
  if not found then
    return false;
  end if;
  perform note_event(
    'change_letter_branding', null, jsonb_build_object('letter_branding_id', changed),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_letter_branding(uuid, text, text, uuid, timestamptz) is 'Renames a letter branding or gives it another logo. False for one that is not there. Source: specification, internal API, branding.';
