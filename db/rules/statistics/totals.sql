-- Whoever writes facts changes the totals in the same statement.
create or replace function keep_daily_totals() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    insert into ft_daily_totals as total (bst_date, notification_type, notification_count)
    select bst_date, notification_type, sum(notification_count)
    from added
    group by bst_date, notification_type
    on conflict (bst_date, notification_type) do update
    set notification_count = total.notification_count + excluded.notification_count;
  elsif tg_op = 'DELETE' then
    update ft_daily_totals total
    set notification_count = total.notification_count - gone.notification_count
    from (
      select bst_date, notification_type, sum(notification_count) as notification_count
      from removed
      group by bst_date, notification_type
    ) gone
    where total.bst_date = gone.bst_date and total.notification_type = gone.notification_type;
  else
    insert into ft_daily_totals as total (bst_date, notification_type, notification_count)
    select bst_date, notification_type, sum(notification_count)
    from (
      select bst_date, notification_type, notification_count from added
      union all
      select bst_date, notification_type, -notification_count from removed
    ) change
    group by bst_date, notification_type
    on conflict (bst_date, notification_type) do update
    set notification_count = total.notification_count + excluded.notification_count;
  end if;
  return null;
end
$$;
comment on function keep_daily_totals() is 'Statement trigger over the changed facts: adds what they changed to ft_daily_totals.';
revoke execute on function keep_daily_totals() from crier_app;

create or replace trigger ft_notification_status_add_to_totals
  after insert on ft_notification_status
  referencing new table as added for each statement execute function keep_daily_totals();
create or replace trigger ft_notification_status_change_totals
  after update on ft_notification_status
  referencing old table as removed new table as added
  for each statement execute function keep_daily_totals();
create or replace trigger ft_notification_status_take_from_totals
  after delete on ft_notification_status
  referencing old table as removed for each statement execute function keep_daily_totals();
