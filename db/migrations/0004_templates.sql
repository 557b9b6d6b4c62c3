-- migrate:up

create type template_process_type as enum ('normal', 'priority');
create type letter_languages as enum ('english', 'welsh_then_english');
create type postage as enum ('first', 'second', 'economy', 'europe', 'rest-of-world');

create table template_folder (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  name text not null constraint folder_name_is_short check (length(name) between 1 and 255),
  parent_id uuid,
  created_at timestamptz not null default now(),
  unique (id, service_id),
  foreign key (parent_id, service_id) references template_folder (id, service_id),
  constraint folder_is_not_its_own_parent check (parent_id <> id)
);
comment on table template_folder is 'Folders of a service''s templates.';
comment on column template_folder.id is 'Time-ordered id.';
comment on column template_folder.service_id is 'The service.';
comment on column template_folder.name is 'The folder''s name.';
comment on column template_folder.parent_id is 'The folder around it, of the same service; null at the top.';
comment on column template_folder.created_at is 'When it was made.';
create index template_folder_service_id_idx on template_folder (service_id);
create index template_folder_parent_id_idx on template_folder (parent_id, service_id);

create function refuse_folder_cycle() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if exists (
    with recursive ancestors (id, parent_id) as (
      select id, parent_id from template_folder where id = new.parent_id
      union
      select folder.id, folder.parent_id from template_folder folder join ancestors
        on folder.id = ancestors.parent_id
    )
    select from ancestors where id = new.id
  ) then
    raise exception 'a folder cannot lie inside itself' using errcode = 'check_violation',
      constraint = 'folder_has_no_cycle';
  end if;
  return new;
end
$$;
comment on function refuse_folder_cycle() is 'Row trigger: no folder becomes its own ancestor.';
create trigger template_folder_refuse_cycle before update of parent_id on template_folder
  for each row when (new.parent_id is not null) execute function refuse_folder_cycle();

create table user_folder_permissions (
  user_id uuid not null,
  template_folder_id uuid not null,
  service_id uuid not null,
  primary key (user_id, template_folder_id, service_id),
  foreign key (service_id, user_id) references user_to_service on delete cascade,
  foreign key (template_folder_id, service_id)
    references template_folder (id, service_id) on delete cascade
);
comment on table user_folder_permissions is 'Which folders a member may see; only folders of a service that the member belongs to.';
comment on column user_folder_permissions.user_id is 'The member.';
comment on column user_folder_permissions.template_folder_id is 'The folder.';
comment on column user_folder_permissions.service_id is 'The service of both.';
create index user_folder_permissions_template_folder_id_idx
  on user_folder_permissions (template_folder_id, service_id);
create index user_folder_permissions_service_id_idx
  on user_folder_permissions (service_id, user_id);

create table letter_attachment (
  id uuid primary key default uuidv7(),
  original_filename text not null,
  page_count smallint not null constraint attachment_has_pages check (page_count between 1 and 10),
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  archived_by_id uuid references users,
  archived_at timestamptz
);
comment on table letter_attachment is 'A PDF that is appended to every letter of a template.';
comment on column letter_attachment.id is 'Time-ordered id; names the file.';
comment on column letter_attachment.original_filename is 'Name of the file that was uploaded.';
comment on column letter_attachment.page_count is 'Its pages; they count towards the letter''s ten.';
comment on column letter_attachment.created_by_id is 'Who uploaded it.';
comment on column letter_attachment.created_at is 'When.';
comment on column letter_attachment.archived_by_id is 'Who removed it.';
comment on column letter_attachment.archived_at is 'When it was removed.';
create index letter_attachment_created_by_id_idx on letter_attachment (created_by_id);
create index letter_attachment_archived_by_id_idx on letter_attachment (archived_by_id);

