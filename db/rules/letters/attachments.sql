-- The letters of a template are followed by the pages of its attachment. A version of the template
-- keeps what it had, so an attachment that is archived stays, with its file.
create or replace function letter_attachment_shape(attachment letter_attachment) returns jsonb
  language sql stable parallel safe
  return jsonb_build_object(
    'id', attachment.id, 'original_filename', attachment.original_filename,
    'page_count', attachment.page_count, 'created_by_id', attachment.created_by_id,
    'created_at', wire_timestamp(attachment.created_at),
    'archived_by_id', attachment.archived_by_id,
    'archived_at', wire_timestamp(attachment.archived_at)
  );
comment on function letter_attachment_shape(letter_attachment) is 'An attachment as the internal API shows it, by itself and in its template. Source: specification, internal API, templates.';
grant execute on function letter_attachment_shape(letter_attachment) to crier_reader;

create or replace function attach_to_template(
  template uuid, upload uuid, stored_file uuid, filename text, pages integer, actor uuid,
  as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  target record;
begin
  perform act_as(actor, as_of);
  select service_id, letter_attachment_id into target
  from templates
  where id = template and not hidden and archived_at is null
  for no key update;
  if not found then
    raise exception 'there is no template %', template
      using errcode = 'no_data_found', constraint = 'template_is_there';
  elsif target.letter_attachment_id is not null then
    raise exception 'template % has an attachment', template
      using errcode = 'unique_violation', constraint = 'template_has_one_attachment';
  end if;
  -- The others are what people have put there and nobody has made pages of.
  delete from files
  where about_id = upload and service_id = target.service_id and purpose = 'letter-attachment'
    and id <> stored_file;
  update files set delete_after = null
  where id = stored_file and about_id = upload and service_id = target.service_id
    and purpose = 'letter-attachment' and stored_at is not null and deleted_at is null;
  if not found then
    raise exception 'the pages of attachment % are gone', upload
      using errcode = 'no_data_found', constraint = 'attachment_has_a_file';
  end if;
  insert into letter_attachment (id, original_filename, page_count, created_by_id, created_at)
  values (upload, filename, pages, actor, as_of);
  update templates set letter_attachment_id = upload
  where id = template;
  perform note_event(
    'attach_to_template', target.service_id,
    jsonb_build_object('template_id', template, 'letter_attachment_id', upload), actor, as_of
  );
end
$$;
comment on function attach_to_template(uuid, uuid, uuid, text, integer, uuid, timestamptz) is 'Has the letters of a template followed by the pages of a file, which is kept from then on; a new version of the template. upload: the id under which the file was stored, which becomes the attachment''s. Refused by template_is_there, template_has_one_attachment, attachment_has_a_file, and where the upload is an attachment already. Source: specification, letters, attachments.';

create or replace function archive_letter_attachment(
  attachment uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  target record;
begin
  perform act_as(actor, as_of);
  update templates set letter_attachment_id = null
  where letter_attachment_id = attachment
  returning id, service_id into target;
  if not found then
    if not exists (select from letter_attachment where id = attachment) then
      return false;
    end if;
    raise exception 'attachment % is archived', attachment
      using errcode = 'object_not_in_prerequisite_state', constraint = 'attachment_is_a_templates';
  end if;
  update letter_attachment set archived_by_id = actor, archived_at = as_of
  where id = attachment;
  perform note_event(
    'archive_letter_attachment', target.service_id,
    jsonb_build_object('template_id', target.id, 'letter_attachment_id', attachment), actor, as_of
  );
  return true;
end
$$;
comment on function archive_letter_attachment(uuid, uuid, timestamptz) is 'Takes an attachment from its template, as a new version of it; false for none of that id. Refused by attachment_is_a_templates where no template has it any more. Source: specification, letters, attachments.';

create or replace function resanitise_attachment(
  attachment uuid, stored_file uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  service uuid;
begin
  perform act_as(actor, as_of);
  -- Of two at once the second finds what the first has put there.
  perform from letter_attachment where id = attachment for no key update;
  select service_id into service
  from files
  where id = stored_file and about_id = attachment and purpose = 'letter-attachment'
    and stored_at is not null and deleted_at is null;
  if not found then
    return false;
  end if;
  delete from files
  where about_id = attachment and service_id = service and purpose = 'letter-attachment'
    and id <> stored_file;
  if not found then
    return false;
  end if;
  update files set delete_after = null where id = stored_file;
  perform note_event('resanitise_attachment', service,
    jsonb_build_object('letter_attachment_id', attachment), actor, as_of);
  return true;
end
$$;
comment on function resanitise_attachment(uuid, uuid, uuid, timestamptz) is 'Puts what was made anew of the pages of an attachment, of the same number, in place of those that letters get now; false, and nothing is done, where they are gone. The file is stored before. Source: specification, letters, operator tools.';
