-- migrate:up

create type notification_status as enum (
  'cancelled', 'created', 'sending', 'sent', 'delivered', 'pending', 'failed', 'technical-failure',
    'temporary-failure',
  'permanent-failure', 'pending-virus-check', 'validation-failed', 'virus-scan-failed',
    'returned-letter'
);

-- The groups of statuses stand here alone: every query joins this table in place of repeating a
-- list.
create table notification_status_groups (
  status notification_status primary key,
  is_completed boolean not null,
  is_failed boolean not null,
  is_success boolean not null,
  is_billable boolean not null,
  is_billable_sms boolean not null,
  is_billable_letter boolean not null,
  is_sent_email boolean not null,
  is_unfinished_letter boolean not null,
  is_free_letter boolean not null,
  is_failed_on_dashboards boolean not null
);
comment on table notification_status_groups is 'What each status counts as. Source: specification, data model, status groups.';
comment on column notification_status_groups.status is 'The status.';
comment on column notification_status_groups.is_completed is 'Nothing more is expected: the API shows completed_at.';
comment on column notification_status_groups.is_failed is 'What the filter "failed" stands for.';
comment on column notification_status_groups.is_success is 'The message went out.';
comment on column notification_status_groups.is_billable is 'Counts as sent in statistics of volume.';
comment on column notification_status_groups.is_billable_sms is 'A text message in this status is charged.';
comment on column notification_status_groups.is_billable_letter is 'A letter in this status is charged.';
comment on column notification_status_groups.is_sent_email is 'An email in this status counts as sent.';
comment on column notification_status_groups.is_unfinished_letter is 'A letter in this status is never archived.';
comment on column notification_status_groups.is_free_letter is 'A letter in this status has cost nothing, whatever it weighs: the API answers no sheets.';
comment on column notification_status_groups.is_failed_on_dashboards is 'Counts as failed on dashboards, where a returned letter has not.';
insert into notification_status_groups values
  --                      done   failed succ.  billed sms    letter email  open   free   boards
  ('cancelled',           true,  false, false, false, false, false, false, false, true,  false),
  ('created',             false, false, false, false, false, false, false, true,  false, false),
  ('sending',             false, false, false, true,  true,  true,  true,  true,  false, false),
  ('sent',                true,  false, true,  true,  true,  false, false, false, false, false),
  ('delivered',           true,  false, true,  true,  true,  true,  true,  false, false, false),
  ('pending',             false, false, false, true,  true,  false, false, false, false, false),
  ('failed',              true,  false, false, true,  false, false, false, false, false, true),
  ('technical-failure',   true,  true,  false, false, false, false, false, false, true,  true),
  ('temporary-failure',   true,  true,  false, true,  true,  false, true,  false, false, true),
  ('permanent-failure',   true,  true,  false, true,  true,  false, true,  false, false, true),
  ('pending-virus-check', false, false, false, false, false, false, false, true,  false, false),
  ('validation-failed',   true,  true,  false, false, false, false, false, false, true,  true),
  ('virus-scan-failed',   false, true,  false, false, false, false, false, false, true,  true),
  ('returned-letter',     true,  true,  false, true,  false, true,  false, false, false, false);

-- Every change of status is an update that joins this table, so concurrent events cannot overwrite
-- each other: whoever comes second finds no pair. A trigger of notifications refuses all others.
create table status_transitions (
  notification_type notification_type not null,
  event text not null,
  from_status notification_status not null,
  to_status notification_status not null,
  primary key (notification_type, event, from_status, to_status)
);
comment on table status_transitions is 'Which changes of status each event may make. Source: specification, sending, state tables.';
comment on column status_transitions.event is 'handover: the provider took it; receipt: the provider tells; timeout: 72 hours without news; late-receipt: the provider tells after that; presumption: an email of which its relay would have told by now, had it come back; give-up: it cannot be sent; refusal: the provider does not take it for its recipient''s sake; print, return, cancel, scan: letters; reprint: an operator has a letter printed again; rescan: an operator has a letter that came as PDF scanned again; cancel-job: with all letters of their job that are still to be printed.';
comment on column status_transitions.from_status is 'The status before.';
comment on column status_transitions.to_status is 'The status after.';
insert into status_transitions (notification_type, event, from_status, to_status)
select 'sms'::notification_type, 'handover', 'created'::notification_status,
  target::notification_status
