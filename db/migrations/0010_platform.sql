-- migrate:up

-- Ranges without overlaps (rates, allowances) compare a scalar and a range in one constraint.
create extension if not exists btree_gist;

-- Roles belong to the cluster, not to the database, so they may be there already. Neither can log
-- in: a login role is granted one of them (see docs/operations.md).
do $roles$
begin
  if not exists (select from pg_roles where rolname = 'crier_app') then
    create role crier_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'crier_reader') then
    create role crier_reader nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$roles$;

-- Whoever migrates may act as either role; this is how the server drops its own rights.
grant crier_app, crier_reader to current_user;
grant usage on schema public to crier_app, crier_reader;
-- The defaults cover every table that a later migration makes. The reader gets no table by default:
-- each domain grants it the columns that hold no personal data.
alter default privileges in schema public grant select, insert, update, delete
  on tables to crier_app;
alter default privileges in schema public grant usage, select on sequences to crier_app;
-- PostgreSQL lets everybody call every new function. Here nobody may but the workers: whoever hands
-- a trigger of a temporary table to a function with its owner's rights would act as the owner. For
-- the same reason nobody makes temporary tables; nothing of ours needs them.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public grant execute on functions to crier_app;
do $rights$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$rights$;
revoke create on schema public from public;
-- The migrations' own record, which dbmate makes before the first of them: the health check shows
-- the newest version.
grant select on schema_migrations to crier_app, crier_reader;

create table settings (
  only_row boolean primary key default true constraint settings_have_one_row check (only_row),
  time_zone text not null default 'Europe/London',
  print_cut_off time not null default '17:30',
  email_domain text not null default 'notify.example.org' constraint email_domain_is_a_domain check (
    email_domain ~ '^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$'
    and length(email_domain) <= 189
  ),
  default_sms_sender text not null default 'GOVUK',
  letters_enabled boolean not null default true,
  broadcasts_enabled boolean not null default false,
  inbound_sms_enabled boolean not null default true
);
comment on table settings is 'What holds for the whole platform; exactly one row.';
comment on column settings.only_row is 'Always true: the primary key that allows one row.';
comment on column settings.time_zone is 'The zone of local dates, nightly tasks and letters'' cut-off times. Changing it does not rewrite facts already made.';
comment on column settings.print_cut_off is 'Local time from which a letter belongs to the next day''s print run.';
comment on column settings.email_domain is 'The domain after the @ of every service''s sender address, in ASCII (xn--… for other scripts); with 64 letters before the @ an address has at most the 254 that mail systems take.';
comment on column settings.default_sms_sender is 'The text message sender that a new service starts with.';
comment on column settings.letters_enabled is 'Whether letters are made and printed; the other channels do not depend on it.';
comment on column settings.broadcasts_enabled is 'Whether emergency broadcasts may be sent.';
comment on column settings.inbound_sms_enabled is 'Whether received text messages are stored.';

insert into settings default values;

create table platform_key (
  only_row boolean primary key default true constraint platform_has_one_key check (only_row),
  sealed bytea not null,
  sealed_at timestamptz not null default now()
);
comment on table platform_key is 'The random key under which secrets rest in other tables and links are signed; one row, made by the first process that starts. It is itself sealed with CRIER_SECRET, which therefore can be changed without touching anything else, and a wrong one is noticed at the start. Whoever loses this row or the secret loses what is sealed.';
comment on column platform_key.only_row is 'Always true: the primary key that allows one row.';
comment on column platform_key.sealed is 'The key, sealed with CRIER_SECRET (src/seal.ts).';
comment on column platform_key.sealed_at is 'When it was made, or last sealed with another secret.';
revoke delete on platform_key from crier_app;

-- Every local date is made by the functions below and nowhere else. They are stable, not immutable:
-- the zone is a setting. Planner note: a function with a sub-select is not inlined, so in a list of
-- many rows write (select local_midnight(…)), which is read once per statement.
create function platform_time_zone() returns text
  language sql stable parallel safe
  return (select time_zone from settings);
