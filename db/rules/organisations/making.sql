create or replace function nhs_email_branding_id() returns uuid
  language sql stable
begin atomic
  select id
  from email_branding
  where id = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea' and archived_at is null;
end;
comment on function nhs_email_branding_id() is 'The email branding of the NHS, under the id that Notify''s has; null where it is not used.';

create or replace function nhs_letter_branding_id() returns uuid
  language sql stable
begin atomic
  select id from letter_branding where id = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
end;
comment on function nhs_letter_branding_id() is 'The letter branding of the NHS, under the id that Notify''s has; null where there is none.';
grant execute on function nhs_email_branding_id(), nhs_letter_branding_id() to crier_reader;

create or replace function create_organisation(wanted jsonb, actor uuid, as_of timestamptz)
  returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  new_id uuid := uuidv7();
begin
  perform act_as(actor, as_of);
  insert into organisation (
    id, name, organisation_type, crown, agreement_signed, agreement_signed_at, created_at,
    archived_at
  )
  values (
    new_id, wanted ->> 'name', wanted ->> 'organisation_type', (wanted ->> 'crown')::boolean,
    (wanted ->> 'agreement_signed')::boolean,
    case when (wanted ->> 'agreement_signed')::boolean then as_of end, as_of,
    case when not (wanted ->> 'active')::boolean then as_of end
  );
  insert into organisation_permissions (organisation_id, permission, created_at)
  select distinct new_id, permission::organisation_permission_type, as_of
  from jsonb_array_elements_text(
    coalesce(wanted -> 'permissions', '["can_ask_to_join_a_service"]')
  ) as permission;
  if (select is_nhs from organisation_types where name = wanted ->> 'organisation_type') then
    perform add_brandings(
      new_id, array[nhs_email_branding_id()], array[nhs_letter_branding_id()], actor, as_of
    );
    update organisation
    set email_branding_id = nhs_email_branding_id(), letter_branding_id = nhs_letter_branding_id()
    where id = new_id;
  end if;
  perform note_event(
    'create_organisation', null, jsonb_build_object('organisation_id', new_id), actor, as_of
  );
  return new_id;
end
$$;
comment on function create_organisation(jsonb, uuid, timestamptz) is 'Makes an organisation, whose people may ask to join its services unless permissions says otherwise; those of the NHS begin with its brandings. Of what is wanted it takes name, organisation_type, crown, agreement_signed, active and permissions. Source: specification, internal API, organisations.';
