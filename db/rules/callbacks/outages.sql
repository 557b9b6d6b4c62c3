-- A service whose callback has failed for an hour is told once, by the platform's own service; the
-- next time after it has worked again. One failure alone is no outage: there must have been another
-- at least an hour later.
create or replace function tell_of_failing_callbacks(as_of timestamptz)
  returns table (service_id uuid, callback_type service_callback_type, people integer)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  return query
  with locked as materialized (
    select outage.service_id, outage.callback_type
    from service_callback_outages outage
    where outage.told_at is null
      and outage.last_failed_at >= outage.failing_since + interval '1 hour'
    order by outage.service_id, outage.callback_type
    limit 1000
    for update skip locked
  ),
  told as (
    update service_callback_outages outage
    set told_at = as_of
    from locked
    where outage.service_id = locked.service_id and outage.callback_type = locked.callback_type
    returning outage.service_id, outage.callback_type, outage.failing_since, outage.last_status,
      outage.last_error
  ),
  letters as materialized (
    select
      told.service_id, told.callback_type,
      jsonb_build_object(
        'template_id', 'b5a1bc4e-8d4a-4a8f-9e0c-6d1f0b7c2a35', 'to', person.email_address,
        'personalisation', jsonb_build_object(
          'name', person.name,
          'service_name', service.name,
          'callback_type', replace(told.callback_type::text, '_', ' '),
          'failing_since', to_char(told.failing_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
          'reason', coalesce('HTTP status ' || told.last_status, told.last_error)
        )
      ) as message
    from told
    join services service on service.id = told.service_id
    join permissions permission
      on permission.service_id = told.service_id and permission.permission = 'manage_settings'
    join users person
      on person.id = permission.user_id and person.state = 'active' and person.archived_at is null
  ),
  sent as materialized (
    select count(*) as messages
    from (select coalesce(jsonb_agg(message), '[]') as messages from letters) written
    cross join lateral send_own_messages(written.messages, as_of)
  )
  select told.service_id, told.callback_type, count(letter.message)::integer
  from told
  left join letters letter
    on letter.service_id = told.service_id and letter.callback_type = told.callback_type
  -- Reads what was sent, so that it is.
  where (select messages from sent) >= 0
  group by told.service_id, told.callback_type;
end
$$;
comment on function tell_of_failing_callbacks(timestamptz) is 'Tells the people who manage a service''s settings by email that one of its callbacks has failed for an hour, once for each outage; answers what they were told of, and how many people. Nobody to tell is no fault: doctor and the list of callbacks show it.';
