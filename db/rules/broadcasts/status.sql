create or replace function has_broadcast_permission(
  owner uuid, member uuid, wanted broadcast_status
) returns boolean
  language sql stable
  set search_path = public, pg_temp
  return exists (
    select from permissions
    where service_id = owner and user_id = member
      and permission = any (case
        when wanted = 'broadcasting' then '{approve_broadcasts}'
        when wanted = 'rejected' then '{reject_broadcasts}'
        when wanted = 'cancelled' then '{cancel_broadcasts}'
        else '{create_broadcasts}'
      end::permission_type[])
  );
comment on function has_broadcast_permission(uuid, uuid, broadcast_status) is 'Whether a member may move broadcasts of a service to a status. Asked where settings.broadcast_permissions_checked: the admin application asks as well.';

-- Why a change of status is refused is one expression, in the order in which it is told: read it
-- from the top. The words are the API's.
create or replace function broadcast_refusal(
  message_id uuid, wanted broadcast_status, asker uuid
)
  returns table (http_status integer, refusal text)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select case when not service.active then 403 else 400 end, reason.text
  from broadcast_message message
  join services service on service.id = message.service_id
  left join users on users.id = asker
  cross join lateral (
    select exists (
      select from user_to_service
      where user_to_service.service_id = service.id and user_to_service.user_id = asker
    ) as is_member
  ) membership
  cross join settings
  cross join lateral (
    select case
      when not service.active
        then 'Updating broadcast message is not allowed: service is inactive '
      when not is_member and not (wanted = 'cancelled' and coalesce(users.platform_admin, false))
        then format('User %s cannot update broadcast_message %s from other service', asker, message.id)
      when not exists (
          select from broadcast_transitions
          where event = 'person' and from_status = message.status and to_status = wanted
        )
        then format('Cannot move broadcast_message %s from %s to %s', message.id, message.status, wanted)
      when wanted = 'broadcasting' and message.created_by_id = asker and not service.restricted
        then format('User %s cannot approve their own broadcast_message %s', asker, message.id)
      when wanted = 'broadcasting'
          and coalesce(jsonb_array_length(message.areas -> 'simple_polygons'), 0) = 0
        then format('broadcast_message %s has no selected areas and so cannot be broadcasted.', message.id)
      when wanted = 'broadcasting' and not service.restricted and not exists (
          select from service_broadcast_settings setting where setting.service_id = service.id
        )
        then format('broadcast_message %s has no channel: its service is not set up to broadcast',
          message.id)
      when settings.broadcast_permissions_checked and is_member
          and not has_broadcast_permission(service.id, asker, wanted)
        then format('User %s is not allowed to move broadcast_message %s to %s', asker, message.id, wanted)
    end as text
  ) reason
  where message.id = message_id and reason.text is not null;
end;
comment on function broadcast_refusal(uuid, broadcast_status, uuid) is 'Why a person may not move a broadcast to a status, in the API''s words, with the HTTP status; no row when the person may. Source: specification, broadcasts, status changes.';

-- The message's row is held until the end, so of two who approve at once the second finds it
-- approved. The event and the jobs that send it come with the status or not at all; a ticket and
-- the publication are jobs, so that nothing else has to answer first.
create or replace function change_broadcast_status(
  owner uuid, changed_id uuid, wanted broadcast_status, actor uuid, as_of timestamptz
)
  returns table (http_status integer, refusal text, warning text)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  refused record;
