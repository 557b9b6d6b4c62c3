-- One transaction takes all letters of a class, however many there are: no limit leaves any to the
-- next day. The cursor hands them over a few at a time, in the order in which they are printed,
-- and locks each as it comes: what was cancelled meanwhile is not taken, and who cancels later
-- finds the letter taken. Rejected: one window function over all, because where a batch ends
-- depends on where the one before it ended. The lock on the run lets one collation of it work at a
-- time.
create or replace function collate_letters(
  day date, class postage, as_of timestamptz, most_bytes bigint default 41943040,
  most_letters integer default 500
) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deadline timestamptz;
  letter record;
  batch_letters uuid[] := '{}';
  names text[] := '{}';
  batch_bytes bigint := 0;
  batch_sheets integer := 0;
  batch_service uuid;
  batch_organisation uuid;
  made uuid[] := '{}';
begin
  select deadline_at into strict deadline
  from print_runs
  where print_day = day
  for no key update;

  for letter in
    select
      printable.id, printable.service_id, printable.bytes, printable.file_name, printable.sheets,
      service.organisation_id
    from printable_letters printable
    join services service on service.id = printable.service_id
    -- The view's own row of the letter, so that it can be locked. What has changed while another
    -- held it is asked of this row again: it is cancelled, or its PDF is made anew.
    join notifications on notifications.id = printable.id
      and notifications.notification_status = 'created' and notifications.billable_units > 0
    where printable.postage = class and printable.created_at < deadline
    order by printable.service_id, printable.created_at, printable.id
    for no key update of notifications
  loop
    if cardinality(batch_letters) > 0 and (
      letter.service_id <> batch_service
      or batch_bytes + letter.bytes > most_bytes
      or cardinality(batch_letters) >= most_letters
    ) then
      made := made || make_print_batch(day, class, batch_service, batch_organisation, batch_letters,
        names, batch_sheets, batch_bytes, as_of);
      batch_letters := '{}';
      names := '{}';
      batch_bytes := 0;
      batch_sheets := 0;
    end if;
    batch_letters := batch_letters || letter.id;
    names := names || letter.file_name;
    batch_bytes := batch_bytes + letter.bytes;
    batch_sheets := batch_sheets + letter.sheets;
    batch_service := letter.service_id;
    batch_organisation := letter.organisation_id;
  end loop;
  if cardinality(batch_letters) > 0 then
    made := made || make_print_batch(day, class, batch_service, batch_organisation, batch_letters,
      names, batch_sheets, batch_bytes, as_of);
  end if;
  perform enqueue('letter-batches', made);
  return cardinality(made);
end
$$;
comment on function collate_letters(date, postage, timestamptz, bigint, integer) is 'Takes all letters of a class that a run is due, cuts them into batches (one service, up to so many bytes of PDFs and letters; one that is larger goes alone), and queues the batches. What is in a batch already stays there. Answers how many were made. Source: specification, letters, batches.';

create or replace function make_print_batch(
  day date, class postage, owner uuid, owners_organisation uuid, letter_ids uuid[],
  file_names text[], sheets integer, bytes bigint, as_of timestamptz
) returns uuid
  language sql
  set search_path = public, pg_temp
begin atomic
  with numbered as (
    select coalesce(max(sequence), 0) + 1 as sequence
    from print_batches
    where print_day = day and postage = class
  ),
  made as (
    insert into print_batches (
      print_day, postage, sequence, service_id, organisation_id, letters, sheets, bytes, name,
      created_at, next_attempt_at
    )
    select
      day, class, sequence, owner, owners_organisation, cardinality(letter_ids),
      make_print_batch.sheets, make_print_batch.bytes,
      print_batch_name(day, class, sequence, file_names, owner, owners_organisation), as_of, as_of
    from numbered
    returning id
  ),
  filled as (
    insert into print_batch_letters (batch_id, position, notification_id)
    select made.id, letter.position, letter.id
    from made
    cross join unnest(letter_ids) with ordinality as letter (id, position)
  )
  select id from made;
end;
comment on function make_print_batch(
  date, postage, uuid, uuid, uuid[], text[], integer, bigint, timestamptz
) is 'Makes a batch of letters that the caller has locked.';

create or replace function resume_print_batches(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with left_over as materialized (
    select id
    from print_batches
    where status in ('claimed', 'failed')
    order by id
    for no key update
  ),
  resumed as (
    update print_batches
    set next_attempt_at = as_of
    from left_over
    where print_batches.id = left_over.id
    returning print_batches.id
  )
  select enqueue('letter-batches', array(select id from resumed order by id));
end;
comment on function resume_print_batches(timestamptz) is 'Queues batches of this run and of earlier ones that are not at the printer; those that wait on the queue stay as they are. Answers how many were queued.';
