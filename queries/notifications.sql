/* @name AcceptNotifications */
select
  -- See the function: limits, storing, counting and queueing of many requests in one transaction.
  ord as "ord!",
  outcome as "outcome!",
  notification_id,
  response,
  rate_limit as "rate_limit!",
  tokens_left as "tokens_left!",
  bucket_full_seconds as "bucket_full_seconds!",
  retry_after_seconds,
  exceeded_limit::float8 as exceeded_limit
from accept_notifications(:requests!::jsonb);

/* @name GetNotificationById */
select
  -- Any key of the service may read any of its live messages. What the API shows of one is the view readable_notifications.
  id,
  service_id,
  client_reference,
  notification_type,
  notification_status,
  "to",
  personalisation,
  template_id,
  template_version,
  created_at,
  created_by_name,
  sent_at,
  completed_at,
  postage,
  unsubscribe_link
from readable_notifications
where id = :notification_id! and service_id = :service_id!;
