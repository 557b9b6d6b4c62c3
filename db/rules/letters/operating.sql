create or replace view letters_in_hand as
select
  letter.id, letter.service_id, letter.reference, letter.key_type, letter.notification_status,
  letter.created_at,
  case
    when letter.notification_status = 'sending' then 'the printer''s word'
    when batch.name is not null then 'the printer'
    when letter.notification_status = 'created' and pdf.notification_id is not null
      then 'the print run of ' || letter_print_day(letter.created_at)
    when job.name = 'antivirus-tasks' then 'its virus scan'
    when job.name = 'letter-tasks' then 'being read'
    when job.name is not null then 'its PDF'
    else 'nothing: no job is about it'
  end as waits_for,
  case
    when batch.name is not null
      then batch.name || coalesce(', which failed: ' || batch.last_error, '')
    when job.retry_count > 0
      then 'attempt ' || job.retry_count + 1 || ' at ' || wire_timestamp(job.start_after)
  end as detail
from notifications letter
left join letter_pdfs pdf on pdf.notification_id = letter.id
left join lateral (
  select print_batches.name, print_batches.last_error
  from print_batch_letters member
  join print_batches on print_batches.id = member.batch_id
  where member.notification_id = letter.id and member.withdrawn_at is null
    and letter.notification_status = 'created'
) batch on true
left join lateral (
  select waiting.name, waiting.retry_count, waiting.start_after
  from pgboss.job waiting
  where waiting.id = letter.id and waiting.state in ('created', 'retry', 'active')
    and waiting.name in ('create-letters-pdf-tasks', 'antivirus-tasks', 'letter-tasks')
  limit 1
) job on true
where letter.notification_type = 'letter'
  and letter.notification_status in ('pending-virus-check', 'created', 'sending');
comment on view letters_in_hand is 'Letters that are not final, and what each waits for. Source: specification, letters, status machine.';
grant select on letters_in_hand to crier_reader;

-- Not declared stable: functions that only read are the reader's, and this one reads the audit
-- trail.
create or replace function letter_life(letter uuid)
  returns table (at timestamptz, happened text, detail text)
  language sql
  set search_path = public, pg_temp
begin atomic
  select notifications_all_time.created_at, 'accepted', null::text
  from notifications_all_time
  where id = letter
  union all
  select
    stored_at, 'its PDF is stored',
    file_name || ', ' || page_count || ' pages, ' || bytes || ' bytes'
  from letter_pdfs
  where notification_id = letter
  union all
  select
    failed_at, 'it cannot be printed as it is',
    code || coalesce(', pages ' || array_to_string(invalid_pages, ', '), '')
  from letter_validation_failures
  where notification_id = letter
  union all
  select step.at, step.happened, step.detail
  from print_batch_letters member
  join print_batches batch on batch.id = member.batch_id
  cross join lateral (
    values
      (batch.created_at, 'a print run takes it', batch.name || ', number ' || member.position),
      (
        case when member.outcome is not null then batch.handed_over_at end,
        batch.provider || case member.outcome
          when 'taken' then ' has it'
          else ' refuses it'
        end,
        member.detail
      ),
      (
        case when member.outcome = 'taken' then batch.acknowledged_at end,
        'acknowledged by the printer', batch.name
      ),
      (member.withdrawn_at, 'out of its batch', member.detail)
  ) as step (at, happened, detail)
  where member.notification_id = letter and step.at is not null
  union all
  select local_midnight(despatched_on), 'despatched on this day', 'as ' || cost_threshold
  from notifications_letter_despatch
  where notification_id = letter
  union all
  select returned_letters.created_at, 'it came back', null
  from returned_letters
  where notification_id = letter
  union all
  select events.created_at, replace(event_type, '_', ' '),
    'by ' || coalesce(actor_id::text, 'an operator')
  from notifications_all_time
  join events on events.created_at >= notifications_all_time.created_at
  where notifications_all_time.id = letter
    and (
      events.event_type in ('cancel_letter', 'resanitise_letter')
      and events.data ->> 'notification_id' = letter::text
      or events.event_type in ('reprint_letters', 'remake_letters', 'rescan_letters')
      and events.data -> 'letters' ? letter::text
    );
end;
comment on function letter_life(uuid) is 'What has happened to a letter, live or archived, as far as it is still known; in no order.';

create or replace function remake_letters(letters uuid[], actor uuid, as_of timestamptz)
  returns uuid[]
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  remade uuid[];
begin
  perform act_as(actor, as_of);
  -- First of all, so that what follows sees the batch of a run that held them.
  perform from notifications where id = any (letters) order by id for no key update;
  remade := array(
    select letter.id
    from notifications letter
    join templates template on template.id = letter.template_id and not template.hidden
    where letter.id = any (letters)
      and letter.notification_type = 'letter'
      and (
        letter.notification_status = 'created'
        or letter.key_type = 'test' and letter.notification_status in ('sending', 'delivered')
      )
      and not exists (
        select from print_batch_letters
        where notification_id = letter.id and withdrawn_at is null
      )
    order by letter.id
  );
  delete from files
  using letter_pdfs
  where letter_pdfs.notification_id = any (remade) and files.id = letter_pdfs.file_id;
  update notifications set billable_units = 0, updated_at = as_of
  where id = any (remade);
  perform enqueue('create-letters-pdf-tasks', array_agg(id order by id),
    array_agg(service_id::text order by id))
  from notifications
  where id = any (remade)
  having count(*) > 0;
  if cardinality(remade) > 0 then
    perform note_event('remake_letters', null, jsonb_build_object('letters', remade), actor, as_of);
  end if;
  return remade;
end
$$;
comment on function remake_letters(uuid[], uuid, timestamptz) is 'Has the PDFs of letters made again that come from templates and are in no batch; until then they have none, and no print run takes them. Answers which. Source: specification, letters, operator tools.';

create or replace function resanitise_letter(
  letter uuid, stored_file uuid, pages integer, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  -- As in remake_letters.
  perform from notifications where id = letter for no key update;
  perform
  from notifications
  join templates on templates.id = notifications.template_id and templates.hidden
  where notifications.id = letter
    and notifications.notification_type = 'letter'
    and notifications.notification_status in ('created', 'delivered')
    and (notifications.notification_status = 'created' or notifications.key_type = 'test')
    and not exists (
      select from print_batch_letters
      where notification_id = letter and withdrawn_at is null
    );
  if not found then
    return false;
  end if;
  perform keep_letter_pdf(letter, stored_file, pages, as_of);
  delete from files
  where about_id = letter and purpose = 'letter-pdf' and id <> stored_file;
  update notifications set billable_units = letter_sheets(pages), updated_at = as_of
  where id = letter and key_type <> 'test';
  perform note_event('resanitise_letter', null, jsonb_build_object('notification_id', letter),
    actor, as_of);
  return true;
end
$$;
comment on function resanitise_letter(uuid, uuid, integer, uuid, timestamptz) is 'Puts what was made anew of a letter that came as PDF in place of what was to be printed; false, and nothing is done, where a batch has it or it is not to be printed. The file is stored before. Source: specification, letters, operator tools.';
