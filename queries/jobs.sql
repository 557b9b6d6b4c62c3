/* @name AcceptJob */
select accept_job(:id!, :now!);

/* @name AddJobRows */
-- Of a job that has begun in the same transaction, a thousand at a time: whatever the file, little
-- of it is in memory, here and there. COPY takes 0.8 s for a hundred thousand rows in place of 1.4,
-- but the driver (3.4.9) never answers when the server refuses a COPY at its end.
insert into job_rows (
  job_id, row_number, "to", normalised_to, personalisation, client_reference, rate_multiplier,
  international, phone_prefix, postage
)
select
  :id!, :first_row!::integer + given.position - 1, given."to", given.normalised_to,
  given.personalisation, given.client_reference, given.rate_multiplier,
  coalesce(given.international, false), given.phone_prefix, given.postage
from rows from (
  jsonb_to_recordset(:rows!::text::jsonb) as (
    "to" text, normalised_to text, personalisation jsonb, client_reference text,
    rate_multiplier numeric, international boolean, phone_prefix text, postage postage
  )
) with ordinality as given (
  "to", normalised_to, personalisation, client_reference, rate_multiplier, international,
  phone_prefix, postage, position
);

/* @name AnalyzeAfterJob */
select analyze_after_job(:id!);

/* @name ArchiveJobs */
select archive_jobs(:ids!, :now!) as "archived!";

/* @name BeginJob */
select job_id as "id!", is_new as "is_new!"
from begin_job(
  :id!, :service_id!, :notification_type!, :template_id!, :template_version!, :key_type!,
  :api_key_id, :name!, :row_count!, :reply_to_text, :reference, :scheduled_for::timestamptz,
  :idempotency_key, decode(:request_hash, 'hex'), :contact_list_id, :actor, :now!
);

/* @name CancelJob */
select cancel_job(:service_id!, :id!, :actor, :now!) as "is_cancelled!";

/* @name CancelLetterJob */
select cancel_letter_job(:service_id!, :id!, :actor, :now!) as letters;

/* @name CompleteJobs */
select complete_jobs(:now!) as "completed!";

/* @name GetJobAllowance */
select
  channel_limit as "channel_limit!", channel_left as "channel_left!",
  abroad_limit as "abroad_limit!", abroad_left as "abroad_left!"
from job_allowance(:service_id!, :notification_type!, :key_type!, :now!);

/* @name GetJobBy */
select
  job.id as "id!",
  job.name as "name!",
  job.status as "status!",
  job.notification_count as "notification_count!",
  job.notification_type as "notification_type!",
  job.template_id as "template_id!",
  job.template_version as "template_version!",
  job.reference,
  job.scheduled_for,
  job.created_at as "created_at!",
  job.processing_started,
  job.processing_finished,
  job.archived as "archived!",
  (
    select coalesce(jsonb_object_agg(status, number), '{}')
    from job_status_counts(job.id, :now!)
  ) as "statistics!"
from readable_jobs job
where job.id = :id! and job.service_id = :service_id!;

/* @name GetJobByKey */
-- What an Idempotency-Key was used for is known for 24 hours.
select id as "id!", request_hash = decode(:request_hash!, 'hex') as "is_same!"
from jobs
where service_id = :service_id! and key_type = :key_type! and idempotency_key = :idempotency_key!
  and created_at > :now!::timestamptz - interval '24 hours';

/* @name GetJobFile */
select file.id as "id!", file.name as "name!", file.size as "size!"
from readable_files file
where file.about_id = :id! and file.service_id = :service_id! and file.purpose = 'spreadsheet';

/* @name GetJobOwner */
select service_id, key_type
from jobs
where id = :id!;

/* @name ListJobRows */
-- The rows are gone with the retention; nothing is left to list then.
select
  job_row.row_number + 1 as "row_number!",
  job_row."to" as "recipient!",
  coalesce(job_row.client_reference, job.reference) as reference,
  job_row.outcome,
  job.job_status as "job_status!",
  job.notification_type as "notification_type!",
  message.id as notification_id,
  state.status as "status!"
from jobs job
join job_rows job_row on job_row.job_id = job.id
left join notifications message
  on message.job_id = job_row.job_id and message.job_row_number = job_row.row_number
cross join lateral (
  -- A row is waiting until it is a message, and skipped if it will be none.
  select
    case
      when message.id is not null then message.notification_status::text
      when job_row.outcome = 'stored' then 'waiting'
      when job_row.outcome is null
        and job.job_status not in ('cancelled', 'sending limits exceeded') then 'waiting'
      else 'skipped'
    end as status
) state
where job.id = :id!
  and job.service_id = :service_id!
  -- Rows are counted from 1 outside, so this is the first behind the one named.
  and job_row.row_number >= :after!
  and (:statuses::text[] is null or state.status = any (:statuses))
order by job_row.row_number
limit :limit!;

/* @name ListJobs */
with page as materialized (
  select job.id, job.created_at
  from jobs job
  where job.service_id = :service_id!
    and job.key_type = :key_type!
    and (
      :older_than::uuid is null
      or (job.created_at, job.id) < (
        select place.created_at, place.id
        from jobs place
        where place.id = :older_than and place.service_id = :service_id!
      )
    )
  order by job.created_at desc, job.id desc
  limit :limit!
)
select
  job.id as "id!",
  job.name as "name!",
  job.status as "status!",
  job.notification_count as "notification_count!",
  job.notification_type as "notification_type!",
  job.template_id as "template_id!",
  job.template_version as "template_version!",
  job.reference,
  job.scheduled_for,
  job.created_at as "created_at!",
  job.processing_started,
  job.processing_finished
from page
join readable_jobs job on job.id = page.id
order by page.created_at desc, page.id desc;

/* @name ListJobsPastRetention */
select id as "id!", service_id as "service_id!", is_by_hand as "is_by_hand!"
from jobs_past_retention(:now!)
where :after::uuid is null or id > :after
order by id
limit :limit!;

/* @name RescueStuckJobs */
select rescue_stuck_jobs(:now!) as "rescued!";

/* @name StartDueJobs */
select start_due_jobs(:now!) as "started!";

/* @name StartJob */
select start_job(:id!, :allowed::text[], :now!) as "is_started!";

/* @name StoreMissingRows */
select store_missing_rows(:now!, :batch_size!) as "stored!";

/* @name StoreNextRows */
select store_next_rows(:id!, :batch_size!, :now!) as "has_more!";
