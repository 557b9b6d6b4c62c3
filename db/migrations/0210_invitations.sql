-- migrate:up

create table invites (
  id uuid primary key default uuidv7(),
  email_address text not null
    constraint invite_email_address_is_short check (length(email_address) <= 320),
  service_id uuid references services on delete cascade,
  organisation_id uuid references organisation,
  invited_by_id uuid not null references users,
  permissions permission_type[] not null default '{}',
  folder_permissions uuid[] not null default '{}',
  can_make_services_live boolean not null default false,
  auth_type auth_type not null default 'sms_auth',
  accepted_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  constraint invite_is_to_one_thing check (num_nonnulls(service_id, organisation_id) = 1),
  constraint invite_is_accepted_or_cancelled check (num_nonnulls(accepted_at, cancelled_at) <= 1),
  constraint only_services_have_permissions_and_folders
    check (service_id is not null or (permissions = '{}' and folder_permissions = '{}')),
  constraint only_organisations_make_services_live
    check (organisation_id is not null or not can_make_services_live)
);
comment on table invites is 'Invitations to join a service or an organisation; deleted after two days. Whoever is invited again has the same invitation, from then on. Personal data.';
comment on column invites.id is 'What the link of the invitation names; made of what it is to and of the address, so that nobody has two.';
comment on column invites.email_address is 'As typed.';
comment on column invites.service_id is 'The service, or null.';
comment on column invites.organisation_id is 'The organisation, or null.';
comment on column invites.invited_by_id is 'Who invited last.';
comment on column invites.permissions is 'What the new member of a service may do.';
comment on column invites.folder_permissions is 'Template folders that the new member of a service may see; those deleted since are not shown.';
comment on column invites.can_make_services_live is 'Whether the new member of an organisation may approve requests to go live.';
comment on column invites.auth_type is 'How the new member signs in.';
comment on column invites.accepted_at is 'When it was accepted.';
comment on column invites.cancelled_at is 'When it was cancelled.';
comment on column invites.created_at is 'When it was made, or last made again.';
create index invites_service_id_idx on invites (service_id);
create index invites_organisation_id_idx on invites (organisation_id);
create index invites_invited_by_id_idx on invites (invited_by_id);

create type join_request_status as enum ('pending', 'approved', 'rejected', 'cancelled');

create table join_request_transitions (
  event text not null,
  from_status join_request_status not null,
  to_status join_request_status not null,
  primary key (event, from_status, to_status)
);
comment on table join_request_transitions is 'Which changes of a request to join each event may make; a trigger refuses all others. What is decided stays so: whoever was refused asks anew. Source: specification, internal API, join requests.';
comment on column join_request_transitions.event is 'approve, reject: a member decides; cancel: somebody takes it back, or another request of the same person was approved.';
comment on column join_request_transitions.from_status is 'The state before.';
comment on column join_request_transitions.to_status is 'The state after.';
insert into join_request_transitions (event, from_status, to_status)
values
  ('approve', 'pending', 'approved'),
  ('reject', 'pending', 'rejected'),
  ('cancel', 'pending', 'cancelled');

create table service_join_requests (
  id uuid primary key default uuidv7(),
  requester_id uuid not null references users,
  service_id uuid not null references services on delete cascade,
  status join_request_status not null default 'pending',
  status_changed_at timestamptz,
  status_changed_by_id uuid references users,
  reason text constraint join_reason_is_short check (length(reason) <= 10000),
  created_at timestamptz not null default now(),
  constraint decided_join_request_has_a_time
    check ((status = 'pending') = (status_changed_at is null))
);
comment on table service_join_requests is 'Requests of people to join a service of their organisation. Personal data.';
comment on column service_join_requests.requester_id is 'Who asks.';
comment on column service_join_requests.service_id is 'What to join.';
comment on column service_join_requests.status is 'What became of it.';
comment on column service_join_requests.status_changed_at is 'When that was decided; null while it waits.';
comment on column service_join_requests.status_changed_by_id is 'Who decided.';
comment on column service_join_requests.reason is 'Why the person asks, or what was said when it was decided.';
create index service_join_requests_service_id_requester_id_idx
  on service_join_requests (service_id, requester_id);
create index service_join_requests_requester_id_idx on service_join_requests (requester_id);
create index service_join_requests_status_changed_by_id_idx
  on service_join_requests (status_changed_by_id);

create table service_join_request_contacted_users (
  service_join_request_id uuid not null references service_join_requests on delete cascade,
  user_id uuid not null references users,
  primary key (service_join_request_id, user_id)
);
comment on table service_join_request_contacted_users is 'Which members of the service were asked to decide.';
comment on column service_join_request_contacted_users.service_join_request_id is 'What they were asked.';
comment on column service_join_request_contacted_users.user_id is 'Who was written to.';
create index service_join_request_contacted_users_user_id_idx
  on service_join_request_contacted_users (user_id);

-- Who asks whom, and why, is nobody else's business.
grant select on join_request_transitions to crier_reader;
grant select (id, service_id, status, created_at, status_changed_at)
  on service_join_requests to crier_reader;
revoke insert, update, delete on join_request_transitions from crier_app;

-- migrate:down
