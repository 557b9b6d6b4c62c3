/* @name CountJobsOfService */
select count(*)::integer as "total!"
from list_jobs_of_service(
  :service_id!, :statuses, :limit_days, :contact_list_id, :now!
);

/* @name CountMessagesOfJob */
select (select count(*) from notifications_all_time where job_id = job.id)::integer as "count!"
from jobs job
where job.id = :id! and job.service_id = :service_id!;

/* @name GetJobOfService */
select
  job.id as "id!", job.archived as "archived!", job.contact_list_id,
  job.created_at as "created_at!", job.created_by_id, job.created_by_name, job.job_status as "job_status!",
  job.notification_count as "notification_count!",
  job.original_file_name as "original_file_name!", job.processing_finished,
  job.processing_started, job.scheduled_for, job.service_id as "service_id!",
  job.service_name as "service_name!", job.template_id as "template_id!",
  job.template_name as "template_name!", job.template_type as "template_type!",
  job.template_version as "template_version!", job.updated_at,
  job_statistics(job.id, :now!) as "statistics!"
from job_summaries job
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
  from list_jobs_of_service(
    :service_id!, :statuses, :limit_days, :contact_list_id, :now!
  )
  order by processing_started desc nulls first, created_at desc, id
  limit :limit! offset :skipped!
)
select
  job.id as "id!", job.archived as "archived!", job.contact_list_id,
  job.created_at as "created_at!", job.created_by_id, job.created_by_name, job.job_status as "job_status!",
  job.notification_count as "notification_count!",
  job.original_file_name as "original_file_name!", job.processing_finished,
  job.processing_started, job.scheduled_for, job.service_id as "service_id!",
  job.service_name as "service_name!", job.template_id as "template_id!",
  job.template_name as "template_name!", job.template_type as "template_type!",
  job.template_version as "template_version!", job.updated_at,
  job_statistics(job.id, :now!) as "statistics!"
from page
join job_summaries job on job.id = page.id
order by page.processing_started desc nulls first, page.created_at desc, page.id;
