/* @name CountComplaints */
select count(*) as "count!"
from complaints
where created_at >= local_midnight(:start_date!::date)
  and created_at < local_midnight(:end_date!::date + 1);

/* @name FileComplaints */
select ord as "ord!", outcome as "outcome!", complaint_id, service_id
from file_complaints(:complaints!::jsonb, :now!);

/* @name ListComplaints */
select
  complaint.id as "id!",
  complaint.notification_id as "notification_id!",
  complaint.service_id as "service_id!",
  services.name as "service_name!",
  complaint.ses_feedback_id as "ses_feedback_id!",
  complaint.complaint_type,
  wire_timestamp(complaint.complaint_date) as "complaint_date!",
  wire_timestamp(complaint.created_at) as "created_at!"
from complaints complaint
join services on services.id = complaint.service_id
order by complaint.created_at desc, complaint.id desc
limit :limit! offset :skipped!;
