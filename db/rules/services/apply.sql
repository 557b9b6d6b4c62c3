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
grant execute on function changed_columns(jsonb, jsonb) to crier_reader;
