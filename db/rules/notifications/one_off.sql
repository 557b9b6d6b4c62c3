-- A person's message takes no token of the minute and carries no Idempotency-Key, which are for
-- programs: of acceptance it has the day's limits, the row and the job. It goes before the messages
-- of files, as those of programs within their rate do.
create or replace function send_one_off(
  message jsonb, process template_process_type, stores boolean, actor uuid, as_of timestamptz
)
  returns table (notification_id uuid, exceeded text, exceeded_limit bigint)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made notifications := jsonb_populate_record(
    null::notifications, message || jsonb_build_object('created_by_id', actor)
  );
  claim record;
begin
  select within_day, within_abroad, channel_limit, abroad_limit into claim
  from claim_daily_allowance(
    array[1], array[made.service_id], array[made.notification_type], array[made.key_type],
    array[stores::integer], array[(stores and coalesce(made.phone_prefix <> '44', false))::integer],
    as_of
  );
  if not claim.within_day then
    return query select null::uuid, made.notification_type::text, claim.channel_limit;
  elsif not claim.within_abroad then
    return query select null::uuid, 'international_sms', claim.abroad_limit;
  elsif stores then
    select stored into made.id
    from store_notifications(array[made], as_of) as stored;
    perform enqueue(
      queue_for(made.notification_type, made.key_type, process, made.service_id),
      array[made.id], array[made.service_id::text], array[fair_priority(0)], notifies => false
    );
    return query select made.id, null::text, null::bigint;
  else
    return query select null::uuid, null::text, null::bigint;
  end if;
end
$$;
comment on function send_one_off(jsonb, template_process_type, boolean, uuid, timestamptz) is 'Counts, stores and queues one message that a person sends by hand. message: the columns of notifications by name. stores: false only asks whether the day has room for one more, for a caller who refuses the message for another reason. Answers its id; or which of the day''s limits is reached, and then nothing is done. Source: specification, sending, one-off sends.';
