-- What a service was told, and was not. Each status is a probe of its own into
-- service_callbacks_list_idx, newest first, so that the cost is that of a page however many there
-- are.
create or replace function list_callbacks(
  service uuid, statuses callback_status[], types service_callback_type[], since timestamptz,
  older_than uuid, page_size integer
) returns table (
    id uuid, callback_type service_callback_type, about_id uuid, status callback_status,
    attempts integer, created_at timestamptz, next_attempt_at timestamptz, ended_at timestamptz,
    last_status integer, last_error text
  )
  language sql stable
  set enable_seqscan = off
  set search_path = public, pg_temp
begin atomic
  select
    page.id, page.callback_type, page.about_id, page.status, page.attempts, page.created_at,
    page.next_attempt_at, page.ended_at, page.last_status, page.last_error
  from unnest(coalesce(statuses, enum_range(null::callback_status))) as wanted (status)
  cross join lateral (
    select
      callback.id, callback.callback_type, callback.about_id, callback.status, callback.attempts,
      callback.created_at, callback.next_attempt_at, callback.ended_at, callback.last_status,
      callback.last_error
    from service_callbacks callback
    where callback.service_id = service and callback.status = wanted.status
      and (older_than is null or callback.id < older_than)
      and (types is null or callback.callback_type = any (types))
      and (since is null or callback.created_at >= since)
    order by callback.id desc
    limit page_size
  ) page
  order by page.id desc
  limit page_size;
end;
comment on function list_callbacks(
  uuid, callback_status[], service_callback_type[], timestamptz, uuid, integer
) is 'A page of a service''s callbacks, newest first, after one of them.';
grant execute on function list_callbacks(
  uuid, callback_status[], service_callback_type[], timestamptz, uuid, integer
) to crier_reader;

create or replace function most_replayed_callbacks() returns integer
  language sql immutable parallel safe
  return 10000;
comment on function most_replayed_callbacks() is 'How many callbacks one call replays at most.';
grant execute on function most_replayed_callbacks() to crier_reader;

-- What is given up begins anew, with all its attempts; what waits for its next attempt has it at
-- once. It keeps its place among the events of its message.
create or replace function replay_callbacks(
  service uuid, ids uuid[], types service_callback_type[], since timestamptz, until timestamptz,
  as_of timestamptz default clock_timestamp()
) returns integer
  language plpgsql
  set enable_seqscan = off
  set search_path = public, pg_temp
as $$
declare
  replayed integer;
begin
  with locked as materialized (
    select callback.id
    from service_callbacks callback
    where callback.service_id = service
      and (callback.status = 'failed' or callback.next_attempt_at > as_of)
      and callback.status in ('waiting', 'failed')
      and (ids is null or callback.id = any (ids))
      and (types is null or callback.callback_type = any (types))
      and (since is null or callback.created_at >= since)
      and (until is null or callback.created_at < until)
    order by callback.id
    limit most_replayed_callbacks()
    for no key update
  )
  update service_callbacks callback
  set
    status = 'waiting', next_attempt_at = as_of, ended_at = null,
    attempts = case callback.status when 'failed' then 0 else callback.attempts end
  from locked
  where callback.id = locked.id;
  get diagnostics replayed = row_count;
  return replayed;
end
$$;
comment on function replay_callbacks(
  uuid, uuid[], service_callback_type[], timestamptz, timestamptz, timestamptz
) is 'Sends again what a service was not told: those that are named, or those of a time, the oldest first and up to most_replayed_callbacks; answers how many. What was delivered is not sent again.';
