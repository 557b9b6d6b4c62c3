-- Instants as bodies show them, in UTC; null stays null. Queries write them, so that no handler has
-- to know how PostgreSQL would. Stable, as to_char is: PostgreSQL puts a body into the statement
-- only if it promises no more.
create or replace function wire_timestamp(at timestamptz) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
comment on function wire_timestamp(timestamptz) is 'An instant as API bodies show it if nothing else is said: always six decimals and Z, 2018-01-31T12:00:00.000000Z. Source: specification, public API, transport.';

create or replace function wire_rfc_date(at timestamptz) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'Dy, DD Mon YYYY HH24:MI:SS "GMT"');
comment on function wire_rfc_date(timestamptz) is 'The form RFC of the internal API: Wed, 31 Jan 2018 12:00:00 GMT. Source: specification, internal API, conventions.';

create or replace function wire_naive_timestamp(at timestamptz) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US');
comment on function wire_naive_timestamp(timestamptz) is 'The form NTZ of the internal API: 2018-01-31 12:00:00.000000. Source: specification, internal API, conventions.';

create or replace function wire_clock(clock timestamp) returns text
  language sql stable parallel safe
  return to_char(clock, 'YYYY-MM-DD HH24:MI:SS');
comment on function wire_clock(timestamp) is 'What a clock shows, to the second and without a zone: 2018-01-31 12:00:00. Source: specification, internal API, uploads and rows of CSV.';

create or replace function wire_isoformat(at timestamptz) returns text
  language sql stable parallel safe
  return replace(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '.000000', '');
comment on function wire_isoformat(timestamptz) is 'What Python''s isoformat writes without a zone, in prices: 2018-01-31T12:00:00, and decimals only if there are any.';
grant execute on function wire_timestamp(timestamptz), wire_rfc_date(timestamptz),
  wire_naive_timestamp(timestamptz), wire_clock(timestamp), wire_isoformat(timestamptz)
  to crier_reader;
