-- migrate:up

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
grant select on archived_letter_files to crier_reader;

-- For history_partition_faults, which asks whether there is a row.
grant select (id) on notification_history_default to crier_reader;
create index archived_letter_files_archived_at_idx on archived_letter_files (archived_at);

-- migrate:down
