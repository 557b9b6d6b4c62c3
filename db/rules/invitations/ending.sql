create or replace function change_invite(
  of_service uuid, of_organisation uuid, invite uuid, to_status text, way auth_type, actor uuid,
  as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  present text;
begin
  perform act_as(actor, as_of);
  perform from invites
  where id = invite and service_id is not distinct from of_service
    and organisation_id is not distinct from of_organisation
  for no key update;
  if not found then
    return null;
  end if;
  select status into present from invite_details where id = invite;
  if to_status <> present and present <> 'pending' then
    raise exception 'invitation % is %, and does not become %', invite, present, to_status
      using errcode = 'check_violation', constraint = 'invite_ends_once';
  end if;
  update invites
  set
    accepted_at = case when to_status = 'accepted' then coalesce(accepted_at, as_of)
      else accepted_at end,
    cancelled_at = case when to_status = 'cancelled' then coalesce(cancelled_at, as_of)
      else cancelled_at end,
    auth_type = coalesce(way, auth_type)
  where id = invite;
  perform note_event(
    'update_invite', of_service,
    jsonb_build_object('invite_id', invite, 'status', coalesce(to_status, present)), actor, as_of
  );
  return invite;
end
$$;
comment on function change_invite(uuid, uuid, uuid, text, auth_type, uuid, timestamptz) is 'Accepts or cancels an invitation, or says how the new member signs in; null leaves each. What has ended stays so until somebody invites again. Null when the service, or else the organisation, has no such invitation. Source: specification, internal API, invitations.';

create or replace function delete_old_invites(as_of timestamptz, batch_size integer)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with deleted as (
    delete from invites
    where id in (
      select id
      from invites
      where created_at <= as_of - interval '2 days'
      order by created_at
      limit batch_size
      for update skip locked
    )
    returning id
  )
  select count(*)::integer
  from deleted;
end;
comment on function delete_old_invites(timestamptz, integer) is 'Deletes up to a batch of invitations that are two days old, whatever became of them; answers how many. Source: specification, sending, housekeeping.';