comment on function platform_time_zone() is 'The zone of all local dates, from settings.';

create function local_date(at timestamptz) returns date
  language sql stable parallel safe
  return (at at time zone (select time_zone from settings))::date;
comment on function local_date(timestamptz) is 'The calendar date in the platform''s zone at an instant. Source: specification, London days.';

-- PostgreSQL takes the later reading of an hour that comes twice; the earlier one keeps the offset
-- of the day before. An hour that is skipped is read with that offset too.
create function local_instant(clock timestamp) returns timestamptz
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

create function local_midnight(day date) returns timestamptz
  language sql stable parallel safe
  return local_instant(day::timestamp);
comment on function local_midnight(date) is 'The instant at which a local date begins; [local_midnight(d), local_midnight(d + 1)) is the local day d, 23 to 25 hours long.';

create function local_timestamp(at timestamptz) returns timestamp
  language sql stable parallel safe
  return (at at time zone (select time_zone from settings));
comment on function local_timestamp(timestamptz) is 'The wall clock in the platform''s zone at an instant.';

-- Stable, as to_char is: PostgreSQL puts a body into the statement only if it promises no more.
create function wire_timestamp(at timestamptz) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
comment on function wire_timestamp(timestamptz) is 'An instant as every API body shows it: UTC, always six decimals and Z. Source: specification, public API, transport.';

-- A change that running processes hold in memory is announced when it commits. The payload is the
-- service id, or *.
create function announce_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform pg_notify('crier_changes', '*');
  return null;
end
$$;
comment on function announce_change() is 'Tells every process that what all services share has changed, so that it forgets its copies.';

create function announce_service_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  changed uuid;
  rows text := format('select %I from changed_rows', tg_argv[0]);
begin
  if tg_op = 'UPDATE' then
    rows := rows || format(' union select %I from previous_rows', tg_argv[0]);
  end if;
  for changed in execute rows loop
    perform pg_notify('crier_changes', changed::text);
  end loop;
  return null;
end
$$;
comment on function announce_service_change() is 'Statement trigger over the transition table changed_rows, and previous_rows of an update: tells every process which services changed. Its argument is the column that holds the service id. Attached by announce_changes_of.';

-- A trigger with transition tables is for one kind of statement only.
create procedure announce_changes_of(watched regclass, service_column name default 'service_id')
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  kind text;
begin
  foreach kind in array array['insert', 'update', 'delete'] loop
    execute format(
      'create trigger %I after %s on %s referencing %s for each statement'
        ' execute function announce_service_change(%L)',
      watched || '_announce_' || kind, kind, watched,
      case kind
        when 'insert' then 'new table as changed_rows'
        when 'update' then 'new table as changed_rows old table as previous_rows'
        else 'old table as changed_rows'
      end,
      service_column
    );
  end loop;
end
$$;
comment on procedure announce_changes_of(regclass, name) is 'For migrations: every change of the table''s rows is announced, by the services in the named column.';

create table events (
  id uuid primary key default uuidv7(),
  event_type text not null,
  created_at timestamptz not null default now(),
  data jsonb not null default '{}'
);
comment on table events is 'What people and the platform did, for the audit trail (logins, settings changed, keys made).';
comment on column events.id is 'Time-ordered id.';
comment on column events.event_type is 'The event''s name, as Notify''s admin application sends it.';
comment on column events.created_at is 'When it happened.';
comment on column events.data is 'What the event is about; ids, never recipients or secrets.';
create index events_event_type_created_at_idx on events (event_type, created_at);

create table task_runs (
  task text not null,
  run_on date not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (task, run_on)
);
comment on table task_runs is 'The nights: which scheduled task has finished for which local date, so that the next one reaches back for those that were missed, and who asks twice is answered once.';
comment on column task_runs.task is 'The task''s name in the schedule.';
comment on column task_runs.run_on is 'The local date that the run is for.';
comment on column task_runs.started_at is 'When the last run for this date began.';
comment on column task_runs.finished_at is 'When it finished; null while running or after a crash.';

