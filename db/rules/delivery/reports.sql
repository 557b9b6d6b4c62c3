-- What a DBA asks of providers, for any hour or day: the messages that were accepted within
-- [from_time, to_time), live or archived, without those of test keys.
create or replace function provider_shares(from_time timestamptz, to_time timestamptz)
  returns table (channel notification_type, provider text, messages bigint, share numeric)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    counted.notification_type, counted.sent_by, counted.messages,
    round(
      counted.messages / sum(counted.messages) over (partition by counted.notification_type), 3
    )
  from (
    select message.notification_type, message.sent_by, count(*) as messages
    from notifications_all_time message
    where message.created_at >= from_time and message.created_at < to_time
      and message.notification_type in ('sms', 'email', 'letter')
      and message.key_type <> 'test' and message.sent_by is not null
    group by message.notification_type, message.sent_by
  ) counted
  order by counted.notification_type::text, counted.messages desc, counted.sent_by;
end;
comment on function provider_shares(timestamptz, timestamptz) is 'How many messages of a time each provider took, and its share of its channel''s.';

create or replace function provider_speeds(from_time timestamptz, to_time timestamptz)
  returns table (
    channel notification_type, provider text, messages bigint, delivered bigint,
    within_1_minute numeric, within_5_minutes numeric, within_10_minutes numeric,
    p50_seconds numeric, p95_seconds numeric
  )
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    sent.notification_type, sent.sent_by, count(*), count(sent.took),
    round(avg((coalesce(sent.took < 60, false))::integer), 3),
    round(avg((coalesce(sent.took < 300, false))::integer), 3),
    round(avg((coalesce(sent.took < 600, false))::integer), 3),
    round((percentile_cont(0.5) within group (order by sent.took))::numeric, 1),
    round((percentile_cont(0.95) within group (order by sent.took))::numeric, 1)
  from (
    select
      message.notification_type, message.sent_by,
      case when message.notification_status = 'delivered'
        then extract(epoch from message.updated_at - message.sent_at)::float8
      end as took
    from notifications_all_time message
    where message.created_at >= from_time and message.created_at < to_time
      and message.notification_type in ('sms', 'email')
      and message.key_type <> 'test' and message.sent_by is not null
      and message.sent_at is not null
  ) sent
  group by sent.notification_type, sent.sent_by
  order by sent.notification_type::text, sent.sent_by;
end;
comment on function provider_speeds(timestamptz, timestamptz) is 'Of the texts and emails of a time: how many each provider took and delivered, the shares (of those taken) that were delivered within 1, 5 and 10 minutes of being handed over, and how many seconds half and nineteen twentieths of those delivered took at most.';

create or replace function failure_codes(from_time timestamptz, to_time timestamptz)
  returns table (
    channel notification_type, provider text, status notification_status, word text, code text,
    meaning text, failures bigint
  )
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    failure.notification_type, failure.provider, failure.notification_status, failure.word,
    failure.code, min(known.meaning), count(*)
  from delivery_failures failure
  left join provider_details provider on provider.identifier = failure.provider
  left join provider_receipt_codes known
    on known.adapter = provider.adapter and known.status = failure.word
    and known.code = failure.code
  where failure.failed_at >= from_time and failure.failed_at < to_time
  group by failure.notification_type, failure.provider, failure.notification_status, failure.word,
    failure.code
  order by failure.notification_type::text, failure.provider, count(*) desc, failure.word,
    failure.code;
end;
comment on function failure_codes(timestamptz, timestamptz) is 'Why messages failed by receipts that came within a time, in the providers'' words and codes: see delivery_failures.';

create or replace function note_failures(receipts jsonb, outcomes receipt_outcome[]) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  insert into delivery_failures (
    failed_at, notification_id, notification_type, provider, notification_status, word, code
  )
  select
    receipt.received_at, result.notification_id, result.notification_type, receipt.provider,
    result.new_status, receipt.status, receipt.code
  from unnest(outcomes) as result
  join notification_status_groups known on known.status = result.new_status and known.is_failed
  join jsonb_to_recordset(receipts) as receipt (
    ord integer, provider text, status text, code text, received_at timestamptz
  ) on receipt.ord = result.ord
  where result.outcome = 'applied';
end;
comment on function note_failures(jsonb, receipt_outcome[]) is 'Keeps the codes of those receipts that have made messages fail.';

create or replace function forget_delivery_failures(as_of timestamptz, batch_size integer)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with gone as (
    delete from delivery_failures
    where id in (
      select id
      from delivery_failures
      where failed_at < as_of - interval '90 days'
      order by failed_at
      limit batch_size
      for update skip locked
    )
    returning id
  )
  select count(*)::integer
  from gone;
end;
comment on function forget_delivery_failures(timestamptz, integer) is 'Deletes up to a batch of delivery_failures older than 90 days; answers how many.';
grant execute on function provider_shares(timestamptz, timestamptz),
  provider_speeds(timestamptz, timestamptz), failure_codes(timestamptz, timestamptz)
  to crier_reader;
