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

-- A second click waits for the first, which holds the file, and finds that it is the letter's.
create or replace function send_uploaded_letter(
  message jsonb, stored_file uuid, pages integer, stores boolean, actor uuid, as_of timestamptz
)
  returns table (is_sent boolean, exceeded_limit bigint)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made notifications := jsonb_populate_record(null::notifications, message);
  claim record;
begin
  perform
  from files
  where id = stored_file and about_id = made.id and service_id = made.service_id
    and purpose = 'letter-upload' and deleted_at is null
  for update;
  stores := stores and found;
  if exists (
    select from notifications where id = made.id and service_id = made.service_id
  ) then
    return query select true, null::bigint;
    return;
  end if;
  select within_day, channel_limit into claim
  from claim_daily_allowance(
    array[1], array[made.service_id], array['letter'::notification_type],
    array['normal'::key_type], array[stores::integer], array[0], as_of
  );
  if not claim.within_day or not stores then
    return query select false, case when not claim.within_day then claim.channel_limit end;
    return;
  end if;
  select template_id, template_version into made.template_id, made.template_version
  from precompiled_letter_template(made.service_id);
  made.notification_type := 'letter';
  made.key_type := 'normal';
  made.created_by_id := actor;
  made.reference := new_letter_reference();
  made.billable_units := letter_sheets(pages);
  made.international := made.postage in ('europe', 'rest-of-world');
  perform store_notifications(array[made], as_of);
  update files set purpose = 'letter-pdf', delete_after = null
  where id = stored_file;
  delete from object_metadata
  where file_id = stored_file;
  perform keep_letter_pdf(made.id, stored_file, pages, as_of);
  return query select true, null::bigint;
end
$$;
comment on function send_uploaded_letter(jsonb, uuid, integer, boolean, uuid, timestamptz) is 'Makes a letter of a PDF that somebody has uploaded: under the upload''s id, printed from that very file. message: its id, service_id, "to", normalised_to, personalisation, client_reference and postage. stores: false only asks whether the day has room for one more, for a caller who refuses it for another reason. is_sent: whether there is such a letter, by this call or one before; exceeded_limit: the day''s, where it is reached. Neither: the file is gone, or stores is false. Source: specification, letters, PDFs uploaded in the admin application; internal API, one-off sends.';
