create or replace function is_within_an_hour(instant timestamptz, as_of timestamptz) returns boolean
  language sql immutable parallel safe
  return coalesce(instant > as_of - interval '1 hour' and instant < as_of + interval '1 hour', false);
comment on function is_within_an_hour(timestamptz, timestamptz) is 'Whether an instant is less than an hour away, before or after: what lies further ahead was noted by a clock that ran ahead, and is not waited for.';
grant execute on function is_within_an_hour(timestamptz, timestamptz) to crier_reader;
