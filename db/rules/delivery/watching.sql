-- What an operator should look at, found by the periodic tasks. Each function tells of it by a
-- ticket and answers what it told of, for the log; no row when there is nothing.
create or replace function watch_text_senders(
  environment text, admin_url text, as_of timestamptz
) returns table (failing integer, texting_tv_numbers integer, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  failures text;
  tv_numbers text;
begin
  with counted as (
    select
      notification.service_id, count(*) as texts,
      count(*) filter (where notification.notification_status = 'permanent-failure')::numeric
        / count(*) as failure_rate,
      count(*) filter (where substr(notification.normalised_to, 3, 7) = '7700900')
        as to_tv_numbers
    from notifications notification
    join live_services service on service.id = notification.service_id
    where notification.notification_type = 'sms'
      and notification.key_type <> 'test'
      and notification.created_at between as_of - interval '24 hours' and as_of
    group by notification.service_id
  ),
  judged as (
    select
      service_id, failure_rate, to_tv_numbers,
      texts >= 10000 and failure_rate >= 0.25 as fails_often,
      to_tv_numbers > 500 as texts_tv_numbers
    from counted
  )
  select
    count(*) filter (where fails_often), count(*) filter (where texts_tv_numbers),
    string_agg(format(
      E'service: %s/services/%s failure rate: %s,\n', admin_url, service_id,
      trim_scale(round(failure_rate, 2))
    ), '' order by failure_rate desc, service_id) filter (where fails_often),
    string_agg(format(
      E'service: %s/services/%s count of sms to tv numbers: %s,\n', admin_url, service_id,
      to_tv_numbers
    ), '' order by to_tv_numbers desc, service_id) filter (where texts_tv_numbers)
  into failing, texting_tv_numbers, failures, tv_numbers
  from judged;
  if failing + texting_tv_numbers = 0 then
    return;
  end if;
  is_told := open_ticket(
    format('[%s] High failure rates for sms spotted for services', environment),
    concat_ws(
      E'\n',
      format(
        E'%s service(s) have had high permanent-failure rates for sms messages in last 24 hours:\n%s',
        failing, failures
      ),
      format(
        E'%s service(s) have sent over 500 sms messages to tv numbers in last 24 hours:\n%s',
        texting_tv_numbers, tv_numbers
      )
    ),
    as_of
  );
  return next;
end
$$;
comment on function watch_text_senders(text, text, timestamptz) is 'Opens one ticket about all live services of whose texts of the last 24 hours a quarter or more (of at least 10,000) can never be delivered, or more than 500 went to the numbers that are kept for television. environment and admin_url stand in its words. Source: specification, sending, monitoring.';

create or replace function text_speeds(as_of timestamptz)
  returns table (
    provider text, texts bigint, over_1_minute bigint, over_5_minutes bigint, over_10_minutes bigint
  )
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    sent.sent_by, count(*), count(*) filter (where sent.took >= interval '1 minute'),
    count(*) filter (where sent.took >= interval '5 minutes'),
    count(*) filter (where sent.took >= interval '10 minutes')
  from (
    select
      notification.sent_by,
      case when notification.notification_status = 'delivered' then notification.updated_at
        else as_of end - notification.sent_at as took
    from notifications notification
    where notification.notification_type = 'sms'
      and notification.created_at between as_of - interval '15 minutes' and as_of
      and notification.sent_at is not null
      and notification.notification_status in ('delivered', 'pending', 'sending')
      and notification.key_type <> 'test'
  ) sent
  where sent.sent_by is not null
  group by sent.sent_by
  order by sent.sent_by;
end;
comment on function text_speeds(timestamptz) is 'How many texts of the last 15 minutes each provider has taken, and of how many there was no delivery within 1, 5 and 10 minutes. Source: specification, sending, monitoring.';

-- The minutes are told apart by the row, so that a task that runs twice counts none twice. One that
-- was left out, or two, is no break; after more of them the minutes begin anew.
create or replace function watch_slow_deliveries(environment text, as_of timestamptz)
  returns table (texts bigint, share numeric, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  present constant timestamptz := date_trunc('minute', as_of);
  watch slow_delivery_watch;
begin
  select only_row, looked_at, slow_since, told_at into watch from slow_delivery_watch for update;
  if watch.looked_at >= present and watch.looked_at < present + interval '1 day' then
    return;
  end if;
  select sum(speed.texts), sum(speed.over_5_minutes) / nullif(sum(speed.texts), 0)
  into texts, share
  from text_speeds(as_of) speed;
  if share >= 0.1 then
    if watch.slow_since is null or watch.looked_at < present - interval '3 minutes' then
      watch.slow_since := present;
    end if;
  else
    watch.slow_since := null;
    watch.told_at := null;
  end if;
  if watch.told_at is null and watch.slow_since <= present - interval '9 minutes' then
    watch.told_at := as_of;
    is_told := open_ticket(
      format('[%s] Text messages are delivered slowly', environment),
      format(
        E'For ten minutes, a tenth or more of the text messages have taken five minutes or longer. In the last 15 minutes it was %s%% of %s.\n',
        round(share * 100), texts
      ),
      as_of
    );
    return next;
  end if;
  update slow_delivery_watch
  set looked_at = present, slow_since = watch.slow_since, told_at = watch.told_at;
end
$$;
comment on function watch_slow_deliveries(text, timestamptz) is 'Opens a ticket in the tenth minute in which a tenth or more of the texts of all providers were slower than five minutes; one, until they are not. Source: specification, sending, monitoring.';
grant execute on function text_speeds(timestamptz) to crier_reader;
