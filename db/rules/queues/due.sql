-- Workers are told of what is put on a queue. What becomes due by itself (tries again, what was
-- asked for later), and what nobody told of, a process finds by this once a second for all of its
-- workers, of which each would otherwise ask for itself: 0.13 ms in place of 46 times 0.3 ms.
--
-- It goes from one queue's name to the next along the index that jobs are fetched by, so that it
-- costs the same however much waits: 0.26 ms with 120,000 jobs on two queues, of which 60,000 are
-- held back. Rejected: a probe for each queue, which the planner made a join with all that waits,
-- 15 ms.
create or replace function due_queues() returns table (queue text)
  language plpgsql
  -- Not stable: who may read everything calls whatever is, and has no part in pg-boss's tables.
  volatile
  -- A plan is kept, and must not be one for tables that were small when it was made.
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
begin
  return query
    with recursive found as (
      (
        select job.name
        from pgboss.job
        where job.state < 'active' and not job.blocked and job.start_after <= now()
        order by job.name
        limit 1
      )
      union all
      select (
        select job.name
        from pgboss.job
        where job.state < 'active' and not job.blocked and job.start_after <= now()
          and job.name > found.name
        order by job.name
        limit 1
      )
      from found
      where found.name is not null
    )
    select found.name
    from found
    where found.name is not null;
end
$$;
comment on function due_queues() is 'The queues that have a job which could be begun now.';
