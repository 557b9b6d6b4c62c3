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
from accept_notifications(:requests!::jsonb, waits_for_turn => :waits_for_turn!,
  notifies => false);
