/* @name FindLetter */
select
  -- By its id or the printer's name for it, live or archived.
  letter.id as "id!",
  service.name as "service_name!",
  letter.service_id as "service_id!",
  letter.template_id as "template_id!",
  letter.template_version as "template_version!",
  letter.job_id,
  letter.key_type as "key_type!",
  letter.notification_status as "status!",
  letter.reference as "reference!",
  letter.postage as "postage!",
  letter.billable_units as "sheets!",
  wire_timestamp(letter.created_at) as "created_at!",
  wire_timestamp(letter.sent_at) as sent_at,
  letter.sent_by,
  letter_print_day(letter.created_at)::text as "print_day!",
  hand.waits_for,
  hand.detail as waits_detail
from notifications_all_time letter
join services service on service.id = letter.service_id
left join letters_in_hand hand on hand.id = letter.id
where letter.notification_type = 'letter' and (letter.id = :id or letter.reference = :reference)
order by letter.created_at
limit 1;

/* @name GetLetterOriginal */
select
  -- What came as a letter's PDF.
  letter.id as "id!",
  letter.service_id as "service_id!",
  original.id as "file_id!",
  original.size as "size!",
  exists (
    select from service_permissions granted
    where granted.service_id = letter.service_id and granted.permission = 'international_letters'
  ) as "is_international!"
from notifications letter
join readable_files original
  on original.about_id = letter.id and original.purpose = 'precompiled-letter'
where letter.id = :id! and letter.notification_type = 'letter'
order by original.created_at desc
limit 1;

/* @name ListLetterLife */
select wire_timestamp(at) as "at!", happened as "happened!", detail
from letter_life(:id!) as life
order by life.at, life.happened;

/* @name ListLettersInHand */
select
  -- The oldest first.
  hand.id as "id!",
  service.name as "service_name!",
  hand.reference as "reference!",
  hand.key_type as "key_type!",
  hand.notification_status as "status!",
  wire_timestamp(hand.created_at) as "created_at!",
  hand.waits_for as "waits_for!",
  hand.detail
from letters_in_hand hand
join services service on service.id = hand.service_id
where (:service_id::uuid is null or hand.service_id = :service_id)
  and hand.notification_status = any (:statuses!::notification_status[])
order by hand.created_at
limit :limit!;

/* @name ListLettersNamed */
select
  -- By the names of batches, or by the printer's names for letters.
  letter.id as "id!",
  letter.service_id as "service_id!",
  letter.template_id as "template_id!",
  letter.reference as "reference!",
  letter.job_id,
  wire_timestamp(letter.created_at) as "created_at!"
from notifications_all_time letter
where letter.notification_type = 'letter'
  and (
    letter.reference = any (:references!::text[])
    or letter.id in (
      select member.notification_id
      from print_batches batch
      join print_batch_letters member on member.batch_id = batch.id
      where batch.name = any (:batches!::text[])
    )
  )
order by letter.created_at, letter.id;

/* @name RemakeLetters */
select remake_letters(:letters!, :actor, :now!)::text[] as "remade!";

/* @name ReprintLetters */
select reprint_letters(:letters!, :actor, :now!) as "reprinted!";

/* @name RescanFailedLetters */
select rescan_failed_letters(:letters, :actor, :now!)::text[] as "rescanned!";

/* @name ResanitiseLetter */
select resanitise_letter(:id!, :file_id!, :page_count!, :actor, :now!) as "is_replaced!";
