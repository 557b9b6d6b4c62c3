-- Weights. The three automatic changes lock the channel's active providers, in the order of their
-- ids, and do nothing within a hold after the last change. A change further ahead than that was
-- made by a clock that ran ahead, and would keep a failing provider's weight until its time is
-- reached. They are the platform's own changes.
create or replace function weights_rest(
  channel notification_type, as_of timestamptz, hold_seconds integer
) returns boolean
  language sql stable
  return not exists (
    select
    from provider_details
    where notification_type = channel and active
      and updated_at > as_of - make_interval(secs => hold_seconds)
      and updated_at < as_of + make_interval(secs => hold_seconds)
  );
comment on function weights_rest(notification_type, timestamptz, integer) is 'Whether no active provider of a channel was changed within the hold.';

create or replace function reduce_providers(
  failing text[], hold_seconds integer, as_of timestamptz
)
  returns setof text
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform
  from provider_details
  where active and notification_type in (
      select notification_type from provider_details where identifier = any (failing)
    )
  order by id
  for update;
  perform act_as(notify_user_id(), as_of);

  return query
  with judged as materialized (
    select
      drawable.identifier, drawable.notification_type, drawable.identifier = any (failing) as fails
    from drawable_providers drawable
    where not drawable.takes_tests
  ),
  channel as materialized (
    select
      judged.notification_type, threshold.step,
      -- What is taken is shared, whether or not all of it was there to take.
      ceil(
        threshold.step * count(*) filter (where judged.fails)::numeric
        / count(*) filter (where not judged.fails)
      )::integer as share
    from judged
    join provider_thresholds threshold on threshold.notification_type = judged.notification_type
    group by judged.notification_type, threshold.step
    having count(*) filter (where judged.fails) > 0
      and count(*) filter (where not judged.fails) > 0
      and weights_rest(judged.notification_type, as_of, hold_seconds)
  ),
  moved as (
    update provider_details provider
    set
      priority = case when judged.fails then greatest(provider.priority - channel.step, 0)
        else least(provider.priority + channel.share, 100)
      end,
      reason = case when judged.fails then 'Reduced due to reduced reliability'
        else 'Increased due to reduced reliability in other provider'
      end
    from judged
    join channel on channel.notification_type = judged.notification_type
    where provider.identifier = judged.identifier
    returning provider.identifier, judged.fails
  )
  select moved.identifier from moved where moved.fails order by 1;
end
$$;
comment on function reduce_providers(text[], integer, timestamptz) is 'Takes a step of weight from each of the named providers and shares what was taken among the channel''s others, where there are any; answers whose was taken. Source: specification, sending, changing weights.';

create or replace function note_provider_failures(
  batch uuid, failures jsonb, as_of timestamptz default clock_timestamp()
)
  returns setof text
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  failing text[] := array(select jsonb_object_keys(failures));
begin
  -- One after the other, in all processes: of two batches that together are too many the second
  -- sees the failures of the first.
  perform
  from provider_details
  where active and notification_type in (
      select notification_type from provider_details where identifier = any (failing)
    )
  order by id
  for update;

  insert into provider_failures (batch, provider, failures, noted_at)
  select note_provider_failures.batch, noted.key, noted.value::integer, as_of
  from jsonb_each_text(failures) as noted
  on conflict do nothing;

  return query
  select reduced.identifier
  from (
    select threshold.failure_hold_seconds, array_agg(counted.identifier) as identifiers
    from (
      select provider.identifier, provider.notification_type, sum(recent.failures) as failures
      from provider_details provider
      join provider_thresholds known on known.notification_type = provider.notification_type
      join provider_failures recent
        on recent.provider = provider.identifier
        and recent.noted_at > as_of - make_interval(secs => known.failure_window_seconds)
        and recent.noted_at <= as_of
      where provider.notification_type in (
          select notification_type from provider_details where identifier = any (failing)
        )
      group by provider.id
    ) counted
    join provider_thresholds threshold
      on threshold.notification_type = counted.notification_type
      and counted.failures > threshold.most_failures
    group by threshold.notification_type
  ) too_many
  cross join lateral reduce_providers(
    too_many.identifiers, too_many.failure_hold_seconds, as_of
  ) as reduced (identifier);
end
$$;
comment on function note_provider_failures(uuid, jsonb, timestamptz) is 'Notes a batch''s failed calls, an object of numbers by provider, and takes weight from those of the channel that have had too many within the window, counted over all processes; answers whose.';

create or replace function slow_providers(as_of timestamptz, share numeric default null)
  returns table (identifier text, notification_type notification_type, is_slow boolean)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    provider.identifier,
    provider.notification_type,
    coalesce(
      count(*) filter (
        where case when notification.notification_status = 'delivered'
          then notification.updated_at else as_of end
          - notification.sent_at >= make_interval(secs => threshold.slow_after_seconds)
      ) >= coalesce(share, threshold.slow_share) * nullif(count(notification.id), 0),
      false
    )
  from drawable_providers provider
  join provider_thresholds threshold
    on threshold.notification_type = provider.notification_type
    and threshold.slow_share is not null
  left join notifications notification
    on notification.sent_by = provider.identifier
    and notification.notification_type = provider.notification_type
    and notification.created_at
      between as_of - make_interval(secs => threshold.slow_window_seconds) and as_of
    and notification.sent_at is not null
    and notification.notification_status in ('delivered', 'pending', 'sending')
    and notification.key_type <> 'test'
  where not provider.takes_tests
  group by provider.identifier, provider.notification_type, threshold.slow_share;
end;
comment on function slow_providers(timestamptz, numeric) is 'Which active providers were slow lately: at least a share of their messages, that of provider_thresholds unless another is given, took too long. Source: specification, sending, slow delivery.';

create or replace function reduce_slow_providers(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with slow as materialized (
    select notification_type, array_agg(identifier) filter (where is_slow) as identifiers
    from slow_providers(as_of)
    group by notification_type
    having bool_or(is_slow) and not bool_and(is_slow)
  )
  select count(*)::integer
  from slow
  join provider_thresholds threshold on threshold.notification_type = slow.notification_type
  cross join lateral reduce_providers(slow.identifiers, threshold.slow_hold_seconds, as_of);
end;
comment on function reduce_slow_providers(timestamptz) is 'Takes weight from slow providers while another one of their channel is not slow; answers how many.';

create or replace function tend_providers_back_to_middle(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  moved integer;
begin
  -- Nobody's window reaches further back.
  delete from provider_failures
  where noted_at < as_of - interval '1 hour' or noted_at > as_of + interval '1 hour';
  perform
  from provider_details
  where active and notification_type in (select notification_type from provider_thresholds)
  order by id
  for update;
  perform act_as(notify_user_id(), as_of);
  update provider_details provider
  set priority = case when provider.priority < provider.resting_priority
      then least(provider.priority + threshold.step, provider.resting_priority)
      else greatest(provider.priority - threshold.step, provider.resting_priority)
    end,
    reason = 'Adjusted back to resting point'
  from provider_thresholds threshold
  where threshold.notification_type = provider.notification_type
    and provider.active and provider.priority <> provider.resting_priority
    and weights_rest(provider.notification_type, as_of, threshold.tend_hold_seconds);
  get diagnostics moved = row_count;
  return moved;
end
$$;
comment on function tend_providers_back_to_middle(timestamptz) is 'Moves every active provider up to a step towards its resting weight, unless one of its channel was changed lately; answers how many moved.';
grant execute on function slow_providers(timestamptz, numeric),
  weights_rest(notification_type, timestamptz, integer) to crier_reader;
