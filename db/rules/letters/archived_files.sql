create or replace function delete_archived_letter_files(batch_size integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted integer;
begin
  with archived as materialized (
    select notification_id
    from archived_letter_files
    order by archived_at
    limit batch_size
    for update skip locked
  ),
  gone as (
    delete from files
    using archived
    where files.about_id = archived.notification_id
      and files.delete_after is null
  ),
  faults_gone as (
    delete from letter_validation_failures
    using archived
    where letter_validation_failures.notification_id = archived.notification_id
  ),
  done as (
    delete from archived_letter_files
    using archived
    where archived_letter_files.notification_id = archived.notification_id
  )
  select count(*) into deleted from archived;
  return deleted;
end
$$;
comment on function delete_archived_letter_files(integer) is 'Deletes the files of up to a batch of letters that have left the live table, and takes those letters off the list; answers how many. Source: specification, retention, letters.';
