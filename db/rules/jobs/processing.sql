-- Several processes may hold the same job, or hold it again after one was killed: each of these
-- functions locks the job, looks at its status and goes on from the row that it names. So whatever
-- is done twice is done once.
create or replace function start_due_jobs(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  due uuid[];
  owners text[];
begin
  with locked as materialized (
    select id
    from jobs
    where job_status = 'scheduled' and scheduled_for <= as_of
    order by id
    for no key update skip locked
  ),
  started as (
    update jobs set job_status = 'pending', updated_at = as_of
    from locked
    where jobs.id = locked.id
    returning jobs.id, jobs.service_id
  )
  select array_agg(id order by id), array_agg(service_id::text order by id) into due, owners
  from started;
  return coalesce(enqueue('jobs', due, owners), 0);
end
$$;
comment on function start_due_jobs(timestamptz) is 'Puts the jobs whose time has come on their queue; answers how many. Those that somebody cancels just now are left to him.';

create or replace function stop_job(stopped_id uuid, owner uuid, as_of timestamptz) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(notify_user_id(), as_of);
  perform queue_rows_of_job(stopped_id, array_agg(number order by number), as_of)
  from jobs
  cross join generate_series(next_queued_row_number, next_row_number - 1) number
  where id = stopped_id
  having count(*) > 0;
  update jobs
  set job_status = 'cancelled', next_queued_row_number = next_row_number, updated_at = as_of,
    processing_finished = case when processing_started is not null then as_of end
  where id = stopped_id;
  perform note_event(
    'stop_job', owner, jsonb_build_object('job_id', stopped_id, 'reason', 'service is not active'),
    notify_user_id(), as_of
  );
end
$$;
comment on function stop_job(uuid, uuid, timestamptz) is 'Cancels a job whose service is not active: its rows that are no messages yet are not sent, and those that are go to their queue as any others. The caller has locked it. Source: specification, sending, process-job.';

create or replace function start_job(started_id uuid, allowed text[], as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  job record;
  fits boolean := true;
begin
  select jobs.service_id, jobs.job_status, jobs.notification_type, jobs.is_counted, service.active
  into job
  from jobs
  join services service on service.id = jobs.service_id
  where jobs.id = started_id
  for no key update of jobs;
  if job.job_status in ('in progress', 'error') then
    update jobs set job_status = 'in progress', heartbeat_at = as_of, updated_at = as_of
    where id = started_id and job_status = 'error';
    return true;
  elsif job.job_status is distinct from 'pending' then
    return false;
  elsif not job.active then
    perform stop_job(started_id, job.service_id, as_of);
    return false;
  end if;

  if allowed is not null then
    update job_rows set outcome = 'recipient-not-allowed'
    where job_id = started_id
      and not exists (
        select from unnest(allowed) as one (recipient) where one.recipient = normalised_to
      );
  end if;
  if job.notification_type = 'sms' and not exists (
    select from service_permissions
    where service_id = job.service_id and permission = 'international_sms'
  ) then
    update job_rows set outcome = 'international-not-allowed'
    where job_id = started_id and phone_prefix <> '44' and outcome is null;
  end if;

  -- A claim of nothing would ask whether one more fits.
  if not job.is_counted and exists (
    select from job_rows where job_id = started_id and outcome is null
  ) then
    select is_granted into fits from claim_allowance_of_job(started_id, as_of);
  end if;
  update jobs
  set job_status = case when fits then 'in progress' else 'sending limits exceeded' end::job_status,
    is_counted = fits,
    processing_started = case when fits then as_of end,
    heartbeat_at = case when fits then as_of end,
    processing_finished = case when not fits then as_of end,
    updated_at = as_of
  where id = started_id;
  return fits;
end
$$;
comment on function start_job(uuid, text[], timestamptz) is 'Starts a job, or finds it started; answers whether its rows are to be made messages. allowed: the recipients that alone may be written to, canonical; null is everybody. What its service may not send to any more is left out with that outcome; the rest is counted against the day''s limits, if it has not been, all or none. Source: specification, sending, jobs.';

create or replace function store_rows_of_job(stored_id uuid, numbers integer[], as_of timestamptz)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  job record;
  stored_rows integer;
begin
  select
    service_id, template_id, template_version, notification_type, key_type, api_key_id,
    reply_to_text, reference
  into job
  from jobs
  where id = stored_id;

  with waiting as materialized (
    select
      uuidv7() as id, row_number as number, "to", normalised_to, personalisation, client_reference,
      rate_multiplier, international, phone_prefix, postage,
      case when postage is not null then new_letter_reference() end as reference
    from job_rows
    where job_id = stored_id and row_number = any (numbers)
      and (outcome is null or outcome = 'stored')
  ),
  stored as materialized (
    select message.id
    from (
      select
        array_agg(row(
          id, job.service_id, job.template_id, job.template_version, job.notification_type,
          job.key_type, null, null, null, null, null, job.api_key_id, null, stored_id, number,
          "to", normalised_to, personalisation, null, job.reply_to_text, null, reference,
          coalesce(client_reference, job.reference), null, rate_multiplier, international,
          phone_prefix, postage, null, null, null
        )::notifications) as messages
      from waiting
      having count(*) > 0
    ) made
    cross join lateral store_notifications(made.messages, as_of) as message (id)
  ),
  noted as (
    -- Not joined with those that wait: a plan made while the table is small would compare each of
    -- them with each, which cost the first batch of an installation 0.38 s in place of 0.04.
    update job_rows set outcome = 'stored'
    where job_id = stored_id and row_number = any (numbers) and outcome is null
  )
  select count(*) into stored_rows from stored;
  return stored_rows;
end
$$;
comment on function store_rows_of_job(uuid, integer[], timestamptz) is 'Makes messages of some rows of a job; answers how many are new. The caller has locked the job. Rows that are messages already stay what they are. They are sent when queue_rows_of_job has put them on their queue.';

create or replace function queue_rows_of_job(queued_id uuid, numbers integer[], as_of timestamptz)
  returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  job record;
  ahead double precision;
begin
  select
    jobs.service_id, jobs.notification_type, jobs.key_type, template.process_type,
    service.rate_limit
  into job
  from jobs
  join templates template on template.id = jobs.template_id
  join services service on service.id = jobs.service_id
  where jobs.id = queued_id;

  insert into job_backlogs as present (service_id, key_type, backlog, reckoned_at)
  values (job.service_id, job.key_type, cardinality(numbers), as_of)
  on conflict (service_id, key_type) do update
  set backlog = excluded.backlog + greatest(present.backlog - job.rate_limit / 60.0
      * greatest(extract(epoch from excluded.reckoned_at - present.reckoned_at), 0), 0),
    reckoned_at = excluded.reckoned_at
  returning backlog - cardinality(numbers) into ahead;

  perform case when job.notification_type = 'letter'
      then enqueue(due.queue, due.ids, due.owners, due.priorities)
      else enqueue_messages(due.queue, due.ids, due.owners, due.priorities)
    end
  from (
    select
      queue_for(job.notification_type, job.key_type, job.process_type, job.service_id) as queue,
      array_agg(message.id order by message.number) as ids,
      array_agg(job.service_id::text) as owners,
      array_agg(message.priority order by message.number) as priorities
    from (
      select
        id, job_row_number as number,
        -- Behind the service's own single messages, which begin at 0; letters of test keys come
        -- last.
        fair_priority(100 + ahead + row_number() over (order by job_row_number)) - case
          when job.notification_type = 'letter' and job.key_type = 'test' then 1001 else 0
        end as priority
      from notifications
      where job_id = queued_id and job_row_number = any (numbers)
        -- Those have their PDF made, though they are delivered before.
        and notification_status in (
          status_at_acceptance(job.notification_type, job.key_type, false),
          status_at_acceptance(job.notification_type, job.key_type, true)
        )
    ) message
    having count(*) > 0
  ) due;
end
$$;
comment on function queue_rows_of_job(uuid, integer[], timestamptz) is 'Puts the messages of some rows of a job on their queue, behind those that its service sends by themselves. The caller has locked the job.';

-- All rows are stored before the first of them is queued: by itself a row takes PostgreSQL 40
-- microseconds, and 190 beside workers that send those before it, on two cores.
create or replace function store_next_rows(stored_id uuid, batch_size integer, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  job record;
  next_row integer;
  next_queued integer;
begin
  select
    jobs.next_row_number, jobs.next_queued_row_number, jobs.notification_count, jobs.service_id,
    service.active
  into job
  from jobs
  join services service on service.id = jobs.service_id
  where jobs.id = stored_id and jobs.job_status = 'in progress'
  for no key update of jobs;
  if not found then
    return false;
  elsif not job.active then
    perform stop_job(stored_id, job.service_id, as_of);
    return false;
  end if;
  next_row := least(job.next_row_number + batch_size, job.notification_count);
  perform store_rows_of_job(
    stored_id, array(select generate_series(job.next_row_number, next_row - 1)), as_of
  );
  next_queued := job.next_queued_row_number;
  if next_row = job.notification_count then
    -- The fewer batches the better: those who send are at work from the first one on.
    next_queued := least(next_queued + 20 * batch_size, next_row);
    perform queue_rows_of_job(
      stored_id, array(select generate_series(job.next_queued_row_number, next_queued - 1)), as_of
    );
  end if;
  update jobs
  set next_row_number = next_row, next_queued_row_number = next_queued, heartbeat_at = as_of,
    updated_at = as_of,
    job_status = case when next_queued = notification_count then 'finished'::job_status
      else job_status end,
    processing_finished = case when next_queued = notification_count then as_of end
  where id = stored_id;
  return next_queued < job.notification_count;
end
$$;
comment on function store_next_rows(uuid, integer, timestamptz) is 'Makes messages of the next rows of a job in progress, up to a batch, or puts those that are stored on their queue, up to twenty batches; answers whether more is left to do. The last of them finishes the job. Of a service that is not active any more nothing more is stored: see stop_job.';
