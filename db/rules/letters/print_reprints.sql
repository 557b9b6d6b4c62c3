create or replace function reprint_letters(letters uuid[], actor uuid, as_of timestamptz)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  moved uuid[];
begin
  perform act_as(actor, as_of);
  with locked as materialized (
    select id
    from notifications
    where id = any (letters) and notification_type = 'letter'
    order by id
    for no key update
  ),
  changed as (
    update notifications letter
    set notification_status = 'created', sent_at = null, sent_by = null, updated_at = as_of
    from locked
    where letter.id = locked.id
      and (
        select true
        from status_transitions transition
        where transition.notification_type = 'letter' and transition.event = 'reprint'
          and transition.from_status = letter.notification_status
      )
    returning letter.id
  )
  select coalesce(array_agg(id order by id), '{}') into moved from changed;
  update print_batch_letters
  set withdrawn_at = as_of, detail = 'to be printed anew'
  where notification_id = any (moved) and withdrawn_at is null;
  if cardinality(moved) > 0 then
    perform note_event('reprint_letters', null, jsonb_build_object('letters', moved), actor,
      as_of);
  end if;
  return cardinality(moved);
end
$$;
comment on function reprint_letters(uuid[], uuid, timestamptz) is 'Has letters printed again that are at the printer, or failed there: they are created, without when and by whom they were sent, and the next run takes them once. Answers how many. Source: specification, letters, operator tools.';
