-- migrate:up

create table file_purposes (
  purpose text primary key
    constraint file_purpose_is_a_slug check (purpose ~ '^[a-z][a-z-]{1,49}$'),
  is_platforms boolean not null,
  of_message boolean not null,
  most_bytes integer not null
    constraint most_bytes_are_within_100_mib check (most_bytes between 1 and 104857600),
  retention_days integer
    constraint retention_days_are_within_ten_years check (retention_days between 1 and 3653),
  remembered_days integer not null
    constraint remembered_days_are_within_ten_years check (remembered_days between 0 and 3653),
  constraint file_purposes_purpose_is_platforms_key unique (purpose, is_platforms),
  constraint only_services_files_are_of_messages check (not (is_platforms and of_message))
);
comment on table file_purposes is 'What files are for, and what goes for them. An operator may change limits and times; they hold for files stored from then on.';
comment on column file_purposes.purpose is 'What a file is for: document, a file sent by email, fetched by its link; precompiled-letter, the PDF of a letter, as its service sent it; letter-pdf, that of a letter, as it is printed; spreadsheet, the rows of a job, as they were uploaded; contact-list, recipients that are kept for jobs; logo, a picture of emails or letters, whose name is its key among them; letter-upload, a PDF that somebody may send as a letter; letter-attachment, pages that follow the letters of a template; letter-original, an upload before it was made fit for print; email-file, a file that the emails of a template link to; report, a list that somebody has asked for; agreement, the text that organisations accept.';
comment on column file_purposes.is_platforms is 'Whether such files are the platform''s; if not, each is a service''s.';
comment on column file_purposes.of_message is 'Whether such a file is about a message: stored before the message is accepted, and gone within two hours if it is not.';
comment on column file_purposes.most_bytes is 'What such a file may have, before encryption.';
comment on column file_purposes.retention_days is 'How long contents are kept, unless whoever stores a file says otherwise; the last local day counts whole. Null: for as long as what the file is about, with which it is deleted; of the platform''s own files, until another is stored in its place.';
comment on column file_purposes.remembered_days is 'How long the row stays after its contents, without anything personal, so that it can be told what became of the file.';
revoke insert, update, delete on file_purposes from crier_app;

-- A file of a message is stored before the message is accepted, under the id that the message will
-- have, and is settled an hour later: kept if the message is there, deleted if it is not. So an
-- accepted message never lacks its file, a refused one leaves none behind, and accepting costs
-- messages without files nothing. A file that is not whole an hour later is deleted with them.
create table files (
  id uuid primary key,
  service_id uuid references services on delete cascade,
  is_platforms boolean not null generated always as (service_id is null) stored,
  purpose text not null,
  about_id uuid,
  name text constraint file_name_is_short check (length(name) between 1 and 255),
  content_type text not null
    constraint content_type_is_short check (length(content_type) between 3 and 100),
  size integer not null default 0
    constraint file_is_within_100_mib check (size between 0 and 104857600),
  sha256 bytea constraint sha256_has_32_bytes check (length(sha256) = 32),
  created_at timestamptz not null default now(),
  stored_at timestamptz,
  kept boolean not null default false,
  delete_after timestamptz,
  deleted_at timestamptz,
  constraint file_purpose_is_of_its_owner foreign key (purpose, is_platforms)
    references file_purposes (purpose, is_platforms),
  constraint file_has_an_end
    check (delete_after is not null or about_id is not null or is_platforms),
  constraint stored_file_has_a_sum check ((stored_at is null) = (sha256 is null)),
  constraint only_stored_files_are_kept check (stored_at is not null or not kept),
  constraint delete_after_not_before_created_at check (delete_after >= created_at),
  constraint deleted_file_has_no_name check (deleted_at is null or name is null)
);
comment on table files is 'The file store: what is known of each file; its contents are in file_chunks, or in a bucket (file_objects). Personal data: name. Files that are whole and not deleted are in readable_files.';
comment on column files.id is 'Given by whoever stores it, because the contents are encrypted for this id.';
comment on column files.service_id is 'Whose file it is; null is the platform''s.';
comment on column files.is_platforms is 'Whether nobody but the platform owns it.';
comment on column files.purpose is 'What it is for.';
comment on column files.about_id is 'What it was stored for, as its purpose says: a message, a job, an upload. Not a foreign key, because messages move to history and other things come after their files.';
comment on column files.name is 'The name that the sender gave it; null is none, or deleted. May identify a person.';
comment on column files.content_type is 'Media type that it is served with.';
comment on column files.size is 'Bytes, before encryption; until it is whole, those that have come.';
comment on column files.sha256 is 'SHA-256 of the stored, encrypted contents, so that a copy of the store can be checked without any key and the sum tells nothing of the file.';
comment on column files.created_at is 'When storing it began.';
comment on column files.stored_at is 'When it was whole; before, nobody reads it.';
comment on column files.kept is 'Whether something vouches for it: its message, which has been seen to be accepted (see settle_new_files), or whoever stored it, where it is not about a message.';
comment on column files.delete_after is 'When its contents are deleted; null keeps them for as long as what it is about.';
comment on column files.deleted_at is 'When its contents and name were deleted.';
create index files_service_id_idx on files (service_id);
create index files_about_id_idx on files (about_id) where about_id is not null;
create index files_purpose_name_idx on files (purpose, name) where service_id is null;
create index files_unsettled_idx on files (created_at) where not kept;
create index files_delete_after_idx
  on files (delete_after) where deleted_at is null and delete_after is not null;