-- What an operator should know of the server below. PostgreSQL's own log is the one place where
-- recipients could stand in clear: an error's detail quotes the row that a constraint refuses, and
-- logged statements are logged with their parameters.
create view database_faults as
with setting as (
  select name, setting as value from pg_settings
)
select fault.subject, fault.fault, fault.remedy
from setting
cross join lateral (
  values
    ('log_error_verbosity', value <> 'terse',
      'The server''s log quotes rows that a constraint refuses, and so recipients.',
      'alter system set log_error_verbosity = ''terse''; select pg_reload_conf()'),
    ('log_parameter_max_length_on_error', value <> '0',
      'The server''s log has the parameters of statements that fail, and so recipients.',
      'alter system set log_parameter_max_length_on_error = 0; select pg_reload_conf()'),
    ('log_parameter_max_length', value <> '0' and exists (
        select from setting other
        where other.name = 'log_statement' and other.value in ('mod', 'all')
          or other.name in ('log_min_duration_statement', 'log_min_duration_sample',
            'auto_explain.log_min_duration') and other.value <> '-1'
          or other.name = 'log_transaction_sample_rate' and other.value <> '0'
      ),
      'The server''s log has the parameters of statements that are slow or sampled, and so recipients.',
      'alter system set log_parameter_max_length = 0; select pg_reload_conf()'),
    ('auto_explain.log_parameter_max_length', value <> '0' and exists (
        select from setting other
        where other.name = 'auto_explain.log_min_duration' and other.value <> '-1'
      ),
      'Explained statements are logged with their parameters, and so with recipients.',
      'alter system set auto_explain.log_parameter_max_length = 0; select pg_reload_conf()'),
    ('fsync', value = 'off', 'A power cut can lose or spoil what was accepted.',
      'alter system set fsync = on; select pg_reload_conf()'),
    ('full_page_writes', value = 'off', 'A power cut can spoil what was accepted.',
      'alter system set full_page_writes = on; select pg_reload_conf()'),
    ('synchronous_commit', value = 'off', 'A crash can lose the last messages that were accepted.',
      'alter system set synchronous_commit = on; select pg_reload_conf()'),
    ('server_version_num', current_setting('server_version_num')::integer < 180000, 'PostgreSQL is older than 18.',
      'upgrade to PostgreSQL 18 or later')
) as fault (subject, is_present, fault, remedy)
where fault.subject = setting.name and fault.is_present
union all
select 'temporary', 'Everybody may make temporary tables, whose triggers can abuse functions.',
  format('revoke temporary on database %I from public', current_database())
from pg_database
cross join lateral aclexplode(coalesce(datacl, acldefault('d', datdba))) as granted
where datname = current_database() and grantee = 0 and privilege_type = 'TEMPORARY'
union all
select routine.oid::regprocedure::text, 'Everybody may call a function with its owner''s rights.',
  format('revoke execute on function %s from public', routine.oid::regprocedure)
from pg_proc routine
cross join lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) as granted
where prosecdef and grantee = 0;
comment on view database_faults is 'What is wrong with the database server''s settings and rights, for a service with personal data that must not lose messages; as the asking session sees them. No row is well. crier doctor prints it.';
comment on column database_faults.subject is 'The setting, right or function.';
comment on column database_faults.fault is 'What can happen.';
comment on column database_faults.remedy is 'The statement that mends it.';

-- Rows that crier_reader may see without exception hold no personal data.
grant select on settings, task_runs, database_faults to crier_reader;

-- What only reads is the reader's too.
grant execute on function platform_time_zone(), local_date(timestamptz), local_instant(timestamp),
  local_midnight(date),
  local_timestamp(timestamptz), wire_timestamp(timestamptz) to crier_reader;

-- migrate:down
drop view database_faults;
drop table task_runs, events;
drop procedure announce_changes_of(regclass, name);
drop function announce_service_change(), announce_change(), wire_timestamp(timestamptz),
  local_timestamp(timestamptz), local_midnight(date), local_instant(timestamp),
  local_date(timestamptz), platform_time_zone();
drop table platform_key, settings;