create table templates (
  id uuid primary key default uuidv7(),
  service_id uuid not null references services on delete cascade,
  name text not null constraint template_name_is_short check (length(name) between 1 and 255),
  template_type template_type not null,
  subject text,
  content text not null,
  process_type template_process_type not null default 'normal',
  hidden boolean not null default false,
  postage postage,
  service_letter_contact_id uuid,
  letter_languages letter_languages,
  letter_welsh_subject text,
  letter_welsh_content text,
  letter_attachment_id uuid references letter_attachment,
  has_unsubscribe_link boolean not null default false,
  broadcast_data jsonb,
  folder_id uuid,
  redact_personalisation boolean not null default false,
  archived_at timestamptz,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  version integer not null default 1,
  foreign key (service_letter_contact_id, service_id)
    references service_letter_contacts (id, service_id),
  foreign key (folder_id, service_id) references template_folder (id, service_id),
  constraint template_has_subject_if_email_or_letter
    check ((template_type in ('email', 'letter')) = (subject is not null)),
  constraint template_has_postage_if_letter
    check ((template_type = 'letter') = (postage is not null)),
  constraint template_postage_is_domestic check (postage in ('first', 'second', 'economy')),
  constraint template_has_languages_if_letter
    check ((template_type = 'letter') = (letter_languages is not null)),
  constraint template_has_welsh_if_welsh check (
    case when letter_languages = 'welsh_then_english'
      then letter_welsh_subject is not null and letter_welsh_content is not null
      else letter_welsh_subject is null and letter_welsh_content is null
    end
  ),
  constraint only_letters_have_contact_and_attachment check (
    template_type = 'letter' or (service_letter_contact_id is null and letter_attachment_id is null)
  ),
  constraint only_emails_have_unsubscribe_link
    check (template_type = 'email' or not has_unsubscribe_link),
  constraint only_broadcasts_have_broadcast_data
    check (template_type = 'broadcast' or broadcast_data is null)
);
comment on table templates is 'What services send, in its current version.';
comment on column templates.id is 'What requests name as template_id.';
comment on column templates.service_id is 'The service.';
comment on column templates.name is 'Shown to people who choose.';
comment on column templates.template_type is 'The channel.';
comment on column templates.subject is 'Of emails and letters; may hold placeholders.';
comment on column templates.content is 'The text with its placeholders.';
comment on column templates.process_type is 'priority: its messages overtake all others (security codes).';
comment on column templates.hidden is 'Made by Crier for its own use, as for precompiled letters.';
comment on column templates.postage is 'Of letters to UK addresses.';
comment on column templates.service_letter_contact_id is 'The sender''s block; null is none.';
comment on column templates.letter_languages is 'Of letters: English, or Welsh then English.';
comment on column templates.letter_welsh_subject is 'The Welsh heading.';
comment on column templates.letter_welsh_content is 'The Welsh text.';
comment on column templates.letter_attachment_id is 'A PDF appended to every letter.';
comment on column templates.has_unsubscribe_link is 'Whether emails carry Crier''s own unsubscribe link.';
comment on column templates.broadcast_data is 'Of broadcasts: the areas.';
comment on column templates.folder_id is 'The folder it lies in; null at the top.';
comment on column templates.redact_personalisation is 'Whether people see "hidden" in place of the values once sent.';
comment on column templates.archived_at is 'When it was deleted by its service; sent messages keep showing it.';
comment on column templates.created_by_id is 'Who made it, or its latest version.';
comment on column templates.created_at is 'When the template was made.';
comment on column templates.updated_at is 'When its latest version was made; null for the first.';
comment on column templates.version is 'Counts the versions from 1.';
create index templates_service_id_name_idx
  on templates (service_id, name) where not hidden and archived_at is null;
create index templates_service_id_idx on templates (service_id);
create index templates_folder_id_idx on templates (folder_id, service_id);
create index templates_service_letter_contact_id_idx
  on templates (service_letter_contact_id, service_id);
create index templates_letter_attachment_id_idx on templates (letter_attachment_id);
create index templates_created_by_id_idx on templates (created_by_id);
-- One hidden template per service holds its precompiled letters, however many first calls come at
-- once.
create unique index templates_precompiled_letter_key on templates (service_id)
  where hidden and template_type = 'letter' and name = 'Pre-compiled PDF';

create table templates_history (
  like templates including comments,
  primary key (id, version)
);
comment on table templates_history is 'Every version of a template, written by a trigger and never changed: a notification is rendered from the version it was made with.';
alter table templates_history
  drop column folder_id,
  drop column redact_personalisation;

-- Moving a template to another folder or redacting it makes no version: the text stays what it was.
create function bump_template_version() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if (to_jsonb(new) - array['folder_id', 'redact_personalisation', 'updated_at', 'version'])
    is distinct from (to_jsonb(old) - array['folder_id', 'redact_personalisation', 'updated_at',
      'version'])
  then
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
  end if;
  return new;
