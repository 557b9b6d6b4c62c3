create or replace function create_data_retention(
  owner uuid, channel notification_type, days integer, actor uuid, as_of timestamptz
) returns setof service_data_retention
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made service_data_retention;
begin
  insert into service_data_retention (service_id, notification_type, days_of_retention, created_at)
  values (owner, channel, days, as_of)
  returning service_id, notification_type, days_of_retention, id, created_at, updated_at into made;
  perform note_event(
    'create_data_retention', owner,
    jsonb_build_object('data_retention_id', made.id, 'notification_type', channel,
      'days_of_retention', days),
    actor, as_of
  );
  return next made;
end
$$;
comment on function create_data_retention(uuid, notification_type, integer, uuid, timestamptz) is 'Gives a service a retention of its own for a channel; a second one is refused by service_data_retention_pkey.';

create or replace function change_data_retention(
  owner uuid, retention_id uuid, days integer, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  update service_data_retention set days_of_retention = days, updated_at = as_of
  where service_id = owner and id = retention_id;
  if not found then
    return false;
  end if;
  perform note_event(
    'change_data_retention', owner,
    jsonb_build_object('data_retention_id', retention_id, 'days_of_retention', days), actor, as_of
  );
  return true;
end
$$;
comment on function change_data_retention(uuid, uuid, integer, uuid, timestamptz) is 'Sets how long a service''s messages of the row''s channel stay readable; false when the service has no such row.';
