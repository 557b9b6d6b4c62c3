create or replace function refresh_processing_time(day date) returns void
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
declare
  from_at timestamptz := local_midnight(day);
  to_at timestamptz := local_midnight(day + 1);
begin
  insert into ft_processing_time (bst_date, messages_total, messages_within_10_secs)
  select day, count(*), count(*) filter (where sent_at - created_at <= interval '10 seconds')
  from notifications_all_time
  where notification_type in ('sms', 'email')
    and created_at >= from_at and created_at < to_at
    and api_key_id is not null
    and key_type <> 'test'
  on conflict (bst_date) do update
  set messages_total = excluded.messages_total,
    messages_within_10_secs = excluded.messages_within_10_secs,
    updated_at = now();
end
$$;
comment on function refresh_processing_time(date) is 'Measures a local day again. Source: specification, processing time.';
