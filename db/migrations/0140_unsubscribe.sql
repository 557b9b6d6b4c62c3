-- migrate:up

create table unsubscribe_request_report (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  created_at timestamptz not null default now(),
  earliest_timestamp timestamptz not null,
  latest_timestamp timestamptz not null,
  processed_by_service_at timestamptz,
  count bigint not null constraint report_counts_requests check (count >= 0),
  constraint earliest_not_after_latest check (earliest_timestamp <= latest_timestamp)
);
comment on table unsubscribe_request_report is 'Batches in which services take their unsubscribe requests away. Source: specification, sending, unsubscribe.';
comment on column unsubscribe_request_report.earliest_timestamp is 'Of its requests.';
comment on column unsubscribe_request_report.latest_timestamp is 'Of its requests.';
comment on column unsubscribe_request_report.processed_by_service_at is 'When the service said that it has taken these people off its list; null until then.';
comment on column unsubscribe_request_report.count is 'How many requests it holds.';
create index unsubscribe_request_report_service_id_idx
  on unsubscribe_request_report (service_id, latest_timestamp desc);

create table unsubscribe_request (
  id uuid primary key default uuidv7(),
  notification_id uuid not null,
  service_id uuid not null references services on delete cascade,
  template_id uuid not null,
  template_version integer not null,
  email_address text not null,
  created_at timestamptz not null default now(),
  unsubscribe_request_report_id uuid references unsubscribe_request_report,
  foreign key (template_id, template_version) references templates_history (id, version)
);
comment on table unsubscribe_request is 'Who asked by one click to get no more of a service''s emails. Personal data: email_address.';
comment on column unsubscribe_request.notification_id is 'The email that had the link; no foreign key, because it may be archived.';
comment on column unsubscribe_request.template_version is 'The version that was sent.';
comment on column unsubscribe_request.email_address is 'Who asks, as the link''s token says. Personal data.';
comment on column unsubscribe_request.unsubscribe_request_report_id is 'The report that it is in; null until the service makes one.';
create index unsubscribe_request_notification_id_idx on unsubscribe_request (notification_id);
create index unsubscribe_request_service_id_idx on unsubscribe_request (service_id, created_at);
create index unsubscribe_request_report_id_idx
  on unsubscribe_request (unsubscribe_request_report_id);

create table unsubscribe_request_history (
  id uuid primary key,
  notification_id uuid not null,
  service_id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  created_at timestamptz not null,
  unsubscribe_request_report_id uuid
);
comment on table unsubscribe_request_history is 'Unsubscribe requests past their retention, without the address.';

do $comments$
declare
  common record;
begin
  for common in
    select history.attname, col_description(live.attrelid, live.attnum) as text
    from pg_attribute history
    join pg_attribute live
      on live.attrelid = 'unsubscribe_request'::regclass and live.attname = history.attname
    where history.attrelid = 'unsubscribe_request_history'::regclass and history.attnum > 0
  loop
    execute format('comment on column unsubscribe_request_history.%I is %L', common.attname,
      common.text);
  end loop;
end
$comments$;
create index unsubscribe_request_history_service_id_idx
  on unsubscribe_request_history (service_id, created_at);

create type unsubscribe_outcome as enum ('stored', 'repeated', 'unknown');
comment on type unsubscribe_outcome is 'stored: a request was made. repeated: one is waiting already. unknown: there is no such message, live or archived.';
grant select on unsubscribe_request_report, unsubscribe_request_history to crier_reader;
grant select (id, notification_id, service_id, template_id, template_version, created_at,
  unsubscribe_request_report_id)
  on unsubscribe_request to crier_reader;

-- migrate:down
