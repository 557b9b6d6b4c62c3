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

-- Setting a service up from one document (crier apply). Each part is a function of its own that
-- answers a row per thing of the document; apply_service runs them in one transaction. The document
-- has been checked for its form (src/services/document.ts); what needs the database to be judged is
-- refused here, with the place in the document as the message's first word.
create type applied_thing as (kind text, name text, id uuid, change text);
comment on type applied_thing is 'What a document did to one thing that it names. A change of null: the thing is as the document says already.';

create function changed_columns(before jsonb, after jsonb) returns text
  language sql immutable parallel safe
  return (
    select string_agg(named, ', ' order by named)
    from jsonb_each(after)
    cross join lateral (
      select case key when 'service_letter_contact_id' then 'letter_contact'
        when 'folder_id' then 'folder' when 'archived_at' then 'archived' else key end as named
    ) name
    where value is distinct from before -> key
      and key not in ('version', 'updated_at', 'created_by_id', 'go_live_at',
        'normalised_service_name', 'email_sender_local_part', 'active')
  );
comment on function changed_columns(jsonb, jsonb) is 'The names of what differs between two states of a row, as documents name them; null when nothing does.';

create function apply_settings(wanted jsonb, actor uuid, as_of timestamptz, adds_only boolean)
  returns applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  settings jsonb := wanted - 'permissions';
  is_new boolean;
  before jsonb;
  after jsonb;
begin
  if not wanted ? 'id' then
    settings := settings || coalesce((
      select jsonb_build_object('id', services.id)
      from services
      where normalised_service_name = normalised_name(wanted ->> 'name') and archived_at is null
    ), '{}');
  elsif exists (
    select from services
    where normalised_service_name = normalised_name(wanted ->> 'name') and archived_at is null
      and services.id <> (wanted ->> 'id')::uuid
  ) then
    raise exception 'service.name: another service is named "%"', wanted ->> 'name';
  end if;
  is_new := not exists (select from services where services.id = (settings ->> 'id')::uuid);
  if is_new then
    settings := settings || jsonb_build_object('id', create_service(
      wanted ->> 'name', actor, coalesce((wanted ->> 'restricted')::boolean, true),
      coalesce((wanted ->> 'id')::uuid, gen_random_uuid()), wanted ->> 'organisation_type',
      wanted ->> 'custom_email_sender_name'
    ));
  end if;
  select to_jsonb(service) into before
  from services service
  where service.id = (settings ->> 'id')::uuid
  for no key update;
  if before ->> 'archived_at' is not null then
    raise exception 'service.id: the service is archived';
  elsif before ->> 'id' = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553' then
    raise exception 'service: % is the platform''s own service', before ->> 'name';
  elsif adds_only and not is_new then
    select jsonb_object_agg(key, value) into settings
    from jsonb_each(settings)
    where key = 'id' or before -> key = 'null';
  end if;
  update services service
  set
    name = next.name,
    custom_email_sender_name = next.custom_email_sender_name,
    restricted = next.restricted,
    prefix_sms = next.prefix_sms,
    organisation_type = next.organisation_type,
    rate_limit = next.rate_limit,
    email_message_limit = next.email_message_limit,
    sms_message_limit = next.sms_message_limit,
    letter_message_limit = next.letter_message_limit,
    international_sms_message_limit = next.international_sms_message_limit,
    contact_link = next.contact_link,
    go_live_at = case when service.restricted and not next.restricted
      then as_of else service.go_live_at end
  from jsonb_populate_record(null::services, before || settings) as next
  where service.id = next.id and before || settings <> before
  returning to_jsonb(service) into after;
  return (
    'service', coalesce(after, before) ->> 'name', (before ->> 'id')::uuid,
    case when is_new then 'made' else changed_columns(before, after) end
  )::applied_thing;
end
$$;
comment on function apply_settings(jsonb, uuid, timestamptz, boolean) is 'Makes the service that the document names, by id or by name, or sets what the document says of it.';

create function apply_permissions(owner uuid, wanted jsonb, adds_only boolean)
  returns setof applied_thing
  language sql
begin atomic
  with wanted_permissions as materialized (
    select name::service_permission as permission from jsonb_array_elements_text(wanted) as name
  ),
  given as (
    insert into service_permissions (service_id, permission)
    select owner, permission from wanted_permissions
    on conflict do nothing
    returning permission
  ),
  taken as (
    delete from service_permissions
    where service_id = owner and not adds_only
      and permission not in (select permission from wanted_permissions)
    returning permission
  ),
  change as (
    select '+' || permission as word from given
    union all
    select '-' || permission from taken
  )
  select 'permissions', null::text, null::uuid, string_agg(word, ' ' order by word)
  from change
  having count(*) > 0;
