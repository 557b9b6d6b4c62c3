/* @name IsUploadSent */
select exists (
  select from notifications_all_time where id = :id! and service_id = :service_id!
) as "is_sent!";

/* @name SendUploadedLetter */
select is_sent as "is_sent!", exceeded_limit
from send_uploaded_letter(
  :message!::jsonb, :file_id, :page_count!, :stores!, :actor!, :now!
);
