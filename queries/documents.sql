/* @name ClaimDocumentTry */
update documents
-- The try is counted before its address is looked at, so that tries that come at once are all
-- counted. No row: too many. An hour that is to begin in more than an hour was begun by a clock
-- that ran ahead.
set wrong_tries = case when is_within_an_hour(tries_since, :now!) then wrong_tries + 1 else 1 end,
  tries_since = case when is_within_an_hour(tries_since, :now!) then tries_since else :now! end
where id = :document_id!
  and (wrong_tries < :most_tries! or not is_within_an_hour(tries_since, :now!))
returning address_hash;

/* @name ClaimTemplateFileTry */
insert into template_file_tries as present (link_hash, wrong_tries, tries_since)
values (decode(:link_hash!, 'base64'), 1, :now!)
-- Counted before its address is looked at, as ClaimDocumentTry does. No row: too many.
on conflict (link_hash) do update
set
  wrong_tries = case when is_within_an_hour(present.tries_since, :now!)
    then present.wrong_tries + 1 else 1 end,
  tries_since = case when is_within_an_hour(present.tries_since, :now!)
    then present.tries_since else :now! end
where present.wrong_tries < :most_tries! or not is_within_an_hour(present.tries_since, :now!)
returning wrong_tries;

/* @name ForgetTemplateFileTries */
delete from template_file_tries
where tries_since < :now!::timestamptz - interval '2 hours';

/* @name ForgiveDocumentTries */
update documents
set wrong_tries = 0, tries_since = null
where id = :document_id!;

/* @name ForgiveTemplateFileTries */
delete from template_file_tries
where link_hash = decode(:link_hash!, 'base64');

/* @name GetDocument */
select
  file.name,
  file.content_type,
  file.size,
  document.key_hash,
  document.confirms_address,
  file.deleted_at is not null or file.delete_after <= :now!::timestamptz as "is_over!",
  -- The last local day on which it can be fetched.
  (local_date(file.delete_after) - 1)::text as "last_day!",
  coalesce(document.wrong_tries >= :most_tries!
    and is_within_an_hour(document.tries_since, :now!), false)
    as "is_over_tried!"
from documents document
join files file on file.id = document.id
where document.id = :document_id! and file.service_id = :service_id!;

/* @name GetTemplateFile */
select
  file.id,
  attached.filename as name,
  file.content_type,
  file.size,
  ends.at <= :now!::timestamptz as "is_over!",
  -- The last local day on which it can be fetched.
  (local_date(ends.at) - 1)::text as "last_day!",
  coalesce(tries.wrong_tries >= :most_tries! and is_within_an_hour(tries.tries_since, :now!), false)
    as "is_over_tried!"
from template_email_files attached
join files file
  on file.about_id = attached.id and file.purpose = 'email-file' and file.stored_at is not null
cross join lateral (
  select file_delete_after(:made_on!::date::timestamptz, :weeks!::integer * 7) as at
) ends
left join template_file_tries tries on tries.link_hash = decode(:link_hash!, 'base64')
where attached.id = :file_id! and file.service_id = :service_id! and file.deleted_at is null
order by file.stored_at desc
limit 1;

/* @name InsertDocuments */
insert into documents (id, key_hash, confirms_address, address_hash)
select
  -- Hashes come as base64: see InsertFiles.
  document.id, decode(document.key_hash, 'base64'), document.address_hash is not null,
  decode(document.address_hash, 'base64')
from unnest(:ids!::uuid[], :key_hashes!::text[], :address_hashes!::text[]) as document (id,
  key_hash, address_hash);
