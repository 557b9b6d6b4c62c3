create or replace function room_of_day(
  owner uuid, channel notification_type, key key_type, on_day date
)
  returns table (channel_used bigint, abroad_used bigint, channel_limit bigint, abroad_limit bigint)
  language sql stable
begin atomic
  select
    -- A test key is checked against a count that never grows. A trial service's test key has the
    -- limits of a live one.
    case
      when key = 'test' then 0
      when channel = 'sms' then usage.sms
      when channel = 'email' then usage.email
      else usage.letter
    end,
    case when key = 'test' then 0 else usage.international_sms end,
    case
      when key = 'test' and service.restricted
        then case channel when 'sms' then live.sms when 'email' then live.email else live.letter end
      when channel = 'sms' then service.sms_message_limit
      when channel = 'email' then service.email_message_limit
      else service.letter_message_limit
    end,
    case when key = 'test' and service.restricted then live.international_sms
      else service.international_sms_message_limit end
  from services service
  join service_daily_usage usage on usage.service_id = service.id and usage.day = on_day
  cross join default_limits(false) as live
  where service.id = owner;
end;
comment on function room_of_day(uuid, notification_type, key_type, date) is 'What a service has used of a day''s limits, and the limits, as a key of that type is measured by them; nothing while the day is not open.';

create or replace function has_room(used bigint, ahead bigint, number integer, most bigint)
  returns boolean
  language sql immutable parallel safe
  return number = 0 or used + ahead + number <= most;
comment on function has_room(bigint, bigint, integer, bigint) is 'Whether a number still fits within a limit behind what is used, and what was asked for before it.';
grant execute on function room_of_day(uuid, notification_type, key_type, date),
  has_room(bigint, bigint, integer, bigint) to crier_reader;

-- The day's limits are decided and counted here alone, under the lock of the counters, so that no
-- two calls grant the same message. Rows are locked in the order of their services, by the caller
-- (accept_notifications, for its patience) or here, and in a statement of its own: the next one has
-- a new snapshot, and so sees what whoever held the lock before has committed.
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
    perform
    from service_daily_usage
    where service_id = any (services) and day = today
    order by service_id
    for no key update;
  end if;

  -- Most calls make one claim, which has no others to be measured behind, and most are granted: one
  -- statement then decides and counts. The next says of the others by what they were measured.
  if cardinality(ords) = 1 then
    ord := ords[1];
    if numbers[1] > 0 and keys[1] <> 'test' then
      update service_daily_usage as counter
      set sms = counter.sms + case channels[1] when 'sms' then numbers[1] else 0 end,
        email = counter.email + case channels[1] when 'email' then numbers[1] else 0 end,
        letter = counter.letter + case channels[1] when 'letter' then numbers[1] else 0 end,
        international_sms = counter.international_sms + numbers_abroad[1]
      from room_of_day(services[1], channels[1], keys[1], today) as room
      where counter.service_id = services[1] and counter.day = today
        and has_room(room.channel_used, 0, numbers[1], room.channel_limit)
        and has_room(room.abroad_used, 0, numbers_abroad[1], room.abroad_limit)
      returning true, true, room.channel_limit, room.abroad_limit
      into within_day, within_abroad, channel_limit, abroad_limit;
      if found then
        return next;
        return;
      end if;
    end if;
    select
      has_room(room.channel_used, 0, greatest(numbers[1], 1), room.channel_limit),
      has_room(room.abroad_used, 0, numbers_abroad[1], room.abroad_limit), room.channel_limit,
      room.abroad_limit
    into within_day, within_abroad, channel_limit, abroad_limit
    from room_of_day(services[1], channels[1], keys[1], today) as room;
    -- Where there is no answer, what follows has none either, and says so.
    if found then
      return next;
      return;
    end if;
  end if;

  return query
  with measured as materialized (
    select
      asked.service_id, asked.notification_type, asked.key_type, room.channel_used,
      room.abroad_used, room.channel_limit, room.abroad_limit
    from (
      select distinct service_id, notification_type, key_type
      from unnest(services, channels, keys) as asked (service_id, notification_type, key_type)
    ) asked
    cross join lateral room_of_day(
      asked.service_id, asked.notification_type, asked.key_type, today
    ) as room
  ),
  claim as (
    select
      claim.*, claim.key_type = 'test' as is_test, measured.channel_used, measured.abroad_used,
      measured.channel_limit, measured.abroad_limit
    from unnest(ords, services, channels, keys, numbers, numbers_abroad)
      as claim (ord, service_id, notification_type, key_type, number, abroad)
    join measured
      on measured.service_id = claim.service_id
        and measured.notification_type = claim.notification_type
        and measured.key_type = claim.key_type
  ),
  abroad_judged as (
    select
      claim.*,
      has_room(abroad_used, case when is_test then 0
        else coalesce(sum(abroad) filter (where number > 0) over (
          partition by service_id, is_test order by ord
          rows between unbounded preceding and 1 preceding
        ), 0)
      end, abroad, abroad_limit) as within_abroad
    from claim
  ),
  judged as materialized (
    select
      abroad_judged.*,
      has_room(channel_used, case when is_test then 0
        else coalesce(sum(number) filter (where within_abroad) over (
          partition by service_id, notification_type, is_test order by ord
          rows between unbounded preceding and 1 preceding
        ), 0)
      end, greatest(number, 1), channel_limit) as within_day
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
