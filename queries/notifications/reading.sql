/* @name ListNotificationsById */
select
  -- Any key of the service may read any of its live messages. Requests of a moment share a
  -- statement: ord says whose row it is.
  wanted.ord::integer as "ord!",
  notification.id as "id!",
  notification.client_reference,
  notification.notification_type as "notification_type!",
  notification.notification_status as "notification_status!",
  notification."to" as "to!",
  notification.personalisation as "personalisation!",
  notification.template_id as "template_id!",
  notification.template_version as "template_version!",
  notification.created_at as "created_at!",
  notification.created_by_name,
  notification.sent_at,
  notification.completed_at,
  notification.postage,
  notification.unsubscribe_link,
  notification.is_cost_data_ready as "is_cost_data_ready!",
  notification.cost_in_pounds::float8 as cost_in_pounds,
  notification.cost_details as "cost_details!",
  wire_timestamp(
    case when notification.notification_type = 'letter'
      then estimated_delivery(notification.accepted_at, notification.postage::text)
    end
  ) as estimated_delivery
from unnest(:service_ids!::uuid[], :ids!::uuid[]) with ordinality as wanted (service_id, id, ord)
join readable_notifications notification
  on notification.id = wanted.id and notification.service_id = wanted.service_id;

/* @name ListNotifications */
with position as materialized (
  -- Where the page begins: at the top, or after a message of this service; after an unknown one
  -- there is nothing. Planner note: every wanted (channel, status, from a file or not) is one
  -- descent of notifications_list_idx and reads at most a page, newest first; the probes' rows are
  -- then merged. So the cost is that of at most 84 short probes, whatever the depth. The lists of
  -- values and the "limit 1" keep the planner's guesses the same whether it knows the parameters or
  -- not, so that it soon settles on the general plan: planning costs as much as reading. Rejected:
  -- "status = any (…)" in one scan, which the planner answers by sorting all that match, or by
  -- walking past everything that does not (a rare status among a million rows: over a second). The
  -- page's size is written out, because a plan for a limit unknown takes another index and reads
  -- for seconds.
  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
  where :older_than::uuid is null
  union all
  select created_at, id
  from notifications
  where id = :older_than and service_id = :service_id!
  limit 1
),
page as materialized (
  select probe.id, probe.created_at, wanted_type
  from position
  cross join (values ('sms'::notification_type), ('email'), ('letter')) as channel (wanted_type)
  cross join statuses_meant(:statuses) as wanted_status
  cross join (values (true), (false)) as origin (wanted_without_job)
  cross join lateral (
    select id, created_at
    from notifications
    where service_id = :service_id!
      and key_type = :key_type!
      and (job_id is null) = wanted_without_job
      and notification_type = wanted_type
      and notification_status = wanted_status
      and (created_at, id) < (position.created_at, position.id)
    order by created_at desc, id desc
    limit 250
  ) probe
  where wanted_type = any (:types!::notification_type[])
    and (wanted_without_job or :include_jobs!::boolean)
  order by probe.created_at desc, probe.id desc
  limit 250
),
-- A letter's delivery depends on its print day and postage: a page has few of these, and each takes
-- a walk through the calendar.
letter as materialized (
  select id, page.created_at, postage, letter_print_day(page.created_at, print_cut_off,
    time_zone) as print_day
  from page
  cross join settings
  join notifications using (id)
  where wanted_type = 'letter'
),
delivery as materialized (
  select print_day, postage, wire_timestamp(estimated_delivery(min(created_at),
    postage::text)) as estimated_delivery
  from letter
  group by print_day, postage
)
select
  notification.id as "id!",
  notification.client_reference,
  notification.notification_type as "notification_type!",
  notification.notification_status as "notification_status!",
  notification."to" as "to!",
  notification.personalisation as "personalisation!",
  notification.template_id as "template_id!",
  notification.template_version as "template_version!",
  notification.created_at as "created_at!",
  notification.created_by_name,
  notification.sent_at,
  notification.completed_at,
  notification.postage,
  notification.unsubscribe_link,
  notification.is_cost_data_ready as "is_cost_data_ready!",
  notification.cost_in_pounds::float8 as cost_in_pounds,
  notification.cost_details as "cost_details!",
  delivery.estimated_delivery
from page
join readable_notifications notification using (id)
left join letter using (id)
left join delivery on delivery.print_day = letter.print_day and delivery.postage = letter.postage
order by page.created_at desc, page.id desc;

/* @name ListNotificationsByReference */
with position as materialized (
  -- As ListNotifications, on notifications_client_reference_idx.
  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
  where :older_than::uuid is null
  union all
  select created_at, id
  from notifications
  where id = :older_than and service_id = :service_id!
  limit 1
),
page as materialized (
  select probe.id, probe.created_at, wanted_type
  from position
  cross join (values ('sms'::notification_type), ('email'), ('letter')) as channel (wanted_type)
  cross join statuses_meant(:statuses) as wanted_status
  cross join (values (true), (false)) as origin (wanted_without_job)
  cross join lateral (
    select id, created_at
    from notifications
    where service_id = :service_id!
      and key_type = :key_type!
      and hashtextextended(client_reference, 0) = hashtextextended(:reference!, 0)
      and client_reference = :reference!
      and (job_id is null) = wanted_without_job
      and notification_type = wanted_type
      and notification_status = wanted_status
      and (created_at, id) < (position.created_at, position.id)
    order by created_at desc, id desc
    limit 250
  ) probe
  where wanted_type = any (:types!::notification_type[])
    and (wanted_without_job or :include_jobs!::boolean)
  order by probe.created_at desc, probe.id desc
  limit 250
),
-- A letter's delivery depends on its print day and postage: a page has few of these, and each takes
-- a walk through the calendar.
letter as materialized (
  select id, page.created_at, postage, letter_print_day(page.created_at, print_cut_off,
    time_zone) as print_day
  from page
  cross join settings
  join notifications using (id)
  where wanted_type = 'letter'
),
delivery as materialized (
  select print_day, postage, wire_timestamp(estimated_delivery(min(created_at),
    postage::text)) as estimated_delivery
  from letter
  group by print_day, postage
)
select
  notification.id as "id!",
  notification.client_reference,
  notification.notification_type as "notification_type!",
  notification.notification_status as "notification_status!",
  notification."to" as "to!",
  notification.personalisation as "personalisation!",
  notification.template_id as "template_id!",
  notification.template_version as "template_version!",
  notification.created_at as "created_at!",
  notification.created_by_name,
  notification.sent_at,
  notification.completed_at,
  notification.postage,
  notification.unsubscribe_link,
  notification.is_cost_data_ready as "is_cost_data_ready!",
  notification.cost_in_pounds::float8 as cost_in_pounds,
  notification.cost_details as "cost_details!",
  delivery.estimated_delivery
from page
join readable_notifications notification using (id)
left join letter using (id)
left join delivery on delivery.print_day = letter.print_day and delivery.postage = letter.postage
order by page.created_at desc, page.id desc;

/* @name GetLetterFile */
select id as "id!", size as "size!", content_type as "content_type!"
from files
where notification_id = :notification_id! and purpose = 'precompiled-letter' and deleted_at is null
order by created_at desc
limit 1;
