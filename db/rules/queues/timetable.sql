-- pg-boss writes a schedule a statement. All are written here in one, with the platform's zone and
-- without the tasks of letters while these are switched off, and what is as it should be is not
-- touched: every start of a worker asks for it. A test compares the rows with those of pg-boss.
create or replace function set_timetable(timetable jsonb) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  platform record;
begin
  -- One at a time; and a change of the zone, which moves the rows too, comes before or after all.
  select time_zone, letters_enabled into strict platform from settings for no key update;

  merge into pgboss.schedule as present
  using (
    select
      task.queue, task.name as key, task.cron, platform.time_zone as zone,
      jsonb_build_object('task', task.name) as payload,
      jsonb_build_object('tz', platform.time_zone, 'key', task.name, 'missed', task.missed)
        as options
    from jsonb_to_recordset(timetable)
      as task (queue text, name text, cron text, missed text, of_letters boolean)
    where platform.letters_enabled or not task.of_letters
  ) as wanted on present.name = wanted.queue and present.key = wanted.key
  when matched
    and (present.kind, present.cron, present.timezone, present.data, present.options)
      is distinct from ('cron', wanted.cron, wanted.zone, wanted.payload, wanted.options)
    then update set
      kind = 'cron', cron = wanted.cron, timezone = wanted.zone, data = wanted.payload,
      options = wanted.options, updated_on = pgboss.job_now()
  when not matched by target then
    insert (name, key, kind, cron, timezone, data, options, created_on, updated_on)
    values (
      wanted.queue, wanted.key, 'cron', wanted.cron, wanted.zone, wanted.payload, wanted.options,
      pgboss.job_now(), pgboss.job_now()
    )
  when not matched by source then delete;
end
$$;
comment on function set_timetable(jsonb) is 'Makes pg-boss''s schedules those of a timetable of tasks: queue, name, cron, missed (what becomes of missed ones) and of_letters of each. What is not in it is taken off, and the tasks of letters while they are switched off.';
