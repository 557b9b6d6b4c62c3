/* @name FailVirusScan */
select fail_virus_scan(:id!, :now!) as "is_failed!";

/* @name ListLettersToCheck */
select
  letter.id as "id!",
  letter.service_id as "service_id!",
  letter.file_id,
  letter.size,
  exists (
    select from service_permissions granted
    where granted.service_id = letter.service_id and granted.permission = 'international_letters'
  ) as "is_international!"
from letters_to_check letter
where letter.id = any (:ids!::uuid[]);

/* @name PassVirusScan */
select pass_virus_scan(:id!) as passed;

/* @name RecordSanitisedLetter */
select record_sanitised_letter(
  :id!, :file_id!, :page_count!, :to!, :normalised_to!, :postage_abroad, :now!
) as "is_recorded!";

/* @name RescanPendingLetters */
select rescanned as "rescanned!", missing as "missing!", is_told as "is_told!"
from rescan_pending_letters(:oldest!::interval, :environment!, :now!);

/* @name WatchPendingLetters */
select letters as "letters!", is_told as "is_told!"
from watch_pending_letters(:environment!, :now!);
