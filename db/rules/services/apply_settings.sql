create or replace function apply_settings(
  wanted jsonb, adds_only boolean, actor uuid, as_of timestamptz
)
  returns applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  settings jsonb := wanted - 'permissions';
  is_new boolean;
  before jsonb;
  after jsonb;
begin
  perform act_as(actor, as_of);
  if not wanted ? 'id' then
    settings := settings || coalesce((
      select jsonb_build_object('id', services.id)
      from services
      where normalised_service_name = normalised_name(wanted ->> 'name') and archived_at is null
    ), '{}');
  elsif exists (
    select from services
    where normalised_service_name = normalised_name(wanted ->> 'name') and archived_at is null
      and services.id <> (wanted ->> 'id')::uuid
  ) then
    raise exception 'service.name: another service is named "%"', wanted ->> 'name';
  end if;
  is_new := not exists (select from services where services.id = (settings ->> 'id')::uuid);
  if is_new then
    settings := settings || jsonb_build_object('id', create_service(wanted, actor, as_of));
  end if;
  select to_jsonb(service) into before
  from services service
  where service.id = (settings ->> 'id')::uuid
  for no key update;
  if before ->> 'archived_at' is not null then
    raise exception 'service.id: the service is archived';
  elsif (before ->> 'id')::uuid = notify_service_id() then
    raise exception 'service: % is the platform''s own service', before ->> 'name';
  elsif adds_only and not is_new then
    select jsonb_object_agg(key, value) into settings
    from jsonb_each(settings)
    where key = 'id' or before -> key = 'null';
  end if;
  if before || settings <> before then
    after := write_service((before ->> 'id')::uuid, settings - 'id', actor, as_of);
  end if;
  return (
    'service', coalesce(after, before) ->> 'name', (before ->> 'id')::uuid,
    case when is_new then 'made' else changed_columns(before, after) end
  )::applied_thing;
end
$$;
comment on function apply_settings(jsonb, boolean, uuid, timestamptz) is 'Makes the service that the document names, by id or by name, or sets what the document says of it.';

create or replace function apply_permissions(
  owner uuid, wanted jsonb, adds_only boolean, actor uuid, as_of timestamptz
)
  returns setof applied_thing
  language sql
begin atomic
  with wanted_permissions as materialized (
    select name::service_permission as permission from jsonb_array_elements_text(wanted) as name
  ),
  given as (
    insert into service_permissions (service_id, permission, created_at)
    select owner, permission, as_of from wanted_permissions
    on conflict do nothing
    returning permission
  ),
  taken as (
    delete from service_permissions
    where service_id = owner and not adds_only
      and permission not in (select permission from wanted_permissions)
    returning permission
  ),
  change as (
    select '+' || permission as word from given
    union all
    select '-' || permission from taken
  )
  select 'permissions', null::text, null::uuid, string_agg(word, ' ' order by word)
  from change
  having count(*) > 0;
end;
comment on function apply_permissions(uuid, jsonb, boolean, uuid, timestamptz) is 'Gives a service exactly the permissions that the document lists.';

create or replace function apply_guest_list(
  owner uuid, wanted jsonb, adds_only boolean, actor uuid, as_of timestamptz
)
  returns setof applied_thing
  language sql
begin atomic
  with guests as materialized (
    select distinct on (recipient_type, normalised_recipient)
      recipient_type, recipient, normalised_recipient
    from jsonb_to_recordset(wanted) as guest (
      recipient_type recipient_type, recipient text, normalised_recipient text
    )
  ),
  added as (
    insert into service_guest_list (
      service_id, recipient_type, recipient, normalised_recipient, created_at
    )
    select owner, recipient_type, recipient, normalised_recipient, as_of from guests
    on conflict do nothing
    returning 1
  ),
  removed as (
    delete from service_guest_list listed
    where listed.service_id = owner and not adds_only and not exists (
      select from guests
      where guests.recipient_type = listed.recipient_type
        and guests.normalised_recipient = listed.normalised_recipient
    )
    returning 1
  ),
  change as (
    select (select count(*) from added) as added, (select count(*) from removed) as removed
  )
  select 'guest_list', null::text, null::uuid, format('+%s -%s', added, removed)
  from change
  where added > 0 or removed > 0;
end;
comment on function apply_guest_list(uuid, jsonb, boolean, uuid, timestamptz) is 'Replaces a service''s guest list by the document''s. Source: specification, guest list.';

create or replace function apply_retention(
  owner uuid, wanted jsonb, adds_only boolean, actor uuid, as_of timestamptz
)
  returns setof applied_thing
  language sql
begin atomic
  with kept as materialized (
    select channel::notification_type as notification_type, (days #>> '{}')::integer as days
    from jsonb_each(wanted) as entry (channel, days)
  ),
  merged as (
    merge into service_data_retention retention
    using kept
    on retention.service_id = owner and retention.notification_type = kept.notification_type
    when matched and not adds_only and kept.days is null then delete
    when matched and not adds_only and retention.days_of_retention <> kept.days then
      update set days_of_retention = kept.days, updated_at = as_of
    when not matched and kept.days is not null then
      insert (service_id, notification_type, days_of_retention, created_at)
      values (owner, kept.notification_type, kept.days, as_of)
    returning kept.notification_type, coalesce(kept.days, 7) as days
  )
  select 'data_retention', notification_type::text, null::uuid, days || ' days'
  from merged
  order by merged.notification_type;
end;
comment on function apply_retention(uuid, jsonb, boolean, uuid, timestamptz) is 'Sets how long a service''s messages stay readable, by channel; null is the platform''s 7 days.';
