create or replace function is_counted(key key_type) returns boolean
  language sql immutable parallel safe
  return key in ('normal', 'team');
comment on function is_counted(key_type) is 'Whether messages of such a key are sent, counted and charged; those of test keys are not.';
grant execute on function is_counted(key_type) to crier_reader;
