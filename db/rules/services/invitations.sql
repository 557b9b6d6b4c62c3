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
