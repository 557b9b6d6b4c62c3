create or replace function changed_columns(before jsonb, after jsonb) returns text
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

create or replace function apply_service(
  document jsonb, adds_only boolean, actor uuid, as_of timestamptz
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  thing applied_thing;
  things applied_thing[];
begin
  perform act_as(actor, as_of);
  -- Two documents that make the same service take turns.
  perform pg_advisory_xact_lock(hashtextextended('apply_service', 0));
  thing := apply_settings(document -> 'service', adds_only, actor, as_of);
  things := array[thing];
  if document -> 'service' ? 'permissions' then
    things := things || array(
      select apply_permissions(thing.id, document #> '{service,permissions}', adds_only, actor,
        as_of)
    );
  end if;
  things := things || array(
    select apply_choices('sms_senders', 'service_sms_senders', 'sms_sender', thing.id,
      coalesce(document -> 'sms_senders', '[]'), adds_only, actor, as_of)
  ) || array(
    select apply_choices('reply_to_addresses', 'service_email_reply_to', 'email_address', thing.id,
      coalesce(document -> 'reply_to_addresses', '[]'), adds_only, actor, as_of)
  ) || array(
    select apply_choices('letter_contacts', 'service_letter_contacts', 'contact_block', thing.id,
      coalesce(document -> 'letter_contacts', '[]'), adds_only, actor, as_of)
  );
  if document ? 'guest_list' then
    things := things || array(
      select apply_guest_list(thing.id, document -> 'guest_list', adds_only, actor, as_of)
    );
  end if;
  things := things || array(
    select apply_retention(thing.id, coalesce(document -> 'data_retention', '{}'), adds_only,
      actor, as_of)
  ) || array(
    select apply_callbacks(thing.id, coalesce(document -> 'callbacks', '[]'), adds_only, actor,
      as_of)
  ) || array(
    select apply_templates(thing.id, coalesce(document -> 'templates', '[]'), adds_only, actor,
      as_of)
  );
  -- Names are left out: an address or a guest may be one.
  perform note_event(
    'apply_service', thing.id,
    jsonb_build_object('changes', jsonb_agg(
      jsonb_strip_nulls(jsonb_build_object('kind', kind, 'id', id, 'change', change)) order by ord
    )),
    actor, as_of
  )
  from unnest(things) with ordinality as applied (kind, name, id, change, ord)
  where change is not null
  having count(*) > 0;
  return query select kind, name, id, change from unnest(things);
end
$$;
comment on function apply_service(jsonb, boolean, uuid, timestamptz) is 'Sets a service up as a document says, in the caller''s transaction: makes what is missing, changes what differs, leaves alone what the document does not name. adds_only leaves alone all that is there. Answers a row per thing; applied twice, the second changes nothing.';

-- What was done is undone with its block, announcements too; what a variable holds stays.
create or replace function rehearse_service(document jsonb, actor uuid, as_of timestamptz)
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
      from apply_service(document, false, actor, as_of)
    );
    raise exception using errcode = 'CR001', message = 'only a rehearsal';
  exception
    when sqlstate 'CR001' then null;
  end;
  return query select kind, name, id, change from unnest(things);
end
$$;
comment on function rehearse_service(jsonb, uuid, timestamptz) is 'What apply_service would do with a document; changes nothing.';
grant execute on function changed_columns(jsonb, jsonb) to crier_reader;
