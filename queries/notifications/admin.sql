/* @name CountNotificationsOfJob */
select count(*)::integer as "total!"
from jobs job
join notifications message on message.job_id = job.id
where job.id = :job_id! and job.service_id = :service_id!
  and (
    :statuses::text[] is null
    or message.notification_status in (
      select notification_status
      from wanted_kinds(array[job.notification_type], :statuses, true)
    )
  );

/* @name FindNotificationsForFile */
with place as materialized (
  -- As in FindNotificationsOfService.
  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
  where :older_than::uuid is null
  union all
  select created_at, id
  from notifications
  where id = :older_than and service_id = :service_id!
  limit 1
)
select walked.id as "id!"
from place
cross join lateral walked_notifications(
  :service_id!, :key_types!::key_type[], :types!::notification_type[], :statuses::text[],
  coalesce(local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'),
  place.created_at, place.id, :limit!
) as walked
order by walked.created_at desc, walked.id desc
limit :limit!;

/* @name FindNotificationsOfJob */
select message.id as "id!"
from jobs job
join notifications message on message.job_id = job.id
where job.id = :job_id! and job.service_id = :service_id!
  and message.job_row_number >= :from_row!
  and (
    :statuses::text[] is null
    or message.notification_status in (
      select notification_status
      from wanted_kinds(array[job.notification_type], :statuses, true)
    )
  )
order by message.job_row_number
limit :limit!
offset :skipped!;

/* @name FindNotificationsOfService */
with place as materialized (
  -- After an unknown message there is nothing.
  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
  where :older_than::uuid is null
  union all
  select created_at, id
  from notifications
  where id = :older_than and service_id = :service_id!
  limit 1
)
select listed.id as "id!"
from place
cross join lateral newest_notifications(
  :service_id!, :key_types!::key_type[], :types!::notification_type[], :statuses::text[],
  :include_jobs!, :include_one_off!,
  coalesce(local_midnight(local_date(:now!) - :limit_days::integer), '-infinity'),
  place.created_at, place.id, :skipped!::integer + :limit!::integer
) as listed
order by listed.created_at desc, listed.id desc
limit :limit!
offset :skipped!;

/* @name ListNotificationCsvRows */
select
  line.id as "id!", line.row_number, line.recipient as "recipient!",
  line.client_reference as "client_reference!", line.template_name as "template_name!",
  line.template_type as "template_type!", line.job_name as "job_name!", line.status as "status!",
  line.created_at as "created_at!", line.created_by_name, line.created_by_email_address,
  line.api_key_name
from unnest(:ids!::uuid[]) with ordinality as wanted (id, ord)
join notification_csv_rows line on line.id = wanted.id
where line.service_id = :service_id!
order by wanted.ord;

/* @name ListNotificationSummaries */
with weighed as materialized (
  -- Messages may be of megabytes: such a list ends early.
  select
    wanted.id, wanted.ord, message.template_id, message.template_version,
    sum(message.personalisation_bytes) over (order by wanted.ord) - message.personalisation_bytes
      as bytes_before
  from unnest(:ids!::uuid[]) with ordinality as wanted (id, ord)
  join notifications message on message.id = wanted.id and message.service_id = :service_id!
),
shown as materialized (
  select template.id, template.version, template.shape, template.email_files
  from (select distinct template_id, template_version from weighed) used
  join summary_templates template
    on template.id = used.template_id and template.version = used.template_version
)
select
  summary.id as "id!", summary.service_id as "service_id!", summary.job_row_number,
  summary.notification_type as "notification_type!",
  summary.notification_status as "notification_status!", summary.key_type as "key_type!",
  summary."to" as "to!", summary.normalised_to, summary.personalisation as "personalisation!",
  summary.document_links, summary.document_download_count, summary.reply_to_text,
  summary.unsubscribe_link, summary.reference, summary.client_reference,
  summary.billable_units as "billable_units!", summary.rate_multiplier::float8,
  summary.international as "international!", summary.phone_prefix, summary.postage, summary.sent_by,
  summary.api_key_id, summary.key_name, summary.created_at as "created_at!", summary.sent_at,
  summary.updated_at, summary.created_by, summary.job, shown.shape as "template!",
  shown.email_files as "email_files!"
from weighed
join notification_summaries summary on summary.id = weighed.id
join shown on shown.id = summary.template_id and shown.version = summary.template_version
where weighed.bytes_before < :most_bytes!
order by weighed.ord;

/* @name SearchNotificationsOfService */
-- The newest that a whole recipient, a part of one or a part of a reference finds.
select probe.id as "id!"
from unnest(:types!::notification_type[]) as channel (type)
cross join lateral (
  select id, created_at
  from notifications
  where service_id = :service_id! and notification_type = channel.type and key_type <> 'test'
    and created_at >= coalesce(
      (select local_midnight(local_date(:now!) - :limit_days::integer)), '-infinity'::timestamptz
    )
    and (normalised_to like :recipient! or client_reference ilike :reference!)
    and (:statuses::text[] is null or notification_status::text = any (:statuses))
  order by created_at desc
  limit 51
) probe
order by probe.created_at desc, probe.id desc
limit 51;
