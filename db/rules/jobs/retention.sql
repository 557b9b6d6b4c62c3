create or replace function jobs_past_retention(as_of timestamptz)
  returns table (id uuid, service_id uuid, is_by_hand boolean)
  language sql stable
begin atomic
  select job.id, job.service_id, job.api_key_id is null
  from jobs job
  join effective_retention kept_for
    on kept_for.service_id = job.service_id
      and kept_for.notification_type = job.notification_type
  where not job.archived
    -- What has begun goes on, however late, and may still be repaired for a day: it needs its rows.
    and job.job_status not in ('in progress', 'error')
    and (job.job_status <> 'finished'
      or job.processing_finished <= as_of - missing_rows_are_repaired_for())
    and coalesce(job.scheduled_for, job.created_at)
      < local_midnight(local_date(as_of) - kept_for.days_of_retention);
end;
comment on function jobs_past_retention(timestamptz) is 'Jobs whose rows and files are still there, past the retention of their channel, counted in local days from when they were to start; not those of which something can still come. Source: specification, sending, removal of jobs.';
grant execute on function jobs_past_retention(timestamptz) to crier_reader;

-- They are locked first: the statement after it, whose snapshot is newer, sees which of them have
-- begun meanwhile. What somebody else has locked just now is left to the next night.
create or replace function archive_jobs(over uuid[], as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  held uuid[] := array(
    select job.id
    from jobs job
    where job.id = any (over)
    order by job.id
    for no key update skip locked
  );
  archived_jobs integer;
begin
  with due as materialized (
    select id
    from jobs_past_retention(as_of)
    where id = any (held)
  ),
  emptied as (
    delete from job_rows
    using due
    where job_rows.job_id = due.id
  ),
  deleted as (
    delete from files
    using due
    where files.about_id = due.id and files.purpose = 'spreadsheet'
  )
  update jobs
  set archived = true, updated_at = as_of,
    -- It would otherwise finish without a message.
    job_status = case when job_status in ('scheduled', 'pending') then 'cancelled'
      else job_status end
  from due
  where jobs.id = due.id;
  get diagnostics archived_jobs = row_count;
  return archived_jobs;
end
$$;
comment on function archive_jobs(uuid[], timestamptz) is 'Deletes the rows and the files of those of these jobs that are past their retention; answers how many. The job itself stays; one that has not begun is cancelled. Source: specification, sending, removal of jobs.';
