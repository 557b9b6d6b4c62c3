-- migrate:up

-- pg-boss owns the schema pgboss; its job table is a documented contract. A bare insert would skip
-- the queue's own settings, so all of Crier's SQL enqueues through this function, and a test
-- compares its row with one that pg-boss makes.
--
-- A job's id is the id of what it is about. A second job for the same thing while the first one
-- waits or runs is therefore impossible: it conflicts and is left out. One that has ended, and is
-- kept for a while, begins anew instead: it would otherwise keep its message from being sent again.
create function enqueue(
  queue_name text,
  job_ids uuid[],
  group_ids text[] default null,
  priorities integer[] default null,
  payloads jsonb[] default null,
  start_after timestamptz default now()
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

  -- An unknown queue would swallow the jobs.
  if not exists (select from pgboss.queue where name = queue_name) then
    raise exception 'queue % does not exist', queue_name using errcode = 'foreign_key_violation';
  end if;

  if enqueued > 0 and enqueue.start_after <= now() and (select notify from pgboss.queue
    where name = queue_name) then
    perform pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), queue_name);
  end if;
  return enqueued;
end
$$;
comment on function enqueue(text, uuid[], text[], integer[], jsonb[], timestamptz) is 'Puts jobs on a pg-boss queue in the caller''s transaction, with the queue''s own retry, expiry, retention and dead-letter settings. Arrays run in parallel: id (what the job is about; each once), fairness group, priority (higher first), payload. A job that waits or runs stays as it is, one that has ended begins anew. Answers how many were put on the queue.';

-- The workers' role needs pg-boss''s tables, and nothing of its structure: queues are created by
-- whoever migrates.
grant usage on schema pgboss to crier_app;
grant select, insert, update, delete on all tables in schema pgboss to crier_app;
revoke execute on all functions in schema pgboss from public;
grant execute on all functions in schema pgboss to crier_app;
alter default privileges in schema pgboss grant select, insert, update, delete
  on tables to crier_app;
alter default privileges in schema pgboss grant execute on functions to crier_app;

-- A worker that dies leaves its jobs to the next one at once, so the queue's own delay is 0; only
-- after a provider's failure does the worker ask for a pause before it fails the job.
create function postpone_retries(queue_name text, job_ids uuid[], seconds integer) returns void
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

-- pg-boss keeps instants of the database's clock, and does nothing before they are reached: no
-- cron, no search for jobs of dead workers, no job. After a failover to a slower clock that would
-- be as long as the clocks differ.
create function turn_back_queues(as_of timestamptz default clock_timestamp()) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  -- Longer than it takes from one look at a clock to the next.
  latest timestamptz := as_of + interval '1 second';
  turned integer;
begin
  update pgboss.version
  set cron_on = least(cron_on, as_of), bam_on = least(bam_on, as_of),
    flow_on = least(flow_on, as_of), reindex_on = least(reindex_on, as_of)
  where greatest(cron_on, bam_on, flow_on, reindex_on) > latest;

  update pgboss.queue
  set monitor_claim_on = least(monitor_claim_on, as_of), monitor_on = least(monitor_on, as_of),
    maintain_on = least(maintain_on, as_of)
  where greatest(monitor_claim_on, monitor_on, maintain_on) > latest;

  -- Whether a job waits on purpose shows in its distance from when it was made or last begun.
  update pgboss.job
  set start_after = start_after - (greatest(created_on, started_on) - as_of),
    created_on = least(created_on, as_of), started_on = least(started_on, as_of),
    heartbeat_on = least(heartbeat_on, as_of)
  where state <= 'active' and greatest(created_on, started_on) > latest;
  get diagnostics turned = row_count;
  return turned;
end
$$;
comment on function turn_back_queues(timestamptz) is 'Brings what pg-boss noted by a clock that ran ahead back to the present; answers how many jobs. Workers call it every half minute.';

create function queue_for(channel notification_type, key key_type, process template_process_type,
  owner uuid) returns text
  language sql stable parallel safe
  return case
    when key = 'test' then 'research-mode'
    when owner = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553' then 'notify-internal'
    when process = 'priority' then 'send-priority'
    else 'send-' || channel
  end;
comment on function queue_for(notification_type, key_type, template_process_type, uuid) is 'The queue that a message is sent from. Test keys come first: they never delay a real message.';

-- pg-boss reads a task's zone from its row before every look at the clock, so the timetable follows
-- the setting in the same transaction, in all processes.
create function keep_timetable_zone() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  -- Programs beside PostgreSQL know the names of zones only, not its abbreviations and formulas.
  if not exists (select from pg_timezone_names where name = new.time_zone) then
    raise exception 'there is no time zone "%"', new.time_zone
      using errcode = 'check_violation', constraint = 'time_zone_has_a_name';
  end if;
  update pgboss.schedule
  set timezone = new.time_zone,
    options = options || jsonb_build_object('tz', new.time_zone),
    updated_on = pgboss.job_now()
  where name in ('ticks', 'nights');
  return null;
end
$$;
comment on function keep_timetable_zone() is 'Moves the timetable to the platform''s new time zone; refuses what is no zone''s name.';
create trigger settings_keep_timetable_zone after update of time_zone on settings
  for each row
  when (new.time_zone is distinct from old.time_zone)
  execute function keep_timetable_zone();

create view queue_depths as
select
  name as queue,
  count(*) filter (where state in ('created', 'retry') and start_after <= now()) as ready,
  count(*) filter (where state in ('created', 'retry') and start_after > now()) as deferred,
  count(*) filter (where state = 'active') as active,
  count(*) filter (where state = 'failed') as failed,
  extract(epoch from now() - min(created_on) filter (where state in ('created',
    'retry') and start_after <= now()))::float8
    as oldest_seconds
from pgboss.job
where state < 'completed' or state = 'failed'
group by name;
comment on view queue_depths is 'How many jobs wait, run and have failed on each queue, and how old the oldest waiting one is in seconds. Empty queues are absent.';
grant select on queue_depths to crier_reader;

-- What only reads is the reader's too.
grant execute on function queue_for(notification_type, key_type, template_process_type, uuid)
  to crier_reader;

-- migrate:down
drop view queue_depths;
drop trigger settings_keep_timetable_zone on settings;
drop function keep_timetable_zone();
drop function turn_back_queues(timestamptz);
drop function postpone_retries(text, uuid[], integer);
drop function queue_for(notification_type, key_type, template_process_type, uuid);
drop function enqueue(text, uuid[], text[], integer[], jsonb[], timestamptz);
