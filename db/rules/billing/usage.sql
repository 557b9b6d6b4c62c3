-- The free allowance is used up in the order of the days. A day has one price, so its facts of one
-- price are added up before the window: no figure changes, and a year of a service is some hundred
-- rows for it however many templates it has. Planner note: inlined; a condition on service_id
-- passes through window and groups to the index on (service_id, bst_date).
create or replace function usage_lines(
  year integer, last_day date default 'infinity', live_day date default null
)
  returns table (
    service_id uuid, bst_date date, notification_type notification_type, rate numeric, postage text,
    billable_units bigint, notifications_sent bigint, chargeable_units bigint,
    free_sms_fragment_limit integer, remaining_before bigint, free_allowance_used bigint,
    charged_units bigint, cost numeric
  )
  language sql stable
begin atomic
  with sent as (
    select
      service_id, bst_date, notification_type, rate_multiplier, rate, postage, billable_units,
      notifications_sent
    from ft_billing
    where bst_date between financial_year_start(year) and least(last_day, financial_year_end(year))
      and bst_date is distinct from live_day
    union all
    -- Today is counted, not stored: the same rule, read from the messages themselves.
    select
      service_id, live_day, notification_type, rate_multiplier, rate, postage, billable_units,
      notifications_sent
    from billing_of_day(live_day, local_midnight(live_day), local_midnight(live_day + 1))
    where live_day between financial_year_start(year) and least(last_day, financial_year_end(year))
      and rate is not null
  ),
  charged as (
    select
      service_id, bst_date, notification_type, rate, postage,
      sum(billable_units)::bigint as billable_units,
      sum(notifications_sent)::bigint as notifications_sent,
      sum(
        case notification_type
          when 'sms' then billable_units::bigint * rate_multiplier
          when 'email' then billable_units::bigint
          else notifications_sent::bigint
        end
      )::bigint as chargeable_units
    from sent
    group by service_id, bst_date, notification_type, rate, postage
  ),
  counted as (
    select
      charged.service_id, bst_date, notification_type, rate, postage, billable_units,
      notifications_sent, chargeable_units, allowance.free_sms_fragment_limit,
      greatest(
        allowance.free_sms_fragment_limit
          - coalesce(sum(chargeable_units) over preceding, 0)::bigint,
        0
      ) as remaining_before
    from charged
    left join allowances_of_year(year) allowance
      on notification_type = 'sms'
      and allowance.service_id = charged.service_id
    window preceding as (
      partition by charged.service_id, notification_type
      order by bst_date, rate, postage
      rows between unbounded preceding and 1 preceding
    )
  )
  select
    service_id, bst_date, notification_type, rate, postage, billable_units, notifications_sent,
    chargeable_units,
    free_sms_fragment_limit, remaining_before, least(remaining_before, chargeable_units),
    greatest(chargeable_units - remaining_before, 0),
    greatest(chargeable_units - remaining_before, 0) * rate
  from counted;
end;
comment on function usage_lines(integer, date, date) is 'The billing facts of a financial year per service, day, channel, price and postage, with what of them was free and what they cost. Give last_day to stop early; give live_day (today) to count that day from the messages in place of its facts. In a year without allowances, before 2016, free_sms_fragment_limit is null and every unit is charged. Source: specification, usage of a service.';

create or replace function service_usage(service_id uuid, year integer, today date)
  returns table (
    month date, notification_type notification_type, rate numeric, postage text,
    notifications_sent bigint, chargeable_units bigint, cost numeric, free_allowance_used bigint,
    charged_units bigint
  )
  language sql stable
begin atomic
  select
    date_trunc('month', bst_date)::date, notification_type, rate, postage,
    sum(notifications_sent)::bigint, sum(chargeable_units)::bigint, sum(cost),
    sum(free_allowance_used)::bigint, sum(charged_units)::bigint
  from usage_lines(year, 'infinity', today) line
  where line.service_id = service_usage.service_id
    and (line.notification_type <> 'sms' or line.free_sms_fragment_limit is not null)
  group by date_trunc('month', bst_date), notification_type, rate, postage;
end;
comment on function service_usage(uuid, integer, date) is 'A service''s usage per month, channel, price and postage of a financial year; today is counted live. In a year without allowances, before 2016, there are no text messages. Source: specification, usage of a service.';
grant execute on function usage_lines(integer, date, date), service_usage(uuid, integer, date) to
  crier_reader;
