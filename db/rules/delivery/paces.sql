-- One row a provider, so whoever takes turns holds up others for the length of one short statement;
-- the sends themselves wait outside of any transaction.
create or replace function claim_turns(
  sender text, wanted integer, most_ahead interval, as_of timestamptz default clock_timestamp()
)
  returns table (granted integer, wait_seconds float8, gap_seconds float8)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  gap interval := (
    select interval '1 second' / messages_per_second::float8
    from provider_details
    where identifier = sender
  );
  first_at timestamptz;
begin
  if gap is null then
    return query select wanted, 0::float8, 0::float8;
    return;
  end if;
  insert into provider_paces (provider, next_at) values (sender, as_of)
  on conflict (provider) do nothing;
  -- A turn further ahead than anybody takes one was taken by a clock that ran ahead.
  select case when next_at > as_of + most_ahead + gap then as_of else greatest(next_at, as_of) end
  into first_at
  from provider_paces
  where provider = sender
  for update;
  granted := least(
    wanted, greatest(0, ceil(extract(epoch from as_of + most_ahead - first_at)
      / extract(epoch from gap)))::integer
  );
  update provider_paces set next_at = first_at + granted * gap where provider = sender;
  wait_seconds := extract(epoch from first_at - as_of);
  gap_seconds := extract(epoch from gap);
  return next;
end
$$;
comment on function claim_turns(text, integer, interval, timestamptz) is 'Takes turns at a provider with a limit of messages_per_second, for one process among many: so many are granted, the first after so many seconds, the others each a gap later. Turns further ahead than most_ahead are not granted. Without a limit all are, at once.';

-- A turn that did not come is no attempt, since a long queue at a slow provider would use all of
-- them up, and neither is to wait for news of what a worker that died had claimed.
create or replace function spare_attempts(queue_name text, job_ids uuid[], seconds integer)
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
  update pgboss.job set retry_delay = seconds, retry_limit = retry_limit + 1
  from locked
  where job.name = queue_name and job.id = locked.id and job.state = 'active';
end;
comment on function spare_attempts(text, uuid[], integer) is 'For jobs that are about to fail because their provider had no turn for them, or because they may have been handed over already: they are tried again after so many seconds, and lose none of their attempts.';
