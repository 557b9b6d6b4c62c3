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
-- message would wait that came now, from a service within its fair share: of the jobs that could
-- run, those of priority 0 and above. A file of 100,000 rows sinks below that by itself
-- (fair_priority), and what waits for the pause after a provider's failure cannot run yet.
--
-- The age of the first in the queue alone tells too late: it is that of what was accepted when the
-- queue was short, and whoever steers by it overshoots by as much again. So the rest is counted,
-- and divided by the rate at which they are sent. That rate is what was due since the last
-- measurement, less what the queue has grown by; it is known while the first of the queue was
-- already due then, as everything that became due since stands behind it. While nothing moves
-- at all the rate is kept, and the age of the first tells.
--
-- 1.4 ms with nothing to measure, 12 ms with 60,000 waiting jobs. One process at a time measures,
-- once a second or, where very much waits, less often; no more is counted than would be too much.
create or replace function measure_queues(as_of timestamptz default clock_timestamp())
  returns void
  language plpgsql
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
declare
  longest integer := (select longest_lag_seconds from settings);
begin
  if not pg_try_advisory_xact_lock(hashtextextended('measure_queues', 0)) then
    return;
  end if;

  insert into queue_measurements as present (queue, measured_at, waiting, oldest_seconds,
    per_second)
  select
    due.queue, as_of, found.waiting,
    coalesce(extract(epoch from as_of - found.since), 0),
    case
      when found.since <= due.measured_at and found.waiting < due.enough and done.per_second > 0
        then coalesce(
          due.per_second
            + (done.per_second - due.per_second) * (1 - exp(-done.seconds / 5.0)),
          done.per_second
        )
      else due.per_second
    end
  from (
    select
      sending.queue, last.measured_at, coalesce(last.waiting, 0) as waiting, last.per_second,
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
      count(*)::integer as waiting, min(job.start_after) as since,
      count(*) filter (where job.start_after > due.measured_at) as due_since
    from (
      select start_after
      from pgboss.job
      where name = due.queue and state < 'active' and not blocked and priority >= 0
        and start_after <= as_of
      order by priority desc, created_on
      limit due.enough
    ) as job
  ) as found
  cross join lateral (
    select seconds, (due.waiting + found.due_since - found.waiting) / seconds as per_second
    from (
      select nullif(greatest(extract(epoch from as_of - due.measured_at), 0), 0)::float8 as seconds
    ) as since
  ) as done
  where found.waiting > 0 or due.waiting > 0
  on conflict (queue) do update
  set measured_at = excluded.measured_at, waiting = excluded.waiting,
    oldest_seconds = excluded.oldest_seconds, per_second = excluded.per_second;
end
$$;
comment on function measure_queues(timestamptz) is 'Measures how far sending is behind acceptance, unless somebody has within the last second or is just doing so. Where nothing waits nothing is written.';

create or replace view delivery_lags as
select
  measured.queue, measured.measured_at, measured.waiting, measured.oldest_seconds,
  measured.per_second, expected.lag_seconds,
  least(greatest(2 * (1 - expected.lag_seconds / settings.longest_lag_seconds), 0), 1)
    as admitted_share,
  least(greatest(ceil(expected.lag_seconds - settings.longest_lag_seconds / 2.0), 1), 60)::integer
    as retry_after_seconds
from queue_measurements measured
cross join settings
cross join lateral (
  select greatest(
    measured.oldest_seconds, coalesce(measured.waiting / nullif(measured.per_second, 0), 0)
  ) as lag_seconds
) expected;
comment on view delivery_lags is 'How far sending is behind acceptance, as last measured: lag_seconds is how long a message would wait that came now, admitted_share how much of what is asked is accepted for it (1 up to half of settings.longest_lag_seconds, 0 from the whole), and retry_after_seconds what the others are told. A queue in which nothing has waited is absent.';
grant select on delivery_lags to crier_reader;
