-- Repeated or out of order they change nothing the second time: there is no transition. A letter
-- whose hand-over is not recorded yet is taken for handed over, because the printer has it.
-- Archived letters are final, as archiving sees to, and are only known. Each way to find a letter
-- is a join of its own, by one index, and none is between what was found: the planner takes the
-- receipts for a hundred, and a nested loop for right.
create or replace function apply_letter_receipts(receipts jsonb, as_of timestamptz)
  returns table (
    ord integer, outcome text, notification_id uuid, sheets_differ boolean, units integer
  )
  language sql
  set enable_seqscan = off
  set search_path = public, pg_temp
begin atomic
  with receipt as materialized (
    select told.ord, told.id, told.reference, told.sheets, told.status
    from jsonb_to_recordset(receipts) as told (
      ord integer, id uuid, reference text, status notification_status, sheets integer
    )
  ),
  live as materialized (
    select receipt.ord, receipt.sheets, receipt.status, letter.id, letter.billable_units
    from receipt
    join notifications letter on letter.id = receipt.id
    where letter.notification_type = 'letter'
    union all
    select receipt.ord, receipt.sheets, receipt.status, letter.id, letter.billable_units
    from receipt
    join notifications letter on letter.reference = receipt.reference
    where letter.notification_type = 'letter' and receipt.id is null
  ),
  other as materialized (
    select receipt.ord, receipt.sheets, receipt.id, receipt.reference
    from receipt
    where receipt.ord not in (select live.ord from live)
  ),
  known as (
    select live.ord, live.sheets, live.id, live.billable_units
    from live
    union all
    select other.ord, other.sheets, archived.id, archived.billable_units
    from other
    left join notification_history archived
      on archived.id = other.id and archived.notification_type = 'letter'
    where other.id is not null
    union all
    select other.ord, other.sheets, archived.id, archived.billable_units
    from other
    left join notification_history archived
      on archived.reference = other.reference and archived.notification_type = 'letter'
    where other.id is null
  ),
  locked as materialized (
    select letter.id, first.ord, first.status
    from (
      select distinct on (live.id) live.id, live.ord, live.status
      from live
      order by live.id, live.ord
    ) as first
    join notifications letter on letter.id = first.id
    order by letter.id
    for no key update of letter
  ),
  changed as (
    update notifications letter
    set notification_status = told.status,
      updated_at = greatest(as_of, letter.created_at),
      sent_at = coalesce(letter.sent_at, greatest(as_of, letter.created_at)),
      sent_by = coalesce(letter.sent_by, (
        select batch.provider
        from print_batch_letters member
        join print_batches batch on batch.id = member.batch_id
        where member.notification_id = letter.id and member.withdrawn_at is null
      ))
    from locked told
    where letter.id = told.id
      -- What nobody has handed over yet has no receipt.
      and (
        letter.notification_status <> 'created'
        or (
          select true from print_batch_letters member
          where member.notification_id = letter.id and member.withdrawn_at is null
        )
      )
      and (
        select true
        from status_transitions transition
        where transition.notification_type = 'letter' and transition.event = 'receipt'
          and transition.from_status = letter.notification_status
          and transition.to_status = told.status
      )
    returning told.ord
  )
  select
    known.ord,
    case
      when known.id is null then 'not-found'
      when known.ord in (select changed.ord from changed) then 'applied'
      else 'duplicate'
    end,
    known.id, known.sheets <> known.billable_units, known.billable_units
  from known;
end;
comment on function apply_letter_receipts(jsonb, timestamptz) is 'Applies what a printer tells of letters: [{ord, id or reference, status, sheets}], of which sheets may be absent. Answers for each applied, duplicate or not-found, and whether the printer counted other sheets than we. Source: specification, letters, response files; callbacks.';

create or replace function response_file_day(file_name text) returns date
  language sql stable parallel safe
  return local_date(
    to_timestamp(substring(file_name from '(\d{12})\d\d'), 'YYYYMMDDHH24MI')::timestamp
      at time zone 'UTC'
  );
comment on function response_file_day(text) is 'The local date of a response file''s name, whose seconds may be 60.';

-- The lines are cut by SQL: a file of 150,000 of them is one parameter of 5 MB and one statement.
create or replace function apply_response_file(file_name text, content text, as_of timestamptz)
  returns table (
    lines integer, applied integer, unknown_references text[], failed_references text[],
    other_sheets jsonb, unknown_words text[], alert text
  )
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  receipts jsonb;
  day date := response_file_day(file_name);
  unsorted_letters integer;
  sorted_letters integer;
