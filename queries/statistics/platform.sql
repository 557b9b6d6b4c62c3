/* @name CountLiveServices */
select count(*)::integer as "live_service_count!"
from live_services;

/* @name CountPlatformStatuses */
select
  -- Test keys are counted today only: they are in no fact.
  -- Planner note: (select …) is worked out once; a bare function would be called for every fact.
  notification_type as "notification_type!",
  notification_status as "notification_status!",
  key_type as "key_type!",
  sum(notification_count)::bigint as "count!"
from (
  select notification_type, notification_status, key_type, notification_count
  from ft_notification_status
  where bst_date between :start_date! and :end_date!
    and bst_date < (select local_date(:now!))
  union all
  select notification_type, notification_status, key_type, count(*)
  from notifications
  where local_date(:now!) between :start_date! and :end_date!
    and notification_type in ('sms', 'email', 'letter')
    and created_at >= local_midnight(local_date(:now!))
    and created_at < local_midnight(local_date(:now!) + 1)
  group by notification_type, notification_status, key_type
) counted
group by notification_type, notification_status, key_type
order by notification_type, notification_status, key_type;

/* @name CountStatusesPerService */
select
  -- Every service when the range holds today, else those that have facts in it; one group of rows
  -- per service.
  services.id as "service_id!",
  services.name as "name!",
  services.restricted as "restricted!",
  services.active as "active!",
  wire_rfc_date(services.created_at) as "created_at!",
  counted.notification_type as "notification_type?",
  coalesce(sum(counted.notification_count) filter (where is_requested), 0)::bigint as "requested!",
  coalesce(sum(counted.notification_count) filter (where is_delivered), 0)::bigint as "delivered!",
  coalesce(sum(counted.notification_count) filter (where is_failed), 0)::bigint as "failed!"
from services
left join (
  select
    service_id, notification_type, notification_status,
    sum(notification_count) as notification_count
  from ft_notification_status
  where bst_date between :start_date! and :end_date!
    and bst_date < (select local_date(:now!))
  group by service_id, notification_type, notification_status
  union all
  select service_id, notification_type, notification_status, count(*)
  from notifications
  where local_date(:now!) between :start_date! and :end_date!
    and notification_type in ('sms', 'email', 'letter')
    and created_at >= local_midnight(local_date(:now!))
    and created_at < local_midnight(local_date(:now!) + 1)
    and (:include_from_test_key!::boolean or key_type <> 'test')
  group by service_id, notification_type, notification_status
) counted on counted.service_id = services.id
left join dashboard_statuses on dashboard_statuses.status = counted.notification_status
where (not :only_active!::boolean or services.active)
  and (counted.service_id is not null or local_date(:now!) between :start_date! and :end_date!)
group by services.id, counted.notification_type
order by services.id, counted.notification_type;

/* @name GetAllTimeTotals */
select
  coalesce(sum(notification_count), 0)::bigint as "total_notifications!",
  coalesce(sum(notification_count) filter (where notification_type = 'email'), 0)::bigint as "email_notifications!",
  coalesce(sum(notification_count) filter (where notification_type = 'sms'), 0)::bigint as "sms_notifications!",
  coalesce(sum(notification_count) filter (where notification_type = 'letter'), 0)::bigint as "letter_notifications!"
from ft_daily_totals;

/* @name ListDailyTotals */
select
  bst_date as "date!",
  coalesce(sum(notification_count) filter (where notification_type = 'email'), 0)::bigint as "emails!",
  coalesce(sum(notification_count) filter (where notification_type = 'sms'), 0)::bigint as "sms!",
  coalesce(sum(notification_count) filter (where notification_type = 'letter'), 0)::bigint as "letters!"
from ft_daily_totals
where bst_date between :start_date! and :end_date!
group by bst_date
having sum(notification_count) > 0
order by bst_date;

/* @name ListMonthlyStatusesPerService */
select
  counted.month as "date_created!",
  counted.service_id as "service_id!",
  services.name as "service_name!",
  counted.notification_type as "notification_type!",
  coalesce(counted.sending, 0)::bigint as "count_sending!",
  coalesce(counted.delivered, 0)::bigint as "count_delivered!",
  coalesce(counted.technical_failure, 0)::bigint as "count_technical_failure!",
  coalesce(counted.temporary_failure, 0)::bigint as "count_temporary_failure!",
  coalesce(counted.permanent_failure, 0)::bigint as "count_permanent_failure!",
  coalesce(counted.sent, 0)::bigint as "count_sent!"
from (
  -- Planner note: a range of facts for each month, so that no fact's month is worked out. The names
  -- come afterwards: with them in one step all facts of the range are sorted, on disk.
  select
    month, service_id, notification_type,
    sum(notification_count) filter (where notification_status in ('sending', 'pending')) as sending,
    sum(notification_count) filter (where notification_status = 'delivered') as delivered,
    sum(notification_count) filter (where notification_status in ('technical-failure', 'failed'))
      as technical_failure,
    sum(notification_count) filter (where notification_status = 'temporary-failure')
      as temporary_failure,
    sum(notification_count) filter (where notification_status = 'permanent-failure')
      as permanent_failure,
    sum(notification_count) filter (where notification_status = 'sent') as sent
  from (
    select start::date as month, (start + interval '1 month')::date as next_month
    from generate_series(
      date_trunc('month', :start_date!::date::timestamp), :end_date!::date::timestamp,
      interval '1 month'
    ) as start
  ) months
  join ft_notification_status on bst_date >= month and bst_date < next_month
  where bst_date between :start_date! and :end_date!
    and notification_status <> 'created'
    and is_counted(key_type)
  group by month, service_id, notification_type
) counted
join services on services.id = counted.service_id and services.active and not services.restricted
order by counted.month, counted.service_id, counted.notification_type::text;

/* @name ListProcessingTimes */
select bst_date as "date!", percentage as "percentage_under_10_seconds!"
from ft_processing_time
where bst_date between :start_date! and :end_date!
order by bst_date;

/* @name ListServicesUsingNotify */
select
  live_services.id as "service_id!",
  live_services.name as "service_name!",
  organisation.id as organisation_id,
  organisation.name as organisation_name
from live_services
left join organisation on organisation.id = live_services.organisation_id
order by organisation.name nulls last, live_services.name, live_services.id;
