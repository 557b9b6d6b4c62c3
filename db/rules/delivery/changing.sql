create or replace function change_provider(
  changed_id uuid, new_priority integer, becomes_active boolean, why text, actor uuid,
  as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update provider_details
  set priority = coalesce(new_priority, priority), active = coalesce(becomes_active, active),
    reason = why
  where id = changed_id;
  if not found then
    return false;
  end if;
  perform note_event(
    'change_provider', null,
    jsonb_strip_nulls(jsonb_build_object(
      'provider_id', changed_id, 'priority', new_priority, 'active', becomes_active
    )),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_provider(uuid, integer, boolean, text, uuid, timestamptz) is 'Sets a provider''s weight, or whether it takes part in the draw, with the reason why; what is null stays. Each change is a version, even one that changes nothing. False when there is no such provider.';
