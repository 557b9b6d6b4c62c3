/* @name AnalyzeHistory */
select analyze_history() as "analyzed!";

/* @name ArchiveInboundSms */
select moved::integer as "moved!"
from archive_inbound_sms(:now!, :batch_size!);

/* @name ArchiveNotifications */
select moved::integer as "moved!"
from archive_notifications(:notification_type!, :now!, :batch_size!);

/* @name DeleteOldEvents */
select delete_old_events(:now!, :batch_size!)::integer as "deleted!";

/* @name DeleteTestNotifications */
select delete_test_notifications(:notification_type!, :now!, :batch_size!)::integer as "deleted!";

/* @name ListHistoryPartitionFaults */
select fault as "fault!"
from history_partition_faults(:today!) as fault;
