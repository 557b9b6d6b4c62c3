-- migrate:up

create type notification_type as enum ('sms', 'email', 'letter');

create type template_type as enum ('sms', 'email', 'letter', 'broadcast');

create type key_type as enum ('normal', 'team', 'test');

create type recipient_type as enum ('mobile', 'email');

create type service_permission as enum (
  'sms', 'email', 'letter', 'broadcast', 'international_sms', 'sms_to_uk_landlines', 'inbound_sms',
  'email_auth', 'edit_folder_permissions', 'upload_letters', 'international_letters',
  'upload_document', 'schedule_notifications',
  'letters_as_pdf', 'precompiled_letter'
);

create type permission_type as enum (
  'manage_users', 'manage_templates', 'manage_settings', 'send_texts', 'send_emails',
  'send_letters', 'manage_api_keys', 'platform_admin', 'view_activity', 'create_broadcasts',
  'approve_broadcasts', 'cancel_broadcasts', 'reject_broadcasts'
);
comment on type service_permission is 'What a service may do; the code depends on each value.';
comment on type permission_type is 'What a person may do in a service.';

-- A name as the address of its mail and as the thing that must be unique. Source: specification,
-- data model, derived properties.
create function normalised_name(name text) returns text
  language sql immutable parallel safe strict
  return trim(both '.' from regexp_replace(
    regexp_replace(
      lower(regexp_replace(regexp_replace(normalize(trim(name), nfd), '[\u0300-\u036f]', '', 'g'),
        '\s+', '.', 'g')),
      '[^[:alnum:].]', '', 'g'
    ),
    '\.{2,}', '.', 'g'
  ));
comment on function normalised_name(text) is 'Trimmed, without accents, white space as dots, only letters, digits and dots, lower case: "Mr. Ügly  SERVICE!" becomes mr.ugly.service.';

-- RFC 5321 (4.5.3.1.1) allows 64 octets before the @. What is cut is not shown: the name itself
-- stands beside the address.
create function sender_local_part(name text) returns text
  language sql immutable parallel safe strict
  return rtrim(left(normalised_name(name), 64), '.');
comment on function sender_local_part(text) is 'The sender address before the @ that a name gives, cut to what an address can hold. It is one that mail systems take only if it is of ASCII and not empty, which services check. Source: specification, slugs and file names.';

create function notify_service_id() returns uuid
  language sql immutable parallel safe
  return 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'::uuid;
comment on function notify_service_id() is 'The platform''s own service, under the id that Notify''s has.';

