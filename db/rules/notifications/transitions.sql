-- 5 µs a row, and only where the status changes.
create or replace function refuse_other_transitions() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if not exists (
    select from status_transitions
    where notification_type = new.notification_type
      and from_status = old.notification_status and to_status = new.notification_status
  ) then
    raise exception 'a message (%) does not go from % to %', new.notification_type,
      old.notification_status, new.notification_status
      using errcode = 'check_violation', constraint = 'status_follows_its_transitions';
  end if;
  return new;
end
$$;
comment on function refuse_other_transitions() is 'Row trigger: refuses a change of status that status_transitions has not, whoever asks.';
create or replace trigger notifications_follow_transitions
  before update of notification_status on notifications
  for each row when (old.notification_status is distinct from new.notification_status)
  execute function refuse_other_transitions();
create or replace trigger notification_history_follow_transitions
  before update of notification_status on notification_history
  for each row when (old.notification_status is distinct from new.notification_status)
  execute function refuse_other_transitions();
