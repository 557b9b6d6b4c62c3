-- Messages that are put on a queue together share jobs, ten at most: of the 454 microseconds that a
-- text costs PostgreSQL from acceptance to its receipt, in statements of 36, a job of its own is
-- 110 (30 to make it, 43 to fetch and 39 to complete it), besides what pg-boss does for each in the
-- worker. More in one would save little, and what a worker fetches would be less of an even share.
--
-- They share it until somebody has tried: those that are to be tried again get jobs of their own,
-- whose id is the message's, as the job of a message that came alone. So a message's attempts are
-- counted by itself, and no other waits with it.
create or replace function most_messages_of_job() returns integer
  language sql immutable parallel safe
  return 10;
comment on function most_messages_of_job() is 'How many messages share a job at most.';

create or replace function messages_of_job(payload jsonb) returns integer
  language sql immutable parallel safe
  return case when jsonb_typeof(payload) = 'array' then jsonb_array_length(payload) else 1 end;
comment on function messages_of_job(jsonb) is 'How many messages a job is about: its payload is the list of their ids where several share it.';

grant execute on function most_messages_of_job(), messages_of_job(jsonb) to crier_reader;

create or replace view message_jobs as
select
  message.id as notification_id, job.id as job_id, job.name as queue, job.state, job.priority,
  job.start_after
from pgboss.job
cross join lateral (
  select job.id
  where jsonb_typeof(job.data) is distinct from 'array'
  union all
  select shared.id::uuid
  from jsonb_array_elements_text(
    case when jsonb_typeof(job.data) = 'array' then job.data end
  ) as shared (id)
) message
where job.name in (select send_queues.queue from send_queues())
  or job.name in ('notify-internal', 'send-large');
comment on view message_jobs is 'Which texts and emails have which jobs of the queues that they are sent from; the state is the job''s.';
grant select on message_jobs to crier_reader;

create or replace function enqueue_messages(
  queue_name text, message_ids uuid[], owners text[], priorities integer[],
  notifies boolean default true
) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  -- One shares its job with none: the statement below would make it the same.
  if cardinality(message_ids) = 1 then
    return enqueue(queue_name, message_ids, owners, priorities, notifies => notifies);
  end if;

  return (
    with numbered as (
      select
        message.id, message.owner, message.priority, message.place,
        (row_number() over (partition by message.priority order by message.place) - 1)
          / most_messages_of_job() as share
      from unnest(message_ids, owners, priorities) with ordinality as message (id, owner, priority,
        place)
    ),
    shared as (
      select
        array_agg(id order by place) as ids, min(owner) as owner, priority, min(place) as place
      from numbered
      group by priority, share
    ),
    job as (
      select
        case when cardinality(ids) = 1 then ids[1] else uuidv7() end as id,
        case when cardinality(ids) = 1 then owner end as owner, priority,
        case when cardinality(ids) > 1 then to_jsonb(ids) end as payload, place
      from shared
    )
    select coalesce(
      enqueue(queue_name, array_agg(id order by place), array_agg(owner order by place),
        array_agg(priority order by place), array_agg(payload order by place),
        notifies => notifies),
      0
    )
    from job
  );
end
$$;
comment on function enqueue_messages(text, uuid[], text[], integer[], boolean) is 'Puts messages on the queue that they are sent from, in the caller''s transaction: those of one priority share jobs, in their order. Arrays run in parallel: message, its service, priority. Answers how many jobs were put on the queue.';

create or replace function separate_messages(
  queue_name text, message_ids uuid[], owners text[], priorities integer[], seconds integer[],
  attempts_left integer[]
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform enqueue(queue_name, message_ids, owners, priorities, notifies => false);
  with own as (
    select id, later, retries
    from unnest(message_ids, seconds, attempts_left) as own (id, later, retries)
  ),
  locked as materialized (
    select job.id, own.later, own.retries
    from own
    join pgboss.job on job.name = queue_name and job.id = own.id
    where job.state = 'created'
    order by job.id
    for no key update of job
  )
  update pgboss.job
  set start_after = job.created_on + make_interval(secs => locked.later),
    retry_limit = locked.retries
  from locked
  where job.name = queue_name and job.id = locked.id;
end
$$;
comment on function separate_messages(text, uuid[], text[], integer[], integer[], integer[]) is 'Gives messages that shared a job, which is about to be completed, jobs of their own: they are tried again after so many seconds, and as many times after that. One that has a job that waits or runs keeps that. Arrays run in parallel.';