create table services (
  -- Official clients insist that a service id is a version 4 UUID.
  id uuid primary key default gen_random_uuid() constraint service_id_is_version_4 check (
    uuid_extract_version(id) = 4 or id = notify_service_id()
  ),
  name text not null constraint service_name_is_short check (length(name) between 1 and 255),
  normalised_service_name text not null generated always as (normalised_name(name)) stored
    constraint service_name_has_a_letter_or_digit check (normalised_service_name <> ''),
  custom_email_sender_name text
    constraint custom_email_sender_name_is_short check (length(custom_email_sender_name) <= 255),
  email_sender_local_part text not null
    generated always as (sender_local_part(coalesce(custom_email_sender_name, name))) stored
    constraint service_sender_name_gives_an_address
      check (email_sender_local_part ~ '^[a-z0-9]+(\.[a-z0-9]+)*$'),
  confirmed_email_sender_name boolean not null default false,
  restricted boolean not null default true,
  archived_at timestamptz,
  suspended_at timestamptz,
  active boolean not null generated always as (archived_at is null and suspended_at is null) stored,
  prefix_sms boolean not null default true,
  organisation_id uuid references organisation,
  organisation_type text references organisation_types,
  crown boolean,
  rate_limit integer not null default 3000
    constraint rate_limit_is_not_negative check (rate_limit >= 0),
  email_message_limit bigint not null default 50
    constraint email_message_limit_is_not_negative check (email_message_limit >= 0),
  sms_message_limit bigint not null default 50
    constraint sms_message_limit_is_not_negative check (sms_message_limit >= 0),
  letter_message_limit bigint not null default 50
    constraint letter_message_limit_is_not_negative check (letter_message_limit >= 0),
  international_sms_message_limit bigint not null default 50
    constraint international_sms_message_limit_is_not_negative
      check (international_sms_message_limit >= 0),
  contact_link text constraint contact_link_is_short check (length(contact_link) <= 255),
  email_branding_id uuid references email_branding,
  letter_branding_id uuid references letter_branding,
  volume_sms integer,
  volume_email integer,
  volume_letter integer,
  consent_to_research boolean,
  count_as_live boolean not null default true,
  go_live_user_id uuid references users,
  go_live_at timestamptz,
  has_active_go_live_request boolean not null default false,
  confirmed_unique boolean not null default false,
  notes text,
  billing_contact_names text,
  billing_contact_email_addresses text,
  purchase_order_number text,
  billing_reference text,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  version integer not null default 1
);
comment on table services is 'The tenants: who sends.';
comment on column services.id is 'Version 4, because the PHP client refuses any other.';
comment on column services.name is 'As people see it; also the text message prefix and the name beside the sender address.';
comment on column services.normalised_service_name is 'Unique among services that are not archived.';
comment on column services.custom_email_sender_name is 'Name beside the sender address, if not the service''s own.';
comment on column services.email_sender_local_part is 'Sender address before the @: of the sender name or else the name, which must therefore be of letters that have a Latin form.';
comment on column services.confirmed_email_sender_name is 'Whether a person has confirmed the sender name.';
comment on column services.restricted is 'Trial mode: sends only to its team and guest list.';
comment on column services.archived_at is 'When it was archived; its keys are revoked with it.';
comment on column services.suspended_at is 'When it was suspended, which can be undone.';
comment on column services.active is 'Neither archived nor suspended.';
comment on column services.prefix_sms is 'Whether text messages begin with the service''s name.';
comment on column services.organisation_id is 'Who owns it.';
comment on column services.organisation_type is 'Copied from the organisation; decides the free allowance.';
comment on column services.crown is 'Whether it is a Crown service.';
comment on column services.rate_limit is 'Requests per minute and key type.';
comment on column services.email_message_limit is 'Emails per UTC day.';
comment on column services.sms_message_limit is 'Text messages per UTC day.';
comment on column services.letter_message_limit is 'Letters per UTC day.';
comment on column services.international_sms_message_limit is 'Text messages to countries other than the UK per UTC day.';
comment on column services.contact_link is 'Where recipients of a file can ask; must be set before files can be sent.';
comment on column services.email_branding_id is 'How its emails look; null is GOV.UK.';
comment on column services.letter_branding_id is 'The logo of its letters.';
comment on column services.volume_sms is 'Text messages a year that it expects.';
comment on column services.volume_email is 'Emails a year that it expects.';
comment on column services.volume_letter is 'Letters a year that it expects.';
comment on column services.consent_to_research is 'Whether its team may be asked to take part in research.';
comment on column services.count_as_live is 'Whether it counts in published numbers of live services.';
comment on column services.go_live_user_id is 'Who asked for it to go live.';
comment on column services.go_live_at is 'When trial mode ended.';
comment on column services.has_active_go_live_request is 'Whether a request to go live waits.';
comment on column services.confirmed_unique is 'Whether a person has confirmed that the name is its own.';
comment on column services.notes is 'Notes of the platform''s administrators.';
comment on column services.billing_contact_names is 'Who pays.';
comment on column services.billing_contact_email_addresses is 'Where bills go.';
comment on column services.purchase_order_number is 'What bills name.';
comment on column services.billing_reference is 'What bills name.';
comment on column services.version is 'Counts the changes; services_history has a row for each.';
create unique index services_normalised_service_name_key
  on services (normalised_service_name) where archived_at is null;
create index services_organisation_id_idx on services (organisation_id) where archived_at is null;
create index services_organisation_type_idx on services (organisation_type);
create index services_created_by_id_idx on services (created_by_id);
create index services_go_live_user_id_idx on services (go_live_user_id);
create index services_email_branding_id_idx on services (email_branding_id);
create index services_letter_branding_id_idx on services (letter_branding_id);

create table services_history (
  like services including comments,
  primary key (id, version)
);
comment on table services_history is 'Every version of a service, written by a trigger; columns as in services.';
comment on column services_history.created_by_id is 'Who made this version; null is an operator by hand.';

