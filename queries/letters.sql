/* @name DeleteArchivedLetterFiles */
select delete_archived_letter_files(:batch_size!) as "deleted!";

/* @name GetPrecompiledLetterTemplate */
select template_id as "id!", template_version as "version!", template_postage as "postage!"
from precompiled_letter_template(:service_id!);

/* @name ListUploadedLettersOfDay */
-- A day of printing lies within two of the calendar, which bound what is read of the index.
select id as "id!", count(*) over ()::integer as "total!"
from uploaded_letters
where service_id = :service_id!
  and print_day = :print_day!
  and created_at >= local_midnight(:print_day!::date - 1)
  and created_at < local_midnight(:print_day!::date + 1)
order by created_at desc, id desc
limit :limit! offset :skipped!;
