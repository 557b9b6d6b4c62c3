-- migrate:up

create table provider_adapters (
  adapter text primary key,
  is_sandbox boolean not null default false,
  names_messages boolean not null default false
);
comment on table provider_adapters is 'The protocols that this program speaks: its own, which a test compares with the program, and those that http_protocols describes. A provider whose protocol is not among them (dvla) is known by its row, and never drawn.';
comment on column provider_adapters.adapter is 'The protocol.';
comment on column provider_adapters.is_sandbox is 'Whether it delivers to nobody.';
comment on column provider_adapters.names_messages is 'Whether its receipts name a message by the provider''s own reference, and not by the id that the provider was given.';

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
  max_calls integer
    constraint provider_max_calls_are_1_to_10000 check (max_calls between 1 and 10000),
  messages_per_second numeric
    constraint provider_pace_is_up_to_10000_a_second
      check (messages_per_second between 0.01 and 10000),
  timeout_seconds numeric not null default 10
    constraint provider_timeout_is_up_to_half_a_minute check (timeout_seconds between 0.05 and 30),
  delivered_after interval
    constraint silence_means_delivered_within_three_days
      check (delivered_after between interval '1 minute' and interval '72 hours'),
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
comment on column provider_details.max_calls is 'Calls in flight at once, per process; null: as many as the process makes at all.';
comment on column provider_details.messages_per_second is 'What all processes together hand it at most; null: no limit.';
comment on column provider_details.timeout_seconds is 'How long one call may take.';
comment on column provider_details.delivered_after is 'An email that it took, and of which nothing was heard for so long, is taken for delivered: relays tell of what comes back, and few of what arrives. Null: it is not.';
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

-- What an account with a provider needs: addresses, keys, secrets of its receipts. What is not here
-- is taken from the environment variable that the protocol names.
create table provider_settings (
  provider text not null references provider_details (identifier)
    on update cascade on delete cascade,
  name text not null
    constraint provider_setting_is_a_word check (name ~ '^[a-z][a-z0-9_]{0,49}$'),
  value text constraint provider_setting_is_short check (length(value) between 1 and 10000),
  sealed bytea,
  variable text
    constraint provider_variable_is_a_word check (variable ~ '^[A-Za-z_][A-Za-z0-9_]{0,99}$'),
  primary key (provider, name),
  constraint provider_setting_has_one_source check (num_nonnulls(value, sealed, variable) = 1)
);
comment on table provider_settings is 'Addresses, keys and secrets of a provider, one a row; crier provider list names those that its protocol knows. A generic provider may have any: its templates name them.';
comment on column provider_settings.provider is 'Whose.';
comment on column provider_settings.name is 'The setting.';
comment on column provider_settings.value is 'Its value, if whoever reads this table may know it.';
comment on column provider_settings.sealed is 'Its value, sealed with the platform''s key: crier provider set writes it.';
comment on column provider_settings.variable is 'The environment variable that has its value.';

-- A protocol of the operator's own: one HTTP request a message, described by templates. Pointers
-- are RFC 6901's, into the JSON that came; a form is taken for an object of texts.
create type http_body_format as enum ('json', 'form', 'none');
comment on type http_body_format is 'What a generic provider is sent: JSON, a form, or nothing beside the address.';

create function are_json_pointers(variadic pointers text[]) returns boolean
  language sql immutable parallel safe
  return not exists (
    select from unnest(pointers) as pointer where pointer !~ '^(/([^/~]|~[01])*)*$'
  );
comment on function are_json_pointers(text[]) is 'Whether each is a place in JSON (RFC 6901), such as /messages/0/id; null says nothing.';