create table service_permissions (
  service_id uuid not null references services on delete cascade,
  permission service_permission not null,
  created_at timestamptz not null default now(),
  primary key (service_id, permission)
);
comment on table service_permissions is 'What each service may do.';
comment on column service_permissions.permission is 'What it may do.';

create table user_to_service (
  user_id uuid not null references users,
  service_id uuid not null references services on delete cascade,
  created_at timestamptz not null default now(),
  primary key (service_id, user_id)
);
comment on table user_to_service is 'The members of a service: its team.';
create index user_to_service_user_id_idx on user_to_service (user_id);

create table permissions (
  service_id uuid not null,
  user_id uuid not null,
  permission permission_type not null,
  created_at timestamptz not null default now(),
  primary key (service_id, user_id, permission),
  foreign key (service_id, user_id) references user_to_service on delete cascade
);
comment on table permissions is 'What each member may do in a service; they end with the membership.';
comment on column permissions.permission is 'What the member may do.';

create table service_guest_list (
  service_id uuid not null references services on delete cascade,
  recipient_type recipient_type not null,
  recipient text not null constraint guest_is_short check (length(recipient) <= 320),
  normalised_recipient text not null,
  created_at timestamptz not null default now(),
  primary key (service_id, recipient_type, normalised_recipient)
);
comment on table service_guest_list is 'Who, besides its team, a service may send to in trial mode or with a team key. Personal data.';
comment on column service_guest_list.recipient_type is 'A mobile number or an email address.';
comment on column service_guest_list.recipient is 'As typed.';
comment on column service_guest_list.normalised_recipient is 'In the form that recipients are compared in.';

create table service_email_reply_to (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  email_address text not null
    constraint reply_to_is_an_address check (
      length(email_address) <= 320
      and email_address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]+@[^@.[:space:]][^@[:space:]]*$'
    ),
  is_default boolean not null default true,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  constraint archived_reply_to_is_no_default check (not (is_default and archived_at is not null)),
  constraint service_has_one_default_reply_to
    exclude using btree (service_id with =) where (is_default and archived_at is null) deferrable
);
comment on table service_email_reply_to is 'Where answers to a service''s emails go.';
comment on column service_email_reply_to.id is 'What requests name as email_reply_to_id.';
comment on column service_email_reply_to.is_default is 'Used when a request names none; at most one.';
create index service_email_reply_to_service_id_idx on service_email_reply_to (service_id);

create table service_letter_contacts (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  contact_block text not null,
  is_default boolean not null default true,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (id, service_id),
  constraint archived_contact_is_no_default check (not (is_default and archived_at is not null)),
  constraint service_has_one_default_contact
    exclude using btree (service_id with =) where (is_default and archived_at is null) deferrable
);
comment on table service_letter_contacts is 'The sender''s block at the top right of a letter.';
comment on column service_letter_contacts.contact_block is 'Lines of text; may hold placeholders.';
comment on column service_letter_contacts.is_default is 'Used by templates that name none; at most one.';
create index service_letter_contacts_service_id_idx on service_letter_contacts (service_id);

