-- migrate:up

create table inbound_sms (
  id uuid primary key default uuidv7(),
  created_at timestamptz not null default now(),
  service_id uuid not null references services on delete cascade,
  notify_number text not null,
  user_number text not null,
  provider_date timestamptz,
  provider_reference text,
  provider text not null,
  content text not null,
  fingerprint bytea
    constraint fingerprint_has_32_bytes check (octet_length(fingerprint) = 32),
  -- A provider that tells the same text twice is answered, and nothing is stored.
  constraint inbound_sms_fingerprint_key unique (fingerprint)
);
comment on table inbound_sms is 'Text messages that services have received, within their retention. Personal data: user_number, content.';
comment on column inbound_sms.service_id is 'Whose number it came to.';
comment on column inbound_sms.notify_number is 'That number.';
comment on column inbound_sms.user_number is 'Who sent it. Personal data.';
comment on column inbound_sms.provider_date is 'When the provider says that it came.';
comment on column inbound_sms.provider_reference is 'The provider''s name for it.';
comment on column inbound_sms.provider is 'Who delivered it.';
comment on column inbound_sms.content is 'What it says. Personal data.';
comment on column inbound_sms.fingerprint is 'By what a text is known again: a keyed hash of its provider, numbers, content and reference, or its time where it has no reference. Null for one that has neither.';
create index inbound_sms_service_id_created_at_idx
  on inbound_sms (service_id, created_at desc, id desc);
create index inbound_sms_service_id_user_number_idx
  on inbound_sms (service_id, user_number, created_at desc);

create table inbound_sms_history (
  id uuid primary key,
  created_at timestamptz not null,
  service_id uuid not null,
  notify_number text not null,
  provider_date timestamptz,
  provider_reference text,
  provider text not null
);
comment on table inbound_sms_history is 'Received text messages past their retention: without sender and content.';
comment on column inbound_sms_history.service_id is 'Whose number it came to.';
comment on column inbound_sms_history.notify_number is 'That number.';
comment on column inbound_sms_history.provider_date is 'When the provider says that it came.';
comment on column inbound_sms_history.provider_reference is 'The provider''s name for it.';
comment on column inbound_sms_history.provider is 'Who delivered it.';
create index inbound_sms_history_service_id_created_at_idx
  on inbound_sms_history (service_id, created_at);
grant select (id, created_at, service_id, notify_number, provider_date, provider_reference,
  provider) on inbound_sms to crier_reader;
grant select on inbound_sms_history to crier_reader;

-- migrate:down
