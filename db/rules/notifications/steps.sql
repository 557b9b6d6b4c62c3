-- The steps of acceptance, each said once: accept_notifications takes them for many requests in one
-- statement, and for a request by itself one after the other. PostgreSQL puts the bodies of those
-- without a write into the statement, for which they may neither be strict nor volatile.
create or replace function requested_messages(requests jsonb)
  returns table (
    ord integer,
    call_ord integer,
    service_id uuid,
    key_type key_type,
    notification_type notification_type,
    stores boolean,
    checks_international boolean,
    counts_international boolean,
    idempotency_key text,
    request_hash text,
    response jsonb,
    enqueues boolean,
    queue text,
    message notifications
  )
  language sql stable
begin atomic
  select
    request.ord, request.call_ord, request.service_id, request.key_type, request.notification_type,
    request.stores, request.checks_international, request.counts_international,
    request.idempotency_key, request.request_hash, request.response, request.enqueues,
    case
      when request.notification_status = 'pending-virus-check' then 'antivirus-tasks'
      else queue_for(request.notification_type, request.key_type, request.process_type,
        request.service_id)
    end,
    row(
      coalesce(request.chosen_id, uuidv7()), request.service_id, request.template_id,
      request.template_version, request.notification_type, request.key_type,
      request.notification_status, null, null, null, null, request.api_key_id,
      request.created_by_id, null, null, request."to", request.normalised_to,
      request.personalisation, null, request.reply_to_text, request.unsubscribe_link,
      request.reference, request.client_reference, request.billable_units,
      request.rate_multiplier, request.international, request.phone_prefix, request.postage,
      request.document_download_count, request.document_links, null
    )::notifications
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
  );
end;
comment on function requested_messages(jsonb) is 'What accept_notifications is asked for, each with its message as it is stored, under its id, and the queue that it would be put on. Each call makes new ids: one reads it once, though it is called stable so that its body is put into the statement.';

create or replace function filled_bucket(
  owner uuid, key key_type, tokens_a_minute integer, as_of timestamptz
)
  returns table (available integer, refilled_at timestamptz, backlog double precision)
  language sql stable
begin atomic
  select
    coalesce(least(bucket.tokens + refill.added, rate_limit_bucket_size(tokens_a_minute)),
      rate_limit_bucket_size(tokens_a_minute))::integer,
    case when bucket.refilled_at is null or tokens_a_minute = 0 then as_of
      -- A clock that ran ahead would keep the bucket from filling until its time is reached.
      else least(bucket.refilled_at, as_of)
        + refill.added * 60.0 / tokens_a_minute * interval '1 second'
    end,
    greatest(coalesce(bucket.backlog, 0) - coalesce(refill.added, 0), 0)
  from (values (true)) as any_case
  left join rate_limit_buckets bucket on bucket.service_id = owner and bucket.key_type = key
  cross join lateral (
    select
      floor(greatest(extract(epoch from as_of - bucket.refilled_at), 0)
        * tokens_a_minute / 60.0) as added
  ) refill;
end;
comment on function filled_bucket(uuid, key_type, integer, timestamptz) is 'What a bucket holds at an instant; one that is not there is full. Source: specification, public API, limits.';

create or replace function stored_answer(
  owner uuid, key key_type, asked_key text, asked_hash text, as_of timestamptz
)
  returns table (notification_id uuid, response jsonb, is_other_request boolean)
  language sql stable
begin atomic
  select
    answer.notification_id, answer.response,
    answer.request_hash is distinct from decode(asked_hash, 'hex')
  from idempotency_keys answer
  where answer.service_id = owner and answer.key_type = key and answer.idempotency_key = asked_key
    and answer.created_at > as_of - interval '24 hours';
end;
comment on function stored_answer(uuid, key_type, text, text, timestamptz) is 'What an Idempotency-Key has been answered with in the last 24 hours, and whether that was to another request.';

create or replace function acceptance_outcome_of(
  within_rate boolean, is_known boolean, is_other_request boolean, within_day boolean,
  exceeds_abroad boolean, stores boolean
) returns acceptance_outcome
  language sql immutable parallel safe
  return case
    when not within_rate then 'rate-limited'::acceptance_outcome
    when is_known and is_other_request then 'key-conflict'::acceptance_outcome
    when is_known then 'replayed'::acceptance_outcome
    when not within_day then 'daily-limited'::acceptance_outcome
    when exceeds_abroad then 'international-limited'::acceptance_outcome
    when stores then 'accepted'::acceptance_outcome
    else 'passed'::acceptance_outcome
  end;