begin
  if exists (
    select
    from string_to_table(rtrim(replace(content, E'\r', ''), E'\n'), E'\n') as line
    where rtrim(replace(content, E'\r', ''), E'\n') <> ''
      and (line !~ '^[^|]*\|[^|]*\|\d{1,4}\|[^|]*$')
  ) or day is null then
    raise exception 'DVLA response file: % has an invalid format', file_name
      using errcode = 'data_exception', constraint = 'response_file_has_its_format';
  end if;
  select
    coalesce(jsonb_agg(jsonb_build_object(
      'ord', ord, 'reference', split_part(line, '|', 1),
      'status', case split_part(line, '|', 2)
        when 'Sent' then 'delivered'
        else 'temporary-failure'
      end,
      'sheets', split_part(line, '|', 3)::integer
    ) order by ord), '[]'),
    count(*) filter (where lower(split_part(line, '|', 4)) = 'unsorted'),
    count(*) filter (where lower(split_part(line, '|', 4)) = 'sorted'),
    array(
      select distinct lower(split_part(other, '|', 4))
      from string_to_table(replace(content, E'\r', ''), E'\n') as other
      where other <> '' and lower(split_part(other, '|', 4)) not in ('sorted', 'unsorted')
      order by 1
    )
  into receipts, unsorted_letters, sorted_letters, unknown_words
  from string_to_table(replace(content, E'\r', ''), E'\n') with ordinality as read (line, ord)
  where line <> '';

  select
    count(*), count(*) filter (where told.outcome = 'applied'),
    coalesce(array_agg(receipt.reference order by receipt.ord)
      filter (where told.outcome = 'not-found'), '{}'),
    coalesce(array_agg(receipt.reference order by receipt.ord)
      filter (where receipt.status <> 'delivered'), '{}'),
    coalesce(jsonb_agg(jsonb_build_object('id', told.notification_id, 'units', told.units,
      'sheets', receipt.sheets) order by receipt.ord) filter (where told.sheets_differ), '[]')
  into lines, applied, unknown_references, failed_references, other_sheets
  from apply_letter_receipts(receipts, as_of) as told
  join jsonb_to_recordset(receipts) as receipt (
    ord integer, reference text, status text, sheets integer
  ) on receipt.ord = told.ord;

  if cardinality(unknown_words) = 0 then
    insert into daily_sorted_letter as present (
      billing_day, file_name, unsorted_count, sorted_count, updated_at
    )
    values (day, file_name, unsorted_letters, sorted_letters, as_of)
    on conflict on constraint daily_sorted_letter_pkey do update
    set unsorted_count = excluded.unsorted_count, sorted_count = excluded.sorted_count,
      updated_at = excluded.updated_at;
  end if;
  if cardinality(failed_references) > 0 then
    alert := format(
      'DVLA response file: %s has failed letters with notification.reference [%s]', file_name,
      (
        select string_agg(quote_literal(reference), ', ' order by ord)
        from unnest(failed_references) with ordinality as failed (reference, ord)
      )
    );
    if applied > 0 then
      perform open_ticket('Letters failed at the printer', alert, as_of);
    end if;
  end if;
  return next;
end
$$;
comment on function apply_response_file(text, text, timestamptz) is 'Reads a response file (reference|status|sheets|sorting, a letter a line): all of it or, where a line has another form, none. Counts what was sorted, unless a word is unknown. References that no letter has are answered, and the rest processed. Source: specification, letters, response files.';

create or replace function refuse_response_file(file_name text, reason text, as_of timestamptz)
  returns boolean
  language sql
  set search_path = public, pg_temp
begin atomic
  select open_ticket(
    'A response file of the printer is not read',
    file_name || ' is no response file, so that nothing is known of its letters: '
      || left(reason, 300),
    as_of
  );
end;
comment on function refuse_response_file(text, text, timestamptz) is 'Opens a ticket on a file that has another form, say because it was cut off; the same name is read again when it is told of again. Whether somebody is told.';

create or replace function receive_print_callback(told jsonb, as_of timestamptz)
  returns table (outcome text, units integer)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  is_despatched boolean := told ->> 'status' = 'DESPATCHED';
  receipt record;
begin
  select applied.outcome, applied.units into strict receipt
  from apply_letter_receipts(jsonb_build_array(jsonb_build_object(
    'ord', 1, 'id', told ->> 'id', 'sheets', told -> 'sheets',
    'status', case when is_despatched then 'delivered' else 'technical-failure' end
  )), as_of) as applied;
  outcome := receipt.outcome;
  units := receipt.units;
  if outcome = 'applied' and is_despatched then
    insert into notifications_letter_despatch as present (
      notification_id, despatched_on, cost_threshold
    )
    values (
      (told ->> 'id')::uuid, local_date((told ->> 'at')::timestamptz),
      case
        when told ->> 'product' in ('MM', 'MM ECONOMY') and told ->> 'class' = '2ND' then 'sorted'
        else 'unsorted'
      end
    )
    on conflict on constraint notifications_letter_despatch_pkey do update
    set despatched_on = excluded.despatched_on, cost_threshold = excluded.cost_threshold;
  elsif outcome = 'applied' then
    perform open_ticket(
      'Letter rejected by the printer', 'The printer has rejected the letter ' || (told ->> 'id'),
      as_of
    );
  end if;
  return next;
end
$$;
comment on function receive_print_callback(jsonb, timestamptz) is 'Applies what the print API posts of a letter: {id, status DESPATCHED or REJECTED, at, sheets, class, product}. Despatched letters are delivered, and what the post took them as is kept for billing. Source: specification, letters, callback.';

create or replace function receive_sandbox_letters(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  select count(*)::integer
  from apply_letter_receipts((
    select coalesce(jsonb_agg(jsonb_build_object(
        'ord', letter.number, 'id', letter.id, 'status', 'delivered', 'sheets', letter.sheets
      )), '[]')
    from (
      select
        notifications.id, notifications.billable_units as sheets,
        row_number() over (order by notifications.id) as number
      from notifications
      join provider_details on provider_details.identifier = notifications.sent_by
      where notifications.notification_type = 'letter'
        and notifications.notification_status = 'sending'
        and provider_details.adapter = 'sandbox-printer'
      order by notifications.id
      limit 10000
    ) letter
  ), as_of)
  where outcome = 'applied';
end;
comment on function receive_sandbox_letters(timestamptz) is 'The sandbox printer has posted what it holds: up to 10,000 of its letters are delivered. Answers how many.';
grant execute on function response_file_day(text) to crier_reader;
