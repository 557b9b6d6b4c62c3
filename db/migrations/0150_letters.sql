-- migrate:up

-- Source of all of it: specification, letters. The PDF of a letter is in the file store; what the
-- printer is handed are batches, and a letter is in one of them at most, by constraint.

create table letter_pdfs (
  notification_id uuid primary key,
  file_id uuid not null references files on delete cascade,
  page_count integer not null
    constraint letter_has_1_to_10_pages check (page_count between 1 and 10),
  bytes integer not null constraint letter_pdf_has_contents check (bytes between 1 and 104857600),
  file_name text not null constraint letter_file_name_is_one
    check (file_name ~ '^(\d{4}-\d\d-\d\d/)?[^/]+\.PDF$'),
  stored_at timestamptz not null
);
comment on table letter_pdfs is 'Printable PDFs: a row says that the letter''s is stored, and a print run takes only letters that have one. No foreign key to the letter, which moves to the archive; the row goes with the file.';
comment on column letter_pdfs.notification_id is 'The letter.';
comment on column letter_pdfs.file_id is 'Its contents, in the file store.';
comment on column letter_pdfs.page_count is 'Its pages.';
comment on column letter_pdfs.bytes is 'Its size, by which batches are cut.';
comment on column letter_pdfs.file_name is 'Folder and name, as the printer sees them: see letter_file_name. Letters of test keys, which it never sees, have no folder.';
comment on column letter_pdfs.stored_at is 'When it was stored, or stored anew.';
create index letter_pdfs_file_id_idx on letter_pdfs (file_id);

create table print_runs (
  print_day date primary key,
  deadline_at timestamptz not null,
  started_at timestamptz not null,
  volume_told_at timestamptz
);
comment on table print_runs is 'One print run per local day: who starts it a second time goes on with it.';
comment on column print_runs.print_day is 'The local date of its cut-off time.';
comment on column print_runs.deadline_at is 'Letters created before it belong to this run, or were left by an earlier one.';
comment on column print_runs.started_at is 'When it was first started.';
comment on column print_runs.volume_told_at is 'When the printer was told how many letters come.';

create type print_batch_status as enum ('claimed', 'handed-over', 'acknowledged', 'failed');
create table print_batch_transitions (
  event text not null,
  from_status print_batch_status not null,
  to_status print_batch_status not null,
  primary key (event, from_status, to_status)
);
comment on table print_batch_transitions is 'Which changes of status each event may make of a batch.';
comment on column print_batch_transitions.event is 'hand-over: the printer took it; acknowledgement: it says that it has it; failure: the hand-over failed; retry: it is tried again.';
comment on column print_batch_transitions.from_status is 'The status before.';
comment on column print_batch_transitions.to_status is 'The status after.';
insert into print_batch_transitions (event, from_status, to_status)
values
  ('hand-over', 'claimed', 'handed-over'),
  ('hand-over', 'failed', 'handed-over'),
  ('acknowledgement', 'handed-over', 'acknowledged'),
  ('failure', 'claimed', 'failed'),
  ('retry', 'failed', 'claimed');

create table print_batches (
  id uuid primary key default uuidv7(),
  print_day date not null references print_runs,
  postage postage not null,
  sequence integer not null constraint batches_count_from_1 check (sequence > 0),
  service_id uuid not null,
  organisation_id uuid,
  letters integer not null constraint batch_has_letters check (letters > 0),
  sheets integer not null constraint batch_has_sheets check (sheets > 0),
  bytes bigint not null constraint batch_has_bytes check (bytes > 0),
  name text not null constraint print_batches_name_key unique,
  status print_batch_status not null default 'claimed',
  provider text,
  failures integer not null default 0
    constraint batch_failures_are_not_negative check (failures >= 0),
  last_error text constraint batch_error_is_short check (length(last_error) <= 1000),
  created_at timestamptz not null,
  next_attempt_at timestamptz,
  handed_over_at timestamptz,
  acknowledged_at timestamptz,
  constraint print_batches_print_day_postage_sequence_key unique (print_day, postage, sequence),
  constraint handed_over_batch_has_a_printer check (
    (status in ('handed-over', 'acknowledged')) = (handed_over_at is not null)
    and (handed_over_at is null or provider is not null)
  ),
  constraint acknowledged_batch_has_a_time
    check ((status = 'acknowledged') = (acknowledged_at is not null))
);
comment on table print_batches is 'What the printer is handed at once: letters of one service and one class, oldest first, up to 500 letters and 40 MiB of PDFs.';
comment on column print_batches.print_day is 'The run that made it.';
comment on column print_batches.postage is 'The class of its letters.';
comment on column print_batches.sequence is 'Counts from 1 within its run and class.';
comment on column print_batches.service_id is 'Whose letters they are.';
comment on column print_batches.organisation_id is 'The organisation of that service, then.';
comment on column print_batches.letters is 'How many it was made with.';
comment on column print_batches.sheets is 'Their sheets.';
comment on column print_batches.bytes is 'The bytes of their PDFs.';
comment on column print_batches.name is 'The name of its file at the printer.';
comment on column print_batches.status is 'claimed: its letters are taken, and not yet at the printer; handed-over; acknowledged: the printer says that it has it; failed: to be tried again at next_attempt_at, or with the next run.';
comment on column print_batches.provider is 'The printer that took it, or was to.';
comment on column print_batches.failures is 'Failed tries to hand it over.';
comment on column print_batches.last_error is 'Why the last one failed.';
comment on column print_batches.next_attempt_at is 'When the queue tries again; null: not before the next run.';
comment on column print_batches.handed_over_at is 'When the printer took it.';
comment on column print_batches.acknowledged_at is 'When its acknowledgement was seen.';
create index print_batches_unfinished_idx on print_batches (print_day)
  where status in ('claimed', 'failed');
