/* @name ArchiveService */
select archive_service(:service_id!, :actor, :now!);

/* @name ChangeService */
select change_service(:service_id!, :wanted!::jsonb, :actor, :now!) as "is_changed!";

/* @name CreateService */
select create_service(:wanted!::jsonb, :actor, :now!) as "id!";

/* @name FindServicesByName */
select id, name, active as "active!", restricted
from services
where name ilike :pattern!
order by name, id
limit 1000;

/* @name GetGuestList */
select
  coalesce(array_agg(recipient order by recipient) filter (where recipient_type = 'email'), '{}')
    as "email_addresses!",
  coalesce(array_agg(recipient order by recipient) filter (where recipient_type = 'mobile'), '{}')
    as "phone_numbers!"
from service_guest_list
where service_id = :service_id!;

/* @name ListApiKeyVersions */
select
  id, service_id, name, key_type, wire_timestamp(expiry_date) as expiry_date,
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at,
  coalesce(created_by_id, notify_user_id()) as "created_by_id!", version
from api_keys_history
where service_id = :service_id!
order by coalesce(updated_at, created_at), id, version;

/* @name ListServiceVersions */
select
  id, name, active as "active!", restricted, prefix_sms, contact_link, email_message_limit,
  sms_message_limit, letter_message_limit, international_sms_message_limit,
  custom_email_sender_name, email_sender_local_part, go_live_user_id,
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at,
  coalesce(created_by_id, notify_user_id()) as "created_by_id!", version
from services_history
where id = :service_id!
order by version;

/* @name ResumeService */
select resume_service(:service_id!, :actor, :now!);

/* @name SetGuestList */
select set_guest_list(:service_id!, :guests!::jsonb, :actor, :now!) as "is_set!";

/* @name SuspendService */
select suspend_service(:service_id!, :actor, :now!);
