/* @name GetV1Notification */
select
  notification.id as "id!",
  notification.service_id as "service_id!",
  notification.notification_type as "notification_type!",
  notification.notification_status as "notification_status!",
  notification."to" as "to!",
  notification.personalisation as "personalisation!",
  notification.document_links,
  notification.template_id as "template_id!",
  notification.template_version as "template_version!",
  template.name as "template_name!",
  notification.job_row_number,
  notification.api_key_id,
  notification.billable_units as "billable_units!",
  notification.created_at as "created_at!",
  notification.sent_at,
  notification.sent_by,
  notification.updated_at,
  notification.reference
from readable_notifications notification
join templates template on template.id = notification.template_id
where notification.id = :notification_id!
  and notification.service_id = :service_id!
  and notification.notification_type in ('sms', 'email');

/* @name ListV1Notifications */
with wanted as materialized (
  -- Pages are numbered here, and there is a total: both end at 10,000 messages, so that no request
  -- counts more. Planner note: the probes of ListNotifications, each bounded by the same number.
  select probe.id, probe.created_at
  from wanted_kinds(:types!, :statuses, :include_jobs!) as kind
  cross join lateral (
    select id, created_at
    from notifications
    where service_id = :service_id!
      and key_type = :key_type!
      and (job_id is null) = kind.is_without_job
      and notification_type = kind.notification_type
      and notification_status = kind.notification_status
      and created_at >= coalesce(
        local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'::timestamptz
      )
    order by created_at desc, id desc
    limit 10000
  ) probe
  order by probe.created_at desc, probe.id desc
  limit 10000
),
page as materialized (
  select id, created_at
  from wanted
  order by created_at desc, id desc
  limit :page_size!
  offset :skipped!
),
weighed as materialized (
  -- As in ListNotifications.
  select
    page.id, page.created_at,
    sum(notification.personalisation_bytes) over (order by page.created_at desc, page.id desc)
      - notification.personalisation_bytes as bytes_before
  from page
  join notifications notification using (id)
)
select
  total.number::integer as "total!",
  notification.id,
  notification.service_id,
  notification.notification_type,
  notification.notification_status,
  notification."to",
  notification.personalisation,
  notification.document_links,
  notification.template_id,
  notification.template_version,
  template.name as template_name,
  notification.job_row_number,
  notification.api_key_id,
  notification.billable_units,
  notification.created_at,
  notification.sent_at,
  notification.sent_by,
  notification.updated_at,
  notification.reference
from (select count(*) as number from wanted) total
-- An empty page still says what the total is.
left join (
  weighed
  join readable_notifications notification using (id)
  join templates template on template.id = notification.template_id
) on weighed.bytes_before < :most_bytes!
order by weighed.created_at desc, weighed.id desc;