create index print_batches_handed_over_at_idx on print_batches (handed_over_at)
  where handed_over_at is not null;

create type print_outcome as enum ('taken', 'refused');
create table print_batch_letters (
  batch_id uuid not null references print_batches on delete cascade,
  position integer not null constraint positions_count_from_1 check (position > 0),
  notification_id uuid not null,
  outcome print_outcome,
  detail text constraint print_detail_is_short check (length(detail) <= 1000),
  withdrawn_at timestamptz,
  primary key (batch_id, position)
);
comment on table print_batch_letters is 'The letters of each batch, in order.';
comment on column print_batch_letters.batch_id is 'The batch.';
comment on column print_batch_letters.position is 'Counts from 1; the order in which the printer gets them.';
comment on column print_batch_letters.notification_id is 'The letter. No foreign key: it moves to the archive.';
comment on column print_batch_letters.outcome is 'What the printer said of it; null until it has.';
comment on column print_batch_letters.detail is 'Why it was refused or withdrawn.';
comment on column print_batch_letters.withdrawn_at is 'When it left the batch: its PDF could not be read, or it is to be printed anew. It may then be in another one.';
-- A letter is in one live batch at most, whoever collates.
create unique index print_batch_letters_live_key
  on print_batch_letters (notification_id) where withdrawn_at is null;

create table printer_rotations (
  provider text not null references provider_details (identifier)
    on update cascade on delete cascade,
  setting text not null
    constraint rotated_setting_is_known check (setting in ('api_key', 'password')),
  begun_at timestamptz not null,
  rotated_at timestamptz,
  primary key (provider, setting)
);
comment on table printer_rotations is 'When the secrets that we show to print APIs were last changed for new ones.';
comment on column printer_rotations.provider is 'Whose.';
comment on column printer_rotations.setting is 'Which: the setting that holds it.';
comment on column printer_rotations.begun_at is 'When it was last tried; for 60 seconds nobody else tries.';
comment on column printer_rotations.rotated_at is 'When it was last changed.';

create table daily_sorted_letter (
  billing_day date not null,
  file_name text not null
    constraint response_file_name_is_short check (length(file_name) between 1 and 255),
  unsorted_count integer not null
    constraint unsorted_count_is_not_negative check (unsorted_count >= 0),
  sorted_count integer not null
    constraint sorted_count_is_not_negative check (sorted_count >= 0),
  updated_at timestamptz not null,
  primary key (billing_day, file_name)
);
comment on table daily_sorted_letter is 'How many letters of each response file the post took sorted.';
comment on column daily_sorted_letter.billing_day is 'The local date of the file''s name.';
comment on column daily_sorted_letter.file_name is 'The file.';
comment on column daily_sorted_letter.unsorted_count is 'Its unsorted letters.';
comment on column daily_sorted_letter.sorted_count is 'Its sorted letters.';
comment on column daily_sorted_letter.updated_at is 'When it was last read.';

create table letter_validation_failures (
  notification_id uuid primary key,
  code text not null
    constraint validation_code_is_short check (length(code) between 1 and 100),
  invalid_pages integer[],
  page_count integer constraint failed_letter_has_pages check (page_count > 0),
  failed_at timestamptz not null
);
comment on table letter_validation_failures is 'Why letters became validation-failed. No foreign key to the letter, which moves to the archive; the row goes with its files.';
comment on column letter_validation_failures.notification_id is 'The letter.';
comment on column letter_validation_failures.code is 'The rule that its PDF breaks, such as letter-too-long.';
comment on column letter_validation_failures.invalid_pages is 'The pages that break it, from 1; null where it is not about pages.';
comment on column letter_validation_failures.page_count is 'The pages of the PDF; null where it could not be read.';
comment on column letter_validation_failures.failed_at is 'When it was found.';

create table returned_letters (
  notification_id uuid primary key,
  service_id uuid not null references services,
  reported_at date not null,
  created_at timestamptz not null
);
comment on table returned_letters is 'Letters that came back. No foreign key to the letter, which moves to the archive and is forgotten after years.';
comment on column returned_letters.notification_id is 'The letter.';
comment on column returned_letters.service_id is 'Whose letter it was.';
comment on column returned_letters.reported_at is 'The UTC day on which it was first told of.';
comment on column returned_letters.created_at is 'When the row was written.';
create index returned_letters_service_id_reported_at_idx
  on returned_letters (service_id, reported_at);

grant select on letter_pdfs, letter_validation_failures, returned_letters, print_runs,
  print_batch_transitions, print_batches, print_batch_letters, printer_rotations,
  daily_sorted_letter to crier_reader;
revoke insert, update, delete on print_batch_transitions from crier_app;

-- migrate:down
