/* @name ListNotificationsById */
select
  -- Any key of the service may read any of its live messages. Requests of a moment share a
  -- statement: ord says whose row it is.
  wanted.ord::integer as "ord!",
  notification.written as "written!"
from unnest(:service_ids!::uuid[], :ids!::uuid[]) with ordinality as wanted (service_id, id, ord)
join written_notifications notification
  on notification.id = wanted.id and notification.service_id = wanted.service_id;

/* @name ListNotifications */
with position as materialized (
  -- Where the page begins: at the top, or after a message of this service; after an unknown one
  -- there is nothing. Planner note: without a reference the page is what newest_notifications finds
  -- (db/rules/notifications/listing.sql). With one, which a service may give to a million messages,
  -- every wanted kind is one descent of notifications_client_reference_idx and reads at most a
  -- page, newest first; the probes' rows are then merged. So the cost is that of at most 84 short
  -- probes, whatever the depth. The reference is a column here, so that every plan holds both ways
  -- and the values choose. That, the lists of values in wanted_kinds and the "limit 1" keep the
  -- planner's guesses the same whether it knows the parameters or not, so that it soon settles on
  -- the general plan: planning costs as much as reading. Rejected: "status = any (…)" in one scan,
  -- which the planner answers by sorting all that match, or by walking past everything that does
  -- not (a rare status among a million rows: over a second). The page's size is written out,
  -- because a plan for a limit unknown takes another index and reads for seconds.
  select
    'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id,
    :reference::text as reference
  where :older_than::uuid is null
  union all
  select created_at, id, :reference
  from notifications
  where id = :older_than and service_id = :service_id!
  limit 1
),
page as materialized (
  select found.id, found.created_at
  from position
  cross join lateral (
    select id, created_at
    from newest_notifications(
      :service_id!, array[:key_type!]::key_type[], :types!, :statuses, :include_jobs!, true,
      '-infinity', position.created_at, position.id, 250
    )
    where position.reference is null
    union all
    select probe.id, probe.created_at
    from wanted_kinds(:types!, :statuses, :include_jobs!) as kind
    cross join lateral (
      select id, created_at
      from notifications
      where hashtextextended(client_reference, 0) = hashtextextended(position.reference, 0)
        and client_reference = position.reference
        and (service_id, key_type, job_id is null) =
          (:service_id!, :key_type!, kind.is_without_job)
        and (notification_type, notification_status) =
          (kind.notification_type, kind.notification_status)
        and (created_at, id) < (position.created_at, position.id)
      order by created_at desc, id desc
      limit 250
    ) probe
    where position.reference is not null
  ) found
  order by found.created_at desc, found.id desc
  limit 250
)
-- All of the page is one value: see readPage in src/notifications/written.ts. Messages may be of
-- megabytes: a page ends early, and the next one begins there. Planner note: weighed one after the
-- other only where there is one that is larger than its share, which is seldom; to weigh all so
-- took a tenth of the time. A larger one is not written here.
select
  case
    when coalesce(max(notification.personalisation_bytes), 0) <= :most_bytes!::integer / 250 then
      string_agg(
        case
          when notification.personalisation_bytes <= :most_bytes! / 250 then notification.written
        end,
        E'\n' order by page.created_at desc, page.id desc
      )
    else write_long_page(
      array_agg(page.id order by page.created_at desc, page.id desc), :most_bytes!
    )
  end as written
from page
join written_notifications notification using (id);

/* @name ListDeliveryEstimates */
select
  letter.ord::integer as "ord!",
  wire_timestamp(estimated_delivery(letter.created_at, letter.postage)) as estimated_delivery
from unnest(:created_ats!::timestamptz[], :postages!::text[])
  with ordinality as letter (created_at, postage, ord);

/* @name GetLetterFile */
-- What the printer has or is to have; of a letter that can not be printed, what it was to be.
select file.id as "id!", file.size as "size!", file.content_type as "content_type!"
from readable_files file
left join letter_pdfs pdf on pdf.file_id = file.id
where file.about_id = :notification_id!
  and (pdf.file_id is not null or :is_rejected!::boolean)
order by pdf.file_id is null, file.created_at desc
limit 1;
