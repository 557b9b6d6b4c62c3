create or replace function acknowledge_batches(acknowledgements text[], as_of timestamptz)
  returns table (acknowledged integer, missing text[], unexpected text[], is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  names text[] := array(
    select distinct regexp_replace(regexp_replace(upper(file), '^.*/', ''), '\.ACK\.TXT$', '')
    from unnest(acknowledgements) as file
    where upper(file) like '%.ACK.TXT'
    order by 1
  );
begin
  with seen as materialized (
    select id
    from print_batches
    where status = 'handed-over' and regexp_replace(upper(name), '\.ZIP$', '') = any (names)
    order by id
    for no key update
  )
  update print_batches
  set status = 'acknowledged', acknowledged_at = as_of
  from seen
  where print_batches.id = seen.id
    and print_batches.status in (
      select from_status from print_batch_transitions where event = 'acknowledgement'
    );
  get diagnostics acknowledged = row_count;
  -- What was handed over by the day, not what is named after it: leftovers do not escape.
  missing := array(
    select regexp_replace(batch.name, '\.ZIP$', '', 'i')
    from print_batches batch
    join provider_details printer
      on printer.identifier = batch.provider and printer.adapter = 'sftp-zip'
    where batch.status = 'handed-over' and batch.handed_over_at > as_of - interval '24 hours'
    order by 1
  );
  unexpected := array(
    select seen.name
    from unnest(names) as seen (name)
    where not exists (
      select
      from print_batches batch
      where regexp_replace(upper(batch.name), '\.ZIP$', '') = seen.name
    )
    order by 1
  );
  is_told := cardinality(missing) > 0 and open_ticket(
    'Letter acknowledge error',
    E'The printer has not acknowledged these files:\n\n'
      || (select string_agg('* ' || name, E'\n' order by name) from unnest(missing) as name),
    as_of
  );
  return next;
end
$$;
comment on function acknowledge_batches(text[], timestamptz) is 'Notes the printer''s acknowledgement files (<name>.ACK.TXT, any case, in any folder), and opens a ticket on batches of the last 24 hours that have none. Source: specification, letters, acknowledgements.';

create or replace function still_sending_cutoff(day date) returns date
  language sql stable parallel safe
  return case
    when working_day(day - 1, 1, 5) = day then working_day(day, -2, 5)
  end;
comment on function still_sending_cutoff(date) is 'Letters handed over by this day should be delivered by now: two working days of the printer back; null on days when it does not work. Source: specification, letters, still sending.';
grant execute on function still_sending_cutoff(date) to crier_reader;

create or replace function watch_letters_still_sending(environment text, as_of timestamptz)
  returns table (letters bigint, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  -- Reckoned once, and not for each of the letters.
  cutoff date := still_sending_cutoff(local_date(as_of));
begin
  select count(*) into letters
  from notifications
  where notification_type = 'letter' and notification_status = 'sending' and key_type = 'normal'
    and sent_at < (select local_midnight(cutoff + 1));
  if letters > 0 then
    is_told := open_ticket(
      '[' || environment || '] Letters still sending',
      'There are ' || letters || ' letters in the ''sending'' state from '
        || to_char(cutoff, 'FMDay DD FMMonth YYYY')
        || ' or before.',
      as_of
    );
    return next;
  end if;
end
$$;
comment on function watch_letters_still_sending(text, timestamptz) is 'Opens a ticket on letters that the printer has had for too long; no row where there are none. Source: specification, letters, still sending.';

create or replace function watch_letters_still_created(environment text, as_of timestamptz)
  returns table (letters bigint, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  select count(*) into letters
  from notifications
  cross join settings
  where notification_type = 'letter' and notification_status = 'created'
    and created_at < (local_date(as_of) - 1 + print_cut_off) at time zone time_zone;
  if letters > 0 then
    is_told := open_ticket(
      '[' || environment || '] Letters still in ''created'' status',
      letters || ' letters were created before 17.30 yesterday and still have ''created'' status.',
      as_of
    );
    return next;
  end if;
end
$$;
comment on function watch_letters_still_created(text, timestamptz) is 'Opens a ticket on letters that yesterday''s run should have taken, whatever their key; no row where there are none. Source: specification, letters, still in created.';

create or replace function watch_unsent_batches(environment text, as_of timestamptz)
  returns table (batches bigint, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  select count(*) into batches
  from print_batches
  where status in ('claimed', 'failed') and failures > 0;
  if batches > 0 then
    is_told := open_ticket(
      '[' || environment || '] Letters not handed over',
      batches
        || ' batches of letters could not be handed to the printer; the next run tries again.',
      as_of
    );
    return next;
  end if;
end
$$;
comment on function watch_unsent_batches(text, timestamptz) is 'Opens a ticket on batches that the printer did not take; no row where there are none.';

create or replace function watch_failed_letters(environment text, as_of timestamptz)
  returns table (letters bigint, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  select count(*) into letters
  from notifications
  where notification_type = 'letter' and notification_status = 'technical-failure'
    and created_at > as_of - interval '3 days';
  if letters > 0 then
    is_told := open_ticket(
      '[' || environment || '] Letters in ''technical-failure'' status',
      letters || ' letters of the last three days have ''technical-failure'' status.', as_of
    );
    return next;
  end if;
end
$$;
comment on function watch_failed_letters(text, timestamptz) is 'Opens a ticket on letters of the last three days that neither were printed nor will be; no row where there are none. Source: specification, letters, schedule.';
