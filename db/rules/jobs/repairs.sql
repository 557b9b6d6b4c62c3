create or replace function missing_rows_wait(most_rows integer) returns interval
  language sql immutable parallel safe
  return most_rows / 5000 * interval '1 minute';
comment on function missing_rows_wait(integer) is 'How long a finished job may still be without some of its messages: a minute for every 5,000 rows that a job may have, because twice the rows take twice the time. Source: specification, sending, missing rows: 10 minutes for 50,000 rows, 20 for 100,000.';
grant execute on function missing_rows_wait(integer) to crier_reader;

create or replace function missing_rows_are_repaired_for() returns interval
  language sql immutable parallel safe
  return interval '1 day';
comment on function missing_rows_are_repaired_for() is 'How long after its end a job that lacks messages is looked after. Source: specification, sending, missing rows.';
grant execute on function missing_rows_are_repaired_for() to crier_reader;

-- Only read for jobs of the last day, whose messages nobody has archived: no retention is shorter.
create or replace view missing_job_rows as
select job_rows.job_id, job_rows.row_number
from job_rows
where (job_rows.outcome is null or job_rows.outcome = 'stored')
  and not exists (
    select from notifications
    where notifications.job_id = job_rows.job_id
      and notifications.job_row_number = job_rows.row_number
  );
comment on view missing_job_rows is 'Rows of jobs that ought to be messages and are not, as long as nothing of the job is archived.';
grant select on missing_job_rows to crier_reader;

create or replace function store_missing_rows(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  stored_rows integer;
begin
  with finished as materialized (
    select id
    from jobs
    where job_status = 'finished'
      and processing_finished > as_of - missing_rows_are_repaired_for()
      and processing_finished <= as_of - missing_rows_wait(most_job_rows())
    order by id
    for no key update skip locked
  ),
  missing as (
    select job_id, row_number
    from finished
    join missing_job_rows on missing_job_rows.job_id = finished.id
    order by job_id, row_number
    limit batch_size
  ),
  stored as (
    select store_rows_of_job(job_id, row_numbers, as_of) as rows,
      queue_rows_of_job(job_id, row_numbers, as_of)
    from (
      select job_id, array_agg(row_number) as row_numbers
      from missing
      group by job_id
    ) of_job
  )
  select coalesce(sum(rows), 0) into stored_rows from stored;
  return stored_rows;
end
$$;
comment on function store_missing_rows(timestamptz, integer) is 'Makes messages of the rows that finished jobs lack, up to a batch; answers how many. Jobs that have lacked some for a day stay as they are.';

create or replace function complete_jobs(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  completed integer;
begin
  with finished as materialized (
    select id
    from jobs
    where job_status = 'finished' and processing_finished > as_of - missing_rows_are_repaired_for()
    order by id
    for no key update skip locked
  )
  update jobs set job_status = 'finished all notifications created', updated_at = as_of
  from finished
  where jobs.id = finished.id
    and not exists (select from missing_job_rows where job_id = finished.id);
  get diagnostics completed = row_count;
  return completed;
end
$$;
comment on function complete_jobs(timestamptz) is 'Marks the finished jobs of the last day of which every row is a message, or has another outcome; answers how many.';

create or replace function rescue_stuck_jobs(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  stuck uuid[];
  owners text[];
begin
  with still as materialized (
    -- Whoever works on one holds it.
    select id, service_id, job_status
    from jobs
    where job_status in ('pending', 'in progress', 'error')
      and coalesce(heartbeat_at, scheduled_for, created_at) <= as_of - interval '30 minutes'
    order by id
    for no key update skip locked
  ),
  marked as (
    update jobs set job_status = 'error', updated_at = as_of
    from still
    where jobs.id = still.id and still.job_status = 'in progress'
  )
  select array_agg(id order by id), array_agg(service_id::text order by id) into stuck, owners
  from still;
  return coalesce(enqueue('jobs', stuck, owners), 0);
end
$$;
comment on function rescue_stuck_jobs(timestamptz) is 'Puts jobs of which nothing has been heard for half an hour back on their queue, however long ago that was, and marks those in progress as errors until they go on; answers how many.';
