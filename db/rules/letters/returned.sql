create or replace view returned_letter_details as
select
  returned.notification_id, returned.service_id, returned.reported_at, letter.created_at,
  case when letter.api_key_id is not null then letter.client_reference end as client_reference,
  case when not template.hidden then template.name end as template_name,
  case when not template.hidden then template.id end as template_id,
  case when not template.hidden then template.version end as template_version,
  person.name as user_name, person.email_address as user_email_address,
  job.original_file_name, letter.job_row_number,
  case when template.hidden and letter.api_key_id is null then letter.client_reference end
    as uploaded_letter_file_name
from returned_letters returned
join notifications_all_time letter on letter.id = returned.notification_id
join templates_history template
  on template.id = letter.template_id and template.version = letter.template_version
left join jobs job on job.id = letter.job_id
left join users person on person.id = coalesce(letter.created_by_id, job.created_by_id);
comment on view returned_letter_details is 'Returned letters that are still known, live or archived, with whose they were. Source: specification, letters, returned letters.';

-- The transition is looked up from the row itself, which a receipt may have changed meanwhile.
create or replace function return_letters(letter_references text[], as_of timestamptz)
  returns table (unknown text[])
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  found_letters uuid[];
  new_letters uuid[];
begin
  select array_agg(distinct letter.id), array(
      select distinct reference
      from unnest(letter_references) as reference
      where reference <> all (coalesce(array_agg(letter.reference), '{}'))
      order by reference
    )
  into found_letters, unknown
  from notifications_all_time letter
  where letter.notification_type = 'letter' and letter.reference = any (letter_references);

  with locked as materialized (
    select id
    from notifications
    where id = any (found_letters)
    order by id
    for no key update
  )
  update notifications letter
  set notification_status = 'returned-letter', updated_at = as_of
  from locked
  where letter.id = locked.id
    and (
      select true
      from status_transitions transition
      where transition.notification_type = 'letter' and transition.event = 'return'
        and transition.from_status = letter.notification_status
        and transition.to_status = 'returned-letter'
    );
  update notification_history letter
  set notification_status = transition.to_status, updated_at = as_of
  from status_transitions transition
  where letter.id = any (found_letters)
    and transition.notification_type = 'letter' and transition.event = 'return'
    and transition.from_status = letter.notification_status;

  with reported as (
    insert into returned_letters (notification_id, service_id, reported_at, created_at)
    select letter.id, letter.service_id, (as_of at time zone 'UTC')::date, as_of
    from notifications_all_time letter
    where letter.id = any (found_letters)
    order by letter.id
    on conflict (notification_id) do nothing
    returning notification_id
  )
  select array_agg(notification_id order by notification_id) into new_letters from reported;
  perform write_callback(letter.service_id, 'returned_letter', letter.notification_id,
    json_build_object(
      'notification_id', letter.notification_id,
      'reference', letter.client_reference,
      'date_sent', wire_timestamp(letter.created_at),
      'sent_by', coalesce(letter.user_email_address, 'API'),
      'template_name', letter.template_name,
      'template_id', letter.template_id,
      'template_version', letter.template_version,
      'spreadsheet_file_name', letter.original_file_name,
      'spreadsheet_row_number', letter.job_row_number + 2,
      'upload_letter_file_name', letter.uploaded_letter_file_name
    ), as_of)
  from returned_letter_details letter
  where letter.notification_id = any (new_letters);
  return next;
end
$$;
comment on function return_letters(text[], timestamptz) is 'Notes letters that came back, by their names at the printer, live or archived; tells services that want to know, once a letter. What was told before stays as it was. Answers the names that no letter has. Source: specification, letters, returned letters.';
