/* @name ArchiveUnsubscribeRequests */
select archive_unsubscribe_requests(:now!, 10000)::float8 as "archived!";

/* @name CreateUnsubscribeReport */
select create_unsubscribe_report(:service_id!, :earliest!, :latest!, :actor, :now!) as id;

/* @name GetUnsubscribeReport */
select
  id, wire_timestamp(earliest_timestamp) as "earliest_timestamp!",
  wire_timestamp(latest_timestamp) as "latest_timestamp!"
from unsubscribe_request_report
where id = :id! and service_id = :service_id!;

/* @name GetUnsubscribeStatistics */
select
  -- Planner note: unsubscribe_request_service_id_idx; a service keeps 90 days of them.
  count(*) filter (where report.processed_by_service_at is null) as "count!",
  wire_timestamp(max(request.created_at)) as latest
from unsubscribe_request request
left join unsubscribe_request_report report on report.id = request.unsubscribe_request_report_id
where request.service_id = :service_id!;

/* @name ListUnsubscribeReports */
select
  batch_id, service_id as "service_id!", count as "count!",
  wire_timestamp(created_at) as created_at,
  wire_timestamp(earliest_timestamp) as "earliest_timestamp!",
  wire_timestamp(latest_timestamp) as "latest_timestamp!",
  wire_timestamp(processed_by_service_at) as processed_by_service_at,
  wire_timestamp(will_be_archived_at) as "will_be_archived_at!"
from unsubscribe_request_reports
where service_id = :service_id!
order by batch_id is not null, unsubscribe_request_reports.latest_timestamp desc, batch_id desc
limit 1000;

/* @name ListUnsubscribeRequests */
select
  -- As many as asked for the same in 90 days at most. The message may be archived, its address is
  -- here alone.
  request.email_address, template.name as template_name,
  coalesce(job.original_file_name, 'N/A') as "original_file_name!",
  wire_clock(local_timestamp(message.sent_at)) as template_sent_at,
  wire_clock(local_timestamp(request.created_at)) as "unsubscribe_request_received_at!"
from unsubscribe_request request
join templates_history template
  on template.id = request.template_id and template.version = request.template_version
left join notifications_all_time message on message.id = request.notification_id
left join jobs job on job.id = message.job_id
where request.service_id = :service_id! and request.unsubscribe_request_report_id = :id!
order by template.name desc, "original_file_name!" desc, message.sent_at desc, request.id desc;

/* @name ProcessUnsubscribeReport */
select
  process_unsubscribe_report(:service_id!, :id!, :is_processed!, :actor, :now!) as "is_known!";

/* @name RequestUnsubscribe */
select request_unsubscribe(:notification_id!, :address!, :now!) as "outcome!";
