create or replace function change_organisation(
  owner uuid, wanted jsonb, admin_url text, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  present organisation;
  next organisation;
  passed_on text[] := array(select jsonb_object_keys(wanted));
begin
  perform act_as(actor, as_of);
  if wanted @> '{"active": false}' then
    perform archive_organisation(owner, actor, as_of);
  end if;
  perform from organisation where id = owner for no key update;
  if not found then
    return false;
  end if;
  present := (select organisation from organisation where id = owner);
  next := jsonb_populate_record(present, wanted);
  if (
    wanted ? 'organisation_type'
    and (select is_nhs from organisation_types where name = next.organisation_type)
  ) then
    perform add_brandings(
      owner, array[nhs_email_branding_id()], array[nhs_letter_branding_id()], actor, as_of
    );
    next.email_branding_id := coalesce(next.email_branding_id, nhs_email_branding_id());
    next.letter_branding_id := coalesce(next.letter_branding_id, nhs_letter_branding_id());
    passed_on := passed_on
      || case when present.email_branding_id is null then '{email_branding_id}'::text[] end
      || case when present.letter_branding_id is null then '{letter_branding_id}'::text[] end;
  end if;
  if (next.email_branding_id, next.letter_branding_id)
    is distinct from (present.email_branding_id, present.letter_branding_id)
  then
    perform add_brandings(
      owner, array[next.email_branding_id], array[next.letter_branding_id], actor, as_of
    );
  end if;
  -- Whoever says that it is signed may leave it to the clock when.
  if next.agreement_signed then
    next.agreement_signed_at := coalesce(next.agreement_signed_at, as_of);
  end if;
  update organisation
  set
    name = next.name,
    organisation_type = next.organisation_type,
    crown = next.crown,
    agreement_signed = next.agreement_signed,
    agreement_signed_at = next.agreement_signed_at,
    agreement_signed_by_id = next.agreement_signed_by_id,
    agreement_signed_on_behalf_of_name = next.agreement_signed_on_behalf_of_name,
    agreement_signed_on_behalf_of_email_address = next.agreement_signed_on_behalf_of_email_address,
    agreement_signed_version = next.agreement_signed_version,
    request_to_go_live_notes = next.request_to_go_live_notes,
    email_branding_id = next.email_branding_id,
    letter_branding_id = next.letter_branding_id,
    notes = next.notes,
    billing_contact_names = next.billing_contact_names,
    billing_contact_email_addresses = next.billing_contact_email_addresses,
    purchase_order_number = next.purchase_order_number,
    billing_reference = next.billing_reference,
    can_approve_own_go_live_requests = next.can_approve_own_go_live_requests,
    archived_at = case when not wanted @> '{"active": true}' then archived_at end,
    updated_at = as_of
  where id = owner;
  perform replace_domains(owner, wanted -> 'domains', actor, as_of);
  perform replace_organisation_permissions(owner, wanted -> 'permissions', actor, as_of);
  perform pass_on_to_services(owner, passed_on, actor, as_of);
  if wanted @> '{"agreement_signed": true}' and wanted ->> 'agreement_signed_by_id' is not null
    and (present.agreement_signed is not true
      or (present.agreement_signed_by_id, present.agreement_signed_at)
        is distinct from (next.agreement_signed_by_id, next.agreement_signed_at))
  then
    perform send_agreement_receipts(owner, admin_url, as_of);
  end if;
  perform note_event(
    'update_organisation', null,
    jsonb_build_object(
      'organisation_id', owner, 'columns', array(select jsonb_object_keys(wanted) order by 1)
    ),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_organisation(uuid, jsonb, text, uuid, timestamptz) is 'Changes what is named of an organisation: its columns by their names, active, domains and permissions. Its kind, and whether it is a Crown body, go on to its services with the free allowance of the kind; its brandings to those of its services that have none. A new signature of the agreement is confirmed by email. admin_url: what links begin with. False for an unknown organisation. Source: specification, internal API, organisations.';

create or replace function replace_domains(
  owner uuid, wanted jsonb, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  delete from domain
  where organisation_id = owner and jsonb_typeof(wanted) = 'array'
    and domain.domain <> all (array(select lower(jsonb_array_elements_text(wanted))));
  insert into domain (domain, organisation_id)
  select distinct lower(named.name), owner
  from jsonb_array_elements_text(
    case when jsonb_typeof(wanted) = 'array' then wanted else '[]' end
  ) as named (name)
  where not exists (
    select from domain known
    where known.domain = lower(named.name) and known.organisation_id = owner
  )
  order by 1;
end
$$;
comment on function replace_domains(uuid, jsonb, uuid, timestamptz) is 'The email domains of an organisation: these, in lower case, and no others. One that another organisation has is refused. Null leaves them.';

create or replace function replace_organisation_permissions(
  owner uuid, wanted jsonb, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  named organisation_permission_type[];
begin
  if jsonb_typeof(wanted) is distinct from 'array' then
    return;
  end if;
  perform act_as(actor, as_of);
  named := array(select jsonb_array_elements_text(wanted));
  delete from organisation_permissions
  where organisation_id = owner and permission <> all (named);
  insert into organisation_permissions (organisation_id, permission, created_at)
  select distinct owner, permission, as_of
  from unnest(named) as permission
  on conflict do nothing;
end
$$;
comment on function replace_organisation_permissions(uuid, jsonb, uuid, timestamptz) is 'What the people of an organisation may do: these and nothing else. Null leaves them.';

create or replace function pass_on_to_services(
  owner uuid, columns text[], actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  with locked as materialized (
    select
      services.id,
      case
        when 'organisation_type' = any (columns) then organisation.organisation_type
        else services.organisation_type
      end as organisation_type,
      case when 'crown' = any (columns) then organisation.crown else services.crown end as crown,
      coalesce(
        services.email_branding_id,
        case when 'email_branding_id' = any (columns) then organisation.email_branding_id end
      ) as email_branding_id,
      coalesce(
        services.letter_branding_id,
        case when 'letter_branding_id' = any (columns) then organisation.letter_branding_id end
      ) as letter_branding_id
    from services
    join organisation on organisation.id = services.organisation_id
    where services.organisation_id = owner
    order by services.id
    for no key update of services
  )
  update services
  set
    organisation_type = locked.organisation_type,
    crown = locked.crown,
    email_branding_id = locked.email_branding_id,
    letter_branding_id = locked.letter_branding_id
  from locked
  where services.id = locked.id
    and (services.organisation_type, services.crown, services.email_branding_id,
      services.letter_branding_id)
      is distinct from (locked.organisation_type, locked.crown, locked.email_branding_id,
        locked.letter_branding_id);
end
$$;
comment on function pass_on_to_services(uuid, text[], uuid, timestamptz) is 'Gives the services of an organisation what they have from it, of the columns that are named: its kind, with which comes the free allowance of that, and whether it is a Crown body; its brandings where they have none.';
