-- migrate:up

create type service_callback_type as enum (
  'delivery_status', 'complaint', 'returned_letter', 'inbound_sms', 'job_status'
);

create table service_callback_api (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  callback_type service_callback_type not null,
  url text not null
    constraint callback_url_is_https check (
      url ~ '^https://|^http://(localhost|127\.[0-9.]+|\[::1\])([:/?]|$)' and length(url) <= 2000
    ),
  bearer_token_encrypted bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  updated_by_id uuid references users,
  version integer not null default 1,
  constraint service_has_one_callback_per_type unique (service_id, callback_type)
);
comment on table service_callback_api is 'Where a service wants to be told what became of its messages.';
comment on column service_callback_api.callback_type is 'What it is told.';
comment on column service_callback_api.url is 'https only; http to this machine itself, which processes refuse unless CRIER_LOOPBACK_CALLBACKS allows it.';
comment on column service_callback_api.bearer_token_encrypted is 'The token that Crier shows there; sealed under platform_key.';
create index service_callback_api_updated_by_id_idx on service_callback_api (updated_by_id);

create table service_callback_api_history (
  like service_callback_api including comments,
  primary key (id, version)
);
alter table service_callback_api_history
  drop column bearer_token_encrypted,
  drop column updated_by_id,
  add column created_by_id uuid;
comment on table service_callback_api_history is 'Every version of a callback without its token, written by a trigger.';
comment on column service_callback_api_history.created_by_id is 'Who made this version; null is an operator by hand.';

create type callback_status as enum ('waiting', 'delivered', 'failed');
comment on type callback_status is 'waiting: to be sent, now or later; delivered: the service took it; failed: given up.';

create table callback_transitions (
  event text,
  from_status callback_status,
  to_status callback_status,
  primary key (event, from_status, to_status)
);
comment on table callback_transitions is 'Which changes of status a callback may make.';
comment on column callback_transitions.from_status is 'The status before.';
comment on column callback_transitions.to_status is 'The status after.';
comment on column callback_transitions.event is 'attempt: it was sent, or could not be; replay: somebody has it sent again.';
comment on column callback_transitions.from_status is 'The status before.';
comment on column callback_transitions.to_status is 'The status after.';
insert into callback_transitions (event, from_status, to_status)
values
  ('attempt', 'waiting', 'delivered'),
  ('attempt', 'waiting', 'failed'),
  ('replay', 'failed', 'waiting');

-- The outbox. Whatever changes a message's status writes here in the same transaction, so that
-- nothing is told that did not happen, and nothing that happened is forgotten.
create table service_callbacks (
  id uuid primary key default uuidv7(),
  -- Two changes of one message are in different transactions, and the second waits for the first
  -- one's row: so its number is higher, whatever clocks say.
  position bigint not null generated always as identity,
  service_id uuid not null,
  callback_type service_callback_type not null,
  notification_type notification_type not null,
  about_id uuid not null,
  payload json,
  status callback_status not null default 'waiting',
  attempts integer not null default 0
    constraint callback_attempts_are_counted check (attempts >= 0),
  next_attempt_at timestamptz,
  last_status integer,
  last_error text constraint callback_error_is_short check (length(last_error) <= 50),
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint callback_waits_until_it_ends check ((status = 'waiting') = (ended_at is null)),
  constraint waiting_callback_has_a_time check ((status = 'waiting') = (next_attempt_at is not null)),
  -- What is delivered is the service's; what is kept of it says nothing about a person.
  constraint callback_has_payload_until_delivered check ((status = 'delivered') = (payload is null))
)
with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
comment on table service_callbacks is 'What services are told, or have been told, at their own addresses. The night deletes what was delivered after 7 days, anything else after the days for which the service keeps such messages. Personal data: payload.';
comment on column service_callbacks.id is 'Time-ordered id, by which it is listed and replayed.';
comment on column service_callbacks.position is 'The order in which it was written: of one message, the order of its events.';
comment on column service_callbacks.service_id is 'Who is told. No foreign key, as in notifications: services are never deleted.';
comment on column service_callbacks.callback_type is 'What of.';
comment on column service_callbacks.notification_type is 'The channel, which decides how long an undelivered one is kept.';
comment on column service_callbacks.about_id is 'The message, the received text or the job that it is about. What comes later of one message waits for what came before.';
comment on column service_callbacks.payload is 'The body, as it was when it happened; null once delivered. Personal data.';
comment on column service_callbacks.status is 'Whether it is still to be sent.';
comment on column service_callbacks.attempts is 'How often it was tried.';
comment on column service_callbacks.next_attempt_at is 'When it may be sent; null once it has ended.';
comment on column service_callbacks.last_status is 'The HTTP status of the last answer; null when there was none.';
comment on column service_callbacks.last_error is 'Why the last attempt had no answer: timeout, connection, tls, address (one that Crier does not call), removed (the service wants no such callbacks any more).';
comment on column service_callbacks.created_at is 'When it happened.';
comment on column service_callbacks.ended_at is 'When it was delivered or given up.';

create index service_callbacks_due_idx
  on service_callbacks (service_id, next_attempt_at) where status = 'waiting';
create index service_callbacks_about_id_idx
  on service_callbacks (about_id, position) where status = 'waiting';
create index service_callbacks_list_idx on service_callbacks (service_id, status, id);
create index service_callbacks_created_at_idx on service_callbacks (created_at);

create table service_callback_drains (
  service_id uuid primary key,
  leased_by uuid,
  leased_until timestamptz
) with (fillfactor = 50);
comment on table service_callback_drains is 'Which process sends a service''s callbacks: one at a time, so that the order of a message''s events and the number of calls at once are one process''s own business. A row per service that ever wanted any.';
comment on column service_callback_drains.service_id is 'The service.';
comment on column service_callback_drains.leased_by is 'The process, by a random id of its own.';
comment on column service_callback_drains.leased_until is 'Until when, by the database''s clock, unless it renews the lease; null before the first.';

create table service_callback_outages (
  service_id uuid,
  callback_type service_callback_type,
  failing_since timestamptz not null,
  last_failed_at timestamptz not null,
  last_status integer,
  last_error text,
  told_at timestamptz,
  primary key (service_id, callback_type),
  constraint outage_goes_on check (last_failed_at >= failing_since)
) with (fillfactor = 50);
comment on table service_callback_outages is 'Callbacks that fail: made by the first attempt that is not taken, deleted by the first that is.';
comment on column service_callback_outages.service_id is 'The service.';
comment on column service_callback_outages.callback_type is 'Which of its callbacks.';
comment on column service_callback_outages.failing_since is 'The first attempt that failed.';
comment on column service_callback_outages.last_failed_at is 'The last one.';
comment on column service_callback_outages.last_status is 'The HTTP status that it was answered; null when there was no answer.';
comment on column service_callback_outages.last_error is 'Why there was none: see service_callbacks.';
comment on column service_callback_outages.told_at is 'When the service''s people were told by email; null until then.';

-- crier_reader sees all but what callbacks say.
grant select (id, position, service_id, callback_type, notification_type, about_id, status,
  attempts, next_attempt_at, last_status, last_error, created_at, ended_at)
  on service_callbacks to crier_reader;
grant select on callback_transitions, service_callback_drains, service_callback_outages
  to crier_reader;
grant select (id, service_id, callback_type, created_at, updated_at, version)
  on service_callback_api to crier_reader;
grant select (id, service_id, callback_type, created_at, updated_at, version)
  on service_callback_api_history to crier_reader;
-- History is written by triggers and by nobody else.
revoke insert, update, delete on callback_transitions, service_callback_api_history from crier_app;

-- migrate:down
