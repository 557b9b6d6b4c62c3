create or replace view callback_depths as
select
  (
    select count(*)
    from (
      select
      from service_callbacks
      where status = 'waiting' and next_attempt_at <= now()
      limit 100000
    ) due
  ) as due,
  (
    select extract(epoch from now() - min(next_attempt_at))::float8
    from earliest_callbacks()
    where next_attempt_at <= now()
  ) as oldest_seconds,
  (select count(*) from service_callback_outages) as failing;
comment on view callback_depths is 'How many callbacks could be sent now (100,000 stands for more), for how many seconds the oldest could, and how many addresses of services fail.';
grant select on callback_depths to crier_reader;
