-- migrate:up

create table complaints (
  id uuid primary key default uuidv7(),
  notification_id uuid not null,
  service_id uuid not null references services on delete cascade,
  ses_feedback_id text not null unique
    constraint feedback_id_is_short check (length(ses_feedback_id) between 1 and 255),
  complaint_type text constraint complaint_type_is_short check (length(complaint_type) <= 50),
  complaint_date timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table complaints is 'Recipients who have called an email unwanted, as their mail systems tell its provider. Kept for good: it names nobody. Source: specification, sending, complaints.';
comment on column complaints.notification_id is 'The email. No foreign key: it may be in either table of messages.';
comment on column complaints.service_id is 'Whose email.';
comment on column complaints.ses_feedback_id is 'The provider''s name for the complaint; what is told again is the same one.';
comment on column complaints.complaint_type is 'The mail system''s word for it, such as abuse; null when it gives none.';
comment on column complaints.complaint_date is 'When the provider was told.';
create index complaints_created_at_idx on complaints (created_at, id);
create index complaints_service_id_idx on complaints (service_id, created_at);
grant select on complaints to crier_reader;

-- migrate:down
