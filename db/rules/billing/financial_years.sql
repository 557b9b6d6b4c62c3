-- Years of account. The bounds are plain dates, so that a year is one range scan of the facts.
create or replace function financial_year(day date) returns integer
  language sql immutable parallel safe
  return extract(year from day)::integer - (extract(month from day) < 4)::integer;
comment on function financial_year(date) is 'The financial year of a local date, named by the year in which it starts: 1 April to 31 March. Source: specification, billing, time and day rules.';

create or replace function financial_year_start(year integer) returns date
  language sql immutable parallel safe
  return make_date(year, 4, 1);
comment on function financial_year_start(integer) is 'The first day of a financial year: 1 April.';

create or replace function financial_year_end(year integer) returns date
  language sql immutable parallel safe
  return make_date(year + 1, 3, 31);
comment on function financial_year_end(integer) is 'The last day of a financial year: 31 March.';
grant execute on function financial_year(date), financial_year_start(integer),
  financial_year_end(integer) to crier_reader;
