-- Every local date is made by the functions below and nowhere else. They are stable, not immutable:
-- the zone is a setting. Planner note: a function with a sub-select is not inlined, so in a list of
-- many rows write (select local_midnight(…)), which is read once per statement.
create or replace function platform_time_zone() returns text
  language sql stable parallel safe
  return (select time_zone from settings);
comment on function platform_time_zone() is 'The zone of all local dates, from settings.';

create or replace function local_date(at timestamptz) returns date
  language sql stable parallel safe
  return (at at time zone (select time_zone from settings))::date;
comment on function local_date(timestamptz) is 'The calendar date in the platform''s zone at an instant. Source: specification, London days.';

-- PostgreSQL takes the later reading of an hour that comes twice; the earlier one keeps the offset
-- of the day before. An hour that is skipped is read with that offset too.
create or replace function local_instant(clock timestamp) returns timestamptz
  language sql stable parallel safe
  return (
    select least(
      clock at time zone zone,
      case when earlier at time zone zone = clock then earlier end
    )
    from (
      select
        time_zone as zone,
        (clock - interval '1 day') at time zone time_zone + interval '24 hours' as earlier
      from settings
    )
  );
comment on function local_instant(timestamp) is 'The instant at which the clocks of the platform''s zone show a time: the first when they show it twice, and when they skip it, as if they had not been changed yet. Source: specification, time.';

create or replace function local_midnight(day date) returns timestamptz
  language sql stable parallel safe
  return local_instant(day::timestamp);
comment on function local_midnight(date) is 'The instant at which a local date begins; [local_midnight(d), local_midnight(d + 1)) is the local day d, 23 to 25 hours long.';

create or replace function local_timestamp(at timestamptz) returns timestamp
  language sql stable parallel safe
  return (at at time zone (select time_zone from settings));
comment on function local_timestamp(timestamptz) is 'The wall clock in the platform''s zone at an instant.';

grant execute on function platform_time_zone(), local_date(timestamptz), local_instant(timestamp),
  local_midnight(date), local_timestamp(timestamptz) to crier_reader;
