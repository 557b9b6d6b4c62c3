create or replace function job_allowance(owner uuid, channel notification_type, key key_type,
  as_of timestamptz)
  returns table (
    channel_limit bigint,
    channel_left bigint,
    abroad_limit bigint,
    abroad_left bigint
  )
  language sql
  set search_path = public, pg_temp
begin atomic
  -- A claim of nothing says what the limits are.
  select
    claim.channel_limit,
    greatest(claim.channel_limit - coalesce(used.channel, 0), 0),
    claim.abroad_limit,
    greatest(claim.abroad_limit - coalesce(used.abroad, 0), 0)
  from claim_daily_allowance(array[1], array[owner], array[channel], array[key], array[0],
    array[0], as_of) as claim
  left join lateral (
    select case channel when 'sms' then sms when 'email' then email else letter end as channel,
      international_sms as abroad
    from service_daily_usage
    where service_id = owner and day = (as_of at time zone 'UTC')::date and key <> 'test'
  ) used on true;
end;
comment on function job_allowance(uuid, notification_type, key_type, timestamptz) is 'What the day''s limits leave of a channel, and of texts abroad, to a key of that type: what claim_allowance_of_job would grant now. Test keys use nothing up.';
