-- migrate:up

create type job_status as enum (
  'scheduled', 'pending', 'in progress', 'finished', 'finished all notifications created',
  'sending limits exceeded', 'cancelled', 'error'
);

create type job_row_outcome as enum (
  'stored', 'recipient-not-allowed', 'international-not-allowed'
);
comment on type job_row_outcome is 'stored: it is a message. The others are rows that were fine when they were uploaded and are not any more when the job starts: the service has lost its right to send to them.';

create table job_transitions (
  event text not null,
  from_status job_status not null,
  to_status job_status not null,
  primary key (event, from_status, to_status)
);
comment on table job_transitions is 'Which changes of status each event may make of a job. Source: specification, sending, jobs.';
comment on column job_transitions.event is 'due: its time has come; start: its rows begin to be messages; refusal: it is more than the day has left; finish: every row has its outcome; completion: every message is there; stuck: nothing has happened for half an hour; resumption: it goes on; cancel: nobody wants it, or its service is not active; stop: its service is not active any more, and what is left of it is not sent; cancel-letters: none of its letters is printed.';
comment on column job_transitions.from_status is 'The status before.';
comment on column job_transitions.to_status is 'The status after.';
insert into job_transitions (event, from_status, to_status)
values
  ('due', 'scheduled', 'pending'), ('cancel', 'scheduled', 'cancelled'),
  ('start', 'pending', 'in progress'), ('refusal', 'pending', 'sending limits exceeded'),
  ('cancel', 'pending', 'cancelled'), ('finish', 'in progress', 'finished'),
  ('stuck', 'in progress', 'error'), ('resumption', 'error', 'in progress'),
  ('stop', 'in progress', 'cancelled'),
  ('cancel-letters', 'finished', 'cancelled'),
  ('cancel-letters', 'finished all notifications created', 'cancelled'),
  ('completion', 'finished', 'finished all notifications created');
revoke insert, update, delete on job_transitions from crier_app;

create table service_contact_list (
  id uuid primary key,
  original_file_name text not null,
  row_count integer not null constraint contact_list_has_rows check (row_count > 0),
  template_type template_type not null
    constraint contact_list_is_for_sms_or_email check (template_type in ('sms', 'email')),
  service_id uuid not null references services on delete cascade,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  archived_at timestamptz,
  constraint contact_list_name_is_short check (length(original_file_name) between 1 and 255),
  unique (id, service_id)
);
comment on table service_contact_list is 'Recipients that a service has uploaded once to send to again.';
comment on column service_contact_list.id is 'The upload''s id.';
comment on column service_contact_list.original_file_name is 'Name of the file that was uploaded.';
comment on column service_contact_list.row_count is 'Recipients in it.';
comment on column service_contact_list.template_type is 'sms or email.';
comment on column service_contact_list.archived_at is 'When it was removed; the file goes, the row stays.';
create index service_contact_list_service_id_idx
  on service_contact_list (service_id, created_at desc);
create index service_contact_list_created_by_id_idx on service_contact_list (created_by_id);

create table jobs (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  template_id uuid not null,
  template_version integer not null,
  notification_type notification_type not null,
  key_type key_type not null,
  api_key_id uuid references api_keys,
  created_by_id uuid references users,
  contact_list_id uuid,
  original_file_name text not null
    constraint job_name_is_short check (length(original_file_name) between 1 and 255),
  notification_count integer not null constraint job_has_rows check (notification_count > 0),
  job_status job_status not null,
  created_at timestamptz not null,
  updated_at timestamptz,
  scheduled_for timestamptz,
  processing_started timestamptz,
  processing_finished timestamptz,
  heartbeat_at timestamptz,
  next_row_number integer not null default 0
    constraint next_row_is_of_its_job check (next_row_number between 0 and notification_count),
  next_queued_row_number integer not null default 0
    constraint queued_rows_are_stored check (next_queued_row_number between 0 and next_row_number),
  is_counted boolean not null default false,
  reply_to_text text,
  reference text constraint job_reference_is_short check (length(reference) <= 1000),
  idempotency_key text
    constraint job_idempotency_key_is_short check (length(idempotency_key) between 1 and 255),
  request_hash bytea,
  archived boolean not null default false,
  constraint only_scheduled_jobs_wait check (job_status <> 'scheduled' or scheduled_for is not null),
  constraint job_key_has_a_request
    check ((idempotency_key is null) = (request_hash is null)),
  constraint job_starts_in_the_future check (scheduled_for >= created_at),
  constraint job_starts_within_7_days check (scheduled_for <= created_at + interval '7 days'),
  foreign key (template_id, template_version) references templates_history (id, version),
  foreign key (contact_list_id, service_id) references service_contact_list (id, service_id)
);
comment on table jobs is 'Files of recipients that are sent as messages of one template. The row stays for ever; what is personal about it, its rows and its file, goes with the retention of the messages. Personal data: original_file_name, reply_to_text, reference, idempotency_key.';
comment on column jobs.template_version is 'Its version when the job was made, which is the one that is sent.';
comment on column jobs.key_type is 'That of the key that made it.';
comment on column jobs.api_key_id is 'The key that made it; null for jobs made by hand.';
comment on column jobs.created_by_id is 'Who made it by hand.';
comment on column jobs.contact_list_id is 'The list of the service whose recipients they are; null is a file of its own.';
comment on column jobs.original_file_name is 'The name that whoever sent it gave it. May identify a person.';
comment on column jobs.notification_count is 'How many rows it has, below the headers.';
comment on column jobs.job_status is 'What became of it; changes only as job_transitions allows.';
comment on column jobs.scheduled_for is 'When it is to start; null starts at once.';
comment on column jobs.processing_started is 'When its rows began to be messages.';
comment on column jobs.processing_finished is 'When every row had its outcome, or it was refused.';
comment on column jobs.heartbeat_at is 'When rows were last made messages: a job in progress without it is stuck.';
comment on column jobs.next_row_number is 'The rows before it have their outcome: where work goes on, wherever it was broken off.';
comment on column jobs.next_queued_row_number is 'The messages of the rows before it are on their queue: those of a file are queued when all of them are stored.';
comment on column jobs.is_counted is 'Whether its messages have been counted against the day''s limits.';
comment on column jobs.reply_to_text is 'The sender of all its messages. May identify a person.';
comment on column jobs.reference is 'The service''s own reference, which messages have whose row has none.';
comment on column jobs.idempotency_key is 'As the header of the request gave it; forgotten when it is used again after 24 hours.';
comment on column jobs.request_hash is 'SHA-256 of that request: the same key with another request is refused.';
comment on column jobs.archived is 'Whether its rows and its file have been deleted.';
create index jobs_service_id_created_at_idx
  on jobs (service_id, key_type, created_at desc, id desc);