create table http_protocols (
  adapter text primary key references provider_adapters on update cascade on delete cascade,
  method text not null default 'POST'
    constraint http_method_is_known check (method in ('GET', 'POST', 'PUT')),
  url text not null constraint http_url_has_a_host check (url ~ '^https?://[^/?#()\s]+([/?#]|$)'),
  headers jsonb not null default '{}'
    constraint http_headers_are_an_object check (jsonb_typeof(headers) = 'object'),
  body_format http_body_format not null default 'json',
  body jsonb not null default '{}'
    constraint http_body_is_an_object_or_array check (jsonb_typeof(body) in ('object', 'array')),
  success_pointer text,
  success_values text[],
  reference_pointer text,
  error_pointer text,
  receipts_pointer text,
  receipt_reference_pointer text,
  receipt_status_pointer text,
  receipt_code_pointer text,
  inbound_number_pointer text,
  inbound_sender_pointer text,
  inbound_content_pointer text,
  inbound_reference_pointer text,
  inbound_date_pointer text,
  constraint http_places_are_json_pointers check (are_json_pointers(success_pointer,
    reference_pointer, error_pointer, receipts_pointer, receipt_reference_pointer,
    receipt_status_pointer, receipt_code_pointer, inbound_number_pointer, inbound_sender_pointer,
    inbound_content_pointer, inbound_reference_pointer, inbound_date_pointer)),
  constraint http_get_has_no_body check (method <> 'GET' or body_format = 'none'),
  constraint http_form_is_an_object check (body_format <> 'form' or jsonb_typeof(body) = 'object'),
  constraint http_success_is_a_place_and_values
    check ((success_pointer is null) = (success_values is null)),
  constraint http_receipts_have_reference_and_status
    check ((receipt_reference_pointer is null) = (receipt_status_pointer is null)),
  constraint http_inbound_has_number_sender_and_content
    check (num_nonnulls(inbound_number_pointer, inbound_sender_pointer, inbound_content_pointer)
      in (0, 3))
);
comment on table http_protocols is 'Protocols that are one HTTP request a message, for providers that no program code knows. Texts in url, headers and body are templates: ((id)), ((to)), ((to_plus)), ((text)), ((sender)), ((international)), ((receipt_url)), for emails ((from_address)), ((from_name)), ((reply_to)), ((subject)), ((html)), ((list_unsubscribe)), ((list_unsubscribe_post)), ((mime_base64)), and each setting of the provider by its name. Values are encoded for where they stand.';
comment on column http_protocols.adapter is 'The protocol, which provider_details and the tables of its words name.';
comment on column http_protocols.method is 'The request''s method.';
comment on column http_protocols.url is 'The request''s address; a setting url of the provider goes before it. Values are percent-encoded.';
comment on column http_protocols.headers is 'The request''s headers, by name. Values that are no printable ASCII are percent-encoded.';
comment on column http_protocols.body_format is 'How the body is written.';
comment on column http_protocols.body is 'The body. A text that is one placeholder takes its value as it is (international: true or false), and is left out with its name if there is none.';
comment on column http_protocols.success_pointer is 'Where the answer says that the message was taken; null: every status from 200 to 299 says so, unless something stands at error_pointer.';
comment on column http_protocols.success_values is 'What it says then; any of them.';
comment on column http_protocols.reference_pointer is 'Where the answer has the provider''s own reference of the message.';
comment on column http_protocols.error_pointer is 'Where the answer has the code of an error: see provider_refusals.';
comment on column http_protocols.receipts_pointer is 'Where a posted body has its list of receipts; null: it is a receipt, or a list of them.';
comment on column http_protocols.receipt_reference_pointer is 'Where a receipt has the message''s id, or the provider''s reference of it where provider_adapters.names_messages; null: no receipts come.';
comment on column http_protocols.receipt_status_pointer is 'Where a receipt has its word: see provider_receipt_statuses.';
comment on column http_protocols.receipt_code_pointer is 'Where a receipt has its detail code: see provider_receipt_codes.';
comment on column http_protocols.inbound_number_pointer is 'Where a received text has our number.';
comment on column http_protocols.inbound_sender_pointer is 'Where a received text has its sender.';
comment on column http_protocols.inbound_content_pointer is 'Where a received text has its content.';
comment on column http_protocols.inbound_reference_pointer is 'Where a received text has the provider''s reference of it.';
comment on column http_protocols.inbound_date_pointer is 'Where a received text has its time.';

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
comment on column provider_receipt_codes.code is 'The code: MMG''s substatus, Firetext''s code, Twilio''s ErrorCode, an email''s enhanced status.';
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

create table provider_refusals (
  adapter text not null,
  code text not null,
  outcome delivery_outcome not null
    constraint refusal_is_an_outcome_of_one_message
      check (outcome in ('message-fault', 'permanent-failure', 'temporary-failure')),
  meaning text not null,
  primary key (adapter, code)
);
comment on table provider_refusals is 'Codes with which a provider refuses one message when it is handed over, whatever else goes on: it is not tried again. All other refusals are the provider''s fault or ours, and pass.';
comment on column provider_refusals.adapter is 'The protocol.';
comment on column provider_refusals.code is 'The code in the provider''s answer.';
comment on column provider_refusals.outcome is 'What becomes of the message.';
comment on column provider_refusals.meaning is 'The provider''s words.';

