/* @name ListDayActivity */
select
  counted.hour as "hour!",
  counted.notification_type as "notification_type!",
  counted.notification_status as "notification_status!",
  counted.provider as "provider!",
  case
    when is_delivered then 'delivered'
    when is_failed then 'failed'
    when is_requested then 'open'
    else 'cancelled'
  end as "outcome!",
  counted.messages as "messages!",
  counted.timed as "timed!",
  counted.within_1_second as "within_1_second!",
  counted.within_10_seconds as "within_10_seconds!",
  counted.within_1_minute as "within_1_minute!",
  counted.handed_over as "handed_over!"
from (
  -- One scan of one local day's range of the index on (notification_type, created_at). All that the
  -- page shows of the day is a sum of these groups. Hours are counted from local midnight, so a day
  -- may have 23 to 25 of them.
  select
    -- Planner note: the sub-select makes local midnight once. Called plainly it is called for every
    -- row: 8 ms more per thousand.
    floor(date_part('epoch',
      created_at - (select local_midnight(:day!::date))) / 3600)::integer as hour,
    notification_type,
    notification_status,
    coalesce(sent_by, '') as provider,
    count(*)::integer as messages,
    -- What processing time is measured on: texts and emails that came by the API.
    count(*) filter (where is_timed)::integer as timed,
    count(*) filter (where is_timed
      and sent_at - created_at <= interval '1 second')::integer as within_1_second,
    count(*) filter (where is_timed
      and sent_at - created_at <= interval '10 seconds')::integer as within_10_seconds,
    count(*) filter (where is_timed
      and sent_at - created_at <= interval '1 minute')::integer as within_1_minute,
    count(*) filter (where is_timed and sent_at is not null)::integer as handed_over
  from notifications_all_time
  cross join lateral (select api_key_id is not null
    and notification_type <> 'letter' as is_timed) timing
  where notification_type in ('sms', 'email', 'letter')
    and created_at >= local_midnight(:day!::date) and created_at < local_midnight(:day!::date + 1)
    and is_counted(key_type)
    and (:service_id::uuid is null or service_id = :service_id)
  group by 1, notification_type, notification_status, coalesce(sent_by, '')
) counted
join dashboard_statuses on dashboard_statuses.status = counted.notification_status
order by counted.hour, counted.notification_type, counted.notification_status, counted.provider;

/* @name ListDayHours */
select to_char(local_timestamp(starts_at), 'HH24:MI') as "hour!"
from generate_series(
  local_midnight(:day!::date), local_midnight(:day!::date + 1) - interval '1 second',
  interval '1 hour'
) as starts_at
order by starts_at;

/* @name GetDashboardDay */
select
  local_date(:now!) as "today!",
  to_char(local_timestamp(:now!), 'HH24:MI') as "clock!",
  financial_year(:day!::date) as "year!";

/* @name ListDailyOutcomes */
select
  counted.bst_date as "day!",
  coalesce(sum(notification_count) filter (where is_delivered), 0)::bigint as "delivered!",
  coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as "failed!",
  coalesce(sum(notification_count) filter (where is_requested and not is_delivered
    and not is_failed), 0)::bigint as "open!"
from status_counts(:day!::date - 13, :day!::date, local_date(:now!)) counted
join dashboard_statuses on dashboard_statuses.status = counted.notification_status
where :service_id::uuid is null or counted.service_id = :service_id
group by counted.bst_date
order by counted.bst_date;

/* @name ListBusiestServices */
select services.id as "id!", services.name as "name!", counted.messages as "messages!",
  counted.failed as "failed!"
from (
  select
    service_id,
    coalesce(sum(notification_count) filter (where is_requested), 0)::bigint as messages,
    coalesce(sum(notification_count) filter (where is_failed), 0)::bigint as failed
  from status_counts(:day!::date, :day!::date, local_date(:now!))
  join dashboard_statuses on dashboard_statuses.status = notification_status
  group by service_id
  order by messages desc, service_id
  limit 10
) counted
join services on services.id = counted.service_id
order by counted.messages desc, services.name;

/* @name ListQueues */
select
  queue as "queue!",
  ready::integer as "ready!",
  deferred::integer as "deferred!",
  active::integer as "active!",
  failed::integer as "failed!",
  oldest_seconds
from queue_depths
order by queue;

/* @name ListServiceNames */
select id as "id!", name as "name!"
from services
where active or id = :service_id
order by (id = :service_id) desc nulls last, lower(name), id
limit 500;

/* @name ListPlatformUsage */
select
  month as "month!",
  coalesce(sum(sent) filter (where notification_type = 'email'), 0)::bigint as "emails!",
  coalesce(sum(sent) filter (where notification_type = 'sms'), 0)::bigint as "texts!",
  coalesce(sum(free) filter (where notification_type = 'sms'), 0)::bigint as "free_units!",
  coalesce(sum(charged) filter (where notification_type = 'sms'), 0)::bigint as "charged_units!",
  coalesce(sum(cost) filter (where notification_type = 'sms'), 0) as "text_cost!",
  coalesce(sum(sent) filter (where notification_type = 'letter'), 0)::bigint as "letters!",
  coalesce(sum(cost) filter (where notification_type = 'letter'), 0) as "letter_cost!"
from (
  -- Today of one service is counted live, as in its own usage. Of the whole platform it is what the
  -- hour's count has stored: live it costs 0.65 s per 500,000 messages of the day.
  select
    date_trunc('month', bst_date)::date as month, notification_type,
    sum(notifications_sent) as sent, sum(free_allowance_used) as free,
    sum(charged_units) as charged, sum(cost) as cost
  from usage_lines(
    :year!, 'infinity', case when :service_id::uuid is not null then local_date(:now!) end
  )
  where :service_id::uuid is null or service_id = :service_id
  group by month, notification_type
) usage
group by month
order by month;
