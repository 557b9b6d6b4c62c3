-- migrate:up

create type file_purpose as enum ('document', 'precompiled-letter');
comment on type file_purpose is 'document: a file sent by email, fetched by its link. precompiled-letter: the PDF of a letter, as its service sent it.';

-- A file is stored before the message that it belongs to is accepted, under the id that the message
-- will have, and is settled an hour later: kept if the message is there, deleted if it is not. So
-- an accepted message never lacks its file, a refused one leaves none behind, and accepting costs
-- messages without files nothing.
create table files (
  id uuid primary key,
  service_id uuid not null references services on delete cascade,
  purpose file_purpose not null,
  notification_id uuid,
  name text constraint file_name_is_short check (length(name) between 1 and 255),
  content_type text not null
    constraint content_type_is_short check (length(content_type) between 3 and 100),
  size integer not null constraint file_is_within_10_mib check (size between 0 and 10485760),
  sha256 bytea not null constraint sha256_has_32_bytes check (length(sha256) = 32),
  created_at timestamptz not null default now(),
  kept boolean not null default false,
  delete_after timestamptz,
  deleted_at timestamptz,
  constraint file_has_an_end check (delete_after is not null or notification_id is not null),
  constraint delete_after_not_before_created_at check (delete_after >= created_at),
  constraint deleted_file_has_no_name check (deleted_at is null or name is null)
);
comment on table files is 'The file store: what is known of each file; its contents are in file_chunks. Personal data: name.';
comment on column files.id is 'Given by whoever stores it, because the contents are encrypted for this id.';
comment on column files.purpose is 'What it is for.';
comment on column files.notification_id is 'The message that it was stored for; not a foreign key, because messages move to history.';
comment on column files.name is 'The name that the sender gave it; null is none, or deleted. May identify a person.';
comment on column files.content_type is 'Media type that it is served with.';
comment on column files.size is 'Bytes, before encryption.';
comment on column files.sha256 is 'SHA-256 of the stored, encrypted contents, so that a copy of the store can be checked without any key and the sum tells nothing of the file.';
comment on column files.kept is 'Whether its message has been seen to be accepted; see settle_new_files.';
comment on column files.delete_after is 'When its contents are deleted; null keeps them for as long as the live message.';
comment on column files.deleted_at is 'When its contents and name were deleted: the link then says so, for a year.';
create index files_service_id_idx on files (service_id);
create index files_notification_id_idx on files (notification_id) where notification_id is not null;
create index files_unsettled_idx on files (created_at) where not kept;
create index files_delete_after_idx
  on files (delete_after) where deleted_at is null and delete_after is not null;
create index files_deleted_at_idx on files (deleted_at) where deleted_at is not null;

create table file_chunks (
  file_id uuid not null references files on delete cascade,
  position integer not null constraint chunks_count_from_0 check (position >= 0),
  contents bytea not null
    constraint chunk_is_within_256_kib_and_tag check (length(contents) between 16 and 262160),
  primary key (file_id, position)
);
comment on table file_chunks is 'Contents of files in encrypted pieces of 256 KiB, so that a file of any size is read in bounded memory. Each is AES-256-GCM under the file''s own key, bound to file, position and whether it is the last.';
comment on column file_chunks.position is 'Counts from 0.';
comment on column file_chunks.contents is 'Encrypted bytes and 16 bytes of tag. The key of a document is in its link, which we keep sealed for as long as its live message; that of other files derives from the platform''s secret.';

-- Encrypted bytes do not get smaller.
alter table file_chunks alter column contents set storage external;

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
grant select (id, service_id, purpose, notification_id, content_type, size, created_at, kept,
  delete_after, deleted_at)
  on files to crier_reader;
grant select (id, confirms_address, wrong_tries, tries_since) on documents to crier_reader;

-- migrate:down
