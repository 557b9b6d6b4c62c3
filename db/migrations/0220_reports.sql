-- migrate:up

create type report_type as enum ('notifications_report');
create type report_request_status as enum (
  'pending', 'in progress', 'stored', 'failed', 'deleted'
);

create table report_request_transitions (
  event text not null,
  from_status report_request_status not null,
  to_status report_request_status not null,
  primary key (event, from_status, to_status)
);
comment on table report_request_transitions is 'Which changes of status each event may make of a requested report.';
comment on column report_request_transitions.event is 'start: a worker begins to write it, perhaps after one that died; store: its file is whole; fail: it cannot be written; expiry: its time is over.';
comment on column report_request_transitions.from_status is 'The status before.';
comment on column report_request_transitions.to_status is 'The status after.';
insert into report_request_transitions (event, from_status, to_status)
values
  ('start', 'pending', 'in progress'),
  ('start', 'in progress', 'in progress'),
  ('store', 'in progress', 'stored'),
  ('fail', 'pending', 'failed'),
  ('fail', 'in progress', 'failed'),
  ('expiry', 'pending', 'deleted'),
  ('expiry', 'in progress', 'deleted'),
  ('expiry', 'stored', 'deleted'),
  ('expiry', 'failed', 'deleted');

create table report_requests (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  user_id uuid not null references users,
  report_type report_type not null,
  status report_request_status not null default 'pending',
  parameter jsonb not null
    constraint report_parameter_is_an_object check (jsonb_typeof(parameter) = 'object'),
  retention_days integer not null
    constraint report_is_kept_for_days check (retention_days between 1 and 90),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  delete_after timestamptz not null
);
comment on table report_requests is 'Reports that people have asked for: a worker writes each into a file of the purpose report, which is about the row. Source: specification, internal API, report requests.';
comment on column report_requests.id is 'What the file is about.';
comment on column report_requests.user_id is 'Who asked for it, and may have it.';
comment on column report_requests.report_type is 'What it is of.';
comment on column report_requests.status is 'How far it is; changes only as report_request_transitions allows.';
comment on column report_requests.parameter is 'What was asked for: notification_type (null: all) and notification_status (all, sending, delivered, failed).';
comment on column report_requests.retention_days is 'How long the messages that it lists are kept, in local days; it is kept as long.';
comment on column report_requests.delete_after is 'When its file is deleted.';
create index report_requests_ongoing_idx on report_requests (service_id, user_id, created_at)
  where status in ('pending', 'in progress');
create index report_requests_service_id_idx on report_requests (service_id);
create index report_requests_user_id_idx on report_requests (user_id);
create index report_requests_delete_after_idx on report_requests (delete_after)
  where status <> 'deleted';

grant select on report_request_transitions, report_requests to crier_reader;
revoke insert, update, delete on report_request_transitions from crier_app;
revoke delete on report_requests from crier_app;

-- migrate:down
