-- A trigger, not a column in every update: a change that somebody forgets to note would never be
-- told.
create or replace function note_changing_transaction() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$$;
comment on function note_changing_transaction() is 'Row trigger: keeps changed_in, by which services ask for everything that changed.';
create or replace trigger notifications_note_change before update on notifications
  for each row execute function note_changing_transaction();

create or replace function server_timeline() returns integer
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer;
end;
comment on function server_timeline() is 'The timeline on which the server writes its log: another one after each promotion of a standby and each restore to a moment. Numbers of transactions mean the same within one; the next one may begin below numbers that had been given out. Refused on a standby.';
grant execute on function server_timeline() to crier_reader;

-- Marks are kept for as long as a message can be read: 90 days, and the day that is being archived.
-- A clock that went back sets none until it has reached the last one again: such a mark would stand
-- before changes that were made, and stamped, after its time.
create or replace function mark_notification_changes(as_of timestamptz) returns void
  language sql
begin atomic
  delete from notification_change_marks
  where marked_at in (
    select marked_at
    from notification_change_marks
    where marked_at < as_of - interval '91 days'
    for update skip locked
  );
  insert into notification_change_marks (marked_at, oldest_running, timeline)
  select as_of, pg_snapshot_xmin(pg_current_snapshot()), server_timeline()
  where not exists (select from notification_change_marks where marked_at > as_of)
  on conflict (marked_at) do nothing;
end;
comment on function mark_notification_changes(timestamptz) is 'Sets a mark, unless there is a later one, and forgets those older than 91 days.';
