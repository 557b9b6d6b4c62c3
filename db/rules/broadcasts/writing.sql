create or replace function create_broadcast(
  new_id uuid, owner uuid, template uuid, template_version integer, personalisation jsonb,
  content text, transmitted_content text, areas jsonb, starts_at timestamptz,
  finishes_at timestamptz, reference text, cap_event text, api_key uuid, actor uuid,
  as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if api_key is null
    and not exists (select from users where id = actor and archived_at is null)
  then
    return null;
  end if;
  -- What comes by the API is complete, and waits for a person; a person's own is a draft.
  insert into broadcast_message (
    id, service_id, template_id, template_version, personalisation, content, transmitted_content,
    areas, status, starts_at, finishes_at, created_at, created_by_id, created_by_api_key_id,
    reference, cap_event, stubbed
  )
  select
    new_id, services.id, template, create_broadcast.template_version,
    create_broadcast.personalisation, create_broadcast.content,
    create_broadcast.transmitted_content, create_broadcast.areas,
    case when api_key is null then 'draft' else 'pending-approval' end::broadcast_status,
    create_broadcast.starts_at, create_broadcast.finishes_at, as_of,
    case when api_key is null then actor end, api_key, create_broadcast.reference,
    create_broadcast.cap_event, services.restricted
  from services
  where services.id = owner;
  return case when found then new_id end;
end
$$;
comment on function create_broadcast(
  uuid, uuid, uuid, integer, jsonb, text, text, jsonb, timestamptz, timestamptz, text, text, uuid,
  uuid, timestamptz
) is 'Writes a broadcast: a draft of a person, or, with a key, one that waits for approval. content: as it was given; transmitted_content: as phones can show it. Null for an unknown service, and a person who is unknown or archived. Source: specification, broadcasts, creating messages.';

create or replace function edit_broadcast(
  owner uuid, edited_id uuid, changes jsonb, actor uuid, as_of timestamptz
)
  returns table (id uuid, refusal text)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  present_status broadcast_status;
  area jsonb := changes -> 'areas';
begin
  select status into present_status
  from broadcast_message
  where id = edited_id and service_id = owner
  for no key update;
  if not found then
    return;
  elsif present_status not in ('draft', 'pending-approval', 'rejected') then
    return query select edited_id,
      format('Cannot update broadcast_message %s while it has status %s', edited_id, present_status);
    return;
  elsif (area ? 'ids') <> (area ? 'simple_polygons') then
    return query select edited_id,
      format('Cannot update broadcast_message %s, area IDs or polygons are missing.', edited_id);
    return;
  end if;
  update broadcast_message
  set
    personalisation = coalesce(changes -> 'personalisation', personalisation),
    content = coalesce(changes ->> 'content', content),
    transmitted_content = coalesce(changes ->> 'transmitted_content', transmitted_content),
    areas = case when area ? 'ids' then area else areas end,
    starts_at = case when changes ? 'starts_at'
      then (changes ->> 'starts_at')::timestamptz else starts_at end,
    finishes_at = case when changes ? 'finishes_at'
      then (changes ->> 'finishes_at')::timestamptz else finishes_at end,
    updated_at = as_of
  where id = edited_id;
  return query select edited_id, null::text;
end
$$;
comment on function edit_broadcast(uuid, uuid, jsonb, uuid, timestamptz) is 'Changes a broadcast that is not approved. changes: any of personalisation with content and transmitted_content made anew of it, areas (ids and simple_polygons together), starts_at, finishes_at. No row for an unknown one; refusal: why not, in the API''s words. Source: specification, broadcasts, edit.';
