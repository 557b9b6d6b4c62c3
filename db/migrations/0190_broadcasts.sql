-- migrate:up

-- What people write and approve is a broadcast_message; what it tells the world at an instant is a
-- frozen broadcast_event; each operator is told of each event once, by a broadcast_delivery, whose
-- document is a broadcast_provider_message. Source of all of it: specification, broadcasts.

create type broadcast_status as enum (
  'draft', 'pending-approval', 'rejected', 'broadcasting', 'completed', 'cancelled',
  'technical-failure'
);
create type broadcast_channel as enum ('operator', 'test', 'severe', 'government');
create type broadcast_message_type as enum ('alert', 'update', 'cancel');
create type broadcast_provider_message_status as enum (
  'sending', 'returned-ack', 'returned-error', 'technical-failure'
);
comment on type broadcast_provider_message_status is 'sending: on its way, now or at the next attempt; returned-ack: the operator took it; returned-error: it answered that it will not; technical-failure: its time ran out first.';
create type broadcast_transport as enum ('sandbox', 'http-xml', 'lambda-compatible');
comment on type broadcast_transport is 'sandbox: an operator within Crier, which takes everything and tells no phone; http-xml: the document itself, posted to the operator; lambda-compatible: its payload as JSON, posted to a proxy that makes the document.';
create type broadcast_attempt_outcome as enum ('acknowledged', 'failed');

create table broadcast_transitions (
  event text,
  from_status broadcast_status,
  to_status broadcast_status,
  primary key (event, from_status, to_status)
);
comment on table broadcast_transitions is 'Which changes of status each event may make of a broadcast. Nothing leads out of completed, cancelled and technical-failure.';
comment on column broadcast_transitions.event is 'person: somebody asks for it, in person or by the API; expiry: its time is over. Nobody may complete one by hand: phones would go on showing it, with no cancel sent.';
comment on column broadcast_transitions.from_status is 'The status before.';
comment on column broadcast_transitions.to_status is 'The status after.';
insert into broadcast_transitions (event, from_status, to_status)
values
  ('person', 'draft', 'pending-approval'),
  ('person', 'pending-approval', 'rejected'),
  ('person', 'pending-approval', 'draft'),
  ('person', 'pending-approval', 'broadcasting'),
  ('person', 'rejected', 'draft'),
  ('person', 'rejected', 'pending-approval'),
  ('person', 'broadcasting', 'cancelled'),
  ('expiry', 'broadcasting', 'completed');

create table broadcast_provider_message_transitions (
  event text,
  from_status broadcast_provider_message_status,
  to_status broadcast_provider_message_status,
  primary key (event, from_status, to_status)
);
comment on table broadcast_provider_message_transitions is 'Which changes of status an operator''s document may make. What failed stays sending: it is tried again.';
comment on column broadcast_provider_message_transitions.event is 'acknowledgement: a site took it; expiry: its time ran out; refusal: the operator has said by other means that it will not or cannot take it, as a person writes down here.';
comment on column broadcast_provider_message_transitions.from_status is 'The status before.';
comment on column broadcast_provider_message_transitions.to_status is 'The status after.';
insert into broadcast_provider_message_transitions (event, from_status, to_status)
values
  ('acknowledgement', 'sending', 'returned-ack'),
  ('expiry', 'sending', 'technical-failure'),
  ('refusal', 'sending', 'returned-error'),
  ('refusal', 'sending', 'technical-failure');

create table broadcast_channels (
  channel broadcast_channel primary key,
  lifetime interval not null
    constraint broadcast_lives_for_minutes_to_a_day
      check (lifetime between interval '1 minute' and interval '24 hours')
);
comment on table broadcast_channels is 'How long a broadcast of each channel is shown.';
comment on column broadcast_channels.channel is 'Whom its broadcasts reach; each has its own constants in documents.';
comment on column broadcast_channels.lifetime is 'From its approval. 22:30 is a day, after which phones would show it again, less 30 minutes for operators'' inexact repetition and an hour in case one confuses UTC with summer time.';

