create or replace function job_status_counts(counted_id uuid, as_of timestamptz)
  returns table (status notification_status, number bigint)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  with job as (
    select
      id, processing_started,
      -- Facts have no messages of test keys.
      key_type <> 'test'
        and processing_started < local_midnight(local_date(as_of) - 3) as has_facts
    from jobs
    where id = counted_id and processing_started is not null
  )
  select fact.notification_status, sum(fact.notification_count)::bigint
  from job
  join ft_notification_status fact on fact.job_id = job.id
  where job.has_facts
    -- Said for the index of facts of jobs, without which each job of a page reads all facts.
    and fact.job_id <> '00000000-0000-0000-0000-000000000000'
  group by fact.notification_status
  union all
  select message.notification_status, count(*)
  from job
  join notifications_all_time message
    on message.job_id = job.id
    -- Said for the months of history, of which only those are read that may have some; a day for
    -- clocks of processes that differ.
    and message.created_at >= job.processing_started - interval '1 day'
  where not job.has_facts
  group by message.notification_status;
end;
comment on function job_status_counts(uuid, timestamptz) is 'How many messages of a job have each status: none before it has started; the messages themselves for three local days, whose statuses may still change; then the facts of them. Source: specification, sending, jobs.';
grant execute on function job_status_counts(uuid, timestamptz) to crier_reader;
