create or replace function put_functional_fixtures(
  wanted jsonb, people jsonb, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  service uuid := (wanted ->> 'service_id')::uuid;
  owner uuid;
  number uuid;
begin
  perform act_as(actor, as_of);
  select id into owner
  from organisation
  where lower(name) = lower(wanted ->> 'organisation_name') and archived_at is null;
  if owner is null then
    owner := create_organisation(
      jsonb_build_object(
        'name', wanted ->> 'organisation_name', 'organisation_type', 'central', 'crown', false
      ),
      actor, as_of
    );
    update organisation set can_approve_own_go_live_requests = true where id = owner;
  end if;
  insert into domain (domain, organisation_id)
  values (wanted ->> 'domain', owner)
  on conflict (domain) do update set organisation_id = excluded.organisation_id;
  if owner is distinct from (select organisation_id from services where id = service) then
    perform change_service(
      service, jsonb_build_object('organisation_id', owner, 'organisation_type', 'central'), actor,
      as_of
    );
  end if;

  perform put_test_people(
    (
      select jsonb_agg(
        person || jsonb_build_object('service_id', service)
        || case when person ? 'organisation_id' then jsonb_build_object('organisation_id', owner)
          else '{}' end
      )
      from jsonb_array_elements(people) as person
    ),
    actor, as_of
  );

  insert into inbound_numbers (number, provider, created_at)
  values (wanted ->> 'inbound_number', 'mmg', as_of)
  on conflict do nothing;
  select id into number
  from inbound_numbers
  where inbound_numbers.number = wanted ->> 'inbound_number' and service_id is null;
  if number is not null then
    perform assign_inbound_number(service, number, actor, as_of);
  end if;
  insert into inbound_sms (
    id, created_at, service_id, notify_number, user_number, provider_date, provider_reference,
    provider, content
  )
  select
    uuidv7(), as_of, service, wanted ->> 'inbound_number', '00000000000', as_of,
    'functional-fixture-' || place, 'mmg', 'This is a test message'
  from generate_series(1, 3) as place
  where not exists (
    select
    from inbound_sms
    where service_id = service and user_number = '00000000000'
  );
  insert into protected_sender_ids (sender_id)
  values ('TEAM_DOVE'), ('TEAM_PIGEON')
  on conflict do nothing;
  perform note_event(
    'put_functional_fixtures', service, jsonb_build_object('organisation_id', owner), actor, as_of
  );
  return owner;
end
$$;
comment on function put_functional_fixtures(jsonb, jsonb, uuid, timestamptz) is 'What Notify''s functional tests find beside the service that they are about: its organisation with an email domain, its people, a number and texts that it has received. Answers the organisation. Makes what is missing; people are set back. Source: admin application, functional tests.';
