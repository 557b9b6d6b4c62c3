-- The day's limits are decided and counted here alone, in one statement under the lock of the
-- counters, so that no two calls grant the same message. Rows are locked in the order of their
-- services; a caller that holds them already (accept_notifications, for its patience) waits for
-- nothing. The lock also brings the row as it was last committed, whatever the snapshot.
--
-- Claims are whole or refused, and none overtakes: after the first that does not fit, those behind
-- it in the same call and of the same service and channel are measured as if it had been granted.
-- With claims of one message each that is exactly "the first so many"; a file of many is started
-- whole or not at all.
create or replace function claim_daily_allowance(ords integer[], services uuid[],
  channels notification_type[], keys key_type[], numbers integer[], numbers_abroad integer[],
  claimed_at timestamptz, day_is_open boolean default false)
  returns table (
    ord integer,
    within_day boolean,
    within_abroad boolean,
    channel_limit bigint,
    abroad_limit bigint
  )
  language plpgsql
  rows 50
  -- A plan made while a table is small would go on reading all of it when it has grown.
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  today date := (claimed_at at time zone 'UTC')::date;
  answered integer;
begin
  if not day_is_open then
    perform open_daily_usage(services, array[today]);
  end if;

  return query
  with usage as materialized (
    select service_id, sms, email, letter, international_sms
    from service_daily_usage
    where service_id = any (services) and day = today
    order by service_id
    for no key update
  ),
  claim as (
    select
      claim.*, claim.key_type = 'test' as is_test,
      -- A test key is checked against a count that never grows. A trial service's test key has the
      -- limits of a live one.
      case
        when claim.key_type = 'test' then 0
        when claim.notification_type = 'sms' then usage.sms
        when claim.notification_type = 'email' then usage.email
        else usage.letter
      end as channel_used,
      case when claim.key_type = 'test' then 0 else usage.international_sms end as abroad_used,
      case
        when claim.key_type = 'test' and service.restricted
          then case claim.notification_type
            when 'sms' then live.sms when 'email' then live.email else live.letter
          end
        when claim.notification_type = 'sms' then service.sms_message_limit
        when claim.notification_type = 'email' then service.email_message_limit
        else service.letter_message_limit
      end as channel_limit,
      case when claim.key_type = 'test' and service.restricted then live.international_sms
        else service.international_sms_message_limit end as abroad_limit
    from unnest(ords, services, channels, keys, numbers, numbers_abroad)
      as claim (ord, service_id, notification_type, key_type, number, abroad)
    join services as service on service.id = claim.service_id
    join usage on usage.service_id = claim.service_id
    cross join default_limits(false) as live
  ),
  abroad_judged as (
    select
      claim.*,
      abroad = 0 or abroad_used + abroad + case when is_test then 0
        else coalesce(sum(abroad) filter (where number > 0) over (
          partition by service_id, is_test order by ord
          rows between unbounded preceding and 1 preceding
        ), 0)
      end <= abroad_limit as within_abroad
    from claim
  ),
  judged as materialized (
    select
      abroad_judged.*,
      channel_used + greatest(number, 1) + case when is_test then 0
        else coalesce(sum(number) filter (where within_abroad) over (
          partition by service_id, notification_type, is_test order by ord
          rows between unbounded preceding and 1 preceding
        ), 0)
      end <= channel_limit as within_day
    from abroad_judged
  ),
  counted as (
    update service_daily_usage as counter
    set sms = counter.sms + taken.sms, email = counter.email + taken.email,
      letter = counter.letter + taken.letter,
      international_sms = counter.international_sms + taken.abroad
    from (
      select
        service_id,
        coalesce(sum(number) filter (where notification_type = 'sms'), 0) as sms,
        coalesce(sum(number) filter (where notification_type = 'email'), 0) as email,
        coalesce(sum(number) filter (where notification_type = 'letter'), 0) as letter,
        coalesce(sum(abroad), 0) as abroad
      from judged
      where number > 0 and not is_test and within_day and within_abroad
      group by service_id
    ) taken
    where counter.service_id = taken.service_id and counter.day = today
  )
  select
    judged.ord, judged.within_day, judged.within_abroad, judged.channel_limit, judged.abroad_limit
  from judged;
  get diagnostics answered = row_count;
  if answered <> cardinality(ords) then
    raise exception 'a service of the claims is unknown, or its day is not open'
      using errcode = 'foreign_key_violation', constraint = 'claims_are_of_open_days';
  end if;
end
$$;
comment on function claim_daily_allowance(
  integer[], uuid[], notification_type[], key_type[], integer[], integer[], timestamptz, boolean
) is 'Decides by the day''s limits, and counts what it grants. Arrays run in parallel, one claim each: its number, which orders the claims and names the answer; the service; the channel; the type of key; how many messages (0 only asks whether one more would fit); how many of them are international texts. Answers per claim whether the limit of the channel and that of international texts let it pass (granted and counted when both do), and the limits that it was measured against. day_is_open: the caller has locked the counters by take_turns; without it those that are missing are made first.';

create or replace function give_back_letters(owner uuid, day_of_letters date, number integer)
  returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  update service_daily_usage
  set letter = greatest(letter - number, 0)
  where service_id = owner and day = day_of_letters;
end;
comment on function give_back_letters(uuid, date, integer) is 'Gives a service back what letters that are not printed took of the limit of their UTC day. Source: specification, letters, cancelling.';
