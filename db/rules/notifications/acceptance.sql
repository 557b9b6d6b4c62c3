-- Acceptance. Requests that arrive while one call is in flight are gathered into the next, so that
-- this is one round trip, one transaction and one commit for many requests, and throughput grows
-- with load: 50 requests of one service cost about what two do.
--
-- All requests of a service meet at its row of service_daily_usage, which is locked first and in
-- order of service id, so that concurrent calls wait for each other and never deadlock. Under the
-- lock a new statement (and so a new snapshot) sees what was committed before, idempotency keys
-- included. Midnight parts no two calls: for a minute on either side, longer than a call may take,
-- both days' rows are locked.
--
-- No service is held up by another's work. A call for one service (waits_for_turn) waits for its
-- turn, and holds an advisory lock of the service meanwhile and until it is done, be it long. A
-- call for many services shares that lock, and leaves out the services whose lock it finds taken or
-- waited for: their requests are answered as held, not looked at, and come again in calls of their
-- own. For the rows of the others it waits, because calls for many are short; should one not be
-- free within 200 ms (somebody else's transaction), all that are not free are left out. A turn that
-- does not come within two seconds is answered as held too, so that others get the connection.
-- Rejected: "skip locked" alone. Two processes with 100 services then find half of them held by
-- chance at every call, which halved the throughput.
--
-- The order of refusals is the specification's (public API, order of checks): per-minute limit,
-- daily limit, what the caller found in the request (the caller's own, reported as passed),
-- international limit.
create or replace function accept_notifications(requests jsonb,
  accepted_at timestamptz default null, waits_for_turn boolean default true)
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
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  today date;
  seconds_to_midnight integer;
  days date[] := array(
    select distinct ((coalesce(accepted_at, clock_timestamp()) + margin) at time zone 'UTC')::date
    from unnest(array['-1 minute', '1 minute']::interval[]) as margin
  );
  asking uuid[] := array(
    select distinct request.service_id
    from jsonb_to_recordset(requests) as request (service_id uuid)
  );
  -- The services whose rows are locked.
  turns uuid[] := asking;
  usual_patience text := current_setting('lock_timeout');
begin
  if not waits_for_turn then
    turns := array(
      select id
      from unnest(asking) as service (id)
      where pg_try_advisory_xact_lock_shared(acceptance_turn(id))
    );
  end if;

  perform set_config('lock_timeout', case when waits_for_turn then '2s' else '200ms' end, true);
  begin
    if waits_for_turn then
      perform pg_advisory_xact_lock(acceptance_turn(service.id))
      from (select id from unnest(asking) as service (id) order by id) service;
    end if;

    insert into service_daily_usage (service_id, day)
    select service.id, opened.day
    from unnest(turns) as service (id)
    cross join unnest(days) as opened (day)
    where not exists (
      select from service_daily_usage as existing
        where existing.service_id = service.id and existing.day = opened.day
    )
    order by service.id, opened.day
    on conflict do nothing;

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

  return query
  select request.ord, 'held'::acceptance_outcome, null::uuid, null::jsonb, 0, 0, 0, null::integer,
    null::bigint
  from jsonb_to_recordset(requests) as request (ord integer, service_id uuid)
  where request.service_id <> all (turns);

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
      request.request_hash, services.rate_limit,
      rate_limit_bucket_size(services.rate_limit) as bucket_size,
      case request.notification_type
        when 'sms' then services.sms_message_limit
        when 'email' then services.email_message_limit
        else services.letter_message_limit
      end as channel_limit,
      services.international_sms_message_limit as international_limit,
      -- A test key is checked against a count that never grows. A trial service's test key has the
      -- limits of a live one.
      case when request.key_type = 'test' then 0
        else case request.notification_type when 'sms'
          then usage.sms when 'email' then usage.email else usage.letter end
      end as channel_used,
      case when request.key_type = 'test'
        then 0 else usage.international_sms end as international_used,
      request.key_type = 'test' and services.restricted as has_live_limits,
      -- The messages of one call in bulk take one token together.
      dense_rank() over bucket as bucket_rank
    from requested as request
    join services on services.id = request.service_id
    join service_daily_usage as usage on usage.service_id = request.service_id and usage.day = today
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
  international_judged as materialized (
    select
      judged.*, within_rate and stores and replayed_id is null as wants,
      international_used + 1 + case when key_type = 'test' then 0
        else count(*) filter (where within_rate and stores and replayed_id is null
          and counts_international)
          over (partition by service_id,
            key_type = 'test' order by ord rows between unbounded preceding and 1 preceding)
      end <= case when has_live_limits then 100 else international_limit end as within_international
    from judged
  ),
  daily_judged as materialized (
    select
      international_judged.*,
      channel_used + 1 + case when key_type = 'test' then 0
        else count(*) filter (where wants and (within_international or not counts_international))
          over (
            partition by service_id, notification_type, key_type = 'test' order by ord
            rows between unbounded preceding and 1 preceding
          )
      end <= case
        when not has_live_limits then channel_limit
        when notification_type = 'letter' then 20000
        else 250000
      end as within_day
    from international_judged
  ),
  decided as materialized (
    select
      daily_judged.*,
      (case
        when not within_rate then 'rate-limited'
        when replayed_id is not null and is_other_request then 'key-conflict'
        when replayed_id is not null then 'replayed'
        when not within_day then 'daily-limited'
        when checks_international and counts_international
          and not within_international then 'international-limited'
        when stores then 'accepted'
        else 'passed'
      end)::acceptance_outcome as outcome
    from daily_judged
  ),
  numbered as materialized (
    select
      requested.*, coalesce(requested.chosen_id, uuidv7()) as new_id,
      decided.backlog + row_number() over (partition by decided.service_id,
        decided.key_type order by decided.ord) - 1 as position
    from decided
    join requested on requested.ord = decided.ord
    where decided.outcome = 'accepted'
  ),
  inserted as (
    insert into notifications (
      id, service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, api_key_id,
      created_by_id, "to", normalised_to, personalisation, reply_to_text, unsubscribe_link,
        reference, client_reference,
      billable_units, rate_multiplier, international, phone_prefix, postage,
      document_download_count, document_links, updated_at
    )
    select
      new_id, service_id, template_id, template_version, notification_type, key_type,
      first.status, accepted_at, api_key_id, created_by_id, "to",
      normalised_to, coalesce(personalisation, '{}'), reply_to_text, unsubscribe_link, reference,
      client_reference, coalesce(billable_units, 0), rate_multiplier,
      coalesce(international, false), phone_prefix, postage, document_download_count,
      document_links,
      -- What is delivered from the first has had its last change.
      case when first.status = 'delivered' then accepted_at end
    from numbered
    cross join lateral (
      select coalesce(
        notification_status, status_at_acceptance(notification_type, key_type)
      ) as status
    ) first
  ),
  counted as (
    update service_daily_usage as usage
    set sms = usage.sms + taken.sms, email = usage.email + taken.email,
      letter = usage.letter + taken.letter,
      international_sms = usage.international_sms + taken.international_sms
    from (
      select
        service_id, count(*) filter (where notification_type = 'sms') as sms,
        count(*) filter (where notification_type = 'email') as email,
        count(*) filter (where notification_type = 'letter') as letter,
        count(*) filter (where counts_international) as international_sms
      from numbered
      where key_type <> 'test'
      group by service_id
    ) taken
    where usage.service_id = taken.service_id and usage.day = today
  ),
  poured as (
    insert into rate_limit_buckets (service_id, key_type, tokens, refilled_at, backlog)
    select
      service_id, key_type, greatest(available - requests, 0), refilled_at,
      backlog + (select count(*) from numbered n
        where n.service_id = filled.service_id and n.key_type = filled.key_type)
    from filled
    on conflict (service_id, key_type) do update
    set tokens = excluded.tokens, refilled_at = excluded.refilled_at, backlog = excluded.backlog
  ),
  remembered as (
    insert into idempotency_keys (service_id, key_type, idempotency_key, request_hash,
      notification_id, response, created_at)
    select service_id, key_type, idempotency_key, decode(request_hash, 'hex'), new_id, response,
      accepted_at
    from numbered
    where idempotency_key is not null
    on conflict (service_id, key_type, idempotency_key) do update
    set request_hash = excluded.request_hash, notification_id = excluded.notification_id,
      response = excluded.response,
      created_at = excluded.created_at
  ),
  enqueued as materialized (
    select enqueue(queue, array_agg(new_id order by ord), array_agg(service_id::text order by ord),
      array_agg(fair_priority(position) order by ord)) as jobs
    from numbered
    cross join lateral queue_for(notification_type, key_type, process_type, service_id) as queue
    where enqueues
    group by queue
  )
  select
    decided.ord, decided.outcome, coalesce(numbered.new_id, decided.replayed_id),
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
      when 'daily-limited' then case
        when not decided.has_live_limits then decided.channel_limit
        when decided.notification_type = 'letter' then 20000
        else 250000
      end
      when 'international-limited'
        then case when decided.has_live_limits then 100 else decided.international_limit end
    end
  from decided
  left join numbered on numbered.ord = decided.ord
  -- Reads the enqueued jobs so that they are made.
  where (select coalesce(sum(jobs), 0) from enqueued) >= 0
  order by decided.ord;
end
$$;
comment on function accept_notifications(jsonb, timestamptz, boolean) is 'Checks the limits, stores, counts and queues many requests in one transaction; answers a row per request. Input: an array of objects as in its recordset: ord, the caller, what to store, stores (false: only limits are checked), checks_international (the request got as far as that check), enqueues (and its template''s process_type, which chooses the queue), chosen_id (the id under which its files were stored beforehand; absent for all others), call_ord (the same for the messages of one call in bulk), Idempotency-Key with the SHA-256 of the request in hex and the answer to keep. waits_for_turn: false for a call for many services, which answers as held what would wait for another''s long call. accepted_at is the clock''s unless a test says it.';
