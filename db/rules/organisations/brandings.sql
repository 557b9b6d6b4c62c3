create or replace function add_brandings(
  owner uuid, email uuid[], letter uuid[], actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform from organisation where id = owner;
  if not found then
    return false;
  end if;
  -- Whoever archives one of them waits, or has done so.
  perform from email_branding where id = any (email) order by id for key share;
  if exists (select from email_branding where id = any (email) and archived_at is not null) then
    raise exception 'a branding that is offered is archived'
      using errcode = 'foreign_key_violation', constraint = 'offered_branding_is_not_archived';
  end if;
  insert into email_branding_to_organisation (organisation_id, email_branding_id)
  select distinct owner, branding from unnest(email) as branding where branding is not null
  on conflict do nothing;
  insert into letter_branding_to_organisation (organisation_id, letter_branding_id)
  select distinct owner, branding from unnest(letter) as branding where branding is not null
  on conflict do nothing;
  perform note_event(
    'add_brandings', null,
    jsonb_build_object(
      'organisation_id', owner, 'email_branding_ids', to_jsonb(email),
      'letter_branding_ids', to_jsonb(letter)
    ),
    actor, as_of
  );
  return true;
end
$$;
comment on function add_brandings(uuid, uuid[], uuid[], uuid, timestamptz) is 'Adds to the brandings that the services of an organisation may choose from; those that are there stay. One that does not exist, or is archived, is refused. False for an unknown organisation.';

create or replace function remove_branding(
  owner uuid, email uuid, letter uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  removed integer;
begin
  perform act_as(actor, as_of);
  with of_emails as (
    delete from email_branding_to_organisation
    where organisation_id = owner and email_branding_id = email
    returning 1
  ),
  of_letters as (
    delete from letter_branding_to_organisation
    where organisation_id = owner and letter_branding_id = letter
    returning 1
  )
  select (select count(*) from of_emails) + (select count(*) from of_letters) into removed;
  if removed = 0 then
    return false;
  end if;
  perform note_event(
    'remove_branding', null,
    jsonb_build_object(
      'organisation_id', owner, 'email_branding_id', email, 'letter_branding_id', letter
    ),
    actor, as_of
  );
  return true;
end
$$;
comment on function remove_branding(uuid, uuid, uuid, uuid, timestamptz) is 'Takes an email or a letter branding, the other null, from those that an organisation''s services may choose from; its own is refused by organisation_email_branding_is_in_pool and its like. False when it is not among them.';
