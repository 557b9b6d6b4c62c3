-- Acceptance. Requests that arrive while one call is in flight are gathered into the next: one
-- round trip, transaction and commit for many, of which 50 of one service cost about what two do.
--
-- It is composed: take_turns locks the services' counters (turns.sql), claim_daily_allowance is
-- the day's guard (allowance.sql), store_notifications the way into the table (storing.sql), and
-- each is called once, with all there is. Under the lock a new statement has a new snapshot, and so
-- sees what was committed before, idempotency keys included. Here stands the order of it all, of
-- which steps.sql has the steps: tokens of the minute, Idempotency-Key, what becomes of a request.
--
-- A request by itself takes the steps one after the other, and those alone that it needs, since a
-- fifth of what the statement for many takes is to begin and to end what it does not need. To call
-- for a value (done) spares the statement that perform is. test/notifications/alone.test.ts holds
-- that it fares as it does among others.
--
-- The order of refusals is the specification's (public API, order of checks): per-minute limit,
-- daily limit, what the caller found in the request (the caller's own, reported as passed),
-- international limit.
create or replace function accept_notifications(requests jsonb,
  accepted_at timestamptz default null, waits_for_turn boolean default true,
  notifies boolean default true)
  returns table (
    ord integer,
    outcome acceptance_outcome,
    notification_id uuid,
    response jsonb,
    rate_limit integer,
    tokens_left integer,
    bucket_full_seconds integer,
    retry_after_seconds integer,
    exceeded_limit bigint
  )
  language plpgsql
  -- A plan made while a table is small would go on reading all of it when it has grown.
  set enable_seqscan = off
  -- No value chooses a plan here. Left to choose, the planner takes those of one request at each
  -- call (0.15 ms of 2.0), and each new connection plans everything five times.
  set plan_cache_mode = force_generic_plan
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  today date;
  seconds_to_midnight integer;
  began_at timestamptz := coalesce(accepted_at, clock_timestamp());
  days date[] := days_of_turn(began_at);
  is_alone boolean := jsonb_array_length(requests) = 1;
  asking uuid[];
  -- The services whose rows are locked.
  turns uuid[];
  -- Of a request by itself.
  request record;
  known_id uuid;
  known_response jsonb;
  is_other_request boolean;
  claim record;
  done integer;
begin
  if is_alone then
    asking := array[(requests -> 0 ->> 'service_id')::uuid];
  else
    asking := array(
      select distinct request.service_id
      from jsonb_to_recordset(requests) as request (service_id uuid)
    );
  end if;
  turns := take_turns(asking, days, waits_for_turn);
  if cardinality(turns) < cardinality(asking) then
    return query
    select request.ord, 'held'::acceptance_outcome, null::uuid, null::jsonb, 0, 0, 0, null::integer,
      null::bigint
    from jsonb_to_recordset(requests) as request (ord integer, service_id uuid)
    where request.service_id <> all (turns);
  end if;

  if turns = '{}' then
    return;
  end if;

  -- The clock is read when the turn has come: a call that waited is not older than those it waited
  -- for, and a bucket is not refilled twice for the same time.
  accepted_at := coalesce(accepted_at, clock_timestamp());
  today := (accepted_at at time zone 'UTC')::date;
  seconds_to_midnight := ceil(extract(epoch
    from (today + 1)::timestamp - (accepted_at at time zone 'UTC')))::integer;

  if is_alone then
    select
      asked.*, service.rate_limit, bucket.available, bucket.refilled_at, bucket.backlog
    into request
    from requested_messages(requests) as asked
    cross join services service
    cross join lateral filled_bucket(
      service.id, asked.key_type, service.rate_limit, accepted_at
    ) as bucket
    where service.id = turns[1];
    if request.idempotency_key is not null then
      select stored.notification_id, stored.response, stored.is_other_request
      into known_id, known_response, is_other_request
      from stored_answer(
        request.service_id, request.key_type, request.idempotency_key, request.request_hash,
        accepted_at
      ) as stored;
    end if;
    select claimed.within_day, claimed.within_abroad, claimed.channel_limit, claimed.abroad_limit
    into claim
    from claim_daily_allowance(
      array[request.ord], array[request.service_id], array[request.notification_type],
      array[request.key_type],
      array[(request.available > 1 and request.stores and known_id is null)::integer],
      array[request.counts_international::integer], accepted_at, day_is_open => true
    ) as claimed;

    ord := request.ord;
    rate_limit := request.rate_limit;
    tokens_left := greatest(request.available - 1, 0);
    outcome := acceptance_outcome_of(
      tokens_left >= 1, known_id is not null, is_other_request, claim.within_day,
      request.checks_international and not claim.within_abroad, request.stores
    );
    notification_id := known_id;
    if outcome = 'accepted' then
      notification_id := (request.message).id;
      perform store_notifications(array[request.message], accepted_at);
      if request.idempotency_key is not null then
        done := remember_answers(array[row(request.service_id, request.key_type,
          request.idempotency_key, decode(request.request_hash, 'hex'), notification_id,
          request.response, accepted_at)::idempotency_keys]);
      end if;
      if request.enqueues then
        -- One shares its job with none.
        done := enqueue(request.queue, array[notification_id], array[request.service_id::text],
          array[acceptance_priority(request.backlog, request.notification_type, request.key_type)],
          notifies => notifies);
      end if;
    elsif outcome = 'replayed' then
      response := known_response;
    end if;
    done := keep_buckets(array[row(request.service_id, request.key_type, tokens_left,
      request.refilled_at,
      request.backlog + (outcome = 'accepted')::integer)::rate_limit_buckets]);
    bucket_full_seconds := bucket_full_seconds_of(rate_limit, tokens_left);
    retry_after_seconds :=
      retry_after_seconds_of(outcome, rate_limit, request.available, seconds_to_midnight);
    exceeded_limit := exceeded_limit_of(outcome, claim.channel_limit, claim.abroad_limit);
    return next;
    return;
  end if;

  return query
  -- What is to be stored waits here until the insert: carried through every step, it costs a tenth
  -- of the time.
  with requested as materialized (
    select
      ord, call_ord, service_id, key_type, notification_type, stores, checks_international,
      counts_international, idempotency_key, request_hash, response, enqueues, queue, message
    from requested_messages(requests)
    where service_id = any (turns)
  ),
  asked as materialized (
    select
      request.ord, request.service_id, request.key_type, request.notification_type, request.stores,
      request.checks_international, request.counts_international, request.idempotency_key,
      request.request_hash, (request.message).id as new_id, services.rate_limit,
      -- The messages of one call in bulk take one token together.
      dense_rank() over bucket as bucket_rank
    from requested as request
    join services on services.id = request.service_id
    window bucket as (partition by request.service_id,
      request.key_type order by coalesce(request.call_ord, request.ord))
  ),
  filled as materialized (
    -- One row per bucket: what it holds now, before these requests.
    select
      taken.service_id, taken.key_type, taken.rate_limit, taken.requests, bucket.available,
      bucket.refilled_at, bucket.backlog
    from (
      select service_id, key_type, rate_limit, max(bucket_rank) as requests
      from asked
      group by service_id, key_type, rate_limit
    ) taken
    cross join lateral filled_bucket(
      taken.service_id, taken.key_type, taken.rate_limit, accepted_at
    ) as bucket
  ),
  judged as materialized (
    select
      asked.*, filled.available, filled.backlog,
        filled.available - asked.bucket_rank >= 1 as within_rate,
      stored.notification_id as replayed_id, stored.response as replayed_response,
      stored.is_other_request
    from asked
    join filled on filled.service_id = asked.service_id and filled.key_type = asked.key_type
    left join lateral stored_answer(
      asked.service_id, asked.key_type, asked.idempotency_key, asked.request_hash, accepted_at
    ) as stored on true
  ),
  -- What asks for nothing to be stored, or is refused already, asks whether one more would fit.
  claimed as (
    select
      claim.ord, claim.within_day, claim.within_abroad, claim.channel_limit, claim.abroad_limit
    from (
      select
        array_agg(ord) as ords, array_agg(service_id) as services,
        array_agg(notification_type) as channels, array_agg(key_type) as keys,
        array_agg((within_rate and stores and replayed_id is null)::integer) as numbers,
        array_agg(counts_international::integer) as numbers_abroad
      from judged
    ) wanted
    cross join lateral claim_daily_allowance(ords, services, channels, keys, numbers,
      numbers_abroad, accepted_at, day_is_open => true) as claim
  ),
  decided as materialized (
    select
      judged.*, claimed.channel_limit, claimed.abroad_limit,
      acceptance_outcome_of(
        within_rate, replayed_id is not null, is_other_request, claimed.within_day,
        checks_international and not claimed.within_abroad, stores
      ) as outcome
    from judged
    join claimed on claimed.ord = judged.ord
  ),
  numbered as materialized (
    select
      decided.ord, decided.service_id, decided.key_type, decided.idempotency_key,
      decided.request_hash, decided.new_id,
      decided.backlog + row_number() over (partition by decided.service_id,
        decided.key_type order by decided.ord) - 1 as position
    from decided
    where decided.outcome = 'accepted'
  ),
  stored as (
    select count(message.id) as messages
    from (
      select array_agg(requested.message) as messages
      from numbered
      join requested using (ord, service_id, key_type)
      having count(*) > 0
    ) accepted
    cross join lateral store_notifications(accepted.messages, accepted_at) as message (id)
  ),
  poured as materialized (
    select
      keep_buckets(array_agg(row(
        service_id, key_type, greatest(available - requests, 0), refilled_at,
        backlog + coalesce(accepted.messages, 0)
      )::rate_limit_buckets)) as buckets
    from filled
    left join (
      select service_id, key_type, count(*) as messages
      from decided
      where outcome = 'accepted'
      group by service_id, key_type
    ) accepted using (service_id, key_type)
  ),
  remembered as materialized (
    select
      remember_answers(array_agg(row(
        numbered.service_id, numbered.key_type, numbered.idempotency_key,
        decode(numbered.request_hash, 'hex'), numbered.new_id, requested.response, accepted_at
      )::idempotency_keys)) as answers
    from numbered
    join requested on requested.ord = numbered.ord
    where numbered.idempotency_key is not null
    having count(*) > 0
  ),
  enqueued as materialized (
    select
      enqueue_accepted(queue, is_letter, ids, owners, priorities, notifies) as jobs
    from (
      select
        queue, notification_type = 'letter' as is_letter, array_agg(new_id order by ord) as ids,
        array_agg(service_id::text order by ord) as owners,
        array_agg(acceptance_priority(position, notification_type, key_type) order by ord)
          as priorities
      from numbered
      join requested using (ord, service_id, key_type)
      where enqueues
      group by queue, is_letter
    ) due
  )
  select
    decided.ord, decided.outcome,
    case when decided.outcome = 'accepted' then decided.new_id else decided.replayed_id end,
    case when decided.outcome = 'replayed' then decided.replayed_response end, decided.rate_limit,
    greatest(decided.available - decided.bucket_rank, 0)::integer,
    bucket_full_seconds_of(decided.rate_limit,
      greatest(decided.available - decided.bucket_rank, 0)::integer),
    retry_after_seconds_of(decided.outcome, decided.rate_limit, decided.available,
      seconds_to_midnight),
    exceeded_limit_of(decided.outcome, decided.channel_limit, decided.abroad_limit)
  from decided
  -- Reads what was stored and enqueued, so that it is done.
  where (select messages from stored) >= 0
    and (select count(buckets) from poured) >= 0
    and (select count(answers) from remembered) >= 0
    and (select coalesce(sum(jobs), 0) from enqueued) >= 0
  order by decided.ord;
end
$$;
comment on function accept_notifications(jsonb, timestamptz, boolean, boolean) is 'Checks the limits, stores, counts and queues many requests in one transaction; answers a row per request. Input: an array of objects as in the recordset of requested_messages: ord, the caller, what to store, stores (false: only limits are checked), checks_international (the request got as far as that check), enqueues (and its template''s process_type, which chooses the queue), chosen_id (the id under which its files were stored beforehand; absent for all others), call_ord (the same for the messages of one call in bulk), Idempotency-Key with the SHA-256 of the request in hex and the answer to keep. waits_for_turn: false for a call for many services, which answers as held what would wait for another''s long call. notifies: as in enqueue. accepted_at is the clock''s unless a test says it.';
