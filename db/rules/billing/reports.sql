-- Planner note: planned anew for each call, in 3 ms, because a plan for any range expects 1 in 200
-- facts of a table and sorts those that come; 50 ms in place of 95 for 25,000 facts.
create or replace function sms_usage_per_service(start_date date, end_date date)
  returns table (
    organisation_id uuid, organisation_name text, service_id uuid, service_name text,
    free_allowance integer, free_allowance_left bigint, chargeable_units bigint,
    charged_units bigint, cost numeric, active boolean
  )
  language sql stable
  set plan_cache_mode = force_custom_plan
begin atomic
  select
    organisation.id, organisation.name, services.id, services.name, used.free_allowance,
    used.free_allowance_left, used.chargeable_units, used.charged_units, used.cost, services.active
  from (
    select
      service_id,
      max(free_sms_fragment_limit) as free_allowance,
      min(greatest(remaining_before - chargeable_units, 0)) as free_allowance_left,
      sum(chargeable_units)::bigint as chargeable_units,
      sum(charged_units)::bigint as charged_units,
      sum(cost) as cost
    from usage_lines(financial_year(start_date), end_date)
    where notification_type = 'sms' and bst_date >= start_date
    group by service_id
  ) used
  join services on services.id = used.service_id
  left join organisation on organisation.id = services.organisation_id;
end;
comment on function sms_usage_per_service(date, date) is 'Text messages of every service in a range of days within one financial year: the allowance is used up from 1 April on, also before the range. Services without texts in the range are absent. Source: specification, billing report.';

-- Without the people who pay: those who may see them add them from services and organisation.
create or replace function service_charges(start_date date, end_date date)
  returns table (
    organisation_id uuid, organisation_name text, service_id uuid, service_name text,
    sms_cost numeric, sms_chargeable_units bigint, total_letters bigint, letter_cost numeric,
    letter_breakdown text
  )
  language sql stable
begin atomic
  with sms as (
    select service_id, charged_units, cost
    from sms_usage_per_service(start_date, end_date)
  ),
  letter_lines as (
    select
      service_id,
      case when postage in ('europe', 'rest-of-world') then 'international' else postage end as class,
      rate,
      sum(notifications_sent)::bigint as letters
    from ft_billing
    where notification_type = 'letter'
      and bst_date between start_date and end_date
    group by service_id, class, rate
  ),
  letters as (
    -- One line per class and price, cheapest class first; a pound and more as pounds, less as whole
    -- pence.
    select
      service_id,
      sum(letters)::bigint as total_letters,
      sum(letters * rate) as letter_cost,
      string_agg(
        format(
          case class when 'international' then E'%s %s letters at %s\n' else E'%s %s class letters at %s\n' end,
          letters, class,
          case when rate >= 1 then '£' || to_char(rate, 'FM999,999,990.00') else round(rate * 100)::text || 'p' end
        ),
        '' order by array_position(array['economy', 'second', 'first', 'international'], class), rate
      ) as letter_breakdown
    from letter_lines
    group by service_id
  )
  select
    organisation.id, coalesce(organisation.name, ''), services.id, services.name,
    coalesce(sms.cost, 0), coalesce(sms.charged_units, 0), coalesce(letters.total_letters, 0),
    coalesce(letters.letter_cost, 0), coalesce(letters.letter_breakdown, '')
  from services
  left join organisation on organisation.id = services.organisation_id
  left join sms on sms.service_id = services.id
  left join letters on letters.service_id = services.id
  where sms.cost > 0 or letters.total_letters > 0;
end;
comment on function service_charges(date, date) is 'What each service owes for texts and letters of a range of days within one financial year, with a line per class and price of letters. Services that owe nothing and sent no letter are absent. Source: specification, billing report.';

-- Planner note: planned anew for each call, as sms_usage_per_service; 40 ms in place of 80 for
-- 62,000 facts, which a plan for any range sorts on disk.
create or replace function service_volumes(start_date date, end_date date)
  returns table (
    service_id uuid, sms_notifications bigint, sms_chargeable_units bigint, email_totals bigint,
    letter_totals bigint, letter_sheet_totals bigint, letter_cost numeric
  )
  language sql stable
  set plan_cache_mode = force_custom_plan
begin atomic
  select
    service_id,
    coalesce(sum(notifications_sent) filter (where notification_type = 'sms'), 0),
    coalesce(
      sum(billable_units::bigint * rate_multiplier) filter (where notification_type = 'sms'), 0
    )::bigint,
    coalesce(sum(notifications_sent) filter (where notification_type = 'email'), 0),
    coalesce(sum(notifications_sent) filter (where notification_type = 'letter'), 0),
    coalesce(sum(billable_units) filter (where notification_type = 'letter'), 0),
    coalesce(sum(notifications_sent * rate) filter (where notification_type = 'letter'), 0)
  from ft_billing
  where bst_date between start_date and end_date
  group by service_id;
end;
comment on function service_volumes(date, date) is 'What each service sent in a range of days: texts and their chargeable units, emails, letters with their sheets and price. Services that sent nothing are absent. Source: specification, other platform reports.';

create or replace function live_service_usage(today date)
  returns table (
    service_id uuid, service_name text, organisation_id uuid, organisation_name text,
    organisation_type text, consent_to_research boolean, live_date timestamptz,
    sms_volume_intent integer, email_volume_intent integer, letter_volume_intent integer,
    email_totals bigint, sms_totals bigint, letter_totals bigint, free_sms_fragment_limit integer
  )
  language sql stable
begin atomic
  select
    services.id, services.name, organisation.id, organisation.name, services.organisation_type,
    services.consent_to_research, services.go_live_at, services.volume_sms, services.volume_email,
    services.volume_letter, coalesce(volumes.email_totals, 0),
    coalesce(volumes.sms_notifications, 0), coalesce(volumes.letter_totals, 0),
    allowance.free_sms_fragment_limit
  from live_services
  join services on services.id = live_services.id
  join allowances_of_year(financial_year(today)) allowance
    on allowance.service_id = services.id
    and allowance.free_sms_fragment_limit is not null
  left join organisation on organisation.id = services.organisation_id
  left join service_volumes(
    financial_year_start(financial_year(today)), financial_year_end(financial_year(today))
  ) volumes
    on volumes.service_id = services.id;
end;
comment on function live_service_usage(date) is 'Every live service with what it meant to send, what it has sent in the financial year of a date, and its free allowance of that year; without the person who asked for it. Source: specification, internal API, services.';
grant execute on function sms_usage_per_service(date, date), service_charges(date, date),
  service_volumes(date, date), live_service_usage(date) to crier_reader;
