-- The n-th working day is looked for in twice as many days and a fortnight more: enough for
-- Christmas weeks, where at least four days of fourteen are working days. A distance of zero is an
-- error: the offset may not be negative. With its own choice PostgreSQL plans this anew at every
-- call, which takes 190 of 240 microseconds; the generic plan is the same plan and leaves 55.
create or replace function working_day(from_day date, distance integer, last_weekday integer)
  returns date
  language sql stable parallel safe
  set plan_cache_mode = force_generic_plan
  return (
    select candidate.day
    from (
      select step, (from_day + sign(distance)::integer * step)::date as day
      from generate_series(1, abs(distance) * 2 + 14) as step
    ) as candidate
    where extract(isodow from candidate.day) <= last_weekday
      and candidate.day <> all (array(
        select day
        from bank_holidays
        where division = 'england-and-wales'
          and day between from_day - (abs(distance) * 2 + 14)
            and from_day + (abs(distance) * 2 + 14)
      ))
    order by candidate.step
    offset abs(distance) - 1
    limit 1
  );
comment on function working_day(date, integer, integer) is 'The day that lies so many working days after (or before) a day, in a calendar from Monday to the ISO weekday given, less bank holidays of England and Wales. The printer works to Friday (5), the post as letter_transit_days says. Source: specification, letter timings.';

-- Planner note: the rule without a look at the settings, so that queries over many letters inline
-- it and read them once.
create or replace function letter_print_day(created_at timestamptz, cut_off time, time_zone text)
  returns date
  language sql immutable parallel safe
  return ((created_at at time zone time_zone) + (interval '24 hours' - cut_off::interval))::date;
comment on function letter_print_day(timestamptz, time, text) is 'letter_print_day for given settings.';

create or replace function letter_print_day(created_at timestamptz) returns date
  language sql stable parallel safe
  return (
    select letter_print_day(created_at, print_cut_off, time_zone)
    from settings
  );
comment on function letter_print_day(timestamptz) is 'The local date of the run that a letter belongs to: its own date before the cut-off time (17:30), the next one from it on. Every day has a run; folders, runs and what people are told all follow this date. Source: specification, letters, print run.';

create or replace function letter_printed_at(created_at timestamptz) returns timestamptz
  language sql stable parallel safe
  return (
    (working_day(letter_print_day(created_at), 1,
      5) + time '15:00') at time zone platform_time_zone()
  );
comment on function letter_printed_at(timestamptz) is 'By when a letter is printed: 15:00 local on the first working day of the printer after its run. The seconds of its creation play no part. Source: specification, letter timings.';

create or replace function is_letter_printed(created_at timestamptz, at timestamptz) returns boolean
  language sql stable parallel safe
  return at > letter_printed_at(created_at);
comment on function is_letter_printed(timestamptz, timestamptz) is 'Whether a letter created then is printed by now. Source: specification, letter timings.';

create or replace function letter_delivery(created_at timestamptz, letter_postage text)
  returns table (earliest_at timestamptz, latest_at timestamptz)
  language sql stable parallel safe
begin atomic
  select
    (working_day(printed.day, 1 + earliest_days,
      last_weekday) + time '16:00') at time zone platform_time_zone(),
    (working_day(printed.day, 1 + latest_days,
      last_weekday) + time '16:00') at time zone platform_time_zone()
  from letter_transit_days,
    lateral (select local_date(letter_printed_at(created_at)) as day) as printed
  where letter_transit_days.postage = letter_postage;
end;
comment on function letter_delivery(timestamptz, text) is 'The earliest and the latest time at which a letter is expected to arrive, 16:00 local; no row for an unknown postage. Source: specification, letter timings.';

create or replace function estimated_delivery(created_at timestamptz, letter_postage text)
  returns timestamptz
  language sql stable parallel safe
  return (select latest_at from letter_delivery(created_at, letter_postage));
comment on function estimated_delivery(timestamptz, text) is 'What the API calls estimated_delivery: the latest time at which a letter is expected to arrive. Source: specification, letter timings.';

create or replace function last_print_deadline(at timestamptz) returns timestamptz
  language sql stable parallel safe
  return (
    select (letter_print_day(at) - 1 + print_cut_off) at time zone time_zone
    from settings
  );
comment on function last_print_deadline(timestamptz) is 'The last cut-off time that has come: today''s from 17:30 local on, yesterday''s before it. Source: specification, letters, print run.';

create or replace function is_letter_cancellable(
  letter_status text, created_at timestamptz, at timestamptz
)
  returns boolean
  language sql stable parallel safe
  return letter_status in ('created', 'pending-virus-check')
    and created_at > last_print_deadline(at);
comment on function is_letter_cancellable(text, timestamptz, timestamptz) is 'Whether a letter can still be cancelled: not yet handed on, and no cut-off time since it was created (a letter created exactly at it is in the run). Instants are compared, not minutes. Source: specification, letters, cancelling.';
grant execute on function working_day(date, integer, integer), letter_print_day(timestamptz),
  letter_print_day(timestamptz, time, text), letter_printed_at(timestamptz),
  is_letter_printed(timestamptz, timestamptz), letter_delivery(timestamptz, text),
  estimated_delivery(timestamptz, text), last_print_deadline(timestamptz),
  is_letter_cancellable(text, timestamptz, timestamptz) to crier_reader;
