create or replace view queue_depths as
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
