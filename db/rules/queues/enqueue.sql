-- Whoever notifies commits alone: PostgreSQL puts such commits in one line, each with its wait for
-- the disk. So those whose statements are many tell the workers afterwards and now and then
-- (src/wake.ts) in place of in the transaction. Acceptance by itself, one message a statement:
-- 134/s with and 373/s without on 8 connections; ten messages a statement on 4: 1,308/s and
-- 1,707/s, on a machine with other work.
create or replace function wake_workers(queue_names text[]) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), queue.name)
  from pgboss.queue
  where queue.name = any (queue_names) and queue.notify;
end;
comment on function wake_workers(text[]) is 'Tells the workers of queues that there is something to do. What they are not told of they find within a second (due_queues).';

-- Rejected: to do without pg-boss's two foreign keys to its queues, 7 microseconds each and job,
-- since its own migrations count on them.
--
-- pg-boss owns the schema pgboss; its job table is a documented contract. A bare insert would skip
-- the queue's own settings, so all of Crier's SQL enqueues through this function, and a test
-- compares its row with one that pg-boss makes.
--
-- A job's id is the id of what it is about (of messages that share one see messages.sql). A second
-- job for the same thing while the first one waits or runs is therefore impossible: it conflicts
-- and is left out. One that has ended, and is kept for a while, begins anew instead: it would
-- otherwise keep its message from being sent again. Those that are there are locked for that,
-- whatever their state, and so in the order of their ids.
create or replace function enqueue(
  queue_name text,
  job_ids uuid[],
  group_ids text[] default null,
  priorities integer[] default null,
  payloads jsonb[] default null,
  start_after timestamptz default now(),
  notifies boolean default true
) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  enqueued integer;
begin
  insert into pgboss.job as present (
    id, name, data, priority, start_after, created_on, group_id, expire_seconds, deletion_seconds,
    keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter,
    heartbeat_seconds
  )
  select
    job.id, queue.name, job.payload, coalesce(job.priority, 0), enqueue.start_after,
    pgboss.job_now(), job.group_id, queue.expire_seconds, queue.deletion_seconds,
    enqueue.start_after + queue.retention_seconds * interval '1 second', queue.retry_limit,
    queue.retry_delay, queue.retry_backoff, queue.retry_delay_max, queue.policy, queue.dead_letter,
    queue.heartbeat_seconds
  from pgboss.queue
  cross join unnest(job_ids, group_ids, priorities, payloads) as job (id, group_id, priority,
    payload)
  where queue.name = queue_name
  order by job.id
  on conflict (name, id) do update set
    data = excluded.data, priority = excluded.priority, state = 'created',
    start_after = excluded.start_after, created_on = excluded.created_on, started_on = null,
    completed_on = null, keep_until = excluded.keep_until, group_id = excluded.group_id,
    retry_count = 0, output = null, heartbeat_on = null,
    expire_seconds = excluded.expire_seconds, deletion_seconds = excluded.deletion_seconds,
    retry_limit = excluded.retry_limit, retry_delay = excluded.retry_delay,
    retry_backoff = excluded.retry_backoff, retry_delay_max = excluded.retry_delay_max,
    policy = excluded.policy, dead_letter = excluded.dead_letter,
    heartbeat_seconds = excluded.heartbeat_seconds
  where present.state in ('completed', 'cancelled', 'failed');
  get diagnostics enqueued = row_count;

  -- An unknown queue would swallow the jobs. In one condition the look would be begun every time.
  if enqueued = 0 then
    if not exists (select from pgboss.queue where name = queue_name) then
      raise exception 'queue % does not exist', queue_name
        using errcode = 'foreign_key_violation', constraint = 'job_has_a_queue';
    end if;
  end if;

  if notifies and enqueued > 0 and enqueue.start_after <= now() then
    perform wake_workers(array[queue_name]);
  end if;
  return enqueued;
end
$$;
comment on function enqueue(text, uuid[], text[], integer[], jsonb[], timestamptz, boolean) is 'Puts jobs on a pg-boss queue in the caller''s transaction, with the queue''s own retry, expiry, retention and dead-letter settings. Arrays run in parallel: id (what the job is about; each once), fairness group, priority (higher first), payload. A job that waits or runs stays as it is, one that has ended begins anew. notifies: whether the workers are told when this commits; otherwise the caller tells them by wake_workers. Answers how many were put on the queue.';

-- A worker that dies leaves its jobs to the next one at once, so the queue's own delay is 0; only
-- after a provider's failure does the worker ask for a pause before it fails the job.
create or replace function postpone_retries(queue_name text, job_ids uuid[], seconds integer)
  returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  with locked as materialized (
    select id
    from pgboss.job
    where name = queue_name and id = any (job_ids) and state = 'active'
    order by id
    for no key update
  )
  update pgboss.job set retry_delay = seconds
  from locked
  where job.name = queue_name and job.id = locked.id and job.state = 'active';
end;
comment on function postpone_retries(text, uuid[], integer) is 'Sets after how many seconds jobs that are about to fail are tried again.';

create or replace function queue_for(
  channel notification_type, key key_type, process template_process_type, owner uuid
) returns text
  language sql stable parallel safe
  return case
    when channel = 'letter' then 'create-letters-pdf-tasks'
    when key = 'test' then 'research-mode'
    when owner = notify_service_id() then 'notify-internal'
    when process = 'priority' then 'send-priority'
    else 'send-' || channel
  end;
comment on function queue_for(notification_type, key_type, template_process_type, uuid) is 'The queue that a message is sent from, or a letter''s PDF made. Test keys come before all else of texts and emails: they never delay a real message.';
grant execute on function queue_for(notification_type, key_type, template_process_type, uuid) to
  crier_reader;