create table broadcast_providers (
  provider text primary key
    constraint broadcast_provider_is_a_slug check (provider ~ '^[a-z][a-z0-9-]{0,19}$'),
  message_format text not null
    constraint broadcast_format_is_cap_or_ibag check (message_format in ('cap', 'ibag')),
  is_enabled boolean not null,
  transport broadcast_transport not null,
  signs boolean not null default false,
  constraint broadcast_providers_provider_message_format_key unique (provider, message_format)
);
comment on table broadcast_providers is 'The mobile network operators, each with its cell broadcast centre.';
comment on column broadcast_providers.provider is 'Its name in settings, payloads and proxies.';
comment on column broadcast_providers.message_format is 'What it reads: CAP 1.2, or IBAG, whose documents have numbers.';
comment on column broadcast_providers.is_enabled is 'Whether new broadcasts go to it. A cancel goes to every operator that has the alert.';
comment on column broadcast_providers.transport is 'How it is reached.';
comment on column broadcast_providers.signs is 'Whether its documents are signed (XML-DSig); only over http-xml.';

create table broadcast_sites (
  provider text not null references broadcast_providers,
  site integer not null constraint broadcast_site_is_1_or_2 check (site in (1, 2)),
  address text not null
    constraint broadcast_site_is_a_web_address check (
      address ~ '^https?://[^[:space:]]+$' and length(address) <= 500
    ),
  primary key (provider, site)
);
comment on table broadcast_sites is 'Where each operator is reached: the first site, and where that fails the second.';
comment on column broadcast_sites.provider is 'The operator.';
comment on column broadcast_sites.site is '1, or 2.';
comment on column broadcast_sites.address is 'What is posted to. Certificates and keys are files, which environment variables name (see docs/broadcasts.md).';

create table broadcast_wire_profile (
  provider text references broadcast_providers,
  channel broadcast_channel,
  key text not null constraint wire_profile_key_is_short check (length(key) between 1 and 50),
  value text not null constraint wire_profile_value_is_short check (length(value) <= 255),
  constraint broadcast_wire_profile_key unique nulls not distinct (provider, channel, key)
);
comment on table broadcast_wire_profile is 'The constants of documents, which operators agree on and change: the most particular row goes.';
comment on column broadcast_wire_profile.provider is 'The operator; null is each that has no row of its own.';
comment on column broadcast_wire_profile.channel is 'The channel; null is each that has no row of its own.';
comment on column broadcast_wire_profile.key is 'What it is the value of.';
comment on column broadcast_wire_profile.value is 'As it stands in documents.';

create table service_broadcast_settings (
  service_id uuid primary key references services on delete cascade,
  channel broadcast_channel not null,
  provider text references broadcast_providers,
  created_at timestamptz not null,
  updated_at timestamptz
);
comment on table service_broadcast_settings is 'The services that broadcast.';
comment on column service_broadcast_settings.service_id is 'The service.';
comment on column service_broadcast_settings.channel is 'Whom its broadcasts reach.';
comment on column service_broadcast_settings.provider is 'The one operator that they go to; null is all.';

