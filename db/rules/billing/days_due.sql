-- A night that did not happen leaves days behind it that nobody looks at any more; the next one
-- reaches back for them.
create or replace function nights_to_cover(task_name text, run_on date, days integer)
  returns setof date
  language sql stable
begin atomic
  select nights_to_cover.run_on - back
  from (
    select least(
      100,
      days + nights_to_cover.run_on - 1
        - coalesce(
          max(done.run_on) filter (where done.run_on < nights_to_cover.run_on),
          nights_to_cover.run_on - 1
        )
    ) as reach
    from task_runs done
    where done.task = task_name and done.finished_at is not null
  ) window_of_days
  cross join generate_series(1, reach) as back;
end;
comment on function nights_to_cover(text, date, integer) is 'The local days that a nightly task has to look at when it runs on a date: so many back from yesterday, and one more for each night that it missed since it last finished; at most 100.';

create or replace function billing_days_due(run_on date)
  returns table (bst_date date, notification_type notification_type)
  language sql stable
begin atomic
  select day, channel
  from nights_to_cover('create-nightly-billing', billing_days_due.run_on, 10) as day
  cross join unnest(enum_range(null::notification_type)) as channel
  where exists (
      select from notifications_all_time
      where notifications_all_time.notification_type = channel
        and created_at >= local_midnight(day) and created_at < local_midnight(day + 1)
    )
    -- Planner note: limit 1 keeps this a probe of the key. As exists (...) it becomes a hash of
    -- every fact there is.
    or (
      select true from ft_billing fact
      where fact.bst_date = day and fact.notification_type = channel
      limit 1
    );
end;
comment on function billing_days_due(date) is 'Days and channels whose billing facts the night of a date makes: ten days back from yesterday for every channel, where there are messages or facts. Source: specification, billing, days and fan-out.';

create or replace function uncounted_texts_of_last_year(run_on date) returns setof date
  language sql stable
begin atomic
  select due.bst_date
  from billing_days_due(uncounted_texts_of_last_year.run_on) due
  left join ft_refreshes made
    on made.fact = 'billing'
    and made.bst_date = due.bst_date
    and made.notification_type = due.notification_type
    and made.refreshed_at >= local_midnight(due.bst_date + 1)
  where due.notification_type = 'sms'
    and due.bst_date < financial_year_start(financial_year(uncounted_texts_of_last_year.run_on))
    and made.fact is null;
end;
comment on function uncounted_texts_of_last_year(date) is 'The days of the financial year before a date''s whose text messages the night has to count, and has not since they ended: before them nobody can say whose units of that year were many.';
grant execute on function nights_to_cover(text, date, integer), billing_days_due(date),
  uncounted_texts_of_last_year(date) to crier_reader;
