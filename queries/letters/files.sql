/* @name FindLetterLogo */
-- What was stored last under a name is what bears it.
select id as "id!", size as "size!"
from readable_files
where purpose = 'logo' and service_id is null and name = :name!
order by created_at desc, id desc
limit 1;

/* @name FindUploadedPdf */
-- What a template has taken is what bears the id, whatever is put there later.
select id as "id!", size as "size!"
from readable_files
where purpose = :purpose!
  and service_id = :service_id!
  and about_id = :upload_id!
order by delete_after is not null, created_at desc, id desc
limit 1;

/* @name FindPrecompiledPdf */
-- What is printed; of a letter that can not be printed, what came, and why not.
select
  file.id as "id!", file.size as "size!", failure.code as message,
  coalesce(pdf.page_count, failure.page_count)::text as page_count,
  to_jsonb(failure.invalid_pages)::text as invalid_pages,
  coalesce(:page!::integer = any (failure.invalid_pages), false) as "is_invalid_page!"
from notifications letter
left join letter_pdfs pdf on pdf.notification_id = letter.id
left join letter_validation_failures failure on failure.notification_id = letter.id
join readable_files file on file.about_id = letter.id
where letter.id = :notification_id!
  and case when letter.notification_status = 'validation-failed'
    then file.purpose = 'precompiled-letter' else file.id = pdf.file_id end
order by file.created_at desc
limit 1;
