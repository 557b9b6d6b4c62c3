create or replace function apply_receipts_to_archived(receipts jsonb) returns setof receipt_outcome
  language sql
  set search_path = public, pg_temp
begin atomic
  with receipt as materialized (
    select
      ord, senders, reference, message_id, has_own_reference, received_at, notification_type, word,
      refined, after_pending
    from read_receipts(receipts)
  ),
  -- Looked up apart, each by its key; the second only where a receipt may still change anything.
  named as materialized (
    select receipt.ord, notification.id, notification.created_at
    from receipt
    join notification_history notification on notification.reference = receipt.reference
    where receipt.has_own_reference
    union
    select receipt.ord, notification.id, notification.created_at
    from receipt
    join notification_history notification
      on notification.id = receipt.message_id
      and notification.created_at > receipt.received_at - interval '8 days'
  ),
  past as materialized (
    select
      notification.id, notification.created_at, notification.service_id, receipt.ord,
      receipt.senders, receipt.received_at, receipt.word, receipt.refined, receipt.after_pending
    from named
    join receipt on receipt.ord = named.ord
    join notification_history notification
      on notification.id = named.id and notification.created_at = named.created_at
      and notification.notification_type = receipt.notification_type
    order by notification.id, notification.created_at
    for no key update of notification
  ),
  changed as (
    update notification_history notification
    set notification_status = receipt_status(
        past.word, past.refined, past.after_pending, notification.notification_status
      ),
      updated_at = past.received_at
    from past
    where notification.id = past.id and notification.created_at = past.created_at
      and (notification.sent_by is null or notification.sent_by = any (past.senders))
      and (
        select true
        from status_transitions transition
        where transition.notification_type = notification.notification_type
          and transition.event = receipt_event(
            notification.notification_status, notification.created_at, notification.updated_at,
            past.received_at
          )
          and transition.from_status = notification.notification_status
          and transition.to_status = receipt_status(
            past.word, past.refined, past.after_pending, notification.notification_status
          )
      )
      and (
        not notification.international or notification.notification_type <> 'sms'
        or expects_delivery_receipt(notification.international, notification.phone_prefix)
      )
    returning past.ord, old.notification_status as old_status,
      new.notification_status as new_status
  )
  select
    receipt.ord,
    case
      when changed.ord is not null then 'applied'
      when past.ord is null and receipt.has_own_reference then 'waiting'
      when past.ord is null then 'not-found'
      when receipt.word is null then 'unknown-word'
      else 'duplicate'
    end,
    past.id, past.service_id, receipt.notification_type, changed.old_status, changed.new_status,
    false
  from receipt
  left join past on past.ord = receipt.ord
  left join changed on changed.ord = receipt.ord;
end;
comment on function apply_receipts_to_archived(jsonb) is 'Applies receipts, at most one of each message, to archived messages. Those without one are to wait, unless they name it by an id that nobody has.';