from unnest(array['sending', 'sent']) target
union all
select 'sms', 'receipt', origin::notification_status, target::notification_status
from unnest(array['created', 'sending', 'pending', 'sent']) origin,
  unnest(array['pending', 'delivered', 'temporary-failure', 'permanent-failure',
    'technical-failure']) target
union all
select 'email', 'handover', 'created', 'sending'
union all
select 'email', 'receipt', origin::notification_status, target::notification_status
from unnest(array['created', 'sending', 'pending']) origin,
  unnest(array['delivered', 'temporary-failure', 'permanent-failure']) target
union all
select channel::notification_type, 'late-receipt', 'temporary-failure', 'delivered'
from unnest(array['sms', 'email']) channel
union all
select 'email', 'presumption', 'sending', 'delivered'
union all
select channel::notification_type, 'refusal', 'created', target::notification_status
from unnest(array['sms', 'email']) channel,
  unnest(array['temporary-failure', 'permanent-failure']) target
union all
select channel::notification_type, 'timeout', origin::notification_status, 'temporary-failure'
from unnest(array['sms', 'email']) channel, unnest(array['sending', 'pending']) origin
union all
select channel::notification_type, 'give-up', 'created', 'technical-failure'
from unnest(array['sms', 'email', 'letter']) channel
union all
select 'letter', event, origin::notification_status, target::notification_status
from (values
  ('scan', 'pending-virus-check', 'created'), ('scan', 'pending-virus-check', 'validation-failed'),
  ('scan', 'pending-virus-check', 'virus-scan-failed'), ('scan', 'pending-virus-check',
    'technical-failure'),
  ('scan', 'pending-virus-check', 'delivered'), ('print', 'created', 'sending'), ('print',
    'created', 'validation-failed'),
  ('receipt', 'sending', 'delivered'), ('receipt', 'created', 'delivered'),
  ('receipt', 'sending', 'technical-failure'), ('receipt', 'created', 'technical-failure'),
  ('receipt', 'sending', 'temporary-failure'), ('receipt', 'created', 'temporary-failure'),
  ('reprint', 'sending', 'created'), ('reprint', 'technical-failure', 'created'),
  ('reprint', 'temporary-failure', 'created'),
  ('rescan', 'technical-failure', 'pending-virus-check'),
  ('return', 'sending', 'returned-letter'), ('return', 'delivered', 'returned-letter'),
  ('return', 'created', 'returned-letter'), ('cancel', 'created', 'cancelled'),
  ('cancel', 'pending-virus-check', 'cancelled'),
  ('cancel-job', 'created', 'cancelled'), ('cancel-job', 'pending-virus-check', 'cancelled')
) letter (event, origin, target);
create index status_transitions_pair_idx
  on status_transitions (notification_type, from_status, to_status);

