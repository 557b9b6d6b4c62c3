create or replace function letter_sheets(pages integer) returns integer
  language sql immutable parallel safe
  return (pages + 1) / 2;
comment on function letter_sheets(integer) is 'Sheets of paper for so many pages, printed on both sides. Source: specification, letters, templated PDF.';

grant execute on function letter_sheets(integer) to crier_reader;

-- Letters of test keys are delivered before they have a PDF, and have one all the same. The PDF of
-- a letter in a batch never changes: one that is gone is made again when the letter has left it.
create or replace view letters_without_pdf as
select
  letter.id, letter.service_id, letter.key_type, letter.created_at, letter.notification_status
from notifications letter
join templates_history template
  on template.id = letter.template_id and template.version = letter.template_version
where letter.notification_type = 'letter'
  and not template.hidden
  and (
    letter.notification_status = 'created'
    or letter.key_type = 'test' and letter.notification_status in ('sending', 'delivered')
  )
  and not exists (select from letter_pdfs where notification_id = letter.id)
  and not exists (
    select from print_batch_letters
    where notification_id = letter.id and withdrawn_at is null
  );
comment on view letters_without_pdf is 'Letters of templates whose PDF is still to be made.';
grant select on letters_without_pdf to crier_reader;

create or replace view letter_contents as
select
  letter.id, letter.service_id, letter.created_at, letter.reply_to_text as contact_block,
  letter.personalisation as "values", template.subject, template.content,
  template.letter_languages as languages, template.letter_welsh_subject as welsh_subject,
  template.letter_welsh_content as welsh_content, template.letter_attachment_id as attachment_id,
  branding.filename as logo, template.hidden as is_precompiled
from notifications letter
join templates_history template
  on template.id = letter.template_id and template.version = letter.template_version
join services service on service.id = letter.service_id
left join letter_branding branding on branding.id = service.letter_branding_id
where letter.notification_type = 'letter';
comment on view letter_contents is 'What live letters are made of: the version of their template that they were accepted with, the contact block and values of that moment, and the logo that their service has now.';

create or replace function keep_letter_pdf(
  letter uuid, stored_file uuid, pages integer, as_of timestamptz
) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  insert into letter_pdfs (notification_id, file_id, page_count, bytes, file_name, stored_at)
  select
    message.id, file.id, pages, file.size,
    letter_file_name(message.reference, message.postage, message.created_at,
      message.key_type <> 'test'),
    as_of
  from notifications message
  join readable_files file on file.id = stored_file
  where message.id = letter
  on conflict (notification_id) do update
  set file_id = excluded.file_id, page_count = excluded.page_count, bytes = excluded.bytes,
    file_name = excluded.file_name, stored_at = excluded.stored_at;
  update files set kept = true
  where id = stored_file;
end;
comment on function keep_letter_pdf(uuid, uuid, integer, timestamptz) is 'Makes a stored file the PDF that a letter is printed from, in place of another one. The caller has locked the letter.';

