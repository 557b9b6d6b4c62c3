-- What becomes of a callback after an attempt. Source: specification, service callbacks, retries.
-- Unlike Notify, 3xx is no success: Crier follows no redirects, so nobody has taken it.
create or replace function callback_verdict(http_status integer, error text)
  returns callback_status
  language sql immutable parallel safe
  return case
    when http_status between 200 and 299 then 'delivered'
    when http_status = 429 or http_status >= 500 or error in ('timeout', 'connection', 'tls')
      then 'waiting'
    else 'failed'
  end::callback_status;
comment on function callback_verdict(integer, text) is 'delivered: 2xx. waiting, to be tried again: 429, 5xx, no connection, no answer in time. failed: any other answer, an address that Crier does not call, a callback that is not wanted any more.';

create or replace function callback_retries() returns integer
  language sql immutable parallel safe
  return 5;
comment on function callback_retries() is 'How often a callback is tried again after its first attempt.';

create or replace function longest_callback_pause() returns interval
  language sql immutable parallel safe
  return interval '1 hour';
comment on function longest_callback_pause() is 'How long a callback waits for its next attempt at most, whatever its service asks for.';

-- Not spread at random: what waits for one service comes back a few at a time anyway.
create or replace function callback_pause(retry_after_seconds integer) returns interval
  language sql immutable parallel safe
  return least(
    greatest(coalesce(retry_after_seconds, 300), 60) * interval '1 second', longest_callback_pause()
  );
comment on function callback_pause(integer) is 'How long to wait before the next attempt: 300 seconds, or what the service asks for (Retry-After), from a minute to an hour.';

-- A late record of what has ended changes nothing. An attempt that fails begins an outage of that
-- callback, unless another of the same batch was taken; one that is taken ends it.
create or replace function finish_callbacks(
  outcomes jsonb, as_of timestamptz default clock_timestamp()
) returns table (callback_id uuid, callback_type service_callback_type, status callback_status)
  language sql
  -- A plan made while the table is small would go on reading all of it when it has grown.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set search_path = public, pg_temp
begin atomic
  with locked as materialized (
    select
      callback.id, callback.attempts, outcome.http_status, outcome.error,
      outcome.retry_after_seconds
    from jsonb_to_recordset(outcomes) as outcome (
      id uuid, http_status integer, error text, retry_after_seconds integer
    )
    join service_callbacks callback on callback.id = outcome.id
    where callback.status = 'waiting'
    order by callback.id
    for no key update of callback
  ),
  judged as materialized (
    select
      locked.id, locked.http_status, locked.error, locked.retry_after_seconds,
      case
        when verdict = 'waiting' and locked.attempts >= callback_retries() then 'failed'
        else verdict
      end as status
    from locked
    cross join lateral callback_verdict(locked.http_status, locked.error) as verdict
  ),
  finished as (
    update service_callbacks callback
    set
      status = judged.status,
      attempts = callback.attempts + 1,
      last_status = judged.http_status,
      last_error = judged.error,
      next_attempt_at = case when judged.status = 'waiting'
        then as_of + callback_pause(judged.retry_after_seconds)
      end,
      ended_at = case when judged.status <> 'waiting' then as_of end,
      payload = case when judged.status <> 'delivered' then callback.payload end
    from judged
    where callback.id = judged.id
    returning callback.id, callback.service_id, callback.callback_type, callback.status,
      callback.last_status, callback.last_error
  ),
  heard as materialized (
    select
      service_id, callback_type, bool_or(status = 'delivered') as was_taken,
      max(last_status) as last_status, max(last_error) as last_error
    from finished
    where last_error is distinct from 'removed'
    group by service_id, callback_type
  ),
  recovered as (
    delete from service_callback_outages outage
    using heard
    where heard.was_taken
      and outage.service_id = heard.service_id and outage.callback_type = heard.callback_type
  ),
  failing as (
    insert into service_callback_outages as outage (
      service_id, callback_type, failing_since, last_failed_at, last_status, last_error
    )
    select service_id, callback_type, as_of, as_of, last_status, last_error
    from heard
    where not was_taken
    order by service_id, callback_type
    on conflict (service_id, callback_type) do update
    set last_failed_at = greatest(outage.last_failed_at, excluded.last_failed_at),
      last_status = excluded.last_status, last_error = excluded.last_error
  )
  select finished.id, finished.callback_type, finished.status from finished;
end;
comment on function finish_callbacks(jsonb, timestamptz) is 'Records attempts: an array of {id, http_status, error, retry_after_seconds}, each callback once; answers what became of each. To record it once more changes nothing.';
grant execute on function callback_verdict(integer, text), callback_retries(),
  longest_callback_pause(),
  callback_pause(integer) to crier_reader;