create table inbound_numbers (
  id uuid primary key default uuidv7(),
  number text not null unique
    constraint inbound_number_is_short check (length(number) between 1 and 11),
  provider text not null,
  service_id uuid unique references services,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
comment on table inbound_numbers is 'Numbers that can receive text messages. Free: active and without a service; switched off: inactive with a service.';
comment on column inbound_numbers.number is 'National form, for example 07700900987.';
comment on column inbound_numbers.provider is 'Who delivers its texts.';
comment on column inbound_numbers.service_id is 'Whose texts they are.';
comment on column inbound_numbers.active is 'Whether its texts are stored.';

create table service_sms_senders (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  sms_sender text not null
    constraint sms_sender_has_a_length check (length(sms_sender) between 1 and 11),
  is_default boolean not null default true,
  inbound_number_id uuid unique references inbound_numbers,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  constraint archived_sender_has_no_number
    check (archived_at is null or inbound_number_id is null),
  constraint archived_sender_is_no_default check (not (is_default and archived_at is not null)),
  constraint service_has_one_default_sender
    exclude using btree (service_id with =) where (is_default and archived_at is null) deferrable
);
comment on table service_sms_senders is 'What handsets show as the sender of a service''s texts.';
comment on column service_sms_senders.id is 'What requests name as sms_sender_id.';
comment on column service_sms_senders.sms_sender is 'Letters and digits, or a phone number.';
comment on column service_sms_senders.is_default is 'Used when a request names none; at most one.';
comment on column service_sms_senders.inbound_number_id is 'Set when the sender is a number that can be answered.';
create index service_sms_senders_service_id_idx on service_sms_senders (service_id);

create function plain_sender_id(sender_id text) returns text
  language sql immutable parallel safe strict
  return lower(regexp_replace(sender_id, '\s', '', 'g'));
comment on function plain_sender_id(text) is 'A sender of text messages as protected ones are compared: in lower case, without white space.';

create table protected_sender_ids (
  sender_id text primary key
    constraint protected_sender_id_is_short check (length(sender_id) between 1 and 100),
  created_at timestamptz not null default now()
);
comment on table protected_sender_ids is 'Senders of text messages that only those may use whose names they are; operators fill it. Source: specification, internal API, rates.';
comment on column protected_sender_ids.sender_id is 'As people write it; compared in lower case, without white space.';
create unique index protected_sender_ids_plain_sender_id_key
  on protected_sender_ids (plain_sender_id(sender_id));

create table api_keys (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  name text not null constraint api_key_name_is_short check (length(name) between 1 and 255),
  key_type key_type not null,
  secret_encrypted bytea not null,
  expiry_date timestamptz,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  version integer not null default 1
);
comment on table api_keys is 'Keys that sign the requests of a service.';
comment on column api_keys.name is 'Unique among the service''s keys that are not revoked.';
comment on column api_keys.key_type is 'normal: anyone; team: team and guest list; test: simulated.';
comment on column api_keys.secret_encrypted is 'The version 4 UUID that signs tokens (HS256), sealed under platform_key; it must be recoverable to check a signature.';
comment on column api_keys.expiry_date is 'When the key was revoked; there are no scheduled expiries.';
create unique index api_keys_service_id_name_key
  on api_keys (service_id, name) where expiry_date is null;
create index api_keys_service_id_idx on api_keys (service_id);
create index api_keys_created_by_id_idx on api_keys (created_by_id);

create table api_keys_history (
  like api_keys including comments,
  primary key (id, version)
);
alter table api_keys_history drop column secret_encrypted;
comment on table api_keys_history is 'Every version of a key without its secret, written by a trigger.';
comment on column api_keys_history.created_by_id is 'Who made this version; null is an operator by hand.';

-- crier_reader sees everything here but people, recipients and secrets.
grant select on service_permissions, user_to_service, permissions, service_sms_senders,
  inbound_numbers, api_keys_history, protected_sender_ids to crier_reader;
grant execute on function plain_sender_id(text) to crier_reader;

-- Of services all but notes and the people who pay.
grant select (id, name, normalised_service_name, custom_email_sender_name, email_sender_local_part,
  confirmed_email_sender_name, restricted, archived_at, suspended_at, active, prefix_sms,
  organisation_id, organisation_type, crown, rate_limit, email_message_limit, sms_message_limit,
  letter_message_limit, international_sms_message_limit, contact_link, email_branding_id,
  letter_branding_id, volume_sms, volume_email, volume_letter, consent_to_research, count_as_live,
  go_live_user_id, go_live_at, has_active_go_live_request, confirmed_unique, purchase_order_number,
  billing_reference, created_by_id, created_at, updated_at, version) on services to crier_reader;
grant select (id, service_id, name, key_type, expiry_date, created_at, updated_at, version)
  on api_keys to crier_reader;

-- History is written by triggers and by nobody else.
revoke insert, update, delete on services_history, api_keys_history from crier_app;
grant execute on function normalised_name(text) to crier_reader;
grant execute on function notify_service_id(), sender_local_part(text) to crier_reader;

-- What messages belong to is archived, not deleted: a delete beside a message that is just being
-- stored would leave the message without its owner.
revoke delete on services, api_keys from crier_app;

-- migrate:down
