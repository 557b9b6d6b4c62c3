create or replace function days_of_delivered_callbacks() returns integer
  language sql immutable parallel safe
  return 7;
comment on function days_of_delivered_callbacks() is 'For how many days a delivered callback is listed. It says nothing about a person any more.';
grant execute on function days_of_delivered_callbacks() to crier_reader;

-- What was not delivered holds its recipient, so it is kept no longer than the service keeps the
-- messages of that channel, counted from when it was written. That ends what could not be sent for
-- so long, too.
create or replace function delete_old_callbacks(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted integer;
begin
  delete from service_callbacks
  where id in (
    select callback.id
    from service_callbacks callback
    left join effective_retention kept
      on kept.service_id = callback.service_id
      and kept.notification_type = callback.notification_type
    where callback.created_at < as_of - make_interval(days => case
      when callback.status = 'delivered' then days_of_delivered_callbacks()
      else coalesce(kept.days_of_retention, days_of_delivered_callbacks())
    end)
    order by callback.created_at
    limit batch_size
    for update of callback skip locked
  );
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
comment on function delete_old_callbacks(timestamptz, integer) is 'Deletes up to a batch of callbacks past their days: 7 for those delivered, the service''s retention of the channel for all others; answers how many.';
