create or replace function put_test_people(wanted jsonb, actor uuid, as_of timestamptz)
  returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  insert into users (
    name, email_address, mobile_number, auth_type, state, password_hash, password_changed_at,
    email_access_validated_at, created_at
  )
  select
    name, email_address, mobile_number, auth_type, state, password_hash, as_of, as_of, as_of
  from jsonb_populate_recordset(null::users, wanted)
  order by lower(email_address)
  on conflict (lower(email_address)) where archived_at is null do update
    set
      name = excluded.name, mobile_number = excluded.mobile_number,
      auth_type = excluded.auth_type, state = excluded.state,
      password_hash = excluded.password_hash, password_changed_at = as_of,
      failed_login_count = 0, email_access_validated_at = as_of, updated_at = as_of;

  with person as materialized (
    select user_of_address(email_address) as id, service_id, permissions
    from jsonb_to_recordset(wanted) as given (
      email_address text, service_id uuid, permissions permission_type[]
    )
  ),
  joined as (
    insert into user_to_service (user_id, service_id, created_at)
    select id, service_id, as_of from person
    on conflict do nothing
  ),
  stopped as (
    delete from permissions held
    using person
    where held.user_id = person.id and held.service_id = person.service_id
      and held.permission <> all (person.permissions)
  )
  insert into permissions (service_id, user_id, permission, created_at)
  select distinct person.service_id, person.id, permission, as_of
  from person
  cross join unnest(person.permissions) as permission
  on conflict do nothing;

  insert into user_to_organisation (user_id, organisation_id)
  select user_of_address(email_address), organisation_id
  from jsonb_to_recordset(wanted) as given (email_address text, organisation_id uuid)
  where organisation_id is not null
  on conflict do nothing;

  perform note_event(
    'put_test_people', null, jsonb_build_object('people', jsonb_array_length(wanted)), actor, as_of
  );
end
$$;
comment on function put_test_people(jsonb, uuid, timestamptz) is 'Makes the people that functional tests sign in as, or sets them back: all of them or none. Source: specification, internal API, functional tests.';
