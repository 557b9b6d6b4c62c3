create or replace function delete_old_events(as_of timestamptz, batch_size integer) returns bigint
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted bigint;
begin
  delete from events
  where id in (
    select id from events
    where created_at < as_of - interval '52 weeks'
    order by created_at
    limit batch_size
    for update skip locked
  );
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
comment on function delete_old_events(timestamptz, integer) is 'Deletes up to a batch of events older than 52 weeks; answers how many. Source: specification, nightly timetable.';
