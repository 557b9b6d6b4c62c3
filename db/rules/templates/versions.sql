-- Moving a template to another folder or redacting it makes no version: the text stays what it was.
call keep_versions_of('templates', author => 'created_by_id',
  without => array['folder_id', 'redact_personalisation']);

create or replace trigger template_email_files_bump_version before update on template_email_files
  for each row execute function bump_version();
