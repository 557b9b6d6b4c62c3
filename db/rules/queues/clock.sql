-- pg-boss keeps instants of the database's clock, and does nothing before they are reached: no
-- cron, no search for jobs of dead workers, no job. After a failover to a slower clock that would
-- be as long as the clocks differ. Rows that somebody holds are left for the next call.
create or replace function turn_back_queues(as_of timestamptz default clock_timestamp())
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  -- Longer than it takes from one look at a clock to the next.
  latest timestamptz := as_of + interval '1 second';
  turned integer;
begin
  update pgboss.version
  set cron_on = least(cron_on, as_of), bam_on = least(bam_on, as_of),
    reindex_on = least(reindex_on, as_of)
  where greatest(cron_on, bam_on, reindex_on) > latest;

  with locked as materialized (
    select name
    from pgboss.queue
    where greatest(monitor_claim_on, monitor_on, maintain_on) > latest
    for no key update skip locked
  )
  update pgboss.queue
  set monitor_claim_on = least(monitor_claim_on, as_of), monitor_on = least(monitor_on, as_of),
    maintain_on = least(maintain_on, as_of)
  from locked
  where queue.name = locked.name;

  -- Whether a job waits on purpose shows in its distance from when it was made or last begun.
  with locked as materialized (
    select name, id
    from pgboss.job
    where state <= 'active' and greatest(created_on, started_on) > latest
    for no key update skip locked
  )
  update pgboss.job
  set start_after = start_after - (greatest(created_on, started_on) - as_of),
    created_on = least(created_on, as_of), started_on = least(started_on, as_of),
    heartbeat_on = least(heartbeat_on, as_of)
  from locked
  where job.name = locked.name and job.id = locked.id;
  get diagnostics turned = row_count;
  return turned;
end
$$;
comment on function turn_back_queues(timestamptz) is 'Brings what pg-boss noted by a clock that ran ahead back to the present; answers how many jobs. Workers call it every half minute.';

-- pg-boss reads a task's zone from its row before every look at the clock, so the timetable follows
-- the setting in the same transaction, in all processes.
create or replace function keep_timetable_zone() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  -- Programs beside PostgreSQL know the names of zones only: not its abbreviations and formulas,
  -- and nothing else that lies in a system's folder of zones.
  if not exists (select from pg_timezone_names where name = new.time_zone)
    or new.time_zone ~ '^(posix|right)/|^(Factory|localtime|posixrules)$'
  then
    raise exception 'there is no time zone "%"', new.time_zone
      using errcode = 'check_violation', constraint = 'time_zone_has_a_name';
  end if;
  update pgboss.schedule
  set timezone = new.time_zone,
    options = options || jsonb_build_object('tz', new.time_zone),
    updated_on = pgboss.job_now()
  where name in ('ticks', 'nights');
  return null;
end
$$;
comment on function keep_timetable_zone() is 'Moves the timetable to the platform''s new time zone; refuses what is no zone''s name.';
create or replace trigger settings_keep_timetable_zone after update of time_zone on settings
  for each row
  when (new.time_zone is distinct from old.time_zone)
  execute function keep_timetable_zone();
