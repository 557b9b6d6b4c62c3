-- Weights. The three automatic changes lock the channel's active providers and do nothing within a
-- pause after the last change. A change further ahead than that was made by a clock that ran ahead,
-- and would keep a failing provider's weight until its time is reached. They are the platform's own
-- changes.
create or replace function reduce_provider_priority(
  slow_or_failing text, as_of timestamptz, pause interval
)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  channel notification_type := (
    select notification_type from provider_details where identifier = slow_or_failing
  );
  others integer;
begin
  perform from provider_details where notification_type = channel and active order by id for update;
  others := (
    select count(*) - 1
    from drawable_providers
    where not takes_tests and notification_type = channel
  );
  if others < 1
    or not exists (
      select from drawable_providers where not takes_tests and identifier = slow_or_failing
    )
    or exists (select from provider_details
      where notification_type = channel and active
        and updated_at > as_of - pause and updated_at < as_of + pause)
  then
    return false;
  end if;
  perform act_as(notify_user_id(), as_of);
  update provider_details
  set
    priority = case when identifier = slow_or_failing then greatest(priority - 10, 0)
      else least(priority + ceil(10.0 / others)::integer, 100)
    end,
    reason = case when identifier = slow_or_failing then 'Reduced due to reduced reliability'
      else 'Increased due to reduced reliability in other provider'
    end
  where identifier in (
    select drawable.identifier
    from drawable_providers drawable
    where not drawable.takes_tests and drawable.notification_type = channel
  );
  return true;
end
$$;
comment on function reduce_provider_priority(text, timestamptz, interval) is 'Takes 10 points of weight from a provider and shares them among the channel''s others; answers whether it did. Source: specification, sending, changing weights.';

create or replace function tend_providers_back_to_middle(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  moved integer;
begin
  perform from provider_details where notification_type = 'sms' and active order by id for update;
  if exists (
    select from provider_details
    where notification_type = 'sms' and active
      and updated_at > as_of - interval '15 minutes'
      and updated_at < as_of + interval '15 minutes'
  ) then
    return 0;
  end if;
  perform act_as(notify_user_id(), as_of);
  update provider_details
  set priority = case when priority < resting_priority then least(priority + 10, resting_priority)
      else greatest(priority - 10, resting_priority)
    end,
    reason = 'Adjusted back to resting point'
  where notification_type = 'sms' and active and priority <> resting_priority;
  get diagnostics moved = row_count;
  return moved;
end
$$;
comment on function tend_providers_back_to_middle(timestamptz) is 'Moves every active text message provider up to 10 points towards its resting weight, unless one changed in the last 15 minutes; answers how many moved.';

create or replace function slow_sms_providers(as_of timestamptz, threshold numeric default 0.15)
  returns table (identifier text, is_slow boolean)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    provider.identifier,
    coalesce(
      count(*) filter (
        where case when notification.notification_status = 'delivered'
          then notification.updated_at else as_of end
          - notification.sent_at >= interval '5 minutes'
      ) >= threshold * nullif(count(notification.id), 0),
      false
    )
  from drawable_providers provider
  left join notifications notification
    on notification.sent_by = provider.identifier
    and notification.notification_type = 'sms'
    and notification.created_at between as_of - interval '15 minutes' and as_of
    and notification.sent_at is not null
    and notification.notification_status in ('delivered', 'pending', 'sending')
    and notification.key_type <> 'test'
  where not provider.takes_tests and provider.notification_type = 'sms'
  group by provider.identifier;
end;
comment on function slow_sms_providers(timestamptz, numeric) is 'Which active text message providers were slow in the last 15 minutes: a share of at least the threshold took 5 minutes or more. Source: specification, sending, slow delivery.';

create or replace function switch_sms_provider_on_slow_delivery(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with speeds as materialized (
    select identifier, is_slow from slow_sms_providers(as_of)
  )
  select count(*) filter (where reduce_provider_priority(speeds.identifier, as_of,
    interval '5 minutes'))::integer
  from speeds
  where speeds.is_slow and exists (select from speeds other where not other.is_slow);
end;
comment on function switch_sms_provider_on_slow_delivery(timestamptz) is 'Reduces slow text message providers while another one is not slow; answers how many.';
grant execute on function slow_sms_providers(timestamptz, numeric) to crier_reader;
