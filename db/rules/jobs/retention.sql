create or replace function archive_jobs(as_of timestamptz, batch_size integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  archived_jobs integer;
begin
  with over as materialized (
    select job.id
    from jobs job
    join effective_retention kept_for
      on kept_for.service_id = job.service_id
        and kept_for.notification_type = job.notification_type
    where not job.archived
      -- What has begun goes on, however late, and may still be repaired for a day: it needs its
      -- rows.
      and job.job_status not in ('in progress', 'error')
      and (job.job_status <> 'finished'
        or job.processing_finished <= as_of - missing_rows_are_repaired_for())
      and coalesce(job.scheduled_for, job.created_at)
        < local_midnight(local_date(as_of) - kept_for.days_of_retention)
    order by job.id
    limit batch_size
    for no key update of job skip locked
  ),
  emptied as (
    delete from job_rows
    using over
    where job_rows.job_id = over.id
  ),
  deleted as (
    delete from files
    using over
    where files.about_id = over.id and files.purpose = 'spreadsheet'
  )
  update jobs
  set archived = true, updated_at = as_of,
    -- It would otherwise finish without a message.
    job_status = case when job_status in ('scheduled', 'pending') then 'cancelled'
      else job_status end
  from over
  where jobs.id = over.id;
  get diagnostics archived_jobs = row_count;
  return archived_jobs;
end
$$;
comment on function archive_jobs(timestamptz, integer) is 'Deletes the rows and the files of up to a batch of jobs that are past the retention of their channel, counted in local days from when they were to start; answers how many. The job itself stays; one that has not begun is cancelled, one that has begun keeps its rows until nothing can come of them. Source: specification, sending, removal of jobs.';
