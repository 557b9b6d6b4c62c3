create or replace view queue_depths as
select
  name as queue,
  coalesce(sum(messages) filter (where is_waiting and start_after <= now()), 0) as ready,
  coalesce(sum(messages) filter (where is_waiting and start_after > now()), 0) as deferred,
  coalesce(sum(messages) filter (where state = 'active'), 0) as active,
  coalesce(sum(messages) filter (where state = 'failed'), 0) as failed,
  extract(epoch from now() - min(created_on) filter (where is_waiting and start_after <= now()))
    ::float8 as oldest_seconds
from (
  select
    name, state, start_after, created_on, state in ('created', 'retry') as is_waiting,
    messages_of_job(data) as messages
  from pgboss.job
  where state < 'completed' or state = 'failed'
) job
group by name;
comment on view queue_depths is 'How many jobs wait, run and have failed on each queue, and how old the oldest waiting one is in seconds; a job that messages share counts as often as they are. Empty queues are absent.';
grant select on queue_depths to crier_reader;