create or replace function record_letter_pdf(
  letter uuid, stored_file uuid, pages integer, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform
  from notifications
  where id = letter
  for no key update;
  if not exists (select from letters_without_pdf where id = letter) then
    return false;
  end if;
  perform keep_letter_pdf(letter, stored_file, pages, as_of);
  update notifications set billable_units = letter_sheets(pages), updated_at = as_of
  where id = letter and key_type <> 'test';
  perform fake_print_callback(letter, pages, as_of);
  return true;
end
$$;
comment on function record_letter_pdf(uuid, uuid, integer, timestamptz) is 'Records the PDF that was made of a letter, and the sheets that it takes (none of a test key''s); false, and nothing is done, where the letter needs none: it has one, is cancelled or gone. The file is stored before; what is refused here is the caller''s to discard. Source: specification, letters, templated PDF.';

create or replace function fail_letter_validation(
  letter uuid, failure_code text, pages_that_fail integer[], pages integer, stored_file uuid,
  as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  is_failed boolean;
begin
  update notifications message
  set notification_status = 'validation-failed', billable_units = 0, updated_at = as_of
  where id = letter
    and exists (
      select from status_transitions transition
      where transition.notification_type = message.notification_type
        and transition.event in ('print', 'scan')
        and transition.from_status = message.notification_status
        and transition.to_status = 'validation-failed'
    );
  is_failed := found;
  insert into letter_validation_failures (
    notification_id, code, invalid_pages, page_count, failed_at
  )
  select letter, failure_code, pages_that_fail, pages, as_of
  where is_failed
  on conflict (notification_id) do nothing;
  update files set kept = true
  where id = stored_file and is_failed;
  -- Of a test key it is despatched all the same, as it is where delivery is not faked.
  perform fake_print_callback(letter, pages, as_of) where not is_failed;
  return is_failed;
end
$$;
comment on function fail_letter_validation(uuid, text, integer[], integer, uuid, timestamptz) is 'Ends a letter that can not be printed as it is, and keeps why, and the PDF that was made of it (null: it came as one); false where it is not to be printed any more. Source: specification, letters, status machine.';

create or replace function replay_created_letters(as_of timestamptz, batch integer default 1000)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with lost as (
    select letter.id, letter.service_id
    from letters_without_pdf letter
    where letter.key_type = 'normal'
      and letter.notification_status = 'created'
      and letter.created_at between as_of - interval '7 days' and as_of - interval '1 hour'
      and not exists (
        select from pgboss.job
        where job.id = letter.id and job.state in ('created', 'retry', 'active')
      )
    order by letter.created_at
    limit batch
  )
  select coalesce(enqueue('create-letters-pdf-tasks', array_agg(id), array_agg(service_id::text)), 0)
  from lost
  having count(*) > 0
  union all
  select 0
  limit 1;
end;
comment on function replay_created_letters(timestamptz, integer) is 'Puts letters that have no PDF an hour after they were made, and no job, back on their queue; answers how many. Source: specification, letters, repairs.';

create or replace function give_up_letters(letters uuid[], as_of timestamptz) returns uuid[]
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  given_up uuid[];
begin
  with locked as materialized (
    select id
    from notifications
    where id = any (letters)
    order by id
    for no key update
  ),
  ended as (
    update notifications letter
    set notification_status = 'technical-failure', billable_units = 0, updated_at = as_of
    from locked
    where letter.id = locked.id
      and not exists (select from letter_pdfs where notification_id = letter.id)
      and exists (
        select from status_transitions transition
        where transition.notification_type = letter.notification_type
          and transition.event in ('give-up', 'scan')
          and transition.from_status = letter.notification_status
          and transition.to_status = 'technical-failure'
      )
    returning letter.id
  )
  select coalesce(array_agg(id order by id), '{}') into given_up from ended;
  perform fake_print_callback(id, 1, as_of) from unnest(letters) as id;
  if cardinality(given_up) > 0 then
    perform open_ticket(
      'Letters in technical failure',
      E'All attempts to make or to read the PDFs of these letters have failed:\n\n'
        || (select string_agg('* ' || id, E'\n') from unnest(given_up) as id),
      as_of
    );
  end if;
  return given_up;
end
$$;
comment on function give_up_letters(uuid[], timestamptz) is 'Ends letters that wait for their PDF or for its check when all attempts are used up, and opens a ticket; answers which. Source: specification, letters, templated PDF, virus scan.';

-- Two random identifiers have 244 random bits; a digest spreads them over all of its bytes.
create or replace function new_letter_reference() returns text
  language sql volatile parallel safe
begin atomic
  select string_agg(
      substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', get_byte(random.bytes, place) % 36 + 1, 1), ''
    )
  from (
    select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) as bytes
  ) random
  cross join generate_series(0, 15) as place;
end;
comment on function new_letter_reference() is 'A letter''s name at the printer, and in the names of its files: 16 capital letters and digits. That it is unique is an index''s. Source: specification, letters, intake.';
