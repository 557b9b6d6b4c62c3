-- Moving a template to another folder or redacting it makes no version: the text stays what it was.
create or replace function bump_template_version() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if (to_jsonb(new) - array['folder_id', 'redact_personalisation', 'updated_at', 'version'])
    is distinct from (to_jsonb(old) - array['folder_id', 'redact_personalisation', 'updated_at',
      'version'])
  then
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
  end if;
  return new;
end
$$;
comment on function bump_template_version() is 'Row trigger: what changes the message makes a new version, folder and redaction do not.';
create or replace trigger templates_bump_version before update on templates
  for each row execute function bump_template_version();
create or replace trigger templates_keep_first_version after insert on templates
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger templates_keep_version after update on templates
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger template_email_files_bump_version before update on template_email_files
  for each row execute function bump_version();
