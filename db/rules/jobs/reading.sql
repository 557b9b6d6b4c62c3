-- What people see of a job, one by itself or in a list. Its statistics are not here: they are
-- counted for the jobs that are shown, as of a time (job_status_counts).
create or replace view job_summaries as
select
  job.id, job.archived, wire_timestamp(job.created_at) as created_at, job.created_by_id,
  person.name as created_by_name, job.job_status, job.notification_count, job.original_file_name,
  wire_timestamp(job.processing_finished) as processing_finished,
  wire_timestamp(job.processing_started) as processing_started,
  wire_timestamp(job.scheduled_for) as scheduled_for,
  job.service_id, service.name as service_name, job.template_id, template.name as template_name,
  template.template_type, job.template_version, wire_timestamp(job.updated_at) as updated_at
from jobs job
join services service on service.id = job.service_id
join templates template on template.id = job.template_id
left join users person on person.id = job.created_by_id;
comment on view job_summaries is 'Jobs with the names of their service, template and maker, and times as the internal API writes them. Personal data: created_by_name, original_file_name.';
grant select (id, archived, created_at, created_by_id, job_status, notification_count,
  processing_finished, processing_started, scheduled_for, service_id, service_name, template_id,
  template_name, template_type, template_version, updated_at)
  on job_summaries to crier_reader;
