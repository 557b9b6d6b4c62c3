create or replace function cancel_letter(
  owner uuid, cancelled_id uuid, actor uuid, as_of timestamptz
)
  returns table (refusal text)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  letter record;
begin
  select notification_type, notification_status, key_type, created_at into letter
  from notifications
  where id = cancelled_id and service_id = owner
  for no key update;
  if not found then
    return;
  end if;
  refusal := case
    when letter.notification_type <> 'letter'
      then 'Notification cannot be cancelled - only letters can be cancelled'
    when letter.created_at <= last_print_deadline(as_of)
      then 'It’s too late to cancel this letter. Printing started '
        || print_day_words(letter.created_at, as_of) || ' at '
        || (
          select to_char(local_date(as_of) + print_cut_off, 'FMHH12.MI') || case
              when print_cut_off < '12:00' then 'am' else 'pm'
            end
          from settings
        )
    when letter.notification_status = 'cancelled' then 'This letter has already been cancelled.'
    when not exists (
      select from status_transitions
      where notification_type = 'letter' and event = 'cancel'
        and from_status = letter.notification_status
    )
      or exists (
        select from print_batch_letters
        where notification_id = cancelled_id and withdrawn_at is null
      )
      then 'We could not cancel this letter. Letter status: ' || letter.notification_status
        || ', created_at: ' || regexp_replace(wire_naive_timestamp(letter.created_at), '\.0+$', '')
  end;
  if refusal is null then
    update notifications
    set notification_status = 'cancelled', billable_units = 0, updated_at = as_of
    where id = cancelled_id;
    if letter.key_type <> 'test' then
      perform give_back_letters(owner, (letter.created_at at time zone 'UTC')::date, 1);
    end if;
    perform note_event(
      'cancel_letter', owner, jsonb_build_object('notification_id', cancelled_id), actor, as_of
    );
  end if;
  return next;
end
$$;
comment on function cancel_letter(uuid, uuid, uuid, timestamptz) is 'Cancels a letter that no print run has taken, and gives what it took of its day back; no row for no message of the service. refusal: why it can not be, in the words that people see; null where it is cancelled. Source: specification, letters, cancelling.';

create or replace function print_day_words(created_at timestamptz, at timestamptz) returns text
  language sql stable parallel safe
  return case
    when letter_print_day(created_at) >= local_date(at) then 'today'
    else 'on ' || to_char(letter_print_day(created_at), 'FMDD FMMonth')
  end;
comment on function print_day_words(timestamptz, timestamptz) is 'When the print run of a letter is, or was, as people are told. Source: specification, letters, print day words.';
grant execute on function print_day_words(timestamptz, timestamptz) to crier_reader;
