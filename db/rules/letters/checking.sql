-- A precompiled letter is scanned, then read and rewritten. Each step reads the letter anew, and
-- the statement that ends it looks at the status: whoever comes second changes nothing.
create or replace view letters_to_check as
select
  letter.id, letter.service_id, letter.key_type, letter.reference, letter.created_at,
  original.id as file_id, original.size
from notifications letter
left join lateral (
  select id, size
  from readable_files
  where about_id = letter.id and purpose = 'precompiled-letter'
  order by created_at desc
  limit 1
) original on true
where letter.notification_type = 'letter' and letter.notification_status = 'pending-virus-check';
comment on view letters_to_check is 'Letters that came as PDF and are not printed yet, with the PDF as it came; file_id is null where it is gone.';
grant select on letters_to_check to crier_reader;

create or replace function pass_virus_scan(letter uuid) returns void
  language sql
  set search_path = public, pg_temp
begin atomic
  select enqueue('letter-tasks', array[id], array[service_id::text])
  from letters_to_check
  where id = letter;
end;
comment on function pass_virus_scan(uuid) is 'Hands a letter without a virus on to whoever reads it.';

create or replace function fail_virus_scan(letter uuid, as_of timestamptz) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  update notifications message
  set notification_status = transition.to_status, billable_units = 0, updated_at = as_of
  from status_transitions transition
  where message.id = letter
    and transition.notification_type = message.notification_type and transition.event = 'scan'
    and transition.from_status = message.notification_status
    and transition.to_status = 'virus-scan-failed';
  return found;
end
$$;
comment on function fail_virus_scan(uuid, timestamptz) is 'Ends a letter in whose PDF a virus was found; false where it waits for no scan. Source: specification, letters, virus scan.';

create or replace function record_sanitised_letter(
  letter uuid, stored_file uuid, pages integer, recipient text, normalised_recipient text,
  postage_abroad postage, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  update notifications message
  set notification_status = transition.to_status,
    billable_units = case when message.key_type = 'test' then 0 else letter_sheets(pages) end,
    "to" = recipient, normalised_to = normalised_recipient,
    postage = coalesce(postage_abroad, message.postage),
    international = postage_abroad is not null,
    updated_at = as_of
  from status_transitions transition
  where message.id = letter
    and message.notification_status = 'pending-virus-check'
    and transition.notification_type = message.notification_type and transition.event = 'scan'
    and transition.from_status = message.notification_status
    and transition.to_status
      = status_at_acceptance(message.notification_type, message.key_type, false);
  if not found then
    return false;
  end if;
  perform keep_letter_pdf(letter, stored_file, pages, as_of);
  return true;
end
$$;
comment on function record_sanitised_letter(
  uuid, uuid, integer, text, text, postage, timestamptz
) is 'Makes a letter that came as PDF one to be printed, from the file that was made of it, with the address that was found in it; false, and nothing is done, where it waits for no check. postage_abroad: null leaves the class that was asked for. The file is stored before; what is refused here is the caller''s to discard. Source: specification, letters, virus scan.';

create or replace function rescan_pending_letters(
  oldest interval, environment text, as_of timestamptz
)
  returns table (rescanned integer, missing uuid[], is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  list text;
begin
  select
    coalesce(enqueue('antivirus-tasks',
      coalesce(array_agg(letter.id) filter (where file_id is not null and not is_waiting), '{}'),
      coalesce(array_agg(service_id::text) filter (where file_id is not null and not is_waiting),
        '{}')), 0),
    coalesce(array_agg(letter.id order by letter.id) filter (where file_id is null), '{}'),
    string_agg('* ' || letter.id || ', ' || reference, E'\n' order by letter.id)
      filter (where file_id is null)
  into rescanned, missing, list
  from (
    select
      id, service_id, reference, file_id,
      exists (
        select from pgboss.job
        where job.id = pending.id and job.state in ('created', 'retry', 'active')
      ) as is_waiting
    from letters_to_check pending
    where created_at between as_of - oldest and as_of - interval '10 minutes'
    order by created_at
    limit 10000
  ) letter;
  is_told := list is not null and open_ticket(
    '[' || environment || '] Letters still pending virus check',
    E'The PDFs of these letters are gone, so nothing can be scanned:\n\n' || list, as_of
  );
  return next;
end
$$;
comment on function rescan_pending_letters(interval, text, timestamptz) is 'Has letters scanned again that have waited for ten minutes up to so long and have no job; opens a ticket on those whose PDF is gone. Answers how many, and which are gone. Source: specification, letters, schedule.';

create or replace function watch_pending_letters(environment text, as_of timestamptz)
  returns table (letters bigint, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  list text;
begin
  select count(*), string_agg('* ' || id || ', ' || reference, E'\n' order by id) into letters, list
  from letters_to_check
  where created_at between as_of - interval '5 days' and as_of - interval '3 days';
  if letters > 0 then
    is_told := open_ticket(
      '[' || environment || '] Letters still pending virus check',
      E'These letters have waited for their virus check for more than three days:\n\n' || list,
      as_of
    );
    return next;
  end if;
end
$$;
comment on function watch_pending_letters(text, timestamptz) is 'Opens a ticket on letters that have waited for their check for 3 to 5 days; no row where there are none. Source: specification, letters, schedule.';

create or replace function rescan_failed_letters(wanted uuid[], actor uuid, as_of timestamptz)
  returns uuid[]
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  moved uuid[];
begin
  perform act_as(actor, as_of);
  with failed as materialized (
    select letter.id
    from notifications letter
    join templates template on template.id = letter.template_id and template.hidden
    where letter.notification_type = 'letter'
      and letter.notification_status = 'technical-failure'
      and (wanted is null or letter.id = any (wanted))
      and exists (
        select from readable_files
        where about_id = letter.id and purpose = 'precompiled-letter'
      )
      -- The printer refused what has one: see reprint_letters.
      and not exists (select from letter_pdfs where notification_id = letter.id)
    order by letter.id
    limit 10000
    for no key update of letter
  ),
  changed as (
    update notifications letter
    set notification_status = transition.to_status, updated_at = as_of
    from failed, status_transitions transition
    where letter.id = failed.id
      and transition.notification_type = letter.notification_type and transition.event = 'rescan'
      and transition.from_status = letter.notification_status
    returning letter.id
  )
  select coalesce(array_agg(id order by id), '{}') into moved from changed;
  perform enqueue('antivirus-tasks', array_agg(id order by id),
    array_agg(service_id::text order by id))
  from notifications
  where id = any (moved)
  having count(*) > 0;
  if cardinality(moved) > 0 then
    perform note_event('rescan_letters', null, jsonb_build_object('letters', moved), actor, as_of);
  end if;
  return moved;
end
$$;
comment on function rescan_failed_letters(uuid[], uuid, timestamptz) is 'Has letters scanned again that came as PDF and ended in technical-failure before they had a printable one, each from its own file: those that are named or, for null, all of them, up to 10,000. Answers which. Source: specification, letters, operator tools.';
