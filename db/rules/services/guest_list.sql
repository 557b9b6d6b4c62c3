create or replace function set_guest_list(
  owner uuid, guests jsonb, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  changed text;
begin
  perform act_as(actor, as_of);
  -- Two who replace one list take turns.
  perform from services where id = owner for no key update;
  if not found then
    return false;
  end if;
  select change into changed from apply_guest_list(owner, guests, false, actor, as_of);
  if found then
    perform note_event(
      'set_guest_list', owner, jsonb_build_object('change', changed), actor, as_of
    );
  end if;
  return true;
end
$$;
comment on function set_guest_list(uuid, jsonb, uuid, timestamptz) is 'Replaces a service''s guest list. False for an unknown service. Source: specification, internal API, guest list.';
