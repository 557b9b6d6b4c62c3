/* @name ArchiveChoice */
select archive_choice(:kind!, :service_id!, :id!, :actor, :now!) as id;

/* @name IsProtectedSender */
select exists (
  select from protected_sender_ids
  where plain_sender_id(sender_id) = plain_sender_id(:sender_id!)
) as "is_protected!";

/* @name ListLetterContacts */
select
  -- The default first, then the newest. An archived one only when the service is asked for it.
  id, service_id, contact_block, is_default, archived_at is not null as "archived!",
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
from service_letter_contacts
where service_id = :service_id!
  and (:id::uuid is null or id = :id)
  and (archived_at is null or :with_archived!)
order by is_default desc, created_at desc, id desc;

/* @name ListReplyTos */
select
  -- As letter contacts.
  id, service_id, email_address, is_default, archived_at is not null as "archived!",
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
from service_email_reply_to
where service_id = :service_id!
  and (:id::uuid is null or id = :id)
  and (archived_at is null or :with_archived!)
order by is_default desc, created_at desc, id desc;

/* @name ListSmsSenders */
select
  -- As letter contacts.
  id, service_id, sms_sender, is_default, inbound_number_id, archived_at is not null as "archived!",
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
from service_sms_senders
where service_id = :service_id!
  and (:id::uuid is null or id = :id)
  and (archived_at is null or :with_archived!)
order by is_default desc, created_at desc, id desc;

/* @name SetChoice */
select set_choice(:kind!, :service_id!, :id, :value!, :is_default!, :actor, :now!) as id;

/* @name TestReplyTo */
select test_reply_to(:service_id!, :email_address!, :actor, :now!) as "id!";
