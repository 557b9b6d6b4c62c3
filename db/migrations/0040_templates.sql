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
comment on column template_folder.parent_id is 'The folder around it, of the same service; null at the top.';
create index template_folder_service_id_idx on template_folder (service_id);
create index template_folder_parent_id_idx on template_folder (parent_id, service_id);

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
comment on column user_folder_permissions.service_id is 'The service of both.';
create index user_folder_permissions_template_folder_id_idx
  on user_folder_permissions (template_folder_id, service_id);
create index user_folder_permissions_service_id_idx
  on user_folder_permissions (service_id, user_id);

create table letter_attachment (
  id uuid primary key default uuidv7(),
  original_filename text not null
    constraint attachment_name_is_short check (length(original_filename) between 1 and 255),
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
comment on column templates.name is 'Shown to people who choose.';
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
comment on column templates_history.created_by_id is 'Who made this version; null is an operator by hand.';
alter table templates_history
  drop column folder_id,
  drop column redact_personalisation;

create table template_email_files (
  id uuid primary key default uuidv7(),
  template_id uuid not null references templates on delete cascade,
  template_version integer not null,
  filename text not null
    constraint email_file_name_is_short check (length(filename) between 1 and 255),
  link_text text constraint email_file_link_text_is_short check (length(link_text) <= 1000),
  retention_weeks integer not null default 1
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
comment on column template_email_files.id is 'Given by whoever stores the file under it.';
comment on column template_email_files.template_version is 'The template''s version from which on the file is as it is here.';
comment on column template_email_files.filename is 'Name and placeholder.';
comment on column template_email_files.link_text is 'Text of the link; null shows the bare link.';
comment on column template_email_files.retention_weeks is 'How long each sent link works.';
comment on column template_email_files.validate_users_email is 'Whether recipients must confirm their address before the download.';
comment on column template_email_files.pending is 'Uploaded but not yet part of the template.';
comment on column template_email_files.archived_at is 'When it was taken from the template; what was sent with it keeps its links.';
-- Two whose names are the same placeholder would be the same link.
create unique index template_email_files_template_id_filename_key
  on template_email_files (template_id, lower(translate(filename, ' _-', '')))
  where archived_at is null and not pending;
create index template_email_files_template_id_idx on template_email_files (template_id);
create index template_email_files_archived_at_idx
  on template_email_files (archived_at) where archived_at is not null;
create index template_email_files_created_by_id_idx on template_email_files (created_by_id);
create index template_email_files_archived_by_id_idx on template_email_files (archived_by_id);
create index template_email_files_pending_idx
  on template_email_files (created_at) where pending and archived_at is null;

create table template_email_files_history (
  like template_email_files including comments,
  primary key (id, version)
);
comment on table template_email_files_history is 'Every version of a template''s file, written by a trigger and never changed: which files a version of a template has.';
comment on column template_email_files_history.created_by_id is 'Who made this version; null is an operator by hand.';
create index template_email_files_history_template_id_idx
  on template_email_files_history (template_id, template_version);

-- Setting a service up from one document (crier apply). Each part is a function of its own that
-- answers a row per thing of the document; apply_service runs them in one transaction. The document
-- has been checked for its form (src/services/document.ts); what needs the database to be judged is
-- refused here, with the place in the document as the message's first word.
create type applied_thing as (kind text, name text, id uuid, change text);
comment on type applied_thing is 'What a document did to one thing that it names. A change of null: the thing is as the document says already.';
grant select on template_folder, user_folder_permissions, letter_attachment, templates,
  templates_history, template_email_files, template_email_files_history
  to crier_reader;
revoke insert, update, delete on templates_history, template_email_files_history from crier_app;
revoke delete on templates from crier_app;

-- migrate:down
