/* @name ListStatusDaysDue */
select bst_date as "bst_date!", notification_type as "notification_type!"
from status_days_due(:run_on!)
order by notification_type, bst_date desc;

/* @name RefreshProcessingTime */
select
  -- Without a day, the local day before now, and one more for each night that was missed.
  refresh_processing_time(covered.day) as "refreshed!"
from (
  select nights_to_cover(
    'save-daily-notification-processing-time', local_date(:now!), 1
  ) as day
  where :day::date is null
  union all
  select :day::date where :day::date is not null
) covered;

/* @name RefreshStatusFacts */
select inserted as "inserted!", updated as "updated!", deleted as "deleted!"
from refresh_status_facts(:day!, :notification_type!);

/* @name StatusFactsAreMade */
select status_facts_are_made(local_date(:now!)) as "made!";

/* @name EnqueueNightlyStatus */
select
  -- A job's id says what it is for and when it was asked, so that two parents of one minute queue
  -- it once.
  enqueue(
    'reporting-tasks',
    array_agg(
      md5(
        concat_ws(
          '/', 'status', bst_date, notification_type, date_trunc('minute', :now!::timestamptz)
        )
      )::uuid
    ),
    null, null,
    array_agg(
      jsonb_build_object('task', 'create-nightly-notification-status-for-day', 'day', bst_date, 'channel', notification_type)
    )
  ) as jobs
from status_days_due(local_date(:now!));

/* @name EnqueueStatusOf */
select
  enqueue(
    'reporting-tasks',
    array_agg(md5(concat_ws('/', 'status', :day!::date, channel, date_trunc('minute', :now!::timestamptz)))::uuid),
    null, null,
    array_agg(
      jsonb_build_object('task', 'create-nightly-notification-status-for-day', 'day', :day!::date, 'channel', channel)
    )
  ) as jobs
from unnest(enum_range(null::notification_type)) as channel;
