-- A message is worth sending while it is created and its service active. Everything else the queue
-- lets go.
create or replace view deliverable_notifications as
select
  notification.id, notification.service_id, notification.notification_type, notification.key_type,
  notification.template_id, notification.template_version, notification.normalised_to,
  notification."to", notification.personalisation, notification.personalisation_bytes,
  notification.document_links,
  notification.reply_to_text, notification.unsubscribe_link, notification.international,
  notification.created_at, service.active as service_is_active
from notifications notification
join services service on service.id = notification.service_id
where notification.notification_status = 'created'
  and notification.notification_type in ('sms', 'email');
comment on view deliverable_notifications is 'Texts and emails that still may be sent: every attempt reads its truth here.';

-- Records a batch of attempts; to record it once more changes nothing. A receipt may have come
-- before its hand-over is recorded: the status then is not created any more, and only what was
-- unknown is filled in. The rows are locked in the order of their ids, as every statement does that
-- touches several, so that none waits for another in a circle. (Left to the update, whose order is
-- the plan's, it would cost 63 microseconds a message in place of 73, and apply_receipts 86 in
-- place of 93.) The transition is looked up from the row itself, never from the locked copy: a row
-- that was waited for is newer than the statement's snapshot, and PostgreSQL evaluates the update
-- again on what the receipt has left.
create or replace function record_deliveries(
  deliveries jsonb, recorded_at timestamptz default clock_timestamp()
)
  returns table (
    notification_id uuid, service_id uuid, old_status notification_status,
    new_status notification_status, is_awaited boolean
  )
  language sql
  -- A plan made while the table is small would go on reading all of it when it has grown: each
  -- message is looked up by its key.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  -- As in accept_notifications.
  set plan_cache_mode = force_generic_plan
  set search_path = public, pg_temp
begin atomic
  -- Locked with all that the update needs, which would otherwise join every row with every row.
  with locked as materialized (
    select
      notification.id, delivery.outcome, delivery.provider, delivery.reference, delivery.sent_at,
      delivery.characters, delivery.extended, delivery.ucs2,
      delivery.outcome in ('sent', 'permanent-failure', 'temporary-failure') as was_given
    from jsonb_to_recordset(deliveries) as delivery (
      id uuid, outcome delivery_outcome, provider text, reference text, sent_at timestamptz,
      characters integer, extended integer, ucs2 boolean
    )
    join notifications notification on notification.id = delivery.id
    order by notification.id
    for no key update of notification
  )
  update notifications notification
  set notification_status = coalesce(
      (
        select transition.to_status
        from status_transitions transition
        where transition.notification_type = notification.notification_type
          and transition.from_status = notification.notification_status
          and transition.event = case delivery.outcome
            when 'sent' then 'handover'
            when 'message-fault' then 'give-up'
            when 'permanent-failure' then 'refusal'
            when 'temporary-failure' then 'refusal'
          end
          and transition.to_status = case
            when delivery.outcome = 'message-fault' then 'technical-failure'
            when delivery.outcome in ('permanent-failure', 'temporary-failure')
              then delivery.outcome::text
            when notification.notification_type = 'sms' and notification.international then 'sent'
            else 'sending'
          end::notification_status
      ),
      notification.notification_status
    ),
    updated_at = recorded_at,
    sent_at = case when delivery.was_given
      then greatest(least(notification.sent_at, delivery.sent_at), notification.created_at)
      else notification.sent_at
    end,
    sent_by = case when delivery.was_given
      then coalesce(notification.sent_by, delivery.provider)
      else notification.sent_by
    end,
    reference = coalesce(notification.reference, delivery.reference),
    billable_units = case
      -- A text that was refused was taken by nobody.
      when delivery.outcome in ('permanent-failure', 'temporary-failure') then 0
      when notification.notification_type = 'sms' and delivery.characters is not null
        then sms_fragments(delivery.characters, delivery.extended, delivery.ucs2)
      else notification.billable_units
    end
  from locked delivery
  where notification.id = delivery.id
    and (delivery.outcome = 'sent' or notification.notification_status = 'created')
  returning notification.id, notification.service_id, old.notification_status,
    new.notification_status,
    new.reference is not null and exists (
      select from provider_receipts waiting
        where waiting.reference = new.reference and waiting.applied_at is null
    );
end;
comment on function record_deliveries(jsonb, timestamptz) is 'Records attempts to send: an array of {id, outcome, provider, reference, sent_at, characters, extended, ucs2}, each message once. is_awaited tells that a receipt came before the reference was known: the caller then calls apply_waiting_receipts.';
