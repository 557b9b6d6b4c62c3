-- Planner note: a function of one plain select is inlined where it is joined.
create or replace function default_limits(is_restricted boolean)
  returns table (email bigint, sms bigint, letter bigint, international_sms bigint)
  language sql immutable parallel safe
begin atomic
  select
    case when is_restricted then 50 else 250000 end,
    case when is_restricted then 50 else 250000 end,
    case when is_restricted then 50 else 20000 end,
    100;
end;
comment on function default_limits(boolean) is 'What a service may send in a UTC day when it is made: in trial mode, or live. Source: specification, data model, creating a service.';
grant execute on function default_limits(boolean) to crier_reader;
