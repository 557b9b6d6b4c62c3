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

/* @name ForgiveDocumentTries */
update documents
set wrong_tries = 0, tries_since = null
where id = :document_id!;

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

/* @name InsertDocuments */
insert into documents (id, key_hash, confirms_address, address_hash)
select
  -- Hashes come as base64: see InsertFiles.
  document.id, decode(document.key_hash, 'base64'), document.address_hash is not null,
  decode(document.address_hash, 'base64')
from unnest(:ids!::uuid[], :key_hashes!::text[], :address_hashes!::text[]) as document (id,
  key_hash, address_hash);
