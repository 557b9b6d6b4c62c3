-- Acceptance. Requests that arrive while one call is in flight are gathered into the next, so that
-- this is one round trip, one transaction and one commit for many requests, and throughput grows
-- with load: 50 requests of one service cost about what two do.
--
-- It is composed: take_turns locks the services' counters (turns.sql), claim_daily_allowance is
-- the day's guard (allowance.sql), store_notifications the way into the table (storing.sql), and
-- each is called once, with all there is: the claim costs some 50 microseconds, were it for one
-- message. Under the lock a new statement has a new snapshot, and so sees what was committed
-- before, idempotency keys included. Here stand the tokens of the minute, the Idempotency-Key, and
-- the order of it all.
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
  day_before date := ((began_at - interval '1 minute') at time zone 'UTC')::date;
  day_after date := ((began_at + interval '1 minute') at time zone 'UTC')::date;
  days date[] :=
    case when day_before = day_after then array[day_after] else array[day_before, day_after] end;
  asking uuid[] := array(
    select distinct request.service_id
    from jsonb_to_recordset(requests) as request (service_id uuid)
  );
  -- The services whose rows are locked.
  turns uuid[];
begin
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

  return query
  -- What is to be stored waits here until the insert: carried through every step, its columns cost
  -- a tenth of the time.
  with requested as materialized (
    select
      request.*
    from jsonb_to_recordset(requests) as request (
      ord integer, service_id uuid, api_key_id uuid, key_type key_type,
      notification_type notification_type, stores boolean, checks_international boolean,
      counts_international boolean, idempotency_key text, request_hash text, response jsonb,
      enqueues boolean, process_type template_process_type, template_id uuid,
      template_version integer, "to" text, normalised_to text, personalisation jsonb,
      reply_to_text text, unsubscribe_link text, reference text, client_reference text,
      billable_units integer, rate_multiplier numeric, international boolean, phone_prefix text,
      postage postage, notification_status notification_status, document_download_count integer,
      document_links bytea, created_by_id uuid, chosen_id uuid, call_ord integer
    )
    where request.service_id = any (turns)
  ),
  asked as materialized (
    select
      request.ord, request.service_id, request.key_type, request.notification_type, request.stores,
      request.checks_international, request.counts_international, request.idempotency_key,
      request.request_hash, request.chosen_id, services.rate_limit,
      rate_limit_bucket_size(services.rate_limit) as bucket_size,
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
      taken.service_id, taken.key_type, taken.rate_limit, taken.bucket_size, taken.requests,
      coalesce(least(bucket.tokens + refill.added, taken.bucket_size),
        taken.bucket_size)::integer as available,
      case when bucket.refilled_at is null or taken.rate_limit = 0 then accepted_at
        -- A clock that ran ahead would keep the bucket from filling until its time is reached.
        else least(bucket.refilled_at, accepted_at)
          + refill.added * 60.0 / taken.rate_limit * interval '1 second'
      end as refilled_at,
      greatest(coalesce(bucket.backlog, 0) - coalesce(refill.added, 0), 0) as backlog
    from (
      select service_id, key_type, rate_limit, bucket_size, max(bucket_rank) as requests
      from asked
      group by service_id, key_type, rate_limit, bucket_size
    ) taken
    left join rate_limit_buckets bucket
      on bucket.service_id = taken.service_id and bucket.key_type = taken.key_type
    cross join lateral (
      select floor(greatest(extract(epoch
        from accepted_at - bucket.refilled_at), 0) * taken.rate_limit / 60.0) as added
    ) refill
  ),
  judged as materialized (
    select
      asked.*, filled.available, filled.backlog,
        filled.available - asked.bucket_rank >= 1 as within_rate,
      stored_answer.notification_id as replayed_id, stored_answer.response as replayed_response,
      stored_answer.request_hash is distinct
        from decode(asked.request_hash, 'hex') as is_other_request
    from asked
    join filled on filled.service_id = asked.service_id and filled.key_type = asked.key_type
    left join idempotency_keys stored_answer
      on stored_answer.service_id = asked.service_id
        and stored_answer.key_type = asked.key_type
        and stored_answer.idempotency_key = asked.idempotency_key
      and stored_answer.created_at > accepted_at - interval '24 hours'
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
      coalesce(chosen_id, uuidv7()) as new_id,
      (case
        when not within_rate then 'rate-limited'
        when replayed_id is not null and is_other_request then 'key-conflict'
        when replayed_id is not null then 'replayed'
        when not claimed.within_day then 'daily-limited'
        when checks_international and not claimed.within_abroad then 'international-limited'
        when stores then 'accepted'
        else 'passed'
      end)::acceptance_outcome as outcome
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
      select
        array_agg(row(
          numbered.new_id, service_id, template_id, template_version, notification_type, key_type,
          notification_status, null, null, null, null, api_key_id, created_by_id, null, null, "to",
          normalised_to, personalisation, null, reply_to_text, unsubscribe_link, reference,
          client_reference, billable_units, rate_multiplier, international, phone_prefix, postage,
          document_download_count, document_links, null
        )::notifications) as messages
      from numbered
      join requested using (ord, service_id, key_type)
      having count(*) > 0
    ) accepted
    cross join lateral store_notifications(accepted.messages, accepted_at) as message (id)
  ),
  poured as (
    insert into rate_limit_buckets (service_id, key_type, tokens, refilled_at, backlog)
    select
      service_id, key_type, greatest(available - requests, 0), refilled_at,
      backlog + coalesce(accepted.messages, 0)
    from filled
    left join (
      select service_id, key_type, count(*) as messages
      from decided
      where outcome = 'accepted'
      group by service_id, key_type
    ) accepted using (service_id, key_type)
    on conflict (service_id, key_type) do update
    set tokens = excluded.tokens, refilled_at = excluded.refilled_at, backlog = excluded.backlog
  ),
  remembered as (
    insert into idempotency_keys (service_id, key_type, idempotency_key, request_hash,
      notification_id, response, created_at)
    select numbered.service_id, numbered.key_type, numbered.idempotency_key,
      decode(numbered.request_hash, 'hex'), numbered.new_id, requested.response, accepted_at
    from numbered
    join requested on requested.ord = numbered.ord
    where numbered.idempotency_key is not null
    on conflict (service_id, key_type, idempotency_key) do update
    set request_hash = excluded.request_hash, notification_id = excluded.notification_id,
      response = excluded.response,
      created_at = excluded.created_at
  ),
  enqueued as materialized (
    select case when is_letter
        then enqueue(queue, ids, owners, priorities, notifies => notifies)
        else enqueue_messages(queue, ids, owners, priorities, notifies)
      end as jobs
    from (
      select
        queue, notification_type = 'letter' as is_letter, array_agg(new_id order by ord) as ids,
        array_agg(service_id::text order by ord) as owners,
        array_agg(fair_priority(position) - case
          when notification_type = 'letter' and key_type = 'test' then 1001 else 0
        end order by ord) as priorities
      from numbered
      join requested using (ord, service_id, key_type)
      cross join lateral (
        select case
          when notification_status = 'pending-virus-check' then 'antivirus-tasks'
          else queue_for(notification_type, key_type, process_type, service_id)
        end as queue
      ) chosen
      where enqueues
      group by queue, is_letter
    ) due
  )
  select
    decided.ord, decided.outcome,
    case when decided.outcome = 'accepted' then decided.new_id else decided.replayed_id end,
    case when decided.outcome = 'replayed' then decided.replayed_response end, decided.rate_limit,
    greatest(decided.available - decided.bucket_rank, 0)::integer,
    case when decided.rate_limit = 0 then 60
      else ceil((decided.bucket_size - greatest(decided.available - decided.bucket_rank,
        0)) * 60.0 / decided.rate_limit)
    end::integer,
    case decided.outcome
      when 'rate-limited' then
        case when decided.rate_limit = 0 then 60
          else greatest(ceil((2 - least(decided.available, 1)) * 60.0 / decided.rate_limit), 1)
        end
      when 'daily-limited' then seconds_to_midnight
      when 'international-limited' then seconds_to_midnight
    end::integer,
    case decided.outcome
      when 'daily-limited' then decided.channel_limit
      when 'international-limited' then decided.abroad_limit
    end
  from decided
  -- Reads what was stored and enqueued, so that it is done.
  where (select messages from stored) >= 0
    and (select coalesce(sum(jobs), 0) from enqueued) >= 0
  order by decided.ord;
end
$$;
comment on function accept_notifications(jsonb, timestamptz, boolean, boolean) is 'Checks the limits, stores, counts and queues many requests in one transaction; answers a row per request. Input: an array of objects as in its recordset: ord, the caller, what to store, stores (false: only limits are checked), checks_international (the request got as far as that check), enqueues (and its template''s process_type, which chooses the queue), chosen_id (the id under which its files were stored beforehand; absent for all others), call_ord (the same for the messages of one call in bulk), Idempotency-Key with the SHA-256 of the request in hex and the answer to keep. waits_for_turn: false for a call for many services, which answers as held what would wait for another''s long call. notifies: as in enqueue. accepted_at is the clock''s unless a test says it.';
