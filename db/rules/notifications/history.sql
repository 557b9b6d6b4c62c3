-- security definer: the workers'' role owns no table and so could make no partition.
create or replace function make_history_partitions(from_day date, months integer) returns integer
  language plpgsql
  security definer
  set search_path = public, pg_temp
  set timezone = 'UTC'
as $$
declare
  month date;
  made integer := 0;
begin
  if months not between 1 and 120 then
    raise exception 'between 1 and 120 months' using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(hashtext('make_history_partitions'));
  for month in
    select generate_series(date_trunc('month', from_day), date_trunc('month',
      from_day) + (months - 1) * interval '1 month', '1 month')
  loop
    if to_regclass('notification_history_' || to_char(month, 'YYYY_MM')) is null then
      execute format(
        'create table %I partition of notification_history for values from (%L) to (%L)',
        'notification_history_' || to_char(month, 'YYYY_MM'), month::timestamptz,
        (month + interval '1 month')::timestamptz
      );
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
comment on function make_history_partitions(date, integer) is 'Makes the missing monthly partitions of notification_history, from the month of a day on; answers how many it made. Run every night three months ahead.';
select make_history_partitions((now() - interval '18 months')::date, 22);

create or replace view notifications_all_time as
select
  id, service_id, template_id, template_version, notification_type, key_type, notification_status,
  created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id, job_id, job_row_number,
  reference, client_reference, billable_units, rate_multiplier, international, phone_prefix,
  postage, document_download_count
from notifications
union all
select
  id, service_id, template_id, template_version, notification_type, key_type, notification_status,
  created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id, job_id, job_row_number,
  reference, client_reference, billable_units, rate_multiplier, international, phone_prefix,
  postage, document_download_count
from notification_history;
comment on view notifications_all_time is 'Every message, live or archived. Because the archive is one statement, each row is in exactly one of the two tables in every snapshot: no sort, no duplicate, no gap.';
grant select (id, service_id, template_id, template_version, notification_type, key_type,
  notification_status, created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id,
  job_id, job_row_number, reference, billable_units, rate_multiplier, international, phone_prefix,
  postage, document_download_count) on notifications_all_time to crier_reader;

create or replace function history_partition_faults(today date) returns setof text
  language sql stable
  set timezone = 'UTC'
begin atomic
  select 'no partition for ' || to_char(month, 'YYYY-MM')
  from generate_series(
    date_trunc('month', today),
    date_trunc('month', today) + interval '3 months', interval '1 month'
  ) as month
  where to_regclass('notification_history_' || to_char(month, 'YYYY_MM')) is null
  union all
  select 'rows without a partition of their own'
  where exists (select from notification_history_default);
end;
comment on function history_partition_faults(date) is 'What is wrong with the months of notification_history: this one or one of the next three is missing, or the default partition holds rows. No row is well.';

-- Nothing analyses a partitioned parent by itself, and the planner estimates groups over all months
-- from the parent. security definer: only the owner may.
create or replace function analyze_history() returns void
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  analyze only notification_history;
end
$$;
comment on function analyze_history() is 'Renews the planner''s statistics of notification_history as a whole; its months are looked after by autovacuum.';
grant execute on function history_partition_faults(date) to crier_reader;
