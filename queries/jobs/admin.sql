/* @name CountJobsOfService */
select count(*)::integer as "total!"
from jobs
where service_id = :service_id!
  and original_file_name not in ('Test message', 'Report')
  and (:statuses::text[] is null or job_status::text = any (:statuses))
  and (
    :limit_days::integer is null
    or created_at >= local_midnight(local_date(:now!) - :limit_days)
  );

/* @name CountMessagesOfJob */
select (select count(*) from notifications_all_time where job_id = job.id)::integer as "count!"
from jobs job
where job.id = :id! and job.service_id = :service_id!;

/* @name GetJobOfService */
select
  job.id as "id!",
  job.archived as "archived!",
  wire_timestamp(job.created_at) as "created_at!",
  job.created_by_id,
  person.name as created_by_name,
  job.job_status as "job_status!",
  job.notification_count as "notification_count!",
  job.original_file_name as "original_file_name!",
  wire_timestamp(job.processing_finished) as processing_finished,
  wire_timestamp(job.processing_started) as processing_started,
  wire_timestamp(job.scheduled_for) as scheduled_for,
  job.service_id as "service_id!",
  service.name as "service_name!",
  job.template_id as "template_id!",
  template.name as "template_name!",
  template.template_type as "template_type!",
  job.template_version as "template_version!",
  wire_timestamp(job.updated_at) as updated_at,
  (
    select
      coalesce(jsonb_agg(jsonb_build_object('status', status, 'count', number) order by status),
        '[]')
    from job_status_counts(job.id, :now!)
  ) as "statistics!"
from jobs job
join services service on service.id = job.service_id
join templates template on template.id = job.template_id
left join users person on person.id = job.created_by_id
where job.id = :id! and job.service_id = :service_id!;

/* @name GetScheduledJobStats */
select
  count(*)::integer as "count!",
  wire_timestamp(min(scheduled_for)) as soonest_scheduled_for
from jobs
where service_id = :service_id! and job_status = 'scheduled';

/* @name HasJobs */
select exists (select from jobs where service_id = :service_id!) as "has_jobs!";

/* @name ListJobsOfService */
with page as materialized (
  -- Messages are counted for the jobs of the page alone.
  select id, processing_started, created_at
  from jobs
  where service_id = :service_id!
    and original_file_name not in ('Test message', 'Report')
    and (:statuses::text[] is null or job_status::text = any (:statuses))
    and (
      :limit_days::integer is null
      or created_at >= local_midnight(local_date(:now!) - :limit_days)
    )
  order by processing_started desc nulls first, created_at desc, id
  limit :limit! offset :skipped!
)
select
  job.id as "id!",
  job.archived as "archived!",
  wire_timestamp(job.created_at) as "created_at!",
  job.created_by_id,
  person.name as created_by_name,
  job.job_status as "job_status!",
  job.notification_count as "notification_count!",
  job.original_file_name as "original_file_name!",
  wire_timestamp(job.processing_finished) as processing_finished,
  wire_timestamp(job.processing_started) as processing_started,
  wire_timestamp(job.scheduled_for) as scheduled_for,
  job.service_id as "service_id!",
  service.name as "service_name!",
  job.template_id as "template_id!",
  template.name as "template_name!",
  template.template_type as "template_type!",
  job.template_version as "template_version!",
  wire_timestamp(job.updated_at) as updated_at,
  (
    select
      coalesce(jsonb_agg(jsonb_build_object('status', status, 'count', number) order by status),
        '[]')
    from job_status_counts(job.id, :now!)
  ) as "statistics!"
from page
join jobs job on job.id = page.id
join services service on service.id = job.service_id
join templates template on template.id = job.template_id
left join users person on person.id = job.created_by_id
order by page.processing_started desc nulls first, page.created_at desc, page.id;