comment on function acceptance_outcome_of(boolean, boolean, boolean, boolean, boolean, boolean) is 'The order of refusals. Source: specification, public API, order of checks.';

create or replace function bucket_full_seconds_of(tokens_a_minute integer, tokens_left integer)
  returns integer
  language sql immutable parallel safe
  return case when tokens_a_minute = 0 then 60
    else ceil((rate_limit_bucket_size(tokens_a_minute) - tokens_left) * 60.0 / tokens_a_minute)
  end::integer;
comment on function bucket_full_seconds_of(integer, integer) is 'In how many seconds a bucket is full again.';

create or replace function retry_after_seconds_of(
  outcome acceptance_outcome, tokens_a_minute integer, available integer,
  seconds_to_midnight integer
) returns integer
  language sql immutable parallel safe
  return case outcome
    when 'rate-limited' then
      case when tokens_a_minute = 0 then 60
        else greatest(ceil((2 - least(available, 1)) * 60.0 / tokens_a_minute), 1)
      end
    when 'daily-limited' then seconds_to_midnight
    when 'international-limited' then seconds_to_midnight
  end::integer;
comment on function retry_after_seconds_of(acceptance_outcome, integer, integer, integer) is 'After how many seconds what was refused may pass; null where that is no question of time.';

create or replace function exceeded_limit_of(
  outcome acceptance_outcome, channel_limit bigint, abroad_limit bigint
) returns bigint
  language sql immutable parallel safe
  return case outcome
    when 'daily-limited' then channel_limit
    when 'international-limited' then abroad_limit
  end;
comment on function exceeded_limit_of(acceptance_outcome, bigint, bigint) is 'The day''s limit that was reached.';

create or replace function acceptance_priority(
  backlog double precision, channel notification_type, key key_type
) returns integer
  language sql immutable parallel safe
  return fair_priority(backlog) - case when channel = 'letter' and key = 'test' then 1001 else 0 end;
comment on function acceptance_priority(double precision, notification_type, key_type) is 'The priority of a message among its queue''s; letters of test keys come last.';

grant execute on function requested_messages(jsonb),
  filled_bucket(uuid, key_type, integer, timestamptz),
  stored_answer(uuid, key_type, text, text, timestamptz),
  acceptance_outcome_of(boolean, boolean, boolean, boolean, boolean, boolean),
  bucket_full_seconds_of(integer, integer),
  retry_after_seconds_of(acceptance_outcome, integer, integer, integer),
  exceeded_limit_of(acceptance_outcome, bigint, bigint),
  acceptance_priority(double precision, notification_type, key_type) to crier_reader;

create or replace function keep_buckets(buckets rate_limit_buckets[]) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  insert into rate_limit_buckets (service_id, key_type, tokens, refilled_at, backlog)
  select service_id, key_type, tokens, refilled_at, backlog
  from unnest(buckets) as bucket
  on conflict (service_id, key_type) do update
  set tokens = excluded.tokens, refilled_at = excluded.refilled_at, backlog = excluded.backlog;
  return cardinality(buckets);
end
$$;
comment on function keep_buckets(rate_limit_buckets[]) is 'Keeps what is left in buckets; answers how many.';

create or replace function remember_answers(answers idempotency_keys[]) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  insert into idempotency_keys (service_id, key_type, idempotency_key, request_hash,
    notification_id, response, created_at)
  select service_id, key_type, idempotency_key, request_hash, notification_id, response, created_at
  from unnest(answers) as answer
  on conflict (service_id, key_type, idempotency_key) do update
  set request_hash = excluded.request_hash, notification_id = excluded.notification_id,
    response = excluded.response, created_at = excluded.created_at;
  return cardinality(answers);
end
$$;
comment on function remember_answers(idempotency_keys[]) is 'Keeps what requests with an Idempotency-Key are answered with; answers how many.';

create or replace function enqueue_accepted(
  queue_name text, are_letters boolean, message_ids uuid[], owners text[], priorities integer[],
  notifies boolean
) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if are_letters then
    return enqueue(queue_name, message_ids, owners, priorities, notifies => notifies);
  end if;
  return enqueue_messages(queue_name, message_ids, owners, priorities, notifies);
end
$$;
comment on function enqueue_accepted(text, boolean, uuid[], text[], integer[], boolean) is 'Puts accepted messages on their queue: letters each in a job of its own, since they are made one by one.';
