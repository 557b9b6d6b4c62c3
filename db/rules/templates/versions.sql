-- Moving a template to another folder or redacting it makes no version: the text stays what it was.
call keep_versions_of('templates', author => 'created_by_id',
  without => array['folder_id', 'redact_personalisation']);

call keep_versions_of('template_email_files');