create table provider_paces (
  provider text primary key references provider_details (identifier)
    on update cascade on delete cascade,
  next_at timestamptz not null
);
comment on table provider_paces is 'When each provider with a limit of messages_per_second may be given the next message: all processes take their turns here.';
comment on column provider_paces.provider is 'Whose turns.';
comment on column provider_paces.next_at is 'The first turn that nobody has taken.';

create table provider_tests (
  id uuid primary key,
  provider text not null references provider_details (identifier)
    on update cascade on delete cascade,
  reference text,
  sent_at timestamptz not null,
  status text,
  code text,
  answered_at timestamptz
);
comment on table provider_tests is 'Messages that crier provider test has sent and waits for. A row is deleted when the command ends.';
comment on column provider_tests.id is 'The message''s id, as the provider was given it.';
comment on column provider_tests.provider is 'Through whom.';
comment on column provider_tests.reference is 'The provider''s own name for it.';
comment on column provider_tests.sent_at is 'When it was handed over.';
comment on column provider_tests.status is 'The last receipt''s word.';
comment on column provider_tests.code is 'The last receipt''s code.';
comment on column provider_tests.answered_at is 'When the last receipt came.';

create table delivery_failures (
  id bigint generated always as identity primary key,
  failed_at timestamptz not null,
  notification_id uuid not null,
  notification_type notification_type not null,
  provider text not null,
  notification_status notification_status not null,
  word text not null,
  code text
);
comment on table delivery_failures is 'Receipts that have made messages fail, one a row, for 90 days: a message has a status, and this is why. It only grows, so that receipts wait for no counter''s row.';
comment on column delivery_failures.id is 'The order in which they were applied.';
comment on column delivery_failures.failed_at is 'When the receipt came.';
comment on column delivery_failures.notification_id is 'The message. No foreign key: it may be in either table of messages.';
comment on column delivery_failures.notification_type is 'Its channel.';
comment on column delivery_failures.provider is 'Who told.';
comment on column delivery_failures.notification_status is 'What the message became.';
comment on column delivery_failures.word is 'The provider''s word.';
comment on column delivery_failures.code is 'Its detail code; null when it gave none.';
create index delivery_failures_failed_at_idx on delivery_failures (failed_at);

create table slow_delivery_watch (
  only_row boolean primary key default true
    constraint slow_delivery_watch_has_one_row check (only_row),
  looked_at timestamptz not null default '-infinity',
  slow_since timestamptz,
  told_at timestamptz,
  constraint told_of_what_is_slow check (told_at is null or slow_since is not null)
);
comment on table slow_delivery_watch is 'Whether texts are delivered slowly, as watch_slow_deliveries keeps it from minute to minute; one row.';
comment on column slow_delivery_watch.only_row is 'Always true: the primary key that allows one row.';
comment on column slow_delivery_watch.looked_at is 'The last minute that was looked at.';
comment on column slow_delivery_watch.slow_since is 'The first of the slow minutes without a break; null while texts are not slow.';
comment on column slow_delivery_watch.told_at is 'When the operator was told of it; null until then.';
insert into slow_delivery_watch default values;

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
  delivery_claims, provider_refusals, provider_paces
  to crier_reader;
-- Whoever writes a key into an address, a header or a body shows it to no reader.
grant select (adapter, method, body_format, success_pointer, success_values, reference_pointer,
  error_pointer, receipts_pointer, receipt_reference_pointer, receipt_status_pointer,
  receipt_code_pointer, inbound_number_pointer, inbound_sender_pointer, inbound_content_pointer,
  inbound_reference_pointer, inbound_date_pointer) on http_protocols to crier_reader;
grant execute on function are_json_pointers(text[]) to crier_reader;
grant select on slow_delivery_watch, delivery_failures to crier_reader;
grant select (provider, name, variable) on provider_settings to crier_reader;
grant select (id, provider, sent_at, status, code, answered_at) on provider_tests to crier_reader;
grant select (id, provider, status, code, received_at, applied_at)
  on provider_receipts to crier_reader;
revoke insert, update, delete on provider_details_history from crier_app;

-- migrate:down
