create or replace view readable_jobs as
select
  id, service_id, original_file_name as name, job_status as status, notification_count,
  notification_type, template_id, template_version, reference,
  wire_timestamp(scheduled_for) as scheduled_for, wire_timestamp(created_at) as created_at,
  wire_timestamp(processing_started) as processing_started,
  wire_timestamp(processing_finished) as processing_finished, archived
from jobs;
comment on view readable_jobs is 'Jobs as the public API shows them. Personal data: name, reference.';
grant select (id, service_id, status, notification_count, notification_type, template_id,
  template_version, scheduled_for, created_at, processing_started, processing_finished, archived)
  on readable_jobs to crier_reader;

-- What people see of a job, one by itself or in a list. Its statistics are not here: they are
-- counted for the jobs that are shown, as of a time (job_status_counts).
create or replace view job_summaries as
select
  job.id, job.archived, job.contact_list_id, wire_timestamp(job.created_at) as created_at,
  job.created_by_id,
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
grant select (id, archived, contact_list_id, created_at, created_by_id, job_status,
  notification_count,
  processing_finished, processing_started, scheduled_for, service_id, service_name, template_id,
  template_name, template_type, template_version, updated_at)
  on job_summaries to crier_reader;

create or replace function job_statistics(counted_id uuid, as_of timestamptz) returns jsonb
  language sql stable
  set search_path = public, pg_temp
  return (
    select
      coalesce(
        jsonb_agg(jsonb_build_object('status', status, 'count', number) order by status), '[]'
      )
    from job_status_counts(counted_id, as_of)
  );
comment on function job_statistics(uuid, timestamptz) is 'What has become of a job''s messages, as the internal API shows it: a list of statuses with their counts.';

create or replace view listed_jobs as
select
  id, service_id, notification_type, notification_count, job_status, contact_list_id, created_at,
  scheduled_for, processing_started
from jobs
where original_file_name not in ('Test message', 'Report');
comment on view listed_jobs is 'Jobs that people find in lists: not the ones that Notify''s pages once made under these names. Source: specification, sending, jobs, read and cancel.';

create or replace function list_jobs_of_service(
  owner uuid, statuses text[], days integer, list uuid, as_of timestamptz
)
  returns table (id uuid, processing_started timestamptz, created_at timestamptz)
  language sql stable
begin atomic
  select job.id, job.processing_started, job.created_at
  from listed_jobs job
  where job.service_id = owner
    and (statuses is null or job.job_status::text = any (statuses))
    and (days is null or job.created_at >= local_midnight(local_date(as_of) - days))
    and (list is null or job.contact_list_id = list);
end;
comment on function list_jobs_of_service(uuid, text[], integer, uuid, timestamptz) is 'The jobs of a service that a list has, in no order: of some statuses, of so many local days, of a contact list; null is any. Source: specification, sending, jobs, read and cancel.';
grant select on listed_jobs to crier_reader;
grant execute on function job_statistics(uuid, timestamptz),
  list_jobs_of_service(uuid, text[], integer, uuid, timestamptz) to crier_reader;
