-- What people of a service see of a message, one by itself or in a list, beside its template.
create or replace view notification_summaries as
select
  message.id, message.service_id, message.job_id, message.job_row_number, message.notification_type,
  message.notification_status, message.key_type, message."to", message.normalised_to,
  message.personalisation, message.document_links, message.document_download_count,
  message.reply_to_text, message.unsubscribe_link, message.reference, message.client_reference,
  message.billable_units, message.rate_multiplier, message.international, message.phone_prefix,
  message.postage, message.sent_by, message.api_key_id, api_key.name as key_name,
  message.created_at, message.sent_at, message.updated_at, message.template_id,
  message.template_version,
  case when person.id is not null then jsonb_build_object(
    'id', person.id, 'name', person.name, 'email_address', person.email_address
  ) end as created_by,
  case when job.id is not null then jsonb_build_object(
    'id', job.id, 'original_file_name', job.original_file_name
  ) end as job
from notifications message
left join users person on person.id = message.created_by_id
left join api_keys api_key on api_key.id = message.api_key_id
left join jobs job on job.id = message.job_id;
comment on view notification_summaries is 'Live messages as the internal API shows them, beside their templates (summary_templates). Source: specification, internal API, shared shapes.';

-- Apart, so that a page makes it once for a version and not once for each of its messages, which
-- took PostgreSQL more than all else of a page. It shows no files: for each the admin application
-- would put a link to a preview in place of the message's own link, which is a value like any other
-- and made from email_files.
create or replace view summary_templates as
select
  template.id, template.version,
  jsonb_build_object(
    'id', template.id, 'version', template.version, 'name', template.name,
    'template_type', template.template_type, 'content', template.content,
    'subject', template.subject, 'redact_personalisation', current.redact_personalisation,
    'is_precompiled_letter', template.hidden and template.template_type = 'letter',
    'service', template.service_id, 'has_unsubscribe_link', template.has_unsubscribe_link,
    'letter_languages', template.letter_languages,
    'letter_welsh_subject', template.letter_welsh_subject,
    'letter_welsh_content', template.letter_welsh_content,
    'email_files', '[]'::jsonb,
    'letter_attachment',
    case when attachment.id is not null then letter_attachment_shape(attachment) end,
    'reply_to_text', case template.template_type
      when 'letter' then (
        select contact_block
        from service_letter_contacts
        where id = template.service_letter_contact_id
      )
      when 'email' then (
        select email_address
        from service_email_reply_to
        where service_id = template.service_id and is_default and archived_at is null
      )
      when 'sms' then (
        select sms_sender
        from service_sms_senders
        where service_id = template.service_id and is_default and archived_at is null
      )
    end
  ) as shape,
  case template.template_type
    when 'email' then email_files_of(template.id, template.version)
    else '[]'
  end as email_files
from templates_history template
join templates current on current.id = template.id
left join letter_attachment attachment on attachment.id = template.letter_attachment_id;
comment on view summary_templates is 'Versions of templates as messages that were made with them show them. Who may not see values that a template redacts is the admin application''s to say. Source: specification, internal API, shared shapes.';

create or replace function status_label(channel notification_type, status notification_status)
  returns text
  language sql immutable parallel safe
  return case
    when channel = 'letter' then case status
      when 'created' then 'Accepted'
      when 'sending' then 'Accepted'
      when 'delivered' then 'Received'
      when 'technical-failure' then 'Technical failure'
      when 'permanent-failure' then 'Permanent failure'
      when 'returned-letter' then 'Returned'
      else status::text
    end
    else case status
      when 'created' then 'Sending'
      when 'sending' then 'Sending'
      when 'delivered' then 'Delivered'
      when 'sent' then case channel when 'sms' then 'Sent internationally' else 'Delivered' end
      when 'failed' then 'Failed'
      when 'technical-failure' then 'Technical failure'
      when 'temporary-failure' then
        case channel when 'sms' then 'Phone' else 'Inbox' end || ' not accepting messages right now'
      when 'permanent-failure' then
        case channel when 'sms' then 'Phone number' else 'Email address' end || ' doesn’t exist'
      else status::text
    end
  end;
comment on function status_label(notification_type, notification_status) is 'What people read of a status, in files that they download. Source: specification, sending, statuses; internal API, shared shapes.';
grant execute on function status_label(notification_type, notification_status) to crier_reader;

-- Planner note: the zone is read once per statement; see local_date.
create or replace view notification_csv_rows as
select
  message.id, message.service_id, message.job_id, message.job_row_number,
  message.job_row_number + 1 as row_number, message."to" as recipient,
  coalesce(message.client_reference, '') as client_reference, template.name as template_name,
  message.notification_type as template_type, coalesce(job.original_file_name, '') as job_name,
  status_label(message.notification_type, message.notification_status) as status,
  to_char(
    message.created_at at time zone (select time_zone from settings), 'YYYY-MM-DD HH24:MI:SS'
  ) as created_at,
  person.name as created_by_name, person.email_address as created_by_email_address,
  api_key.name as api_key_name
from notifications message
join templates_history template
  on template.id = message.template_id and template.version = message.template_version
left join users person on person.id = message.created_by_id
left join api_keys api_key on api_key.id = message.api_key_id
left join jobs job on job.id = message.job_id;
comment on view notification_csv_rows is 'Live messages as the rows of files that people download: words in place of codes, local time. Source: specification, internal API, shared shapes.';