end;
comment on function apply_permissions(uuid, jsonb, boolean) is 'Gives a service exactly the permissions that the document lists.';

-- Text message senders, reply-to addresses and contact blocks have one shape: rows of a service of
-- which at most one is the default. A document names a contact block by its first line.
create function choice_key(kind text, value text) returns text
  language sql immutable parallel safe
  return case kind
    when 'reply_to_addresses' then lower(value)
    when 'letter_contacts' then trim(split_part(value, E'\n', 1))
    else value
  end;
comment on function choice_key(text, text) is 'By what a document names a sender, a reply-to address or a contact block.';

create function apply_choices(
  kind text, held_in regclass, value_column text, owner uuid, wanted jsonb, as_of timestamptz,
  adds_only boolean
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  needs_default boolean := kind <> 'letter_contacts';
  chooses boolean := not adds_only and jsonb_path_exists(wanted, '$[*] ? (@.is_default == true)');
  refusal text;
begin
  execute format('select from %s where service_id = $1 order by id for update', held_in) using owner;
  execute format($check$
    select
      format('%%s[%%s]: ', $1, ord - 1) || case
        when held_row ->> 'inbound_number_id' is not null
          then 'a number that can be answered is not archived'
        else 'a default stays one until another is made the default'
      end
    from jsonb_array_elements($2) with ordinality as entry (thing, ord)
    join %1$s held
      on choice_key($1, held.%2$I) = choice_key($1, thing ->> %2$L) and held.archived_at is null
    cross join lateral to_jsonb(held) as held_row
    where held.service_id = $3
      and (
        thing @> '{"archived": true}' and (held_row ->> 'inbound_number_id' is not null
          or held.is_default and not $4)
        or thing @> '{"is_default": false}' and held.is_default and not $4 and $5
      )
    order by ord
    limit 1
  $check$, held_in, value_column)
  into refusal using kind, wanted, owner, chooses, needs_default;
  if refusal is not null and not adds_only then
    raise exception '%', refusal;
  end if;
  return query execute format($apply$
    with held as materialized (
      -- Nothing keeps a service from having one twice: the default, or else the older, is meant.
      select distinct on (choice_key($1, %2$I))
        id, %2$I as value, is_default, choice_key($1, %2$I) as key
      from %1$s
      where service_id = $3 and archived_at is null
      order by choice_key($1, %2$I), is_default desc, id
    ),
    wanted as materialized (
      select
        ord, thing ->> %2$L as value, choice_key($1, thing ->> %2$L) as key,
        (thing ->> 'is_default')::boolean as is_default,
        coalesce((thing ->> 'archived')::boolean, false) as is_archived
      from jsonb_array_elements($2) with ordinality as entry (thing, ord)
    ),
    placed as materialized (
      select
        wanted.ord, held.id, wanted.value, coalesce(wanted.is_archived, false) as is_archived,
        case
          when wanted.is_archived then false
          when $4 then coalesce(wanted.is_default, false)
          when held.id is not null then coalesce(wanted.is_default, held.is_default)
          else $5 and not exists (select from held where is_default)
            and wanted.ord = (select min(ord) from wanted where not is_archived)
        end as is_default,
        held.is_default as was_default
      from wanted
      full join held using (key)
      -- Of what the document does not name only the default is touched, when another becomes it.
      where (wanted.ord is not null or held.is_default and $4) and not ($7 and held.id is not null)
    ),
    merged as (
      merge into %1$s as choice
      using placed on choice.id = placed.id
      when matched and (
        placed.is_archived or choice.is_default <> placed.is_default
          or choice.%2$I <> coalesce(placed.value, choice.%2$I)
      ) then
        update set
          %2$I = coalesce(placed.value, choice.%2$I), is_default = placed.is_default,
          archived_at = case when placed.is_archived then $6 end, updated_at = $6
      when not matched and not placed.is_archived then
        insert (service_id, %2$I, is_default, created_at)
        values ($3, placed.value, placed.is_default, $6)
      returning
        placed.ord, choice.id,
        case
          when merge_action() = 'INSERT' and placed.is_default then 'made, the default'
          when merge_action() = 'INSERT' then 'made'
          when placed.is_archived then 'archived'
          when placed.is_default and not placed.was_default then 'made the default'
          else 'changed'
        end as change
    )
    select $1, wanted.key, coalesce(merged.id, held.id), merged.change
    from wanted
    left join held using (key)
    left join merged using (ord)
    where merged.id is not null or held.id is not null
    order by wanted.ord
  $apply$, held_in, value_column)
  using kind, wanted, owner, chooses, needs_default, as_of, adds_only;
end
$$;
comment on function apply_choices(text, regclass, text, uuid, jsonb, timestamptz, boolean) is 'Makes, changes, archives and chooses the default of a service''s senders, reply-to addresses or contact blocks as the document says; what it does not name stays.';

create function apply_guest_list(owner uuid, wanted jsonb, adds_only boolean)
  returns setof applied_thing
  language sql
begin atomic
  with guests as materialized (
    select distinct on (recipient_type, normalised_recipient)
      recipient_type, recipient, normalised_recipient
    from jsonb_to_recordset(wanted) as guest (
      recipient_type recipient_type, recipient text, normalised_recipient text
    )
  ),
  added as (
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    select owner, recipient_type, recipient, normalised_recipient from guests
    on conflict do nothing
    returning 1
  ),
  removed as (
    delete from service_guest_list listed
    where listed.service_id = owner and not adds_only and not exists (
      select from guests
      where guests.recipient_type = listed.recipient_type
        and guests.normalised_recipient = listed.normalised_recipient
    )
    returning 1
  ),
  change as (
    select (select count(*) from added) as added, (select count(*) from removed) as removed
  )
  select 'guest_list', null::text, null::uuid, format('+%s -%s', added, removed)
  from change
  where added > 0 or removed > 0;
end;
comment on function apply_guest_list(uuid, jsonb, boolean) is 'Replaces a service''s guest list by the document''s. Source: specification, guest list.';

create function apply_retention(owner uuid, wanted jsonb, as_of timestamptz, adds_only boolean)
  returns setof applied_thing
  language sql
begin atomic
  with kept as materialized (
    select channel::notification_type as notification_type, (days #>> '{}')::integer as days
    from jsonb_each(wanted) as entry (channel, days)
  ),
  merged as (
    merge into service_data_retention retention
    using kept
    on retention.service_id = owner and retention.notification_type = kept.notification_type
    when matched and not adds_only and kept.days is null then delete
    when matched and not adds_only and retention.days_of_retention <> kept.days then
      update set days_of_retention = kept.days, updated_at = as_of
    when not matched and kept.days is not null then
      insert (service_id, notification_type, days_of_retention, created_at)
      values (owner, kept.notification_type, kept.days, as_of)
    returning kept.notification_type, coalesce(kept.days, 7) as days
  )
  select 'data_retention', notification_type::text, null::uuid, days || ' days'
  from merged
  order by merged.notification_type;
end;
comment on function apply_retention(uuid, jsonb, timestamptz, boolean) is 'Sets how long a service''s messages stay readable, by channel; null is the platform''s 7 days.';

create function template_folder_of_path(owner uuid, path jsonb) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  folder_name text;
  parent uuid;
  folder uuid;
begin
  for folder_name in
    select name
    from jsonb_array_elements_text(path) with ordinality as step (name, ord)
    order by ord
  loop
    folder := (
      select min(id::text)::uuid from template_folder
      where service_id = owner and name = folder_name and parent_id is not distinct from parent
    );
    if folder is null then
      insert into template_folder (service_id, name, parent_id)
      values (owner, folder_name, parent)
      returning id into folder;
    end if;
    parent := folder;
  end loop;
  return parent;
end
$$;
comment on function template_folder_of_path(uuid, jsonb) is 'The folder that a list of names leads to, from the top; the missing ones are made. Null is the top.';

-- Not declared stable: functions that only read are the reader's, and this one reads contents.
create function document_templates(owner uuid, wanted jsonb)
  returns table (
    place bigint, thing jsonb, is_archived boolean, template_id uuid, before jsonb, contact_id uuid,
    refusal text
  )
  language sql
begin atomic
  select
    ord - 1, thing, is_archived, found.id, to_jsonb(found), contact.id,
    case
      when found.id is not null
        and (found.service_id <> owner or found.hidden) then 'id is another service''s'
      when found.template_type::text <> thing ->> 'template_type'
        then 'template_type does not change: make another template'
      when not thing ? 'id' and named.live > 1 then 'name is that of several templates: give its id'
      when is_archived then null
      when not exists (
        select from service_permissions
        where service_id = owner and permission::text = thing ->> 'template_type'
      ) then format('the service has not the permission %s', thing ->> 'template_type')
      when thing ->> 'letter_contact' is not null and contact.id is null
        then format('letter_contact "%s" is no contact block of the service',
          thing ->> 'letter_contact')
    end
  from jsonb_array_elements(wanted) with ordinality as entry (thing, ord)
  cross join lateral (
    select coalesce((thing ->> 'archived')::boolean, false) as is_archived
  ) archive
  cross join lateral (
    -- The one in use, else the one that was archived last.
    select
      count(*) filter (where archived_at is null) as live,
      (array_agg(id order by archived_at desc nulls first, id))[1] as id
    from templates
    where service_id = owner and not hidden and name = thing ->> 'name'
      and template_type::text = thing ->> 'template_type'
  ) named
  left join templates found on found.id = coalesce((thing ->> 'id')::uuid, named.id)
  left join lateral (
    select id
    from service_letter_contacts
    where service_id = owner and archived_at is null
      and choice_key('letter_contacts', contact_block) = thing ->> 'letter_contact'
    order by is_default desc, id
    limit 1
  ) contact on true;
end;
comment on function document_templates(uuid, jsonb) is 'The templates of a document beside those that the service has, and what speaks against each.';

create function apply_templates(
  owner uuid, wanted jsonb, actor uuid, as_of timestamptz, adds_only boolean
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  fault text;
begin
  perform from templates where service_id = owner and not hidden order by id for update;
  select format('templates[%s]: %s', place, refusal) into fault
  from document_templates(owner, wanted)
  where refusal is not null and not (adds_only and template_id is not null)
  order by place
  limit 1;
  if fault is not null then
    raise exception '%', fault;
  end if;
  return query
    with document as materialized (
      select
        document.place, document.thing ->> 'name' as name, document.template_id, document.before,
        coalesce(document.before, fresh.row)
          || (document.thing - array['id', 'letter_contact', 'folder', 'archived'])
          || case when document.thing ? 'letter_contact'
            then jsonb_build_object('service_letter_contact_id', document.contact_id) else '{}' end
          || case when document.is_archived then jsonb_build_object('folder_id', null)
            when document.thing ? 'folder' then jsonb_build_object(
              'folder_id', template_folder_of_path(owner, document.thing -> 'folder')
            )
            else '{}' end
          || jsonb_build_object('archived_at', case when document.is_archived
            then coalesce(nullif(document.before -> 'archived_at', 'null'), to_jsonb(as_of)) end
          ) as after
      from document_templates(owner, wanted) document
      cross join lateral (
        select document.thing ->> 'template_type' = 'letter' as is_letter
      ) kind
      cross join lateral (
        select jsonb_build_object(
          'id', coalesce((document.thing ->> 'id')::uuid, uuidv7()), 'process_type', 'normal',
          'has_unsubscribe_link', false, 'redact_personalisation', false,
          'postage', case when is_letter then 'second' end,
          'letter_languages', case when is_letter then 'english' end,
          'service_letter_contact_id', case when is_letter then (
            select id from service_letter_contacts
            where service_id = owner and is_default and archived_at is null
          ) end
        ) as row
      ) fresh
      where not (document.is_archived and document.template_id is null)
        and not (adds_only and document.template_id is not null)
    ),
    updated as (
      update templates template
      set
        name = next.name, subject = next.subject, content = next.content,
        process_type = next.process_type, postage = next.postage,
        service_letter_contact_id = next.service_letter_contact_id,
        letter_languages = next.letter_languages,
        letter_welsh_subject = next.letter_welsh_subject,
        letter_welsh_content = next.letter_welsh_content,
        has_unsubscribe_link = next.has_unsubscribe_link, folder_id = next.folder_id,
        redact_personalisation = next.redact_personalisation, archived_at = next.archived_at,
        created_by_id = coalesce(actor, template.created_by_id)
      from document
      cross join lateral jsonb_populate_record(null::templates, document.after) as next
      where template.id = document.template_id and document.after <> document.before
      returning template.id, changed_columns(document.before, to_jsonb(template)) as change
    ),
    inserted as (
      insert into templates (
        id, service_id, name, template_type, subject, content, process_type, postage,
        service_letter_contact_id, letter_languages, letter_welsh_subject, letter_welsh_content,
        has_unsubscribe_link, folder_id, redact_personalisation, created_by_id, created_at
      )
      select
        next.id, owner, next.name, next.template_type, next.subject, next.content,
        next.process_type, next.postage, next.service_letter_contact_id, next.letter_languages,
        next.letter_welsh_subject, next.letter_welsh_content, next.has_unsubscribe_link,
        next.folder_id, next.redact_personalisation, actor, as_of
      from document
      cross join lateral jsonb_populate_record(null::templates, document.after) as next
      where document.template_id is null
      returning templates.id
    )
    select
      'templates', wanted_template.name,
      coalesce(wanted_template.template_id, (document.after ->> 'id')::uuid),
      case when inserted.id is not null then 'made' else updated.change end
    from (
      select place, thing ->> 'name' as name, template_id from document_templates(owner, wanted)
    ) wanted_template
    left join document on document.place = wanted_template.place
    left join updated on updated.id = wanted_template.template_id
    left join inserted on inserted.id = (document.after ->> 'id')::uuid
    where coalesce(wanted_template.template_id, inserted.id) is not null
    order by wanted_template.place;
end
$$;
comment on function apply_templates(uuid, jsonb, uuid, timestamptz, boolean) is 'Makes, changes and archives a service''s templates as the document says; those that it does not name stay. Source: specification, admin API, templates.';

create function apply_service(
  document jsonb, actor uuid, as_of timestamptz, adds_only boolean default false
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  service applied_thing;
begin
  -- Two documents that make the same service take turns.
  perform pg_advisory_xact_lock(hashtextextended('apply_service', 0));
  service := apply_settings(document -> 'service', actor, as_of, adds_only);
  return next service;
  if document -> 'service' ? 'permissions' then
    return query select kind, name, id, change
      from apply_permissions(service.id, document #> '{service,permissions}', adds_only);
  end if;
  return query select kind, name, id, change
    from apply_choices('sms_senders', 'service_sms_senders', 'sms_sender', service.id,
      coalesce(document -> 'sms_senders', '[]'), as_of, adds_only);
  return query select kind, name, id, change
    from apply_choices('reply_to_addresses', 'service_email_reply_to', 'email_address', service.id,
      coalesce(document -> 'reply_to_addresses', '[]'), as_of, adds_only);
  return query select kind, name, id, change
    from apply_choices('letter_contacts', 'service_letter_contacts', 'contact_block', service.id,
      coalesce(document -> 'letter_contacts', '[]'), as_of, adds_only);
  if document ? 'guest_list' then
    return query select kind, name, id, change
      from apply_guest_list(service.id, document -> 'guest_list', adds_only);
  end if;
  return query select kind, name, id, change
    from apply_retention(service.id, coalesce(document -> 'data_retention', '{}'), as_of, adds_only);
  return query select kind, name, id, change
    from apply_templates(service.id, coalesce(document -> 'templates', '[]'), actor, as_of,
      adds_only);
end
$$;
comment on function apply_service(jsonb, uuid, timestamptz, boolean) is 'Sets a service up as a document says, in the caller''s transaction: makes what is missing, changes what differs, leaves alone what the document does not name. adds_only leaves alone all that is there. Answers a row per thing; applied twice, the second changes nothing.';

-- What was done is undone with its block, announcements too; what a variable holds stays.
create function rehearse_service(document jsonb, actor uuid, as_of timestamptz)
  returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  things applied_thing[];
begin
  begin
    things := array(
      select row(kind, name, id, change)::applied_thing
      from apply_service(document, actor, as_of)
    );
    raise exception using errcode = 'CR001', message = 'only a rehearsal';
  exception
    when sqlstate 'CR001' then null;
  end;
  return query select kind, name, id, change from unnest(things);
end
$$;
comment on function rehearse_service(jsonb, uuid, timestamptz) is 'What apply_service would do with a document; changes nothing.';

grant select on template_folder, user_folder_permissions, letter_attachment, templates,
  templates_history, template_email_files
  to crier_reader;
revoke insert, update, delete on templates_history from crier_app;

-- What only reads is the reader's too.
grant execute on function sms_fragments(integer, integer, boolean),
  sms_characters_above_previous_boundary(integer, integer, boolean), choice_key(text, text),
  changed_columns(jsonb, jsonb) to crier_reader;

revoke delete on templates from crier_app;

-- migrate:down
drop function rehearse_service(jsonb, uuid, timestamptz),
  apply_service(jsonb, uuid, timestamptz, boolean),
  apply_templates(uuid, jsonb, uuid, timestamptz, boolean), document_templates(uuid, jsonb),
  template_folder_of_path(uuid, jsonb), apply_retention(uuid, jsonb, timestamptz, boolean),
  apply_guest_list(uuid, jsonb, boolean),
  apply_choices(text, regclass, text, uuid, jsonb, timestamptz, boolean), choice_key(text, text),
  apply_permissions(uuid, jsonb, boolean), apply_settings(jsonb, uuid, timestamptz, boolean),
  changed_columns(jsonb, jsonb);
drop type applied_thing;
drop function sms_characters_above_previous_boundary(integer, integer, boolean),
  sms_fragments(integer, integer, boolean);
drop table template_email_files, templates_history, templates, letter_attachment,
  user_folder_permissions, template_folder;
drop function bump_template_version(), refuse_folder_cycle();
drop type postage, letter_languages, template_process_type;
