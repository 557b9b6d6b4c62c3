-- migrate:up

create table provider_adapters (
  adapter text primary key,
  is_sandbox boolean not null
);
comment on table provider_adapters is 'The protocols that this program speaks; a test compares them with the program''s own. A provider whose protocol is not among them (ses, dvla) is known by its row, and never drawn.';
comment on column provider_adapters.adapter is 'The protocol.';
comment on column provider_adapters.is_sandbox is 'Whether it delivers to nobody.';

create table provider_details (
  id uuid primary key default uuidv7(),
  display_name text not null,
  identifier text not null unique,
  adapter text not null,
  notification_type notification_type not null,
  priority integer not null
    constraint provider_priority_is_0_to_100 check (priority between 0 and 100),
  resting_priority integer not null default 50
    constraint resting_priority_is_0_to_100 check (resting_priority between 0 and 100),
  active boolean not null default false,
  supports_international boolean not null default false,
  receipt_wait_seconds integer not null default 120
    constraint receipt_wait_is_bounded check (receipt_wait_seconds between 0 and 3600),
  reason text,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  version integer not null default 1
);
comment on table provider_details is 'Who carries messages. Any number per channel: a draw by weight shares the messages among the active ones.';
comment on column provider_details.display_name is 'Shown to people.';
comment on column provider_details.identifier is 'What notifications record as sent_by.';
comment on column provider_details.adapter is 'The protocol that it speaks: see provider_adapters.';
comment on column provider_details.priority is 'Weight in the draw, 0 to 100; moved by failures and slow delivery, and tended back.';
comment on column provider_details.resting_priority is 'The weight that it is tended back to.';
comment on column provider_details.active is 'Whether it takes part in the draw.';
comment on column provider_details.supports_international is 'Whether it takes texts to other countries.';
comment on column provider_details.receipt_wait_seconds is 'How long a message that may have been handed to it by a worker that died, before it could say so, is not sent again: its receipt proves the hand-over meanwhile. Of a provider that sends none by our own reference (a relay) only as long as a worker that lives, and has lost the database, may still be calling it; 0 where a second copy reaches nobody.';
comment on column provider_details.reason is 'Why the weight was last changed.';
comment on column provider_details.created_by_id is 'Who changed it last.';
create index provider_details_created_by_id_idx on provider_details (created_by_id);

create table provider_thresholds (
  notification_type notification_type primary key,
  most_failures integer not null
    constraint most_failures_are_not_negative check (most_failures >= 0),
  failure_window_seconds integer not null
    constraint failure_window_is_bounded check (failure_window_seconds between 1 and 3600),
  failure_hold_seconds integer not null
    constraint failure_hold_is_not_negative check (failure_hold_seconds >= 0),
  slow_share numeric constraint slow_share_is_a_share check (slow_share > 0 and slow_share <= 1),
  slow_after_seconds integer not null
    constraint slow_after_is_positive check (slow_after_seconds > 0),
  slow_window_seconds integer not null
    constraint slow_window_is_bounded check (slow_window_seconds between 1 and 86400),
  slow_hold_seconds integer not null
    constraint slow_hold_is_not_negative check (slow_hold_seconds >= 0),
  tend_hold_seconds integer not null
    constraint tend_hold_is_not_negative check (tend_hold_seconds >= 0),
  step integer not null constraint step_is_1_to_100 check (step between 1 and 100)
);
comment on table provider_thresholds is 'When and how far the weights of a channel''s providers move by themselves; those of a channel without a row never do. Changed while everything runs. Source: specification, sending, changing weights.';
comment on column provider_thresholds.notification_type is 'The channel.';
comment on column provider_thresholds.most_failures is 'A provider with more failed calls than this within the window loses weight.';
comment on column provider_thresholds.failure_window_seconds is 'The sliding window in which failures are counted, in all processes together.';
comment on column provider_thresholds.failure_hold_seconds is 'After any change of a weight failures change none for so long.';
comment on column provider_thresholds.slow_share is 'A provider is slow when this share of its messages or more was slow; null: speed moves no weight.';
comment on column provider_thresholds.slow_after_seconds is 'A message is slow that was not delivered so long after its hand-over.';
comment on column provider_thresholds.slow_window_seconds is 'Messages accepted within so long are looked at.';
comment on column provider_thresholds.slow_hold_seconds is 'After any change of a weight slowness changes none for so long.';
comment on column provider_thresholds.tend_hold_seconds is 'After any change of a weight none moves back to its resting point for so long.';
comment on column provider_thresholds.step is 'Points that a weight moves at a time.';

create table provider_failures (
  batch uuid not null,
  provider text not null,
  failures integer not null constraint failures_are_positive check (failures > 0),
  noted_at timestamptz not null,
  primary key (batch, provider)
);
comment on table provider_failures is 'Failed calls of the last minutes, a row per batch and provider: what all processes count together.';
comment on column provider_failures.batch is 'Whose calls: a batch that notes its failures twice is counted once.';
comment on column provider_failures.provider is 'Whose failures.';
comment on column provider_failures.failures is 'How many.';
comment on column provider_failures.noted_at is 'When; every five minutes those that no window reaches any more are deleted.';
create index provider_failures_provider_noted_at_idx on provider_failures (provider, noted_at);