-- The admin application's list, in its order. Its pages have numbers and it says how many jobs
-- there are, so all before a page are passed over and all are counted: here, without a look at the
-- rows.
create index jobs_list_idx
  on jobs (service_id, processing_started desc nulls first, created_at desc, id)
  include (job_status, contact_list_id)
  where original_file_name not in ('Test message', 'Report');
create index jobs_template_id_idx on jobs (template_id, template_version);
create index jobs_api_key_id_idx on jobs (api_key_id);
create index jobs_created_by_id_idx on jobs (created_by_id);
create index jobs_contact_list_id_idx on jobs (contact_list_id, service_id)
  where contact_list_id is not null;
create unique index jobs_idempotency_key on jobs (service_id, key_type, idempotency_key)
  where idempotency_key is not null;
create index jobs_open_idx on jobs (job_status, scheduled_for)
  where job_status in ('scheduled', 'pending', 'in progress', 'finished', 'error');
create index jobs_unarchived_idx on jobs ((coalesce(scheduled_for, created_at))) where not archived;

create table job_rows (
  job_id uuid not null references jobs on delete cascade,
  row_number integer not null constraint job_rows_count_from_0 check (row_number >= 0),
  "to" text not null,
  normalised_to text not null,
  personalisation jsonb not null,
  client_reference text
    constraint row_reference_is_short check (length(client_reference) <= 1000),
  rate_multiplier numeric,
  international boolean not null default false,
  phone_prefix text,
  postage postage,
  outcome job_row_outcome,
  primary key (job_id, row_number)
)
-- Each row is changed once, when it becomes a message: in its own page.
with (fillfactor = 80);
comment on table job_rows is 'The rows of jobs as they were checked when they were uploaded; deleted with the retention of their messages. Personal data: to, normalised_to, personalisation, client_reference.';
comment on column job_rows.job_id is 'The job.';
comment on column job_rows.row_number is 'Counted from 0 below the headers.';
comment on column job_rows."to" is 'The recipient as it was written. Personal data.';
comment on column job_rows.normalised_to is 'The recipient as it is sent to. Personal data.';
comment on column job_rows.personalisation is 'The cells of placeholders and recipient, by key. Personal data.';
comment on column job_rows.client_reference is 'The service''s own reference. May identify a person.';
comment on column job_rows.rate_multiplier is 'Of texts: how many times the domestic rate a fragment to that country costs.';
comment on column job_rows.international is 'Of texts: not a UK number; of letters: postage abroad.';
comment on column job_rows.phone_prefix is 'Of texts: the dialling prefix that the rate is found by.';
comment on column job_rows.postage is 'Of letters: the class, by the country of the address or else the template''s.';
comment on column job_rows.outcome is 'What became of it; null is nothing yet.';

-- A lost backlog lets a service begin at the front again, so it need not survive a crash of the
-- database.
create unlogged table job_backlogs (
  service_id uuid not null,
  key_type key_type not null,
  backlog double precision not null,
  reckoned_at timestamptz not null,
  primary key (service_id, key_type)
) with (fillfactor = 50);
comment on table job_backlogs is 'How far the jobs of each service run ahead of its fair share of sending: beside rate_limit_buckets, so that its single messages do not wait for its files.';
comment on column job_backlogs.key_type is 'Each key type has its own.';
comment on column job_backlogs.backlog is 'In messages; drains with time. See fair_priority.';
comment on column job_backlogs.reckoned_at is 'Up to when it has been drained.';

grant select on service_contact_list, job_transitions, job_backlogs to crier_reader;
grant select (id, service_id, template_id, template_version, notification_type, key_type,
  api_key_id, created_by_id, contact_list_id, notification_count, job_status, created_at,
  updated_at, scheduled_for,
  processing_started, processing_finished, heartbeat_at, next_row_number,
  next_queued_row_number, is_counted, archived)
  on jobs to crier_reader;
grant select (job_id, row_number, rate_multiplier, international, phone_prefix, postage, outcome)
  on job_rows to crier_reader;

-- migrate:down