end
$$;
comment on function bump_template_version() is 'Row trigger: what changes the message makes a new version, folder and redaction do not.';
create trigger templates_bump_version before update on templates
  for each row execute function bump_template_version();
create trigger templates_keep_first_version after insert on templates
  referencing new table as changed_rows
  for each statement execute function keep_version();
create trigger templates_keep_version after update on templates
  referencing new table as changed_rows
  for each statement execute function keep_version();
call announce_changes_of('templates');

create table template_email_files (
  id uuid primary key default uuidv7(),
  template_id uuid not null references templates on delete cascade,
  filename text not null,
  link_text text,
  retention_weeks integer not null default 26
    constraint file_retention_is_1_to_78_weeks check (retention_weeks between 1 and 78),
  validate_users_email boolean not null default true,
  pending boolean not null default true,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  archived_by_id uuid references users,
  archived_at timestamptz,
  version integer not null default 1
);
comment on table template_email_files is 'Files attached to an email template; each acts as a placeholder named after its file name.';
comment on column template_email_files.id is 'Time-ordered id; names the file.';
comment on column template_email_files.template_id is 'The template.';
comment on column template_email_files.filename is 'Name and placeholder.';
comment on column template_email_files.link_text is 'Text of the link; null shows the bare link.';
comment on column template_email_files.retention_weeks is 'How long each sent link works.';
comment on column template_email_files.validate_users_email is 'Whether recipients must confirm their address before the download.';
comment on column template_email_files.pending is 'Uploaded but not yet part of the template.';
comment on column template_email_files.created_by_id is 'Who uploaded it.';
comment on column template_email_files.created_at is 'When.';
comment on column template_email_files.updated_at is 'The last change.';
comment on column template_email_files.archived_by_id is 'Who removed it.';
comment on column template_email_files.archived_at is 'When it was removed.';
comment on column template_email_files.version is 'Counts the changes.';
create unique index template_email_files_template_id_filename_key
  on template_email_files (template_id, lower(filename))
  where archived_at is null;
create index template_email_files_created_by_id_idx on template_email_files (created_by_id);
create index template_email_files_archived_by_id_idx on template_email_files (archived_by_id);
create trigger template_email_files_bump_version before update on template_email_files
  for each row execute function bump_version();

-- What a text message costs in fragments. The rule stands here alone: TypeScript only measures the
-- text.
-- Not strict: PostgreSQL then puts its body into the statement, which saves a call per row.
create function sms_fragments(characters integer, extended integer, ucs2 boolean) returns integer
  language sql immutable parallel safe
  return case
    when ucs2 then case when characters <= 70 then 1 else ceil(characters / 67.0)::integer end
    when characters + extended <= 160 then 1
    else ceil((characters + extended) / 153.0)::integer
  end;
comment on function sms_fragments(integer, integer, boolean) is 'Billed parts of a text message: characters in UTF-16 units, how many of them are in the GSM-7 extension (two septets each), and whether it must be sent as UCS-2. Source: specification, text messages, counting.';

create function sms_characters_above_previous_boundary(characters integer, extended integer,
  ucs2 boolean) returns integer
  language sql immutable parallel safe strict
  return case when ucs2
    then characters else characters + extended end - case sms_fragments(characters, extended, ucs2)
    when 1 then 0
    when 2 then case when ucs2 then 70 else 160 end
    else (sms_fragments(characters, extended, ucs2) - 1) * case when ucs2 then 67 else 153 end
  end;
comment on function sms_characters_above_previous_boundary(integer, integer, boolean) is 'How far a text message reaches into its last fragment. Source: specification, text messages, counting.';

grant select on template_folder, user_folder_permissions, letter_attachment, templates,
  templates_history, template_email_files
  to crier_reader;
revoke insert, update, delete on templates_history from crier_app;

-- What only reads is the reader's too.
grant execute on function sms_fragments(integer, integer, boolean),
  sms_characters_above_previous_boundary(integer, integer, boolean) to crier_reader;

revoke delete on templates from crier_app;

-- migrate:down
drop function sms_characters_above_previous_boundary(integer, integer, boolean),
  sms_fragments(integer, integer, boolean);
drop table template_email_files, templates_history, templates, letter_attachment,
  user_folder_permissions, template_folder;
drop function bump_template_version(), refuse_folder_cycle();
drop type postage, letter_languages, template_process_type;
