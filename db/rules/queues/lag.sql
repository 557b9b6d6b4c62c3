create or replace function send_queues()
  returns table (
    queue text,
    notification_type notification_type,
    key_type key_type,
    process_type template_process_type
  )
  language sql immutable parallel safe
begin atomic
  select queue_for(channel.type, key, process, null), channel.type, key, process
  from (values ('sms'::notification_type), ('email')) as channel (type)
  cross join unnest(enum_range(null::key_type)) as key
  cross join unnest(enum_range(null::template_process_type)) as process;
end;
comment on function send_queues() is 'From which queue the API''s messages are sent, of every channel, key type and kind of template.';
grant execute on function send_queues() to crier_reader;

-- Acceptance must not run away from sending, which would come ever later. What counts is how long a
-- message would wait that came now, from a service within its fair share: the jobs that could run,
-- of priority 0, by the rate at which they are seen to be sent. A file of 100,000 rows sinks below
-- that by itself (fair_priority), and what waits for the pause after a provider's failure cannot
-- run yet. The age of the first in the queue tells too late: it is that of what was accepted when
-- the queue was short, and whoever steers by it overshoots by as much again.
--
-- From half of what is allowed on no more is accepted than is sent, and from the whole on a tenth
-- less: the share that is admitted is corrected at every measurement by how much too much came
-- since the last one. So a queue that has grown while workers or a provider were away is worked
-- off beside what comes, and whoever asks for what can be sent is refused nothing for it. While
-- none is sent at all there is nothing to steer by: messages are kept for when it goes on, as long
-- as longest_standstill_seconds.
--
-- 1.4 ms with nothing to measure, 12 ms with 60,000 waiting jobs. One process at a time measures,
-- once a second or, where very much waits, less often; no more is counted than would be too much.
create or replace function measure_queues(as_of timestamptz default clock_timestamp())
  returns void
  language plpgsql
  set enable_seqscan = off
  -- Once a second a connection plans it five times before it keeps a plan, 10 ms each time.
  set plan_cache_mode = force_generic_plan
  set search_path = public, pg_temp
as $$
declare
  longest integer := (select longest_lag_seconds from settings);
begin
  if not pg_try_advisory_xact_lock(hashtextextended('measure_queues', 0)) then
    return;
  end if;

  insert into queue_measurements as present (queue, measured_at, waiting, oldest_at, moved_at,
    per_second, admitted_share)
  select
    due.queue, as_of, found.waiting, found.since,
    case when went_on.is_seen then as_of else due.moved_at end,
    sent.per_second,
    case
      -- Of what is accepted while nothing is sent nothing is refused afterwards.
      when not went_on.is_seen and due.moved_at < as_of - interval '15 seconds' then 1
      else least(greatest(due.admitted_share * corrected.by, 0.01), 1)
    end
  from (
    select
      sending.queue, last.measured_at, coalesce(last.waiting, 0) as waiting, last.oldest_at,
      coalesce(least(last.moved_at, as_of), as_of) as moved_at, last.per_second,
      coalesce(last.admitted_share, 1) as admitted_share,
      greatest(extract(epoch from as_of - last.measured_at), 0)::float8 as seconds,
      least(longest * coalesce(last.per_second, 1000) + 1000, 200000)::integer as enough
    from (select distinct queue from send_queues()) as sending
    left join queue_measurements as last on last.queue = sending.queue
    where last.queue is null
      or last.waiting = 0
      or last.measured_at + interval '1 second' * (1 + last.waiting / 50000) <= as_of
      -- A clock that went back.
      or last.measured_at > as_of
  ) as due
  cross join lateral (
    select
      coalesce(sum(messages_of_job(job.data)), 0)::integer as waiting,
      min(job.start_after) as since, count(*) < due.enough as is_all
    from (
      select start_after, data
      from pgboss.job
      where name = due.queue and state < 'active' and not blocked and priority >= 0
        and start_after <= as_of
      order by priority desc, created_on
      limit due.enough
    ) as job
  ) as found
  -- All that has come since the last measurement stands behind the first, if that was there then.
  cross join lateral (
    select coalesce(sum(messages_of_job(data)), 0) as messages
    from pgboss.job
    where name = due.queue and state < 'active' and not blocked and priority = 0
      and created_on > due.measured_at and start_after <= as_of
  ) as came
  cross join lateral (
    select
      case
        when due.seconds > 0 and found.since <= due.measured_at and found.is_all
          then nullif(greatest(due.waiting + came.messages - found.waiting, 0) / due.seconds, 0)
      end as now_per_second
  ) as counted
  cross join lateral (
    select found.waiting = 0 or due.oldest_at is null or found.since > due.oldest_at
      or counted.now_per_second is not null as is_seen
  ) as went_on
  cross join lateral (
    select coalesce(
      due.per_second
        + (counted.now_per_second - due.per_second) * (1 - exp(-due.seconds / 5.0)),
      counted.now_per_second,
      due.per_second
    ) as per_second
  ) as sent
  -- Half of the bound is 0, the whole is 1.
  cross join lateral (
    select 2 * coalesce(found.waiting / nullif(sent.per_second, 0), 0) / longest - 1 as behind
  ) as lag
  cross join lateral (
    select case
      when lag.behind <= 0 or came.messages = 0 then 1.25
      -- The root, since what is counted in one second is no exact rate.
      else greatest(least(sqrt(
        sent.per_second * (1 - least(lag.behind, 1) / 10) / (came.messages / nullif(due.seconds, 0))
      ), 1.25), 0.5)
    end as by
  ) as corrected
  where found.waiting > 0 or due.waiting > 0 or due.admitted_share < 1
  on conflict (queue) do update
  set measured_at = excluded.measured_at, waiting = excluded.waiting,
    oldest_at = excluded.oldest_at, moved_at = excluded.moved_at,
    per_second = excluded.per_second, admitted_share = excluded.admitted_share;
end
$$;
comment on function measure_queues(timestamptz) is 'Measures how far sending is behind acceptance and corrects how much is accepted, unless somebody has within the last second or is just doing so. Where nothing waits nothing is written.';

create or replace view delivery_lags as
select
  measured.queue, measured.measured_at, measured.waiting,
  coalesce(extract(epoch from measured.measured_at - measured.oldest_at), 0)::double precision
    as oldest_seconds,
  extract(epoch from measured.measured_at - measured.moved_at)::double precision
    as standstill_seconds,
  measured.per_second, expected.lag_seconds,
  case
    when measured.moved_at
        <= measured.measured_at - make_interval(secs => settings.longest_standstill_seconds)
      then 0
    else measured.admitted_share
  end as admitted_share,
  least(greatest(ceil(expected.lag_seconds - settings.longest_lag_seconds / 2.0), 1), 60)::integer
    as retry_after_seconds
from queue_measurements measured
cross join settings
cross join lateral (
  select coalesce(measured.waiting / nullif(measured.per_second, 0), 0) as lag_seconds
) expected;
comment on view delivery_lags is 'How far sending is behind acceptance, as last measured: oldest_seconds is how long the first message has waited, standstill_seconds since when none has been sent, lag_seconds how long one would wait that came now, at the rate at which they were sent last; admitted_share how much of what is asked is accepted for it, and retry_after_seconds what the others are told. A queue in which nothing has waited is absent.';
grant select on delivery_lags to crier_reader;
