/* @name ClaimDeliverable */
with drawable as materialized (
  select takes_tests, identifier, notification_type, priority, supports_international
  from drawable_providers
),
claimed as materialized (
  select notification_id, held_seconds
  from claim_deliveries(:claim!, :ids!::uuid[])
)
select
  -- The truth before each attempt, claimed in the same breath: what is not here any more is let go.
  notification.id as "id!",
  notification.service_id as "service_id!",
  notification.notification_type as "notification_type!",
  notification.key_type as "key_type!",
  notification.template_id as "template_id!",
  notification.template_version as "template_version!",
  notification."to" as "to!",
  notification.normalised_to,
  -- Null: there is too much of it for a batch of many.
  case when notification.personalisation_bytes <= :most_bytes! then notification.personalisation end
    as personalisation,
  notification.document_links,
  notification.reply_to_text,
  notification.unsubscribe_link,
  notification.international as "international!",
  notification.created_at as "created_at!",
  notification.service_is_active as "service_is_active!",
  -- Not null: another batch may have handed it over, and it waits for so long.
  claimed.held_seconds,
  -- Who gets it, and whoever comes next in the same draw for the case that he fails. To call a
  -- function for each message takes 3 ms for 100 of them, this 1 ms.
  array(
    select drawable.identifier
    from drawable
    where drawable.takes_tests = (notification.key_type = 'test')
      and drawable.notification_type = notification.notification_type
      and (drawable.supports_international or not notification.international)
    order by draw_time(drawable.priority)
    limit 2
  ) as "providers!"
from deliverable_notifications notification
join claimed on claimed.notification_id = notification.id
where notification.id = any (:ids!::uuid[]);

/* @name ClaimUndeliverable */
select notification_id as "notification_id!", held_seconds
from claim_deliveries(:claim!, :ids!::uuid[]);

/* @name ReleaseClaim */
delete from delivery_claims
where id = :claim!;

/* @name EnqueueLarge */
with released as (
  -- They are another batch's from here on, which claims them itself.
  update delivery_claims
  set notification_ids = array(
    select message.id
    from unnest(notification_ids) as message (id)
    where message.id <> all (:ids!::uuid[])
  )
  where id = :claim!
)
select enqueue('send-large', :ids!::uuid[], :owners!::text[], :priorities!::integer[]) as "jobs!";

/* @name NoteProviderFailures */
select note_provider_failures(:batch!, :failures!::jsonb) as "reduced!";

/* @name RecordDeliveries */
with recorded as materialized (
  select notification_id, service_id, old_status, new_status, is_awaited
  from record_deliveries(:deliveries!::jsonb)
),
ended as (
  delete from delivery_claims
  where id = any (:claims!::uuid[])
),
-- The sandbox's receipts are queued with the record of the hand-over: neither is lost without the
-- other.
answered as materialized (
  select enqueue('sandbox-receipts', :receipt_ids!::uuid[], null, null, :receipts!::jsonb[],
    notifies => false) as jobs
)
select
  recorded.notification_id as "notification_id!",
  recorded.service_id as "service_id!",
  recorded.old_status as "old_status!",
  recorded.new_status as "new_status!",
  recorded.is_awaited as "is_awaited!"
from recorded
cross join answered;

/* @name PostponeRetries */
select postpone_retries(:queue!, :ids!::uuid[], :seconds!);

/* @name SeparateMessages */
select separate_messages(:queue!, :ids!::uuid[], :owners!::text[], :priorities!::integer[],
  :seconds!::integer[], :attempts_left!::integer[]);

/* @name ApplyReceipts */
select
  ord as "ord!",
  outcome as "outcome!",
  notification_id,
  service_id,
  notification_type,
  old_status,
  new_status,
  needs_units as "needs_units!"
from apply_receipts(:receipts!::jsonb);

/* @name ApplyWaitingReceipts */
select
  outcome as "outcome!",
  notification_id,
  notification_type,
  new_status
from apply_waiting_receipts(:references!::text[]);

/* @name ApplyReceiptsLeftWaiting */
select
  -- A receipt that comes at the very moment when its reference is recorded sees no reference, and
  -- the record sees no receipt; or the worker dies between the two; or somebody has explained its
  -- word. Up to 1,000 a time.
  count(*)::integer as "applied!"
from apply_waiting_receipts(array(
  select distinct waiting.reference
  from provider_receipts waiting
  where waiting.applied_at is null
    and is_known_receipt_word(waiting.provider, waiting.status)
    and exists (
      select from notifications
      where notifications.reference = waiting.reference
      union all
      select from notifications
      where notifications.id = message_id_of(waiting.reference)
    )
  limit 1000
));

/* @name TimeoutSendingNotifications */
select notification_id as "notification_id!", service_id as "service_id!"
from timeout_sending_notifications(:now!);

/* @name ReplayCreatedNotifications */
select replay_created_notifications(:now!) as "replayed!";

/* @name TendProvidersBackToMiddle */
select tend_providers_back_to_middle(:now!) as "moved!";

/* @name ReduceSlowProviders */
select reduce_slow_providers(:now!) as "reduced!";

/* @name AbandonDeliveryClaims */
select abandon_delivery_claims(:now!) as "abandoned!";

/* @name ListRenderedForUnits */
select id, service_id, template_id, template_version, personalisation
from notifications
where id = any (:ids!::uuid[]) and notification_type = 'sms' and billable_units = 0;

/* @name SetBillableUnits */
with locked as materialized (
  select notification.id, measured.characters, measured.extended, measured.ucs2
  from jsonb_to_recordset(:measured!::jsonb) as measured (id uuid, characters integer,
    extended integer, ucs2 boolean)
  join notifications notification on notification.id = measured.id
  order by notification.id
  for no key update of notification
)
update notifications notification
set billable_units = sms_fragments(measured.characters, measured.extended, measured.ucs2)
from locked measured
where notification.id = measured.id and notification.billable_units = 0;

/* @name ClaimTurns */
select granted as "granted!", wait_seconds as "wait_seconds!", gap_seconds as "gap_seconds!"
from claim_turns(:provider!, :wanted!, make_interval(secs => :most_ahead_seconds!::integer));

/* @name PresumeDelivered */
select notification_id as "notification_id!", service_id as "service_id!"
from presume_delivered(:now!);

/* @name SpareAttempts */
select spare_attempts(:queue!, :ids!::uuid[], :seconds!);
