/* @name CreateReportRequest */
select id as "id!", is_new as "is_new!"
from create_report_request(:service_id!, :user_id!, :report_type!, :parameter!::jsonb, :now!);

/* @name GetReportRequest */
select
  id, user_id, service_id, report_type, status, parameter, retention_days,
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
from report_requests
where id = :id! and (:service_id::uuid is null or service_id = :service_id)
  and status <> 'deleted';

/* @name MoveReportRequest */
select move_report_request(:id!, :event!, :now!) as "is_moved!";

/* @name SettleReportRequests */
select settle_report_requests(:now!, :batch_size!) as "settled!";

/* @name StoreReport */
select store_report(:id!, :file_id!, :now!) as "is_stored!";
