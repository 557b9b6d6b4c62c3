-- The index of what is not final is read from its oldest end, and not to its newest: what was
-- handed over long enough ago was accepted before that.
create or replace function presume_delivered(as_of timestamptz, batch integer default 10000)
  returns table (notification_id uuid, service_id uuid)
  language sql
  set search_path = public, pg_temp
begin atomic
  with due as (
    select notification.id
    from notifications notification
    join provider_details provider on provider.identifier = notification.sent_by
    where notification.notification_type = 'email'
      and notification.notification_status = 'sending'
      and notification.sent_at < as_of - provider.delivered_after
      and notification.created_at < as_of - (select min(delivered_after) from provider_details)
    order by notification.created_at
    limit batch
    for update of notification skip locked
  )
  update notifications notification
  set notification_status = transition.to_status, updated_at = as_of
  from due
  cross join status_transitions transition
  where notification.id = due.id
    and transition.event = 'presumption'
    and transition.notification_type = notification.notification_type
    and transition.from_status = notification.notification_status
  returning notification.id, notification.service_id;
end;
comment on function presume_delivered(timestamptz, integer) is 'Takes for delivered up to a batch of emails that a relay took and of which it has told nothing for as long as its provider_details.delivered_after says. Call again while it answers a full batch.';
