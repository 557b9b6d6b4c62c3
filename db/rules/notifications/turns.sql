create or replace function acceptance_turn(service_id uuid) returns bigint
  language sql immutable parallel safe
  return uuid_hash_extended(service_id, 20);
comment on function acceptance_turn(uuid) is 'The advisory lock of a service, which a call holds that accepts for this service alone.';
grant execute on function acceptance_turn(uuid) to crier_reader;

-- Midnight parts no two calls: for a minute on either side, longer than a call may take, both days'
-- rows are locked.
create or replace function days_of_turn(began_at timestamptz) returns date[]
  language sql stable parallel safe
  return case
    when ((began_at - interval '1 minute') at time zone 'UTC')::date
      = ((began_at + interval '1 minute') at time zone 'UTC')::date
      then array[(began_at at time zone 'UTC')::date]
    else array[((began_at - interval '1 minute') at time zone 'UTC')::date,
      ((began_at + interval '1 minute') at time zone 'UTC')::date]
  end;
comment on function days_of_turn(timestamptz) is 'The UTC days whose counters a call locks that begins at an instant.';
grant execute on function days_of_turn(timestamptz) to crier_reader;

create or replace function open_daily_usage(services uuid[], days date[]) returns void
  language plpgsql
  -- A plan made while a table is small would go on reading all of it when it has grown.
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
begin
  insert into service_daily_usage (service_id, day)
  select service.id, opened.day
  from (select distinct id from unnest(services) as service (id)) service
  cross join unnest(days) as opened (day)
  where not exists (
    select from service_daily_usage as existing
    where existing.service_id = service.id and existing.day = opened.day
  )
  order by service.id, opened.day
  on conflict do nothing;
end
$$;
comment on function open_daily_usage(uuid[], date[]) is 'Makes the counters of services for days that have none, in the order in which they are locked.';

-- All requests of a service meet at its row of service_daily_usage, which is locked first and in
-- order of service id, so that concurrent calls wait for each other and never deadlock.
--
-- No service is held up by another's work. A call for one service (waits) waits for its turn, and
-- holds an advisory lock of the service meanwhile and until it is done, be it long. A call for many
-- services shares that lock, and leaves out the services whose lock it finds taken or waited for:
-- their requests are answered as held, not looked at, and come again in calls of their own. For the
-- rows of the others it waits, because calls for many are short; should one not be free within
-- 200 ms (somebody else's transaction), all that are not free are left out. A turn that does not
-- come within two seconds is given up too, so that others get the connection.
-- Rejected: "skip locked" alone. Two processes with 100 services then find half of them held by
-- chance at every call, which halved the throughput.
create or replace function take_turns(services uuid[], days date[], waits boolean) returns uuid[]
  language plpgsql
  -- A plan made while a table is small would go on reading all of it when it has grown.
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
declare
  turns uuid[] := services;
  is_locked boolean := false;
  usual_patience text;
begin
  if not waits and cardinality(services) = 1 then
    if not pg_try_advisory_xact_lock_shared(acceptance_turn(services[1])) then
      return '{}';
    end if;
  elsif not waits then
    turns := array(
      select id
      from unnest(services) as service (id)
      where pg_try_advisory_xact_lock_shared(acceptance_turn(id))
    );
  end if;

  -- Most calls are for one service on one day whose row is free. They need no savepoint, whose lock
  -- would make the update that follows write a multixact; one row has no order to keep.
  if cardinality(turns) = 1 and cardinality(days) = 1
    and (not waits or pg_try_advisory_xact_lock(acceptance_turn(turns[1]))) then
    perform
    from service_daily_usage
    where service_id = turns[1] and day = days[1]
    for no key update skip locked;
    is_locked := found;
  end if;

  if not is_locked then
    usual_patience := current_setting('lock_timeout');
    perform set_config('lock_timeout', case when waits then '2s' else '200ms' end, true);
    begin
      if waits then
        perform pg_advisory_xact_lock(acceptance_turn(service.id))
        from (select id from unnest(services) as service (id) order by id) service;
      end if;

      perform open_daily_usage(turns, days);

      perform
      from service_daily_usage
      where service_id = any (turns) and day = any (days)
      order by service_id, day
      for no key update;
    exception when lock_not_available then
      perform set_config('lock_timeout', usual_patience, true);
      turns := array(
        select service_id
        from (
          select service_id
          from service_daily_usage
          where service_id = any (turns) and day = any (days)
          order by service_id, day
          for no key update skip locked
        ) locked
        group by service_id
        having count(*) = cardinality(days)
      );
    end;
    perform set_config('lock_timeout', usual_patience, true);
  end if;

  return turns;
end
$$;
comment on function take_turns(uuid[], date[], boolean) is 'Locks the counters of services for days, in order, until the transaction ends, and makes those that are missing. Answers the services whose turn it is. waits: the call is for one service and may take long; otherwise services that have such a call are left out.';