create table broadcast_message (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  template_id uuid,
  template_version integer,
  personalisation jsonb,
  content text not null constraint broadcast_content_is_bounded check (length(content) <= 100000),
  transmitted_content text not null
    constraint broadcast_fits_phones check (length(transmitted_content) <= 1395),
  areas jsonb not null default '{}'
    constraint broadcast_areas_are_an_object check (jsonb_typeof(areas) = 'object'),
  status broadcast_status not null,
  starts_at timestamptz,
  finishes_at timestamptz,
  created_at timestamptz not null,
  approved_at timestamptz,
  cancelled_at timestamptz,
  updated_at timestamptz,
  created_by_id uuid references users,
  approved_by_id uuid references users,
  cancelled_by_id uuid references users,
  created_by_api_key_id uuid references api_keys,
  cancelled_by_api_key_id uuid references api_keys,
  reference text
    constraint broadcast_reference_is_short check (length(reference) between 1 and 255),
  cap_event text constraint broadcast_cap_event_is_short check (length(cap_event) <= 255),
  stubbed boolean not null,
  constraint ck_broadcast_message_created_by_not_null
    check (num_nonnulls(created_by_id, created_by_api_key_id) = 1),
  constraint broadcast_template_has_a_version
    check ((template_id is null) = (template_version is null)),
  constraint broadcast_is_approved_by_a_person check (
    (status in ('broadcasting', 'completed', 'cancelled', 'technical-failure'))
      = (approved_at is not null)
    and (approved_at is null) = (approved_by_id is null)
  ),
  constraint broadcast_is_cancelled_by_one check (
    (status = 'cancelled') = (cancelled_at is not null)
    and (cancelled_at is null or num_nonnulls(cancelled_by_id, cancelled_by_api_key_id) = 1)
    and (cancelled_by_id is null or cancelled_at is not null)
    and (cancelled_by_api_key_id is null or status in ('cancelled', 'rejected'))
  ),
  constraint approved_broadcast_has_a_time
    check (approved_at is null or num_nonnulls(starts_at, finishes_at) = 2),
  constraint approved_broadcast_has_an_area check (
    approved_at is null
    or coalesce(jsonb_array_length(areas -> 'simple_polygons'), 0) > 0
  ),
  foreign key (template_id, template_version) references templates_history (id, version)
);
comment on table broadcast_message is 'Emergency alerts, as people write, approve and cancel them. Kept for good: the public was told them.';
comment on column broadcast_message.template_version is 'Its version when the broadcast was written.';
comment on column broadcast_message.personalisation is 'The values of the template''s placeholders.';
comment on column broadcast_message.content is 'The text, with its placeholders filled in.';
comment on column broadcast_message.transmitted_content is 'The text as phones can show it, which is what they are sent.';
comment on column broadcast_message.areas is 'names (texts) and simple_polygons (lists of [latitude, longitude]); of areas chosen from the library also ids and aggregate_names. Without ids it is an area of one''s own.';
comment on column broadcast_message.status is 'How far it is; changes only as broadcast_transitions allows, by change_broadcast_status.';
comment on column broadcast_message.starts_at is 'When phones begin to show it.';
comment on column broadcast_message.finishes_at is 'When they stop. A cancel leaves it: sending would take the cancel itself for too late.';
comment on column broadcast_message.approved_at is 'When it was approved, by a second person.';
comment on column broadcast_message.approved_by_id is 'The second person, who approved it.';
comment on column broadcast_message.cancelled_at is 'When it was cancelled.';
comment on column broadcast_message.cancelled_by_id is 'Who cancelled it.';
comment on column broadcast_message.created_by_api_key_id is 'The key that it came with, if no person wrote it.';
comment on column broadcast_message.cancelled_by_api_key_id is 'The key that cancelled it, or withdrew it before it was approved.';
comment on column broadcast_message.reference is 'A title, or the identifier of the CAP document that it came in. Not unique.';
comment on column broadcast_message.cap_event is 'The event of that document.';
comment on column broadcast_message.stubbed is 'Whether its service was in training mode when it was written: it is never sent.';
create index broadcast_message_service_id_created_at_idx
  on broadcast_message (service_id, created_at, id);
create index broadcast_message_live_reference_idx on broadcast_message (service_id, reference)
  where status in ('pending-approval', 'broadcasting');
create index broadcast_message_ending_idx on broadcast_message (finishes_at)
  where status = 'broadcasting';
create index broadcast_message_published_idx on broadcast_message (starts_at desc, id)
  where not stubbed and status in ('broadcasting', 'completed', 'cancelled');
create index broadcast_message_template_id_idx on broadcast_message (template_id, template_version);
create index broadcast_message_created_by_id_idx on broadcast_message (created_by_id);
create index broadcast_message_approved_by_id_idx on broadcast_message (approved_by_id);
create index broadcast_message_cancelled_by_id_idx on broadcast_message (cancelled_by_id);
create index broadcast_message_created_by_api_key_id_idx
  on broadcast_message (created_by_api_key_id);
create index broadcast_message_cancelled_by_api_key_id_idx
  on broadcast_message (cancelled_by_api_key_id);
revoke delete on broadcast_message from crier_app;

