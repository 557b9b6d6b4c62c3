create or replace function default_retention_days() returns integer
  language sql immutable parallel safe
  return 7;
comment on function default_retention_days() is 'Local days that messages are kept where a service has set no number of its own. Source: specification, retention.';
grant execute on function default_retention_days() to crier_reader;

create or replace view effective_retention as
select
  services.id as service_id, channel.notification_type,
  coalesce(kept.days_of_retention, default_retention_days()) as days_of_retention
from services
cross join unnest(enum_range(null::notification_type)) as channel (notification_type)
left join service_data_retention kept
  on kept.service_id = services.id and kept.notification_type = channel.notification_type;
comment on view effective_retention is 'Retention in local days of every service and channel: its own, or the default.';
grant select on effective_retention to crier_reader;

-- Local midnight is worked out once for each length of retention. For each service it would be a
-- thousand calls, which took longer than moving 500 messages does.
create or replace function retention_cutoffs(
  channel notification_type, today date, from_service uuid
)
  returns table (service_id uuid, cutoff timestamptz)
  language sql stable
begin atomic
  with lengths as materialized (
    select days, local_midnight(today - days) as cutoff
    from (
      select distinct days_of_retention as days from effective_retention
      where notification_type = channel
    ) known
  )
  select kept_for.service_id, lengths.cutoff
  from effective_retention kept_for
  join lengths on lengths.days = kept_for.days_of_retention
  where kept_for.notification_type = channel
    and (from_service is null or kept_for.service_id >= from_service)
  order by kept_for.service_id;
end;
comment on function retention_cutoffs(notification_type, date, uuid) is 'The local midnight before which a service''s messages of a channel are past their retention on a date, for every service in the order of their ids, from a given one on.';
grant execute on function retention_cutoffs(notification_type, date, uuid) to crier_reader;

create or replace function listed_since(kept_days integer, as_of timestamptz) returns timestamptz
  language sql stable parallel safe
  return ((as_of at time zone 'UTC')::date - kept_days)::timestamp at time zone 'UTC';
comment on function listed_since(integer, timestamptz) is 'From when on the lists of uploads and the counts of contact lists show what is kept for so many days: a UTC midnight, where the night''s work has local ones. Source: specification, sending, contact lists and uploads.';
grant execute on function listed_since(integer, timestamptz) to crier_reader;
