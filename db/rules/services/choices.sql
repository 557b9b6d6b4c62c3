-- Text message senders, reply-to addresses and contact blocks have one shape: rows of a service of
-- which at most one is the default. Whoever changes them has the service for itself, and which one
-- is the default switches in one statement.
create or replace view choice_kinds as
select kind, held_in, value_column, needs_default
from (values
  ('sms_senders', 'service_sms_senders', 'sms_sender', true),
  ('reply_to_addresses', 'service_email_reply_to', 'email_address', true),
  ('letter_contacts', 'service_letter_contacts', 'contact_block', false)
) kind (kind, held_in, value_column, needs_default);
comment on view choice_kinds is 'What services choose among, one table of theirs each. needs_default: one of them is the default as soon as there is one.';
grant select on choice_kinds to crier_reader;

create or replace function set_choice(
  chosen_kind text, owner uuid, wanted_id uuid, value text, makes_default boolean, actor uuid,
  as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  known record;
  held jsonb;
  has_other_default boolean;
  set_id uuid;
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  select held_in, value_column, needs_default into known
  from choice_kinds
  where kind = chosen_kind;
  execute format($present$
    select
      (select to_jsonb(present) from %1$I present
      where service_id = $1 and id = $2 and archived_at is null),
      exists (
        select from %1$I
        where service_id = $1 and is_default and archived_at is null and id is distinct from $2
      )
  $present$, known.held_in)
  into held, has_other_default using owner, wanted_id;
  if wanted_id is not null and held is null then
    return null;
  elsif held ->> 'inbound_number_id' is not null and held ->> known.value_column <> value then
    raise exception 'a number that can be answered is the sender as it is'
      using errcode = 'check_violation', constraint = 'inbound_sender_is_its_number';
  elsif known.needs_default and not makes_default and not has_other_default then
    if chosen_kind = 'sms_senders' then
      raise exception 'a service has a default sender'
        using errcode = 'check_violation', constraint = 'service_has_a_default_sender';
    end if;
    raise exception 'a service with reply-to addresses has a default'
      using errcode = 'check_violation', constraint = 'service_has_a_default_reply_to';
  end if;
  execute format($set$
    with wanted as materialized (
      select
        coalesce($2, uuidv7()) as id, $2 is null as is_new
    ),
    merged as (
      merge into %1$I as choice
      using (
        select present.id
        from %1$I present
        where present.service_id = $1 and present.archived_at is null
          and (present.id = $2 or present.is_default and $4)
        union all
        select id from wanted where is_new
      ) changed
      on choice.id = changed.id
      when matched then
        update set
          %2$I = case when choice.id = $2 then $3 else choice.%2$I end,
          is_default = $4 and choice.id is not distinct from $2,
          updated_at = $5
      when not matched then
        insert (id, service_id, %2$I, is_default, created_at)
        values (changed.id, $1, $3, $4, $5)
      returning choice.id
    )
    select merged.id from merged join wanted using (id)
  $set$, known.held_in, known.value_column)
  into set_id using owner, wanted_id, value, makes_default, as_of;
  perform note_event(
    case when wanted_id is null then 'create_' else 'change_' end || chosen_kind, owner,
    jsonb_build_object('id', set_id, 'is_default', makes_default), actor, as_of
  );
  return set_id;
end
$$;
comment on function set_choice(text, uuid, uuid, text, boolean, uuid, timestamptz) is 'Makes a sender, a reply-to address or a contact block of a service, or changes the one that is named; a new default supersedes the old one. Null when the service has none of that id. Source: specification, internal API, senders.';

create or replace function archive_choice(
  chosen_kind text, owner uuid, archived_id uuid, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  known record;
  found_id uuid;
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  select held_in, needs_default into known from choice_kinds where kind = chosen_kind;
  execute format($archive$
    update %I
    set is_default = is_default and $3, archived_at = $4, updated_at = $4
    where service_id = $1 and id = $2 and archived_at is null
    returning id
  $archive$, known.held_in)
  into found_id using owner, archived_id, known.needs_default, as_of;
  if found_id is null then
    return null;
  end if;
  -- A template that names a block which is gone would still be sent with it.
  with locked as materialized (
    select id
    from templates
    where service_id = owner and service_letter_contact_id = found_id
    order by id
    for no key update
  )
  update templates set service_letter_contact_id = null
  from locked
  where templates.id = locked.id;
  perform note_event(
    'archive_' || chosen_kind, owner, jsonb_build_object('id', found_id), actor, as_of
  );
  return found_id;
end
$$;
comment on function archive_choice(text, uuid, uuid, uuid, timestamptz) is 'Takes a sender, a reply-to address or a contact block out of use; templates lose the block, which is a version of each. Where one must be the default, that one is refused by archived_sender_is_no_default or archived_reply_to_is_no_default. Null when the service has none of that id. Source: specification, internal API, senders; data model, archive.';
