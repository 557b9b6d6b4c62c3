call announce_changes_of('templates');

create or replace function announce_email_file_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform pg_notify('crier_changes', template.service_id::text)
  from changed_rows as changed
  join templates as template on template.id = changed.template_id;
  return null;
end
$$;
comment on function announce_email_file_change() is 'Statement trigger: what is kept of a template has its files, which may become part of it without a new version.';
create or replace trigger template_email_files_announce_update after update on template_email_files
  referencing new table as changed_rows
  for each statement execute function announce_email_file_change();
