create or replace function document_delete_after(created timestamptz, weeks integer)
  returns timestamptz
  language sql stable parallel safe strict
  return local_midnight(local_date(created) + 7 * weeks + 1);
comment on function document_delete_after(timestamptz, integer) is 'When a document''s retention ends: with the local day that its page names as the last one. Source: specification, public API, files.';

create or replace function settle_new_files(as_of timestamptz, batch_size integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  settled integer;
begin
  with unsettled as materialized (
    select
      file.id,
      exists (select from notifications live where live.id = file.notification_id)
        or exists (select from notification_history archived
          where archived.id = file.notification_id) as has_message
    from files file
    where not file.kept and file.created_at < as_of - interval '1 hour'
    order by file.created_at
    limit batch_size
    for update skip locked
  ),
  claimed as (
    update files set kept = true
    from unsettled
    where files.id = unsettled.id and unsettled.has_message
  ),
  unclaimed as (
    delete from files
    using unsettled
    where files.id = unsettled.id and not unsettled.has_message
  )
  select count(*) into settled from unsettled;
  return settled;
end
$$;
comment on function settle_new_files(timestamptz, integer) is 'Keeps the files of an hour ago whose message was accepted and deletes the others, up to a batch; answers how many it looked at. No request takes an hour, so a message that is not there never will be.';

create or replace function delete_expired_files(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted integer;
begin
  with expired as materialized (
    select id
    from files
    where deleted_at is null and delete_after <= as_of
    order by delete_after
    limit batch_size
    for update skip locked
  ),
  emptied as (
    delete from file_chunks
    using expired
    where file_chunks.file_id = expired.id
  ),
  forgotten as (
    update documents set address_hash = null
    from expired
    where documents.id = expired.id
  ),
  marked as (
    update files set deleted_at = as_of, name = null
    from expired
    where files.id = expired.id
  )
  select count(*) into deleted from expired;
  return deleted;
end
$$;
comment on function delete_expired_files(timestamptz, integer) is 'Deletes contents, names and addresses of up to a batch of files whose time is over; answers how many. A row without anything personal stays for a year, so that the link can say what became of the file.';

create or replace function forget_deleted_files(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  forgotten integer;
begin
  delete from files
  where id in (
    select id
    from files
    where deleted_at < as_of - interval '52 weeks'
    order by deleted_at
    limit batch_size
    for update skip locked
  );
  get diagnostics forgotten = row_count;
  return forgotten;
end
$$;
comment on function forget_deleted_files(timestamptz, integer) is 'Deletes up to a batch of rows of files that were deleted over a year ago; answers how many.';
grant execute on function document_delete_after(timestamptz, integer) to crier_reader;
