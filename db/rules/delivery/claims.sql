-- No provider call can be undone, so a batch is claimed before its first call and the claim ends
-- with the record of its outcomes. A worker that dies in between leaves it open, and nobody can say
-- which of its messages were handed over. Whoever has the jobs next finds them in that claim: they
-- are not sent again until their provider had time to answer for them (receipt_wait_seconds), by a
-- receipt under our own reference, which makes them sent. If none has come by then they are sent
-- again: better twice than never.
--
-- The messages are locked first, in the order of their ids, so that of two that claim the same
-- messages one holds them; the statement after it, whose snapshot is newer, sees the claims that
-- were committed meanwhile. What somebody else has locked just now is being claimed, recorded or
-- received: it comes again a moment later and holds up no other.
create or replace function claim_deliveries(
  claim uuid, wanted uuid[], as_of timestamptz default clock_timestamp()
)
  returns table (notification_id uuid, held_seconds integer)
  language plpgsql
  rows 100
  -- See record_deliveries.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan
  set search_path = public, pg_temp
as $$
declare
  unsent uuid[] := array(
    select notification.id
    from notifications notification
    where notification.id = any (wanted)
      -- Equality would let a plan that is made while the table is small read all that wait, by the
      -- index of what is unfinished.
      and notification.notification_status is not distinct from 'created'
    order by notification.id
    for no key update skip locked
  );
begin
  return query
  with left_open as materialized (
    select message.id, max(other.claimed_at) as claimed_at
    from delivery_claims other
    cross join unnest(other.notification_ids) as message (id)
    where other.id <> claim
      -- Not a join, of which only loops are left: a list that is hashed once. With twenty batches
      -- in flight a claim takes 11 microseconds a message so, and 29 with = any (unsent).
      and (message.id in (select unnest(unsent))) is true
    group by message.id
  ),
  held as materialized (
    select
      notification.id,
      ceil(extract(epoch from left_open.claimed_at + waits.longest - as_of))::integer as seconds
    from left_open
    join notifications notification on notification.id = left_open.id
    -- The longest of those that it may have been handed to, whichever was drawn or came second.
    join lateral (
      select make_interval(secs => max(provider.receipt_wait_seconds)) as longest
      from drawable_providers provider
      where provider.takes_tests = (notification.key_type = 'test')
        and provider.notification_type = notification.notification_type
    ) waits
      -- A claim further ahead than that was made by a clock that ran ahead.
      on left_open.claimed_at > as_of - waits.longest
      and left_open.claimed_at <= as_of + waits.longest
  ),
  claimed as (
    insert into delivery_claims (id, claimed_at, notification_ids)
    select claim, as_of, array_agg(message.id)
    from unnest(unsent) as message (id)
    where message.id not in (select held.id from held)
    having count(*) > 0
  )
  select message.id, held.seconds
  from unnest(unsent) as message (id)
  left join held on held.id = message.id
  union all
  select notification.id, 5
  from notifications notification
  where cardinality(unsent) < cardinality(wanted)
    and notification.id = any (wanted) and notification.id <> all (unsent)
    and notification.notification_status is not distinct from 'created';
end
$$;
comment on function claim_deliveries(uuid, uuid[], timestamptz) is 'Claims messages for a batch that is about to send them; answers those that still are to be sent, with the seconds to wait for those that another batch has claimed and may have handed over.';

create or replace function abandon_delivery_claims(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with abandoned as (
    delete from delivery_claims
    where id in (
      select id
      from delivery_claims
      -- No wait is longer.
      where claimed_at < as_of - interval '1 hour' or claimed_at > as_of + interval '1 hour'
      order by id
      for update skip locked
    )
    returning id
  )
  select count(*)::integer from abandoned;
end;
comment on function abandon_delivery_claims(timestamptz) is 'Deletes claims whose workers never came back and that hold nothing any more; answers how many.';
