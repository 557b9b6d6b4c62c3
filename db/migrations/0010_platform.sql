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
-- a trigger of a temporary table to a function with its owner's rights would act as the owner. See
-- close_doors, too.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public grant execute on functions to crier_app;

revoke create on schema public from public;

-- The migrations' own record, which dbmate makes before the first of them: the health check shows
-- the newest version.
grant select on schema_migrations to crier_app, crier_reader;

create table applied_files (
  path text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
comment on table applied_files is 'What this database was made of: each migration, and the rules and the data as wholes. Written by migrate.';
comment on column applied_files.path is 'The file below db/, or the word rules or data.';
comment on column applied_files.sha256 is 'Its hash: other rules are applied, other data are added, other migrations are refused.';
comment on column applied_files.applied_at is 'When it was applied.';

create table applied_rules (
  kind text not null constraint rule_kind_is_known check (kind in ('function', 'view', 'trigger')),
  identity text not null,
  primary key (kind, identity)
);
comment on table applied_rules is 'The functions, views and triggers that db/rules has made, so that what is gone from there goes from here, and nothing else. Written by migrate.';
comment on column applied_rules.kind is 'function, view or trigger.';
comment on column applied_rules.identity is 'Its name; of functions with the types of the arguments, of triggers with the table.';
revoke insert, update, delete on applied_files, applied_rules from crier_app;

create table settings (
  only_row boolean primary key default true constraint settings_have_one_row check (only_row),
  time_zone text not null default 'Europe/London',
  print_cut_off time not null default '17:30',
  email_domain text not null default 'notify.example.org' constraint email_domain_is_a_domain check (
    email_domain ~ '^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$'
    and length(email_domain) <= 189
  ),
  default_sms_sender text not null default 'GOVUK',
  support_email_address text constraint support_address_is_an_address check (
    support_email_address ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(support_email_address) <= 320
  ),
  letters_enabled boolean not null default true,
  test_letters_fake_delivery boolean not null default false,
  broadcasts_enabled boolean not null default true,
  broadcast_permissions_checked boolean not null default false,
  inbound_sms_enabled boolean not null default true,
  longest_lag_seconds integer not null default 20 constraint longest_lag_is_bounded
    check (longest_lag_seconds between 2 and 86400),
  longest_standstill_seconds integer not null default 3600 constraint longest_standstill_is_bounded
    check (longest_standstill_seconds between 60 and 604800)
);
comment on table settings is 'What holds for the whole platform; exactly one row.';
comment on column settings.only_row is 'Always true: the primary key that allows one row.';
comment on column settings.time_zone is 'The zone of local dates, nightly tasks and letters'' cut-off times. Changing it does not rewrite facts already made.';
comment on column settings.print_cut_off is 'Local time from which a letter belongs to the next day''s print run.';
comment on column settings.email_domain is 'The domain after the @ of every service''s sender address, in ASCII (xn--… for other scripts); with 64 letters before the @ an address has at most the 254 that mail systems take.';
comment on column settings.default_sms_sender is 'The text message sender that a new service starts with.';
comment on column settings.support_email_address is 'Who is written to when the platform needs somebody to look: see open_ticket. Null: the log alone says so.';
comment on column settings.letters_enabled is 'Whether letters are made and printed; the other channels do not depend on it.';
comment on column settings.test_letters_fake_delivery is 'Whether letters of test keys, which are never printed, are sending until their PDF is made, and then told of as the printer would tell; else they are delivered at once.';
comment on column settings.broadcasts_enabled is 'Whether emergency broadcasts are sent. Where to is for each operator to say: until it has sites of its own (broadcast_providers.transport) they go to a sandbox, and to no phone.';
comment on column settings.broadcast_permissions_checked is 'Whether members need the right to write, approve, reject and cancel broadcasts here as well; the admin application asks for it in any case.';
comment on column settings.inbound_sms_enabled is 'Whether received text messages are stored.';
comment on column settings.longest_lag_seconds is 'How far sending may fall behind acceptance while it goes on: from half of it on no more is accepted than is sent, and the rest refused (503 with retry-after). What waits behind its own service''s other messages does not count. Longer where a late message is better than a refused request.';
comment on column settings.longest_standstill_seconds is 'For how long messages are accepted while none is sent at all, because workers or providers are away; then all are refused until one is.';
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

create table events (
  id uuid primary key default uuidv7(),
  event_type text not null,
  created_at timestamptz not null default now(),
  service_id uuid,
  actor_id uuid,
  data jsonb not null default '{}'
);
comment on table events is 'What people and the platform did, for the audit trail (logins, settings changed, keys made). Written by note_event in the transaction of the change, or as the admin application tells of it; never changed, and deleted after 52 weeks.';
comment on column events.event_type is 'What happened, as a verb and its object; Notify''s name where it has one.';
comment on column events.service_id is 'The service that it is about; null for the platform''s own. No foreign key: the trail outlives it.';
comment on column events.actor_id is 'Who did it; null is an operator by hand. No foreign key, but note_event knows its user.';
comment on column events.data is 'What the event is about: ids, never recipients or secrets. What the admin application tells of is as it says it: the addresses of people who sign in, their browsers, and their old and new email addresses.';
create index events_event_type_created_at_idx on events (event_type, created_at);
create index events_service_id_created_at_idx
  on events (service_id, created_at) where service_id is not null;
create index events_actor_id_created_at_idx
  on events (actor_id, created_at) where actor_id is not null;
revoke update on events from crier_app;

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

-- Rows that crier_reader may see without exception hold no personal data.
grant select on settings, task_runs, applied_files, applied_rules to crier_reader;

-- migrate:down