create index files_purpose_deleted_at_idx
  on files (purpose, deleted_at) where deleted_at is not null;

create table file_chunks (
  file_id uuid not null references files on delete cascade,
  position integer not null constraint chunks_count_from_0 check (position >= 0),
  contents bytea not null
    constraint chunk_is_within_256_kib_and_tag check (length(contents) between 16 and 262160),
  primary key (file_id, position)
);
comment on table file_chunks is 'Contents of files in encrypted pieces of 256 KiB, so that a file of any size is written and read in bounded memory. Each is AES-256-GCM under the file''s own key, bound to file, position and whether it is the last.';
comment on column file_chunks.position is 'Counts from 0.';
comment on column file_chunks.contents is 'Encrypted bytes and 16 bytes of tag. The key of a document is in its link, which we keep sealed for as long as its live message; that of other files derives from the platform''s secret.';

-- Encrypted bytes do not get smaller.
alter table file_chunks alter column contents set storage external;
-- That is for add_file_pieces alone, which knows the limits.
revoke insert, update on file_chunks from crier_app;

-- An object is known here before it is written, and what is deleted here is queued to be removed
-- there in the same transaction: whatever crashes, no object is left that nobody knows of.
create table file_objects (
  file_id uuid not null references files on delete cascade,
  first_position integer not null
    constraint objects_begin_with_a_piece check (first_position >= 0),
  object_key text not null
    constraint object_key_is_short check (length(object_key) between 1 and 300)
    constraint file_objects_object_key_key unique,
  announced_at timestamptz not null,
  primary key (file_id, first_position)
);
comment on table file_objects is 'Contents of files that lie in a bucket instead: each object has the encrypted pieces from a position on, one behind another, as file_chunks would.';
comment on column file_objects.first_position is 'That of its first piece, counted from 0; it ends before the next object''s.';
comment on column file_objects.object_key is 'Its whole key in the bucket of CRIER_S3_FILES_BUCKET, with the prefix of its time.';
comment on column file_objects.announced_at is 'When it was about to be written.';
revoke insert, update on file_objects from crier_app;

create table object_removals (
  object_key text primary key,
  remove_after timestamptz not null
);
comment on table object_removals is 'Objects whose file is deleted and that are still to be removed from the bucket. A row goes when the bucket has said that the object is gone.';
comment on column object_removals.object_key is 'Its whole key in the bucket.';
comment on column object_removals.remove_after is 'When it is removed: no sooner than whoever was writing it has given up; and, once somebody has set about it, when another may.';
create index object_removals_remove_after_idx on object_removals (remove_after);
revoke insert on object_removals from crier_app;

create table documents (
  id uuid primary key references files on delete cascade,
  key_hash bytea not null constraint key_hash_has_32_bytes check (length(key_hash) = 32),
  confirms_address boolean not null,
  address_hash bytea constraint address_hash_has_32_bytes check (length(address_hash) = 32),
  wrong_tries integer not null default 0
    constraint wrong_tries_are_not_negative check (wrong_tries >= 0),
  tries_since timestamptz,
  constraint address_hash_only_if_confirmed check (confirms_address or address_hash is null)
);
comment on table documents is 'Files sent by email: who may fetch them. Source: specification, public API, files.';
comment on column documents.id is 'The file.';
comment on column documents.key_hash is 'SHA-256 of the key in the link: tells a right link from a wrong one, and opens nothing.';
comment on column documents.confirms_address is 'Whether recipients must confirm their email address first.';
comment on column documents.address_hash is 'The address that they must give, as HMAC-SHA256 under a key made of the platform''s secret and the link''s key: neither the database nor the link alone can guess it. Null when none is asked for, or deleted.';
comment on column documents.wrong_tries is 'Addresses tried since tries_since; a right one sets it back.';
comment on column documents.tries_since is 'When the present hour of tries began.';

create table template_file_tries (
  link_hash bytea primary key constraint link_hash_has_32_bytes check (length(link_hash) = 32),
  wrong_tries integer not null constraint template_file_tries_are_counted check (wrong_tries > 0),
  tries_since timestamptz not null
);
comment on table template_file_tries is 'Wrong addresses given for links to files of templates, of which nothing else is stored; forgotten an hour later.';
comment on column template_file_tries.link_hash is 'SHA-256 of the key in the link.';
comment on column template_file_tries.wrong_tries is 'Addresses tried since tries_since; a right one ends the row.';
comment on column template_file_tries.tries_since is 'When the present hour of tries began.';
create index template_file_tries_tries_since_idx on template_file_tries (tries_since);
grant select on file_purposes, file_objects, object_removals to crier_reader;
grant select (id, service_id, is_platforms, purpose, about_id, content_type, size, created_at,
  stored_at, kept, delete_after, deleted_at)
  on files to crier_reader;
grant select (id, confirms_address, wrong_tries, tries_since) on documents to crier_reader;
grant select (wrong_tries, tries_since) on template_file_tries to crier_reader;

-- migrate:down
