-- A service's callbacks are sent by one process at a time. It has a lease of the service, not of
-- each callback: that costs a statement every few seconds in place of an update a callback, keeps
-- the number of calls to a service at once, and makes the order of a message's events a matter of
-- one reading. A process that dies is replaced when its lease ends; what it had in hand is sent
-- again. The clock is the database's, so that the clocks of several machines need not agree.
create or replace function callback_lease() returns interval
  language sql immutable parallel safe
  return interval '15 seconds';
comment on function callback_lease() is 'How long a process has a service to itself unless it asks again. Three times what a call takes at most.';

-- One probe for each service that anything waits for, 14 microseconds, however much it is: one that
-- has a million waiting hides nobody.
create or replace function earliest_callbacks()
  returns table (service_id uuid, next_attempt_at timestamptz)
  language sql stable
  -- A plan made while the table is small would go on reading all of it when it has grown.
  set enable_seqscan = off
  set search_path = public, pg_temp
begin atomic
  with recursive earliest as (
    (
      select callback.service_id, callback.next_attempt_at
      from service_callbacks callback
      where callback.status = 'waiting'
      order by callback.service_id, callback.next_attempt_at
      limit 1
    )
    union all
    select following.service_id, following.next_attempt_at
    from earliest
    cross join lateral (
      select callback.service_id, callback.next_attempt_at
      from service_callbacks callback
      where callback.status = 'waiting' and callback.service_id > earliest.service_id
      order by callback.service_id, callback.next_attempt_at
      limit 1
    ) following
  )
  select earliest.service_id, earliest.next_attempt_at from earliest;
end;
comment on function earliest_callbacks() is 'Every service that anything waits for, and when the first of it may be sent.';

-- The row is there before anything is due, so that a claim has nothing to make, and so nothing to
-- wait for.
create or replace function make_callback_drain() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  insert into service_callback_drains (service_id) values (new.service_id) on conflict do nothing;
  return null;
end
$$;
comment on function make_callback_drain() is 'Row trigger: a service that wants to be told something can be claimed by whoever tells it.';
create or replace trigger service_callback_api_make_drain after insert on service_callback_api
  for each row execute function make_callback_drain();

create or replace function claim_callback_services(
  worker uuid, most integer, as_of timestamptz default clock_timestamp()
) returns setof uuid
  language sql
  set enable_seqscan = off
  set search_path = public, pg_temp
begin atomic
  with locked as materialized (
    select drain.service_id
    from earliest_callbacks() as earliest
    join service_callback_drains drain on drain.service_id = earliest.service_id
    where earliest.next_attempt_at <= as_of
      and (
        drain.leased_until is null or drain.leased_until <= as_of
        -- Longer than any, even one that was given since this statement looked at the clock: by a
        -- clock that ran ahead.
        or drain.leased_until > as_of + 2 * callback_lease()
      )
    -- Whoever has waited longest comes first.
    order by drain.leased_until nulls first, drain.service_id
    limit most
    for update of drain skip locked
  )
  update service_callback_drains drain
  set leased_by = worker, leased_until = as_of + callback_lease()
  from locked
  where drain.service_id = locked.service_id
  returning drain.service_id;
end;
comment on function claim_callback_services(uuid, integer, timestamptz) is 'Gives a process services whose callbacks it alone sends while its lease lasts: up to so many that have some due and are nobody else''s. Each ends by release or by time.';

-- What waits for longer than any pause was written, or tried, by a clock that ran ahead. Rows that
-- somebody holds are left for the next call.
create or replace function turn_back_callbacks(as_of timestamptz default clock_timestamp())
  returns integer
  language plpgsql
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
declare
  turned integer;
begin
  with locked as materialized (
    select id
    from service_callbacks
    where status = 'waiting' and next_attempt_at > as_of + longest_callback_pause()
    order by id
    for no key update skip locked
  )
  update service_callbacks callback
  set next_attempt_at = as_of
  from locked
  where callback.id = locked.id;
  get diagnostics turned = row_count;
  return turned;
end
$$;
comment on function turn_back_callbacks(timestamptz) is 'Makes due what would wait for longer than any callback does; answers how many. Workers call it every half minute.';

create or replace function keep_callback_services(
  worker uuid, kept uuid[], released uuid[], as_of timestamptz default clock_timestamp()
) returns setof uuid
  language sql
  set search_path = public, pg_temp
begin atomic
  with locked as materialized (
    select service_id
    from service_callback_drains
    where service_id = any (kept || released) and leased_by = worker
    order by service_id
    for update
  ),
  renewed as (
    update service_callback_drains drain
    set leased_until = case when locked.service_id = any (kept) then as_of + callback_lease()
      else least(drain.leased_until, as_of)
    end
    from locked
    where drain.service_id = locked.service_id
    returning drain.service_id
  )
  select service_id from renewed where service_id = any (kept);
end;
comment on function keep_callback_services(uuid, uuid[], uuid[], timestamptz) is 'Renews a process''s leases of services, and gives others back; answers those that it still has: one that somebody else has taken meanwhile is not its any more.';

-- What comes later of one message waits until what came before has ended, delivered or not.
create or replace function due_callbacks(
  services uuid[], mosts integer[], as_of timestamptz default clock_timestamp()
) returns table (
    id uuid, service_id uuid, callback_type service_callback_type, payload text, url text,
    bearer_token_encrypted bytea
  )
  language sql
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set search_path = public, pg_temp
begin atomic
  select
    callback.id, held.service_id, callback.callback_type, callback.payload::text, wanted.url,
    wanted.bearer_token_encrypted
  from unnest(services, mosts) as held (service_id, most)
  cross join lateral (
    select one.id, one.callback_type, one.payload, one.next_attempt_at, one.position
    from service_callbacks one
    where one.service_id = held.service_id
      and one.status = 'waiting'
      and one.next_attempt_at <= as_of
      and (
        select true
        from service_callbacks earlier
        where earlier.about_id = one.about_id
          and earlier.status = 'waiting'
          and earlier.position < one.position
        limit 1
      ) is null
    order by one.next_attempt_at
    limit held.most
  ) callback
  -- Address and token are those of now: a service that mends its address is told there.
  left join service_callback_api wanted
    on wanted.service_id = held.service_id and wanted.callback_type = callback.callback_type
  order by callback.next_attempt_at, callback.position;
end;
comment on function due_callbacks(uuid[], integer[], timestamptz) is 'What is to be sent now for each of some services, up to a number for each, oldest first; of one message the first alone. Without an address the service wants it no more.';
grant execute on function callback_lease(), earliest_callbacks() to crier_reader;
