/* @name AnalyzeHistory */
select analyze_history() as "analyzed!";

/* @name ArchiveInboundSms */
select moved::integer as "moved!"
from archive_inbound_sms(:now!, :batch_size!);

/* @name ArchiveNotifications */
select moved::integer as "moved!", last_service
from archive_notifications(:notification_type!, :now!, :batch_size!, :from_service);

/* @name DeleteOldEvents */
select delete_old_events(:now!, :batch_size!)::integer as "deleted!";

/* @name DeleteOldInvites */
select delete_old_invites(:now!, :batch_size!) as "deleted!";

/* @name DeleteTestNotifications */
select delete_test_notifications(:notification_type!, :now!, :batch_size!)::integer as "deleted!";

/* @name ListHistoryPartitionFaults */
select fault as "fault!"
from history_partition_faults(:today!) as fault;

/* @name GetDataRetention */
select
  kept.id, kept.service_id, services.name as service_name, kept.notification_type,
  kept.days_of_retention, wire_timestamp(kept.created_at) as "created_at!",
  wire_timestamp(kept.updated_at) as updated_at
from service_data_retention kept
join services on services.id = kept.service_id
where kept.service_id = :service_id!
  and (:id::uuid is null or kept.id = :id)
  and (:notification_type::notification_type is null or kept.notification_type = :notification_type)
order by kept.notification_type::text;

/* @name CreateDataRetention */
select
  made.id as "id!",
  made.service_id as "service_id!",
  services.name as service_name,
  made.notification_type as "notification_type!",
  made.days_of_retention as "days_of_retention!",
  wire_timestamp(made.created_at) as "created_at!",
  wire_timestamp(made.updated_at) as updated_at
from create_data_retention(
  :service_id!, :notification_type!, :days_of_retention!, :actor, :now!
) made
join services on services.id = made.service_id;

/* @name ChangeDataRetention */
select change_data_retention(
  :service_id!, :id!, :days_of_retention!, :actor, :now!
) as "is_changed!";
