/* @name ListBillingDaysDue */
select bst_date as "bst_date!", notification_type as "notification_type!"
from billing_days_due(:run_on!)
order by bst_date desc, notification_type;

/* @name ListUncountedTextsOfLastYear */
select bst_date as "bst_date!"
from uncounted_texts_of_last_year(local_date(:now!)) as bst_date
order by bst_date;

/* @name RefreshBillingFacts */
select inserted as "inserted!", updated as "updated!", deleted as "deleted!", unpriced as "unpriced!"
from refresh_billing_facts(:day!, :notification_type!);

/* @name RefreshLetterDespatchFacts */
select inserted as "inserted!", updated as "updated!", deleted as "deleted!"
from refresh_letter_despatch_facts(:day!);

/* @name EnqueueNightlyBilling */
select
  -- A job's id says what it is for and when it was asked, so that two parents of one minute queue
  -- it once.
  enqueue(
    'reporting-tasks',
    array_agg(
      md5(
        concat_ws(
          '/', 'billing', bst_date, notification_type, date_trunc('minute', :now!::timestamptz)
        )
      )::uuid
    ),
    null, null,
    array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', bst_date, 'channel', notification_type))
  ) as jobs
from billing_days_due(local_date(:now!));

/* @name EnqueueBillingFrom */
select
  enqueue(
    'reporting-tasks',
    array_agg(md5(concat_ws('/', 'billing', day, channel, date_trunc('minute', :now!::timestamptz)))::uuid),
    null, null,
    array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', day, 'channel', channel))
  ) as jobs
from (select :day!::date - back as day from generate_series(0, 9) as back) days
cross join unnest(enum_range(null::notification_type)) as channel;

/* @name EnqueueBillingOfToday */
select
  enqueue(
    'reporting-tasks',
    array_agg(md5(concat_ws('/', 'billing', day, channel, date_trunc('minute', :now!::timestamptz)))::uuid),
    null, null,
    array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', day, 'channel', channel))
  ) as jobs
from local_date(:now!) as day
cross join unnest(enum_range(null::notification_type)) as channel;