begin
  perform from broadcast_message where id = changed_id and service_id = owner for update;
  if not found then
    return query select 404, 'No result found', null::text;
    return;
  end if;
  select refusal.http_status, refusal.refusal into refused
  from broadcast_refusal(changed_id, wanted, actor) as refusal;
  if refused.http_status = 403 then
    return query select refused.http_status, refused.refusal, null::text;
    return;
  elsif not exists (select from users where users.id = actor) then
    return query select 404, 'No result found', null::text;
    return;
  elsif refused.refusal is not null then
    return query select refused.http_status, refused.refusal, null::text;
    return;
  end if;
  update broadcast_message
  set
    status = wanted,
    updated_at = as_of,
    approved_at = case when wanted = 'broadcasting' then as_of else approved_at end,
    approved_by_id = case when wanted = 'broadcasting' then actor else approved_by_id end,
    starts_at = case when wanted = 'broadcasting' then coalesce(starts_at, as_of)
      else starts_at end,
    finishes_at = case when wanted = 'broadcasting'
      then coalesce(finishes_at, as_of + broadcast_lifetime(owner)) else finishes_at end,
    cancelled_at = case when wanted = 'cancelled' then as_of else cancelled_at end,
    cancelled_by_id = case when wanted = 'cancelled' then actor else cancelled_by_id end
  where id = changed_id;
  perform note_event(
    'broadcast_' || replace(wanted::text, '-', '_'), owner,
    jsonb_build_object('broadcast_message_id', changed_id), actor, as_of
  );
  perform tell_broadcast(changed_id, as_of);
  return query
    select 200, null::text,
      case when wanted in ('broadcasting', 'cancelled') and message.stubbed <> service.restricted
        then format(
          'Broadcast event not created. Stubbed status of broadcast message was %s but service was %s',
          case when message.stubbed then 'True' else 'False' end,
          case when service.restricted then 'in trial mode' else 'live' end
        )
      end
    from broadcast_message message
    join services service on service.id = message.service_id
    where message.id = changed_id;
end
$$;
comment on function change_broadcast_status(uuid, uuid, broadcast_status, uuid, timestamptz) is 'Moves a broadcast to another status for a person, tells operators of it where that approves or cancels it, or says why not: HTTP status and the API''s words; null refusal is done. warning: for the log, where the service''s mode has changed since it was written and so nobody is told. Source: specification, broadcasts, status changes.';

create or replace function broadcast_lifetime(owner uuid) returns interval
  language sql stable parallel safe
  return (
    select lifetime
    from broadcast_channels
    left join service_broadcast_settings on service_id = owner
    where broadcast_channels.channel = coalesce(service_broadcast_settings.channel, 'test')
  );
comment on function broadcast_lifetime(uuid) is 'How long a service''s broadcasts are shown where nobody says otherwise: that of its channel. A service without one is in training, whose broadcasts nobody sees.';
grant execute on function broadcast_lifetime(uuid),
  has_broadcast_permission(uuid, uuid, broadcast_status),
  broadcast_refusal(uuid, broadcast_status, uuid) to crier_reader;

create or replace function withdraw_broadcast(
  owner uuid, named_references text[], api_key uuid, actor uuid, as_of timestamptz
)
  returns table (id uuid, matches integer)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  found_ids uuid[];
begin
  select array_agg(locked.id) into found_ids
  from (
    select id
    from broadcast_message
    where service_id = owner and reference = any (named_references)
      and status in ('pending-approval', 'broadcasting')
    order by id
    for update
  ) as locked;
  if cardinality(found_ids) is distinct from 1 then
    return query select null::uuid, coalesce(cardinality(found_ids), 0);
    return;
  end if;
  update broadcast_message
  set
    status = case when status = 'broadcasting' then 'cancelled' else 'rejected' end::broadcast_status,
    cancelled_at = case when status = 'broadcasting' then as_of end,
    cancelled_by_api_key_id = api_key,
    updated_at = as_of
  where id = found_ids[1];
  perform note_event(
    'broadcast_withdrawn', owner,
    jsonb_build_object('broadcast_message_id', found_ids[1], 'api_key_id', api_key), actor, as_of
  );
  perform tell_broadcast(found_ids[1], as_of);
  return query select found_ids[1], 1;
end
$$;
comment on function withdraw_broadcast(uuid, text[], uuid, uuid, timestamptz) is 'Ends the one broadcast of a service that waits for approval or is shown, and has one of these references: rejected before it was approved, cancelled after. Answers it, or how many there are. Source: specification, broadcasts, public API, cancel.';