create table broadcast_event (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  broadcast_message_id uuid not null references broadcast_message,
  sent_at timestamptz not null,
  message_type broadcast_message_type not null,
  transmitted_content jsonb not null
    constraint transmitted_content_has_a_body
      check (jsonb_typeof(transmitted_content -> 'body') = 'string'),
  transmitted_areas jsonb not null
    constraint transmitted_areas_have_polygons
      check (jsonb_array_length(transmitted_areas -> 'simple_polygons') > 0),
  transmitted_sender text not null
    constraint transmitted_sender_fits_references check (transmitted_sender !~ '[[:space:],<&]'),
  transmitted_channel broadcast_channel not null,
  transmitted_starts_at timestamptz,
  transmitted_finishes_at timestamptz not null,
  constraint broadcast_event_broadcast_message_id_sent_at_key
    unique (broadcast_message_id, sent_at)
);
comment on table broadcast_event is 'What a broadcast told the world at an instant, frozen: documents are made of it and of the events before it alone, whatever changes afterwards. Never changed, never deleted.';
comment on column broadcast_event.service_id is 'Whose.';
comment on column broadcast_event.broadcast_message_id is 'The broadcast.';
comment on column broadcast_event.sent_at is 'When it was told; of one broadcast, the order of its events.';
comment on column broadcast_event.message_type is 'The alert, a change of it, or its end.';
comment on column broadcast_event.transmitted_content is 'body: the text, as phones can show it.';
comment on column broadcast_event.transmitted_areas is 'The areas of the broadcast.';
comment on column broadcast_event.transmitted_sender is 'Who tells it.';
comment on column broadcast_event.transmitted_channel is 'The channel of its service at that time.';
comment on column broadcast_event.transmitted_starts_at is 'From when it is shown.';
comment on column broadcast_event.transmitted_finishes_at is 'Until when it is shown, and may be sent.';
create unique index broadcast_event_one_alert_key on broadcast_event (broadcast_message_id)
  where message_type = 'alert';
create unique index broadcast_event_one_cancel_key on broadcast_event (broadcast_message_id)
  where message_type = 'cancel';
create index broadcast_event_service_id_idx on broadcast_event (service_id);
revoke update, delete on broadcast_event from crier_app;

-- An IBAG gateway knows documents by number; link tests take numbers too, so that gaps are normal.
create sequence broadcast_message_number_seq as integer maxvalue 2147483647;

create table broadcast_provider_message (
  id uuid primary key default gen_random_uuid(),
  broadcast_event_id uuid not null references broadcast_event,
  provider text not null,
  message_format text not null,
  message_number integer unique
    constraint message_number_is_positive check (message_number > 0),
  status broadcast_provider_message_status not null default 'sending',
  created_at timestamptz not null,
  updated_at timestamptz,
  constraint broadcast_provider_message_broadcast_event_id_provider_key
    unique (broadcast_event_id, provider),
  constraint ibag_documents_have_numbers
    check ((message_format = 'ibag') = (message_number is not null)),
  foreign key (provider, message_format) references broadcast_providers (provider, message_format)
);
comment on table broadcast_provider_message is 'The document of one event for one operator, the same at every attempt. Made before the first one.';
comment on column broadcast_provider_message.id is 'The identifier in the document: each operator has its own.';
comment on column broadcast_provider_message.broadcast_event_id is 'The event.';
comment on column broadcast_provider_message.provider is 'The operator.';
comment on column broadcast_provider_message.message_format is 'What the operator reads.';
comment on column broadcast_provider_message.message_number is 'The number in IBAG documents, shown as eight hexadecimal digits.';
comment on column broadcast_provider_message.status is 'What became of it.';
create index broadcast_provider_message_provider_idx on broadcast_provider_message (provider);
revoke delete on broadcast_provider_message from crier_app;

-- The outbox: what is still to be told to whom. A row is written with its event, so that nothing
-- approved is forgotten, and stays until it has ended, so that what is blocked goes out by itself.
create table broadcast_deliveries (
  id uuid primary key default uuidv7(),
  broadcast_event_id uuid not null references broadcast_event,
  provider text not null references broadcast_providers,
  failures integer not null default 0
    constraint broadcast_failures_are_counted check (failures >= 0),
  turn integer not null default 0,
  claim integer not null default 0,
  next_attempt_at timestamptz,
  leased_until timestamptz,
  last_reason text constraint broadcast_reason_is_short check (length(last_reason) <= 50),
  stopped_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint broadcast_deliveries_broadcast_event_id_provider_key
    unique (broadcast_event_id, provider),
  constraint broadcast_delivery_waits_until_it_ends
    check ((next_attempt_at is null) = (ended_at is not null))
)
with (fillfactor = 70);
comment on table broadcast_deliveries is 'Which operators are still to be told of which events, and when it is tried next. The rows that have ended stay, as the events do.';
comment on column broadcast_deliveries.broadcast_event_id is 'The event.';
comment on column broadcast_deliveries.provider is 'The operator.';
comment on column broadcast_deliveries.failures is 'How often all sites failed.';
comment on column broadcast_deliveries.turn is 'Counts the jobs that it was given; whoever comes with an older one comes too late.';
comment on column broadcast_deliveries.claim is 'Counts the workers that have begun to tell it; the failure of an earlier one says nothing any more.';
comment on column broadcast_deliveries.next_attempt_at is 'When it is tried, or looked at, again; null once it has ended.';
comment on column broadcast_deliveries.leased_until is 'Until then a worker is telling it, and no other does.';
comment on column broadcast_deliveries.last_reason is 'What broadcast_decision said last, or failed.';
comment on column broadcast_deliveries.stopped_at is 'When something other than the operator first kept it from being told, of which people are told once.';
comment on column broadcast_deliveries.created_at is 'When the event was.';
comment on column broadcast_deliveries.ended_at is 'When it was acknowledged, or its time was over.';
create index broadcast_deliveries_waiting_idx on broadcast_deliveries (next_attempt_at)
  where ended_at is null;
