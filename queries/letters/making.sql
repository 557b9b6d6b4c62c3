/* @name FailLetterValidation */
select fail_letter_validation(
  :id!, :code!, :invalid_pages::integer[], :page_count, :file_id, :now!
) as "is_failed!";

/* @name GiveUpLetters */
select give_up_letters(:ids!, :now!) as "ids!";

/* @name ListLettersToMake */
-- What a letter is made of; those that have their PDF are not here.
select
  letter.id as "id!",
  letter.service_id as "service_id!",
  letter.created_at as "created_at!",
  letter.reply_to_text as contact_block,
  letter.personalisation as "values!",
  template.subject as "subject!",
  template.content as "content!",
  template.letter_languages as "languages!",
  template.letter_welsh_subject as welsh_subject,
  template.letter_welsh_content as welsh_content,
  template.letter_attachment_id as attachment_id,
  branding.filename as logo
from letters_without_pdf waiting
join notifications letter on letter.id = waiting.id
join templates_history template
  on template.id = letter.template_id and template.version = letter.template_version
join services service on service.id = letter.service_id
left join letter_branding branding on branding.id = service.letter_branding_id
where letter.id = any (:ids!::uuid[]);

/* @name RecordLetterPdf */
select record_letter_pdf(:id!, :file_id!, :page_count!, :now!) as "is_recorded!";

/* @name ReplayCreatedLetters */
select replay_created_letters(:now!) as "replayed!";
