create or replace function archive_organisation(owner uuid, actor uuid, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  ended timestamptz;
begin
  perform act_as(actor, as_of);
  select archived_at into ended from organisation where id = owner for no key update;
  if not found then
    return false;
  elsif exists (select from services where organisation_id = owner and active) then
    raise exception 'organisation % has active services', owner
      using errcode = 'check_violation', constraint = 'archived_organisation_has_no_services';
  elsif exists (select from user_to_organisation where organisation_id = owner)
    or exists (
      select from invites
      where organisation_id = owner and accepted_at is null and cancelled_at is null
    )
  then
    raise exception 'organisation % has members', owner
      using errcode = 'check_violation', constraint = 'archived_organisation_has_no_members';
  elsif ended is not null then
    return true;
  end if;
  update organisation
  set archived_at = as_of, updated_at = as_of, email_branding_id = null, letter_branding_id = null
  where id = owner;
  delete from domain where organisation_id = owner;
  perform note_event(
    'archive_organisation', null, jsonb_build_object('organisation_id', owner), actor, as_of
  );
  return true;
end
$$;
comment on function archive_organisation(uuid, uuid, timestamptz) is 'Ends an organisation, with its brandings and domains; refused while it has active services, members or people who are invited. Harmless when run twice. False for an unknown one. Source: specification, data model, archive.';
