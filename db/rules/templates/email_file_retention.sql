create or replace function archive_pending_email_files(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  archived integer;
begin
  perform act_as(notify_user_id(), as_of);
  with forgotten as materialized (
    select id
    from template_email_files
    where pending and archived_at is null and created_at < as_of - interval '24 hours'
    order by created_at
    limit batch_size
    for update skip locked
  )
  update template_email_files
  set archived_at = as_of, archived_by_id = notify_user_id()
  from forgotten
  where template_email_files.id = forgotten.id;
  get diagnostics archived = row_count;
  return archived;
end
$$;
comment on function archive_pending_email_files(timestamptz, integer) is 'Archives up to a batch of files that were uploaded a day ago and never became part of their template; answers how many. Source: specification, internal API, template e-mail files.';

create or replace function remove_archived_email_files(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  removed integer;
begin
  with over as materialized (
    select file.id
    from template_email_files attached
    join files file on file.about_id = attached.id and file.purpose = 'email-file'
    -- The last message that was accepted with it was made within a fortnight, and its links end
    -- with a local day.
    where attached.archived_at < as_of - interval '15 days' - (
      select make_interval(weeks => max(retention_weeks))
      from template_email_files_history
      where id = attached.id
    )
    order by file.id
    limit batch_size
    for update of file skip locked
  )
  delete from files
  using over
  where files.id = over.id;
  get diagnostics removed = row_count;
  return removed;
end
$$;
comment on function remove_archived_email_files(timestamptz, integer) is 'Deletes the contents of up to a batch of files that were taken from their templates so long ago that no link to them works any more; answers how many.';
