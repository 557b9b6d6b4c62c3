/* @name FindLetterLogo */
-- What was stored last under a name is what bears it.
select id as "id!", size as "size!"
from readable_files
where purpose = 'logo' and name = :name!
order by created_at desc, id desc
limit 1;

/* @name FindUploadedPdf */
select id as "id!", size as "size!"
from readable_files
where purpose = :purpose!
  and service_id = :service_id!
  and about_id = :upload_id!
order by created_at desc, id desc
limit 1;
