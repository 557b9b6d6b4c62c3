/* @name DeleteArchivedLetterFiles */
select delete_archived_letter_files(:batch_size!) as "deleted!";

/* @name GetPrecompiledLetterTemplate */
select template_id as "id!", template_version as "version!", template_postage as "postage!"
from precompiled_letter_template(:service_id!);