create table notifications (
  id uuid primary key default uuidv7(),
  service_id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  notification_type notification_type not null,
  key_type key_type not null,
  notification_status notification_status not null default 'created',
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  sent_at timestamptz,
  sent_by text,
  api_key_id uuid,
  created_by_id uuid references users,
  job_id uuid,
  job_row_number integer constraint job_row_number_counts_from_0 check (job_row_number >= 0),
  "to" text not null,
  normalised_to text,
  personalisation jsonb not null default '{}',
  -- Kept, because to ask a value of its length is to read and unpack all of it.
  personalisation_bytes integer not null
    generated always as (octet_length(personalisation::text)) stored,
  reply_to_text text,
  unsubscribe_link text,
  reference text,
  -- A precompiled letter's reference has no limit of Notify's; 2,400 bytes still fit into the
  -- index.
  client_reference text constraint client_reference_is_short check (
    length(client_reference) <= 1000 or (notification_type = 'letter'
      and octet_length(client_reference) <= 2400)
  ),
  billable_units integer not null default 0
    constraint billable_units_are_not_negative check (billable_units >= 0),
  rate_multiplier numeric constraint rate_multiplier_is_not_negative check (rate_multiplier >= 0),
  international boolean not null default false,
  phone_prefix text,
  postage postage,
  document_download_count integer
    constraint downloads_are_counted check (document_download_count > 0),
  document_links bytea,
  changed_in xid8 not null default pg_current_xact_id(),
  constraint job_and_row_number_go_together check ((job_id is null) = (job_row_number is null)),
  constraint postage_if_letter check ((notification_type = 'letter') = (postage is not null)),
  constraint phone_prefix_only_if_sms check (notification_type = 'sms' or phone_prefix is null),
  constraint rate_multiplier_only_if_sms
    check (notification_type = 'sms' or rate_multiplier is null),
  constraint unsubscribe_link_only_if_email
    check (notification_type = 'email' or unsubscribe_link is null),
  constraint document_links_only_if_documents
    check (document_links is null or document_download_count is not null),
  constraint sent_at_not_before_created_at check (sent_at >= created_at),
  -- Each list is one value: PostgreSQL reads a constraint's text anew for every statement that
  -- inserts, and with lists of values this one's was longer by two thirds.
  constraint status_belongs_to_channel check (
    notification_status <> all (case notification_type
      when 'sms' then '{pending-virus-check,virus-scan-failed,returned-letter,cancelled}'
      when 'email'
        then '{sent,pending-virus-check,virus-scan-failed,returned-letter,cancelled}'
      else '{sent,pending}'
    end::notification_status[])
  )
)
-- Rows change status two to four times in their few days: room in the page lets an update stay
-- where no indexed column changed, and keeps the index pages of neighbours together otherwise.
with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
comment on table notifications is 'Messages within their retention: the live table. What is archived moves to notification_history in the same statement, so a row is in exactly one of the two. Personal data: to, normalised_to, personalisation, reply_to_text, unsubscribe_link, client_reference, document_links.';
comment on column notifications.id is 'Time-ordered id; for texts also the reference that the provider gets.';
comment on column notifications.template_version is 'Its version when the message was accepted, which is the one that is sent.';
comment on column notifications.key_type is 'normal (also jobs and one-off messages), team or test.';
comment on column notifications.notification_status is 'What became of it; changes only as status_transitions allows.';
comment on column notifications.created_at is 'When it was accepted; decides its day, its price, its retention and its print run.';
comment on column notifications.updated_at is 'The last change of any kind; null until then.';
comment on column notifications.sent_at is 'When the provider took it, or refused it for its recipient''s sake.';
comment on column notifications.sent_by is 'The provider''s identifier.';
comment on column notifications.api_key_id is 'The key that asked; null for jobs, one-off messages and Notify''s own.';
comment on column notifications.created_by_id is 'Who sent a one-off message.';
comment on column notifications.job_id is 'The job that it is a row of.';
comment on column notifications.job_row_number is 'Counted from 0 after the header.';
comment on column notifications."to" is 'The recipient as supplied, without white space around it; for letters the address lines. Personal data.';
comment on column notifications.normalised_to is 'The recipient as sent to and searched for. Personal data.';
comment on column notifications.personalisation is 'The values of the placeholders, as the request gave them; null in place of a file. Personal data.';
comment on column notifications.personalisation_bytes is 'How long the personalisation is as text: by it batches are filled and pages end.';
comment on column notifications.reply_to_text is 'The sender at the time of acceptance: text message sender, reply-to address or contact block.';
comment on column notifications.unsubscribe_link is 'The service''s own one-click link. May identify a person.';
comment on column notifications.reference is 'The provider''s name for an email; the printer''s for a letter.';
comment on column notifications.client_reference is 'The service''s own reference.';
comment on column notifications.billable_units is 'Fragments of a text, 0 until the first attempt to send; sheets of a letter; 0 for emails.';
comment on column notifications.rate_multiplier is 'Of texts: how many times the domestic rate a fragment to that country costs.';
comment on column notifications.international is 'Of texts: not a UK number (Crown dependencies count as international); of letters: postage abroad.';
comment on column notifications.phone_prefix is 'Of texts: the dialling prefix that the rate is found by.';
comment on column notifications.postage is 'Of letters.';
comment on column notifications.document_download_count is 'Files sent with it; null is none.';
comment on column notifications.document_links is 'The links to its files by placeholder, sealed with the platform''s secret: whoever reads the database or a dump of it cannot open the files. Goes with the live row, and with it the only copy of their keys. May open personal data.';
comment on column notifications.changed_in is 'The transaction that made or last changed the row, which orders the list of changes: times cannot, because what commits later may be older. Kept by a trigger.';

