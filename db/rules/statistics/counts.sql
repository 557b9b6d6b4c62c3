create or replace view dashboard_statuses as
select
  status,
  status <> 'cancelled' as is_requested,
  is_success as is_delivered,
  is_failed_on_dashboards as is_failed
from notification_status_groups;
comment on view dashboard_statuses is 'Whether a status counts as requested, delivered and failed on dashboards. Source: specification, statistics, shapes.';

-- Facts are read up to yesterday and today is counted live, so that a fact of today is never
-- counted twice. Planner note: inlined; a condition on service_id or job_id reaches the indexes of
-- both parts.
create or replace function status_counts(from_date date, to_date date, today date)
  returns table (
    bst_date date, service_id uuid, template_id uuid, job_id uuid,
    notification_type notification_type, key_type key_type, notification_status notification_status,
    notification_count bigint
  )
  language sql stable
begin atomic
  select
    bst_date, service_id, template_id, job_id, notification_type, key_type, notification_status,
    notification_count::bigint
  from ft_notification_status
  where bst_date between from_date and least(to_date, today - 1)
    and is_counted(key_type)
  union all
  select
    today, service_id, template_id, job_id, notification_type, key_type, notification_status,
    count(*)
  from counted_notifications
  where today between from_date and to_date
    and created_at >= local_midnight(today) and created_at < local_midnight(today + 1)
  group by service_id, template_id, job_id, notification_type, key_type, notification_status;
end;
comment on function status_counts(date, date, date) is 'Messages per day, template, job and status in a range of local days, both ends included: facts before today, the messages themselves for today. Source: specification, status statistics.';
grant select on dashboard_statuses to crier_reader;
grant execute on function status_counts(date, date, date) to crier_reader;
