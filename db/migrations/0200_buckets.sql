-- migrate:up

create table object_metadata (
  file_id uuid primary key references files on delete cascade,
  metadata jsonb not null
    constraint object_metadata_is_an_object check (jsonb_typeof(metadata) = 'object')
    constraint object_metadata_is_within_8_kib check (length(metadata::text) <= 8192),
  written_at timestamptz not null
);
comment on table object_metadata is 'What Notify''s admin application writes beside the files that it puts into the store as objects of a bucket. Goes with the contents of its file. Source: admin application, what it asks of S3.';
comment on column object_metadata.metadata is 'Names in lower case, without x-amz-meta-, and their texts. Personal data: names of files, recipients of letters.';
comment on column object_metadata.written_at is 'When it was written last.';
grant select (file_id, written_at) on object_metadata to crier_reader;

-- migrate:down
