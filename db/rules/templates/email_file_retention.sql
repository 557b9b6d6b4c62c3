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

-- The last message that was accepted with a file was made within a fortnight of its archiving, and
-- its links end with a local day. What nobody can open any more is deleted as all files are whose
-- time is over.
create or replace function end_archived_email_files() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  update files
  set delete_after = ended.archived_at + interval '15 days' + make_interval(weeks => greatest(
    ended.retention_weeks,
    (select max(retention_weeks) from template_email_files_history where id = ended.id)
  ))
  from changed_rows ended
  join previous_rows before on before.id = ended.id
  where files.about_id = ended.id and files.purpose = 'email-file'
    and ended.archived_at is not null and before.archived_at is null;
  return null;
end
$$;
comment on function end_archived_email_files() is 'Statement trigger: the contents of a file that is taken from its template go when no link to it works any more. Source: specification, internal API, template e-mail files.';

create or replace trigger template_email_files_end
  after update on template_email_files
  referencing old table as previous_rows new table as changed_rows
  for each statement
  execute function end_archived_email_files();
