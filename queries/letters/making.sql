/* @name FailLetterValidation */
select fail_letter_validation(
  :id!, :code!, :invalid_pages::integer[], :page_count, :file_id, :now!
) as "is_failed!";

/* @name GiveUpLetters */
select give_up_letters(:ids!, :now!)::text[] as "ids!";

/* @name GetLetterContents */
select
  service_id as "service_id!", created_at as "created_at!", contact_block, "values" as "values!",
  subject as "subject!", content as "content!", languages as "languages!", welsh_subject,
  welsh_content, attachment_id, logo, is_precompiled as "is_precompiled!"
from letter_contents
where id = :id! and service_id = :service_id!;

/* @name ListLettersToMake */
-- Those that have their PDF are not here.
select
  contents.id as "id!", contents.service_id as "service_id!", contents.created_at as "created_at!",
  contact_block, "values" as "values!", subject as "subject!", content as "content!",
  languages as "languages!", welsh_subject, welsh_content, attachment_id, logo
from letters_without_pdf waiting
join letter_contents contents on contents.id = waiting.id
where waiting.id = any (:ids!::uuid[]);

/* @name RecordLetterPdf */
select record_letter_pdf(:id!, :file_id!, :page_count!, :now!) as "is_recorded!";

/* @name ReplayCreatedLetters */
select replay_created_letters(:now!) as "replayed!";
