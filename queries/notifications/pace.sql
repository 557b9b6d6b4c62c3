/* @name MeasureQueues */
select measure_queues() as measured;

/* @name ListQueuesBehind */
select
  lag.queue as "queue!",
  lag.admitted_share as "admitted_share!",
  lag.retry_after_seconds as "retry_after_seconds!",
  sending.notification_type as "notification_type!",
  sending.key_type as "key_type!",
  sending.process_type as "process_type!"
from delivery_lags lag
join send_queues() as sending on sending.queue = lag.queue
where lag.admitted_share < 1;
