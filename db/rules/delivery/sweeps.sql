-- 72 hours without news. One statement per batch: a receipt that comes meanwhile is not
-- overwritten.
create or replace function timeout_sending_notifications(
  as_of timestamptz, batch integer default 10000
)
  returns table (notification_id uuid, service_id uuid)
  language sql
  set search_path = public, pg_temp
begin atomic
  with due as (
    select notification.id
    from notifications notification
    where notification.notification_type in ('sms', 'email')
      and notification.notification_status in ('sending', 'pending')
      and notification.created_at < as_of - interval '72 hours'
    order by notification.created_at
    limit batch
    for update skip locked
  )
  update notifications notification
  set notification_status = transition.to_status, updated_at = as_of
  from due
  cross join status_transitions transition
  where notification.id = due.id
    and transition.event = 'timeout'
    and transition.notification_type = notification.notification_type
    and transition.from_status = notification.notification_status
  returning notification.id, notification.service_id;
end;
comment on function timeout_sending_notifications(timestamptz, integer) is 'Gives up on up to a batch of texts and emails older than 72 hours without an outcome: temporary-failure. Call again while it answers a full batch. Source: specification, sending, timeout.';

-- Acceptance enqueues in its own transaction, so this only repairs what somebody deleted from the
-- queue. A job that still waits or runs, by itself or shared with others, stays as it is.
create or replace function replay_created_notifications(
  as_of timestamptz, batch integer default 10000
)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with queued as materialized (
    select notification_id
    from message_jobs
    where state in ('created', 'retry', 'active')
  ),
  lost as (
    select notification.id, notification.service_id,
      queue_for(notification.notification_type, notification.key_type, template.process_type,
        notification.service_id) as queue
    from notifications notification
    join templates_history template
      on template.id = notification.template_id and template.version = notification.template_version
    where notification.notification_type in ('sms', 'email')
      and notification.notification_status = 'created'
      and notification.created_at between as_of - interval '7 days' and as_of - interval '1 hour'
      and not exists (select from queued where queued.notification_id = notification.id)
    order by notification.created_at
    limit batch
  ),
  replayed as (
    select enqueue(queue, array_agg(id), array_agg(service_id::text)) as jobs
    from lost
    group by queue
  )
  select coalesce(sum(jobs), 0)::integer from replayed;
end;
comment on function replay_created_notifications(timestamptz, integer) is 'Puts messages that are still created after an hour, and have no job, back on their queue; answers how many. Source: specification, sending, replay.';