-- Rejected: fewer indexes, so that changes of status stay in their page (HOT), which none does: the
-- status or changed_in is in four of these. Without the four a text costs PostgreSQL 318
-- microseconds from acceptance to its receipt in place of 345, and lists, sweeps and the list of
-- changes lose what they read by. No single index costs more than 3.

-- The API's list. Every filter (types, statuses, with or without job rows) is a handful of probes
-- into this one index, each of which reads a page of rows in order, whatever the depth: see
-- queries/notifications/reading.sql, ListNotifications.
create index notifications_list_idx on notifications
  (service_id, key_type, (job_id is null), notification_type, notification_status, created_at desc,
    id desc);

-- Counting, archiving and the dashboard's days.
create index notifications_service_id_created_at_idx
  on notifications (service_id, notification_type, created_at);
create index notifications_created_at_idx on notifications (notification_type, created_at);

-- The sweeps look only at what is not final: a small index however large the table.
create index notifications_unfinished_idx
  on notifications (notification_type, notification_status, created_at)
  where notification_status in ('created', 'sending', 'pending', 'pending-virus-check');
create unique index notifications_reference_key
  on notifications (reference) where reference is not null;

-- The same probes for the filter by reference, which need not be unique: a service may give one
-- reference to a million messages. By its hash, because a thousand characters can be more bytes
-- than an index takes.
create index notifications_client_reference_idx on notifications (
  service_id, hashtextextended(client_reference, 0), key_type, (job_id is null), notification_type,
  notification_status,
  created_at desc, id desc
) where client_reference is not null;

-- The list of changes: see queries/notifications/changes.sql.
create index notifications_changed_in_idx on notifications (service_id, key_type, changed_in, id);
create unique index uq_notifications_job_row_number
  on notifications (job_id, job_row_number) where job_id is not null;

create table notification_history (
  id uuid not null,
  service_id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  notification_type notification_type not null,
  key_type key_type not null,
  notification_status notification_status not null,
  created_at timestamptz not null,
  updated_at timestamptz,
  sent_at timestamptz,
  sent_by text,
  api_key_id uuid,
  created_by_id uuid,
  job_id uuid,
  job_row_number integer,
  reference text,
  client_reference text,
  billable_units integer not null,
  rate_multiplier numeric,
  international boolean not null,
  phone_prefix text,
  postage postage,
  document_download_count integer,
  primary key (id, created_at)
) partition by range (created_at);
comment on table notification_history is 'Messages past their retention, without anything personal; one partition per calendar month (UTC) of created_at. Columns as in notifications.';
create index notification_history_service_id_created_at_idx on notification_history
  (service_id, key_type, notification_type, created_at);
create index notification_history_created_at_idx
  on notification_history (notification_type, created_at);
create index notification_history_reference_idx
  on notification_history (reference) where reference is not null;
create index notification_history_job_id_idx
  on notification_history (job_id) where job_id is not null;

-- The comments of the common columns are the live table's.
do $comments$
declare
  common record;
begin
  for common in
    select history.attname, col_description(live.attrelid, live.attnum) as text
    from pg_attribute history
    join pg_attribute live
      on live.attrelid = 'notifications'::regclass and live.attname = history.attname
    where history.attrelid = 'notification_history'::regclass and history.attnum > 0
  loop
    execute format('comment on column notification_history.%I is %L', common.attname, common.text);
  end loop;
end
$comments$;

create table notification_history_default partition of notification_history default;
comment on table notification_history_default is 'Rows of a month without a partition; should be empty (a test and a nightly check say so).';

create table service_daily_usage (
  service_id uuid not null references services on delete cascade,
  day date not null,
  sms bigint not null default 0,
  email bigint not null default 0,
  letter bigint not null default 0,
  international_sms bigint not null default 0,
  primary key (service_id, day),
  constraint daily_usage_is_not_negative check (least(sms, email, letter, international_sms) >= 0)
) with (fillfactor = 50);
-- Of one day the admin application is told every second or two (src/redis/counts.ts). With the
-- service, because a plan that was made while the table was empty may read one service's day by
-- this index too, and would look at all services of the day.
create index service_daily_usage_day_idx on service_daily_usage (day, service_id);
comment on table service_daily_usage is 'Messages accepted per service and UTC day, which the daily limits are checked against: exact, in the transaction that accepts. Test keys and simulated recipients are not counted.';
comment on column service_daily_usage.day is 'The UTC date.';
comment on column service_daily_usage.sms is 'Text messages, international ones too.';
comment on column service_daily_usage.email is 'Emails.';
comment on column service_daily_usage.letter is 'Letters; those cancelled on their day are given back.';
comment on column service_daily_usage.international_sms is 'Text messages to prefixes other than 44.';

