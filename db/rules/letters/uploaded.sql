create or replace view uploaded_letters as
select
  letter.id, letter.service_id, letter.created_at,
  letter_print_day(letter.created_at, settings.print_cut_off, settings.time_zone) as print_day
from notifications letter
join templates template on template.id = letter.template_id
cross join settings
where letter.notification_type = 'letter'
  and letter.api_key_id is null
  and letter.notification_status <> 'cancelled'
  and template.hidden;
comment on view uploaded_letters is 'Live letters that people have uploaded as PDF, with the local date of their print run. Source: specification, sending, uploads.';
grant select on uploaded_letters to crier_reader;
