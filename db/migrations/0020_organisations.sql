-- migrate:up

create type auth_type as enum ('sms_auth', 'email_auth', 'webauthn_auth');

create type user_state as enum ('pending', 'active', 'inactive');

create table users (
  id uuid primary key default uuidv7(),
  name text not null constraint user_name_is_short check (length(name) <= 255),
  email_address text not null
    constraint user_email_address_is_short check (length(email_address) <= 320),
  mobile_number text,
  password_hash text,
  password_changed_at timestamptz not null default now(),
  logged_in_at timestamptz,
  failed_login_count integer not null default 0
    constraint failed_logins_are_counted check (failed_login_count >= 0),
  state user_state not null default 'pending',
  platform_admin boolean not null default false,
  current_session_id uuid,
  auth_type auth_type not null default 'sms_auth',
  email_access_validated_at timestamptz not null default now(),
  take_part_in_research boolean not null default true,
  receives_new_features_email boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  archived_at timestamptz,
  constraint user_has_mobile_or_other_auth
    check (auth_type <> 'sms_auth' or mobile_number is not null or archived_at is not null)
);
comment on table users is 'People who work with Crier: the members of services and the platform''s administrators. Personal data.';
comment on column users.email_address is 'As given; unique without regard to case among people who are not archived.';
comment on column users.mobile_number is 'For sign-in codes and for the recipient rules of trial services; null only with another way to sign in.';
comment on column users.password_hash is 'Argon2id, as its PHC string says with its parameters; null for people who have no password yet.';
comment on column users.password_changed_at is 'When the password was last set.';
comment on column users.logged_in_at is 'The last sign-in.';
comment on column users.failed_login_count is 'Wrong passwords, codes and security keys since the last success; at most_failed_logins() nothing more is tried.';
comment on column users.state is 'pending until the address is confirmed; inactive when archived or blocked.';
comment on column users.platform_admin is 'Whether the person runs the platform.';
comment on column users.current_session_id is 'The one session that is signed in.';
comment on column users.auth_type is 'How the person signs in.';
comment on column users.email_access_validated_at is 'When the person last proved to read that mailbox.';
comment on column users.take_part_in_research is 'Whether the person may be asked to take part in research.';
comment on column users.receives_new_features_email is 'Whether the person gets mail about new features.';
comment on column users.archived_at is 'When the account was archived; it then belongs to no service.';
create unique index users_email_address_key
  on users (lower(email_address)) where archived_at is null;

create table user_transitions (
  event text not null,
  from_status user_state not null,
  to_status user_state not null,
  primary key (event, from_status, to_status)
);
comment on table user_transitions is 'Which changes of a person''s state each event may make; a trigger refuses all others. Nobody comes back: an archived address makes a new account. Source: specification, internal API, users.';
comment on column user_transitions.event is 'activate: the address is confirmed; archive: the account ends.';
comment on column user_transitions.from_status is 'The state before.';
comment on column user_transitions.to_status is 'The state after.';
insert into user_transitions (event, from_status, to_status)
values
  ('activate', 'pending', 'active'),
  ('archive', 'pending', 'inactive'),
  ('archive', 'active', 'inactive');

create type verify_code_type as enum ('email', 'sms');

