/* @name ArchiveUnsubscribeRequests */
select archive_unsubscribe_requests(:now!, 10000)::float8 as "archived!";

/* @name RequestUnsubscribe */
select request_unsubscribe(:notification_id!, :address!, :now!) as "outcome!";