-- A lost bucket is a full bucket, so it need not survive a crash of the database.
create unlogged table rate_limit_buckets (
  service_id uuid not null,
  key_type key_type not null,
  tokens integer not null,
  refilled_at timestamptz not null,
  backlog double precision not null default 0,
  primary key (service_id, key_type)
) with (fillfactor = 50);
comment on table rate_limit_buckets is 'Token buckets of the per-minute limits. Source: specification, public API, limits.';
comment on column rate_limit_buckets.key_type is 'Each key type has its own bucket.';
comment on column rate_limit_buckets.tokens is 'What is left.';
comment on column rate_limit_buckets.refilled_at is 'Up to when tokens have been added.';
comment on column rate_limit_buckets.backlog is 'How far the service has lately run ahead of its fair share of sending, in messages; drains with time. See fair_priority.';

create table idempotency_keys (
  service_id uuid not null references services on delete cascade,
  key_type key_type not null,
  idempotency_key text not null
    constraint idempotency_key_is_short check (length(idempotency_key) between 1 and 255),
  request_hash bytea not null,
  notification_id uuid not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  primary key (service_id, key_type, idempotency_key)
);
comment on table idempotency_keys is 'Answers to requests that carried an Idempotency-Key, replayed for 24 hours to the same service with a key of the same type. The response holds message content: personal data.';
comment on column idempotency_keys.service_id is 'Keys are the service''s own.';
comment on column idempotency_keys.key_type is 'And their key type''s: what a test key sent reached nobody, so that it is no answer to a live key.';
comment on column idempotency_keys.idempotency_key is 'As the header gave it.';
comment on column idempotency_keys.request_hash is 'SHA-256 of method, path and body: the same key with another request is refused.';
comment on column idempotency_keys.notification_id is 'The message that the first request made.';
comment on column idempotency_keys.response is 'The body of its answer.';
comment on column idempotency_keys.created_at is 'When; the night deletes those older than 24 hours.';
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);

-- crier_reader sees no recipient, no content, no reference that a service chose.
grant select (id, service_id, template_id, template_version, notification_type, key_type,
  notification_status, created_at,
  updated_at, sent_at, sent_by, api_key_id, created_by_id, job_id, job_row_number, reference,
    billable_units, rate_multiplier,
  international, phone_prefix, postage, document_download_count) on notifications to crier_reader;
grant select (id, service_id, template_id, template_version, notification_type, key_type,
  notification_status, created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id,
  job_id, job_row_number, reference, billable_units, rate_multiplier, international, phone_prefix,
  postage, document_download_count) on notification_history to crier_reader;
grant select on notification_status_groups, status_transitions, service_daily_usage,
  rate_limit_buckets to crier_reader;
revoke insert, update, delete on notification_status_groups, status_transitions from crier_app;

create type acceptance_outcome as enum (
  'accepted', 'passed', 'replayed', 'key-conflict', 'rate-limited', 'daily-limited',
  'international-limited', 'held'
);
comment on type acceptance_outcome is 'accepted: stored and queued. passed: within the limits, nothing to store (a refusal found by the caller, or a simulated recipient). held: another call is at the service''s counters, and nothing was done. The others are refusals, or the answer that an Idempotency-Key replays.';

-- Where the list of changes starts for a given time. Every change that is numbered below the mark
-- was committed before it.
create table notification_change_marks (
  marked_at timestamptz primary key,
  oldest_running xid8 not null,
  timeline integer not null check (timeline > 0)
);
comment on table notification_change_marks is 'Once a minute the number of the oldest transaction that was still running, so that "changed after" a time is found without a search. A missing mark costs time, not truth.';
comment on column notification_change_marks.marked_at is 'When.';
comment on column notification_change_marks.oldest_running is 'All transactions with a lower number had ended then.';
comment on column notification_change_marks.timeline is 'Of the server''s log (see server_timeline()): after a failover or a restore it is another.';
create index notification_change_marks_timeline_marked_at_idx
  on notification_change_marks (timeline, marked_at);
grant select on notification_change_marks to crier_reader;

-- migrate:down