create table verify_codes (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  code_type verify_code_type not null,
  code_hash bytea not null
    constraint verify_code_hash_has_32_bytes check (length(code_hash) = 32),
  failed_tries integer not null default 0
    constraint failed_tries_are_counted check (failed_tries >= 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint verify_code_lives_for_some_time check (expires_at > created_at)
);
comment on table verify_codes is 'One-time codes for signing in, sent by text or inside a link; deleted after a day. Source: specification, internal API, users.';
comment on column verify_codes.user_id is 'Whose code it is.';
comment on column verify_codes.code_type is 'sms: digits of a text; email: a secret in a link.';
comment on column verify_codes.code_hash is 'HMAC-SHA256 of person, type and code under a key of the platform: what was sent stands nowhere else but in the message.';
comment on column verify_codes.failed_tries is 'Wrong codes of the type that were tried while this one was good; at most_failed_logins() it opens nothing any more, whatever became of the person''s own count meanwhile.';
comment on column verify_codes.expires_at is 'Half an hour after it was made.';
comment on column verify_codes.used_at is 'When it was used; it is good for once.';
create index verify_codes_user_id_created_at_idx on verify_codes (user_id, created_at);
create index verify_codes_created_at_idx on verify_codes (created_at);

create table webauthn_credentials (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  name text not null
    constraint webauthn_name_is_short check (length(name) between 1 and 255),
  credential_data text not null
    constraint webauthn_credential_is_bounded check (length(credential_data) between 1 and 20000),
  registration_response text not null
    constraint webauthn_response_is_bounded
      check (length(registration_response) between 1 and 100000),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  logged_in_at timestamptz
);
comment on table webauthn_credentials is 'Security keys with which people sign in; the admin application makes and checks them. Source: specification, internal API, WebAuthn.';
comment on column webauthn_credentials.user_id is 'Whose key it is.';
comment on column webauthn_credentials.name is 'What the person calls it.';
comment on column webauthn_credentials.credential_data is 'Its public part as the admin application wrote it: CBOR in base64.';
comment on column webauthn_credentials.registration_response is 'What the browser answered when it was registered, for later questions.';
comment on column webauthn_credentials.updated_at is 'When it was last renamed.';
comment on column webauthn_credentials.logged_in_at is 'When it last opened a session.';
create index webauthn_credentials_user_id_idx on webauthn_credentials (user_id);

create table organisation_types (
  name text primary key,
  is_crown boolean,
  is_nhs boolean not null default false
);
comment on table organisation_types is 'Kinds of organisation. A table, because the rows carry facts that people may edit.';
comment on column organisation_types.name is 'Notify''s name of the kind.';
comment on column organisation_types.is_crown is 'Whether such organisations are Crown bodies; null when it differs from one to the next.';
comment on column organisation_types.is_nhs is 'Whether services of this kind get the NHS brandings.';

create table email_branding (
  id uuid primary key default uuidv7(),
  name text not null constraint email_branding_name_is_short check (length(name) <= 255),
  brand_type text not null default 'org'
    constraint email_brand_type_is_known check (brand_type in ('org', 'both', 'org_banner')),
  colour text constraint email_branding_colour_is_hex check (colour ~ '^#([0-9a-fA-F]{3}){1,2}$'),
  logo text constraint email_branding_logo_is_short check (length(logo) <= 255),
  text text constraint email_branding_text_is_short check (length(text) <= 255),
  alt_text text constraint email_branding_alt_text_is_short check (length(alt_text) <= 255),
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  archived_at timestamptz,
  constraint email_branding_has_text_or_alt_text check (num_nonnulls(text, alt_text) = 1)
);
comment on table email_branding is 'How the top of an email looks.';
comment on column email_branding.name is 'Shown to people who choose; unique while not archived.';
comment on column email_branding.brand_type is 'org: logo or text; both: the GOV.UK banner too; org_banner: a coloured band.';
comment on column email_branding.colour is 'Hex colour of the line or band.';
comment on column email_branding.logo is 'File name of the logo below the logo host.';
comment on column email_branding.text is 'Visible text beside the logo.';
comment on column email_branding.alt_text is 'Text for people who cannot see the logo; exactly one of text and alt_text is set.';
create unique index email_branding_name_key
  on email_branding (lower(name)) where archived_at is null;
create index email_branding_created_by_id_idx on email_branding (created_by_id);

create table letter_branding (
  id uuid primary key default uuidv7(),
  name text not null unique constraint letter_branding_name_is_short check (length(name) <= 255),
  filename text not null unique
    constraint letter_branding_filename_is_short check (length(filename) <= 255),
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
comment on table letter_branding is 'The logo at the top of a letter.';
comment on column letter_branding.name is 'Shown to people who choose.';
comment on column letter_branding.filename is 'Name of the SVG file without its ending.';
create index letter_branding_created_by_id_idx on letter_branding (created_by_id);

create table organisation (
  id uuid primary key default uuidv7(),
  name text not null constraint organisation_name_is_short check (length(name) between 1 and 255),
  organisation_type text references organisation_types,
  crown boolean,
  agreement_signed boolean,
  agreement_signed_at timestamptz,
  agreement_signed_by_id uuid references users,
  agreement_signed_on_behalf_of_name text,
  agreement_signed_on_behalf_of_email_address text,
  agreement_signed_version numeric(5, 2),
  request_to_go_live_notes text,
  email_branding_id uuid,
  letter_branding_id uuid,
  notes text,
  billing_contact_names text,
  billing_contact_email_addresses text,
  purchase_order_number text,
  billing_reference text,
  can_approve_own_go_live_requests boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  archived_at timestamptz,
  constraint signed_agreement_has_a_date
    check (agreement_signed is not true or agreement_signed_at is not null)
);
comment on table organisation is 'A public body that owns services.';
comment on column organisation.name is 'Unique while not archived.';
comment on column organisation.organisation_type is 'Decides the free allowance and the default brandings of new services.';
comment on column organisation.crown is 'Whether it is a Crown body (decided letter rates until 2018).';
comment on column organisation.agreement_signed is 'Whether the data sharing agreement is signed.';
comment on column organisation.agreement_signed_at is 'When it was signed.';
comment on column organisation.agreement_signed_by_id is 'Who signed it.';
comment on column organisation.agreement_signed_on_behalf_of_name is 'For whom it was signed, if for somebody else.';
comment on column organisation.agreement_signed_on_behalf_of_email_address is 'That person''s address.';
comment on column organisation.agreement_signed_version is 'The version of the agreement.';
comment on column organisation.request_to_go_live_notes is 'Notes for whoever judges requests to go live.';
comment on column organisation.email_branding_id is 'What new services of the organisation start with.';
comment on column organisation.letter_branding_id is 'What new services of the organisation start with.';
comment on column organisation.notes is 'Notes of the platform''s administrators.';
comment on column organisation.billing_contact_names is 'Who pays.';
comment on column organisation.billing_contact_email_addresses is 'Where bills go.';
comment on column organisation.purchase_order_number is 'What bills name.';
comment on column organisation.billing_reference is 'What bills name.';
comment on column organisation.can_approve_own_go_live_requests is 'Whether its own people may make services live.';
create unique index organisation_name_key on organisation (lower(name)) where archived_at is null;
create index organisation_agreement_signed_by_id_idx on organisation (agreement_signed_by_id);
create index organisation_email_branding_id_idx on organisation (email_branding_id);
create index organisation_letter_branding_id_idx on organisation (letter_branding_id);
create index organisation_organisation_type_idx on organisation (organisation_type);

create type organisation_permission_type as enum ('can_ask_to_join_a_service');
comment on type organisation_permission_type is 'What the people of an organisation may do; the application for people depends on each value.';

create table organisation_permissions (
  organisation_id uuid not null references organisation,
  permission organisation_permission_type not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, permission)
);
comment on table organisation_permissions is 'What each organisation''s people may do.';
comment on column organisation_permissions.permission is 'can_ask_to_join_a_service: people see the organisation''s services and may ask to join one.';

create table email_branding_to_organisation (
  organisation_id uuid not null references organisation,
  email_branding_id uuid not null references email_branding,
  primary key (organisation_id, email_branding_id)
);
comment on table email_branding_to_organisation is 'The email brandings that an organisation''s services may choose from; its own is always among them.';
comment on column email_branding_to_organisation.email_branding_id is 'What is offered.';
create index email_branding_to_organisation_email_branding_id_idx
  on email_branding_to_organisation (email_branding_id);

create table letter_branding_to_organisation (
  organisation_id uuid not null references organisation,
  letter_branding_id uuid not null references letter_branding,
  primary key (organisation_id, letter_branding_id)
);
comment on table letter_branding_to_organisation is 'The letter brandings that an organisation''s services may choose from; its own is always among them.';
comment on column letter_branding_to_organisation.letter_branding_id is 'What is offered.';
create index letter_branding_to_organisation_letter_branding_id_idx
  on letter_branding_to_organisation (letter_branding_id);

alter table organisation
  add constraint organisation_email_branding_is_in_pool
    foreign key (id, email_branding_id)
    references email_branding_to_organisation (organisation_id, email_branding_id),
  add constraint organisation_letter_branding_is_in_pool
    foreign key (id, letter_branding_id)
    references letter_branding_to_organisation (organisation_id, letter_branding_id);

create table domain (
  domain text primary key
    constraint domain_is_lower_case check (domain = lower(domain) and domain ~ '^[^@[:space:]]{1,253}$'),
  organisation_id uuid not null references organisation
);
comment on table domain is 'Email domains of organisations: who makes a service from such an address makes it for that organisation.';
comment on column domain.domain is 'Lower case, without @.';
comment on column domain.organisation_id is 'Whose domain it is.';
create index domain_organisation_id_idx on domain (organisation_id);

create table government_domains (
  domain text primary key
    constraint government_domain_is_lower_case check (domain = lower(domain) and domain <> '')
);
comment on table government_domains is 'Domains under which only government bodies have addresses, besides those of organisations. Source: specification, templates, government domains.';
comment on column government_domains.domain is 'Lower case, without @; what is below it counts as well.';

create table user_to_organisation (
  user_id uuid not null references users,
  organisation_id uuid not null references organisation,
  can_make_services_live boolean not null default false,
  primary key (user_id, organisation_id)
);
comment on table user_to_organisation is 'The members of an organisation.';
comment on column user_to_organisation.can_make_services_live is 'Whether the member may approve requests to go live.';
create index user_to_organisation_organisation_id_idx on user_to_organisation (organisation_id);

-- crier_reader sees everything here but people and whom to ask.
grant select on user_transitions, organisation_types, email_branding, letter_branding, domain,
  organisation_permissions, email_branding_to_organisation, letter_branding_to_organisation,
  government_domains
  to crier_reader;
grant select (id, state, platform_admin, auth_type, logged_in_at, created_at, updated_at,
  archived_at) on users to crier_reader;
grant select (id, name, organisation_type, crown, agreement_signed, agreement_signed_at,
  agreement_signed_version, email_branding_id,
  letter_branding_id, purchase_order_number, billing_reference, created_at, updated_at, archived_at)
    on organisation to crier_reader;
revoke insert, update, delete on user_transitions from crier_app;

-- migrate:down
