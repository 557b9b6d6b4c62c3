-- A retention for texts also holds for received ones, but only while the service has a number that
-- receives them.
create or replace view inbound_sms_retention as
select
  services.id as service_id,
  coalesce(case when inbound_numbers.id is not null then kept.days_of_retention end,
    default_retention_days()) as days_of_retention
from services
left join inbound_numbers on inbound_numbers.service_id = services.id
left join service_data_retention kept
  on kept.service_id = services.id and kept.notification_type = 'sms';
comment on view inbound_sms_retention is 'Retention of received texts in local days of every service. Source: specification, retention, inbound SMS.';

create or replace function archive_inbound_sms(as_of timestamptz, batch_size integer)
  returns table (moved bigint, archived bigint)
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  today date := local_date(as_of);
begin
  return query
    with batch as materialized (
      select oldest.id
      from inbound_sms_retention kept_for
      cross join lateral (
        select text.id
        from inbound_sms text
        where text.service_id = kept_for.service_id
          and text.created_at < local_midnight(today - kept_for.days_of_retention)
        order by text.created_at
        limit batch_size
        for update skip locked
      ) oldest
      limit batch_size
    ),
    gone as (
      delete from inbound_sms
      using batch
      where inbound_sms.id = batch.id
      returning inbound_sms.id, created_at, service_id, notify_number, provider_date,
        provider_reference, provider
    ),
    kept as (
      insert into inbound_sms_history (id, created_at, service_id, notify_number, provider_date,
        provider_reference, provider)
      select id, created_at, service_id, notify_number, provider_date, provider_reference, provider
      from gone
      on conflict (id) do nothing
      returning id
    )
    select (select count(*) from gone), (select count(*) from kept);
end
$$;
comment on function archive_inbound_sms(timestamptz, integer) is 'Moves up to a batch of received texts that are past their retention into history, without sender and content, in one statement. Answers how many left and how many arrived. Source: specification, retention, inbound SMS.';
grant select on inbound_sms_retention to crier_reader;