create index broadcast_deliveries_provider_idx on broadcast_deliveries (provider);
revoke delete on broadcast_deliveries from crier_app;

create table broadcast_provider_attempt (
  broadcast_provider_message_id uuid not null references broadcast_provider_message,
  site integer not null constraint broadcast_attempt_is_at_site_1_or_2 check (site in (1, 2)),
  started_at timestamptz not null,
  finished_at timestamptz not null,
  outcome broadcast_attempt_outcome not null,
  detail text constraint broadcast_attempt_detail_is_short check (length(detail) <= 500),
  -- What is recorded twice, because the first answer was lost, is there once.
  primary key (broadcast_provider_message_id, started_at, site),
  constraint broadcast_attempt_ends_after_it_began check (finished_at >= started_at)
);
comment on table broadcast_provider_attempt is 'Every attempt to tell an operator, site by site. Kept for good.';
comment on column broadcast_provider_attempt.broadcast_provider_message_id is 'The document.';
comment on column broadcast_provider_attempt.site is 'At which of the operator''s two sites.';
comment on column broadcast_provider_attempt.started_at is 'When the call began.';
comment on column broadcast_provider_attempt.finished_at is 'When it was answered, or given up.';
comment on column broadcast_provider_attempt.outcome is 'Whether the site took it.';
comment on column broadcast_provider_attempt.detail is 'Why it did not, in its own words.';
revoke update, delete on broadcast_provider_attempt from crier_app;

create table broadcast_sandbox_documents (
  id uuid primary key default uuidv7(),
  provider text not null references broadcast_providers on delete cascade,
  site integer not null constraint sandbox_site_is_1_or_2 check (site in (1, 2)),
  broadcast_provider_message_id uuid,
  document text not null,
  received_at timestamptz not null
);
comment on table broadcast_sandbox_documents is 'What the sandbox operators have received. Those of broadcasts are kept for 30 days, link tests for one.';
comment on column broadcast_sandbox_documents.provider is 'Which operator.';
comment on column broadcast_sandbox_documents.site is 'At which of its sites.';
comment on column broadcast_sandbox_documents.broadcast_provider_message_id is 'Of which delivery; null is a link test.';
comment on column broadcast_sandbox_documents.document is 'The document, byte for byte.';
comment on column broadcast_sandbox_documents.received_at is 'When it came.';
create index broadcast_sandbox_documents_broadcast_provider_message_id_idx
  on broadcast_sandbox_documents (broadcast_provider_message_id);
create index broadcast_sandbox_documents_received_at_idx
  on broadcast_sandbox_documents (received_at);
create index broadcast_sandbox_documents_provider_idx on broadcast_sandbox_documents (provider);

-- What is told to the public is nobody's secret; what is not yet approved may name people.
grant select on broadcast_transitions, broadcast_provider_message_transitions, broadcast_channels,
  broadcast_providers, broadcast_sites, broadcast_wire_profile, service_broadcast_settings,
  broadcast_event, broadcast_provider_message, broadcast_deliveries, broadcast_provider_attempt
  to crier_reader;
grant select (id, service_id, template_id, template_version, areas, status, starts_at, finishes_at,
  created_at, approved_at, cancelled_at, updated_at, created_by_id, approved_by_id,
  cancelled_by_id, created_by_api_key_id, cancelled_by_api_key_id, cap_event, stubbed)
  on broadcast_message to crier_reader;
revoke insert, update, delete on broadcast_transitions, broadcast_provider_message_transitions
  from crier_app;

-- migrate:down
