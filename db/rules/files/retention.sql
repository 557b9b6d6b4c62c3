create or replace function file_delete_after(created timestamptz, keep_days integer)
  returns timestamptz
  language sql stable parallel safe strict
  return local_midnight(local_date(created) + keep_days + 1);
comment on function file_delete_after(timestamptz, integer) is 'When a file''s retention ends: with a whole local day, for documents the one that their page names as the last. Source: specification, public API, files.';

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
      file.stored_at is not null
        and (exists (select from notifications live where live.id = file.about_id)
          or exists (select from notification_history archived
            where archived.id = file.about_id)) as has_message
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
comment on function settle_new_files(timestamptz, integer) is 'Keeps the files of an hour ago whose message was accepted and deletes the others, those that were never whole among them, up to a batch; answers how many it looked at. No request takes an hour, so a message that is not there never will be, and what is not whole is torn.';

create or replace function delete_expired_files(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted integer;
begin
  with over as materialized (
    select id, size, delete_after
    from files
    where deleted_at is null and delete_after <= as_of
    order by delete_after
    limit batch_size
    for update skip locked
  ),
  expired as materialized (
    select id
    from (
      select id, sum(size) over (order by delete_after, id) - size as bytes_before
      from over
    ) in_turn
    -- At least one, and what is about a gigabyte together.
    where bytes_before < 1073741824
  ),
  emptied as (
    delete from file_chunks
    using expired
    where file_chunks.file_id = expired.id
  ),
  removed as (
    delete from file_objects
    using expired
    where file_objects.file_id = expired.id
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
comment on function delete_expired_files(timestamptz, integer) is 'Deletes contents, names and addresses of up to a batch of files, and up to a gigabyte of them, whose time is over; answers how many. A row without anything personal stays for the remembered_days of its purpose.';

create or replace function forget_deleted_files(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  forgotten integer;
begin
  with oldest as materialized (
    select file.id
    from file_purposes kind
    cross join lateral (
      select id
      from files
      where purpose = kind.purpose
        and deleted_at <= as_of - make_interval(days => kind.remembered_days)
      order by deleted_at
      limit batch_size
      for update skip locked
    ) file
    limit batch_size
  )
  delete from files
  using oldest
  where files.id = oldest.id;
  get diagnostics forgotten = row_count;
  return forgotten;
end
$$;
comment on function forget_deleted_files(timestamptz, integer) is 'Deletes up to a batch of rows of files that were deleted longer ago than their purpose remembers them; answers how many.';
grant execute on function file_delete_after(timestamptz, integer) to crier_reader;
