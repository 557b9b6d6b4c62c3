/* @name ListDeliverable */
select
  -- The truth before each attempt: what is not here any more is let go. The draw is made per
  -- message.
  notification.id as "id!",
  notification.service_id as "service_id!",
  notification.notification_type as "notification_type!",
  notification.key_type as "key_type!",
  notification.template_id as "template_id!",
  notification.template_version as "template_version!",
  notification."to" as "to!",
  notification.normalised_to,
  notification.personalisation as "personalisation!",
  notification.document_links,
  notification.reply_to_text,
  notification.unsubscribe_link,
  notification.international as "international!",
  notification.created_at as "created_at!",
  notification.service_is_active as "service_is_active!",
  draw_provider(notification.notification_type, notification.international) as provider
from deliverable_notifications notification
where notification.id = any (:ids!::uuid[]);

/* @name ListProviders */
select identifier, adapter, notification_type, supports_international
from provider_details
where active;

/* @name DrawAnotherProvider */
select draw_provider(:channel!, :international!, :failed!) as provider;

/* @name ReduceProviderPriority */
select reduce_provider_priority(:identifier!, :now!, interval '1 minute') as "reduced!";

/* @name RecordDeliveries */
with recorded as materialized (
  select notification_id, service_id, old_status, new_status, is_awaited
  from record_deliveries(:deliveries!::jsonb)
),
-- The sandbox's receipts are queued with the record of the hand-over: neither is lost without the
-- other.
answered as materialized (
  select enqueue('sandbox-receipts', :receipt_ids!::uuid[], null, null, :receipts!::jsonb[]) as jobs
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
  -- the record sees no receipt; or the worker dies between the two. Up to 1,000 a time.
  count(*)::integer as "applied!"
from apply_waiting_receipts(array(
  select distinct waiting.reference
  from provider_receipts waiting
  join notifications on notifications.reference = waiting.reference
  where waiting.applied_at is null
  limit 1000
));

/* @name TimeoutSendingNotifications */
select notification_id as "notification_id!", service_id as "service_id!"
from timeout_sending_notifications(:now!);

/* @name ReplayCreatedNotifications */
select replay_created_notifications(:now!) as "replayed!";

/* @name TendProvidersBackToMiddle */
select tend_providers_back_to_middle(:now!) as "moved!";

/* @name SwitchSmsProviderOnSlowDelivery */
select switch_sms_provider_on_slow_delivery(:now!) as "reduced!";

/* @name ListRenderedForUnits */
select id, service_id, template_id, template_version, personalisation
from notifications
where id = any (:ids!::uuid[]) and notification_type = 'sms' and billable_units = 0;

/* @name SetBillableUnits */
update notifications notification
set billable_units = sms_fragments(measured.characters, measured.extended, measured.ucs2)
from jsonb_to_recordset(:measured!::jsonb) as measured (id uuid, characters integer,
  extended integer, ucs2 boolean)
where notification.id = measured.id and notification.billable_units = 0;
