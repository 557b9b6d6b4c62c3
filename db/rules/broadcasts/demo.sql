create or replace function make_broadcast_demo_people(owner uuid, actor uuid, as_of timestamptz)
  returns table (author uuid, approver uuid)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  insert into users (name, email_address, auth_type, state, created_at)
  values
    ('Demo author', 'author@alerts.example', 'email_auth', 'active', as_of),
    ('Demo approver', 'approver@alerts.example', 'email_auth', 'active', as_of)
  on conflict do nothing;
  select
    (array_agg(id) filter (where email_address = 'author@alerts.example'))[1],
    (array_agg(id) filter (where email_address = 'approver@alerts.example'))[1]
  into author, approver
  from users
  where email_address in ('author@alerts.example', 'approver@alerts.example');
  insert into user_to_service (user_id, service_id, created_at)
  values (author, owner, as_of), (approver, owner, as_of)
  on conflict do nothing;
  insert into permissions (service_id, user_id, permission, created_at)
  select owner, member, permission, as_of
  from unnest(array[author, approver]) as member
  cross join unnest(array[
    'view_activity', 'reject_broadcasts', 'cancel_broadcasts',
    case member when author then 'create_broadcasts' else 'approve_broadcasts' end
  ]::permission_type[]) as permission
  on conflict do nothing;
  perform note_event('broadcast_demo_made', owner,
    jsonb_build_object('author', author, 'approver', approver), actor, as_of);
  return next;
end
$$;
comment on function make_broadcast_demo_people(uuid, uuid, timestamptz) is 'Two members of a service for trying alerts, under addresses that cannot exist: one may write, the other approve. Made when they are missing.';
