-- migrate:up

create table service_data_retention (
  service_id uuid not null references services on delete cascade,
  notification_type notification_type not null,
  days_of_retention integer not null
    constraint retention_is_3_to_90_days check (days_of_retention between 3 and 90),
  id uuid not null unique default uuidv7(),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  primary key (service_id, notification_type)
);
comment on table service_data_retention is 'How long a service''s messages stay readable, where it is not 7 days.';
comment on column service_data_retention.days_of_retention is 'Local days, 3 to 90.';
comment on column service_data_retention.id is 'What the admin API names the row by.';

create table archived_letter_files (
  notification_id uuid primary key,
  reference text,
  created_at timestamptz not null,
  key_type key_type not null,
  notification_status notification_status not null,
  archived_at timestamptz not null default now()
);
comment on table archived_letter_files is 'Letters that have left the live table and whose PDF is to be deleted. Written by the statement that moves or deletes the letter, so no PDF goes without its letter; whoever deletes the PDF deletes the row. A missing PDF is no fault.';
comment on column archived_letter_files.notification_id is 'The letter.';
comment on column archived_letter_files.reference is 'The letter''s reference, which its file is named by.';
comment on column archived_letter_files.created_at is 'When the letter was accepted, which decides the file''s folder.';
comment on column archived_letter_files.key_type is 'test: the file is among the test letters.';
comment on column archived_letter_files.notification_status is 'validation-failed: the file is among the invalid ones.';
comment on column archived_letter_files.archived_at is 'When the letter left.';
create index events_created_at_idx on events (created_at);
grant select on service_data_retention, archived_letter_files to crier_reader;

-- For history_partition_faults, which asks whether there is a row.
grant select (id) on notification_history_default to crier_reader;
create index archived_letter_files_archived_at_idx on archived_letter_files (archived_at);

-- migrate:down