-- A row per batch, not per message: two rows of a page that is empty again a moment later, in place
-- of a hundred entries in an index that come and go.
create table delivery_claims (
  id uuid primary key,
  claimed_at timestamptz not null,
  notification_ids uuid[] not null
) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
comment on table delivery_claims is 'Batches that are being sent: made before a batch''s first call, ended by the record of its outcomes. What stands in one that is left (its worker died) may have been handed over already: see claim_deliveries.';
comment on column delivery_claims.id is 'The batch, named by its worker.';
comment on column delivery_claims.claimed_at is 'When.';
comment on column delivery_claims.notification_ids is 'Its messages.';

create table provider_details_history (
  like provider_details including comments,
  primary key (id, version)
);
comment on table provider_details_history is 'Every version of a provider, written by a trigger.';
comment on column provider_details_history.created_by_id is 'Who made this version; null is an operator by hand.';

-- What a provider's own words mean. A receipt with another word changes nothing, whoever sent it: a
-- word that its provider has added lately is not a failure, and a forged one is nobody's word. It
-- is kept in provider_receipts and applied once a row here says what it means.
create table provider_receipt_statuses (
  adapter text not null,
  status text not null,
  notification_status notification_status not null,
  after_pending notification_status,
  primary key (adapter, status)
);
comment on table provider_receipt_statuses is 'The status that each provider''s receipt status stands for. Source: specification, sending, wire formats.';
comment on column provider_receipt_statuses.adapter is 'The protocol.';
comment on column provider_receipt_statuses.status is 'The provider''s word.';
comment on column provider_receipt_statuses.notification_status is 'Ours.';
comment on column provider_receipt_statuses.after_pending is 'Ours for a message that the same provider had reported as pending, unless a code says more.';

create table provider_receipt_codes (
  adapter text not null,
  status text not null,
  code text not null,
  notification_status notification_status,
  meaning text not null,
  primary key (adapter, status, code)
);
comment on table provider_receipt_codes is 'What a receipt''s detail code adds: its meaning and, where it refines the status, the refined one.';
comment on column provider_receipt_codes.adapter is 'The protocol.';
comment on column provider_receipt_codes.status is 'The provider''s status that the code comes with.';
comment on column provider_receipt_codes.code is 'The code: MMG''s substatus, Firetext''s code.';
comment on column provider_receipt_codes.notification_status is 'The refined status; null keeps the status''s own.';
comment on column provider_receipt_codes.meaning is 'The provider''s words.';

create table provider_receipts (
  id uuid primary key default uuidv7(),
  provider text not null constraint receipt_provider_is_short check (length(provider) <= 255),
  reference text not null constraint receipt_reference_is_short check (length(reference) <= 255),
  status text not null constraint receipt_status_is_short check (length(status) <= 50),
  code text constraint receipt_code_is_short check (length(code) <= 50),
  received_at timestamptz not null default now(),
  applied_at timestamptz
);
comment on table provider_receipts is 'Receipts that wait: for their message (an email''s receipt can beat the record of its hand-over) or for their word''s meaning (see unknown_receipt_words). The night deletes what is older than a week.';
comment on column provider_receipts.provider is 'Who sent the receipt.';
comment on column provider_receipts.reference is 'The provider''s name for the message: its id for texts.';
comment on column provider_receipts.status is 'The provider''s word for what became of it.';
comment on column provider_receipts.code is 'The provider''s detail code.';
comment on column provider_receipts.received_at is 'When it came.';
comment on column provider_receipts.applied_at is 'When it was applied; null while it waits.';

-- However often a word is repeated, it waits once.
create unique index provider_receipts_waiting_key
  on provider_receipts (provider, reference, status) where applied_at is null;
create index provider_receipts_waiting_idx
  on provider_receipts (reference) where applied_at is null;
create index provider_receipts_received_at_idx on provider_receipts (received_at);

create type delivery_outcome as enum (
  'sent', 'provider-fault', 'message-fault', 'permanent-failure', 'temporary-failure'
);
comment on type delivery_outcome is 'sent: the provider took it; provider-fault: worth another attempt; message-fault: it never will be taken; permanent-failure, temporary-failure: the provider has refused its recipient.';

create type receipt_outcome as (
  ord integer,
  outcome text,
  notification_id uuid,
  service_id uuid,
  notification_type notification_type,
  old_status notification_status,
  new_status notification_status,
  needs_units boolean
);
comment on type receipt_outcome is 'What became of a receipt: applied, duplicate (the message''s state allows no such change, another provider took it, or the same was told before), unknown-word (kept until somebody explains it), waiting (an email''s reference that is not known yet), no-room (it would wait, but too many of its provider''s do), or not-found; and whether a text''s fragments are still to be counted.';
grant select on provider_adapters, provider_details, provider_details_history,
  provider_receipt_statuses, provider_receipt_codes, provider_thresholds, provider_failures,
  delivery_claims to crier_reader;
grant select (id, provider, status, code, received_at, applied_at)
  on provider_receipts to crier_reader;
revoke insert, update, delete on provider_details_history, provider_adapters from crier_app;

-- migrate:down
