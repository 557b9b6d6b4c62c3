create or replace function claim_print_batch(batch uuid, printer text, as_of timestamptz)
  returns setof print_batches
  language sql
  set search_path = public, pg_temp
begin atomic
  update print_batches
  set provider = printer,
    status = coalesce(
      (
        select to_status
        from print_batch_transitions
        where event = 'retry' and from_status = print_batches.status
      ),
      status
    )
  where id = batch and status in ('claimed', 'failed')
  returning *;
end;
comment on function claim_print_batch(uuid, text, timestamptz) is 'Begins to hand a batch over; no row for one that is at the printer. Who begins a second time writes the same file again.';

create or replace view print_batch_contents as
select
  member.batch_id, member.position, member.notification_id, member.outcome, pdf.file_id, pdf.bytes,
  pdf.file_name, letter.notification_status
from print_batch_letters member
join notifications letter on letter.id = member.notification_id
left join letter_pdfs pdf on pdf.notification_id = member.notification_id
where member.withdrawn_at is null;
comment on view print_batch_contents is 'What a batch has to be made of; file_id is null where the PDF is gone.';
grant select on print_batch_contents to crier_reader;

-- A receipt may have come first: it has made the letter final, and the record finds no transition.
-- The rows are locked in the order of their ids, as every statement does that touches several; the
-- transition is looked up from the row itself, which may be newer than the locked copy.
create or replace function record_hand_over(batch uuid, told jsonb, as_of timestamptz)
  returns table (notification_id uuid, outcome print_outcome, detail text)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  -- Whoever tells of the last letter finds what others have told meanwhile.
  perform from print_batches where id = batch for no key update;
  return query
  with said as materialized (
    select letter.id, member.position, answer.outcome, left(answer.detail, 1000) as detail
    from jsonb_to_recordset(told) as answer (id uuid, outcome print_outcome, detail text)
    join print_batch_letters member
      on member.batch_id = batch and member.notification_id = answer.id
      and member.withdrawn_at is null and member.outcome is null
    join notifications letter on letter.id = answer.id
    order by letter.id
    for no key update of letter
  ),
  printed as (
    update notifications letter
    set notification_status = case said.outcome
        when 'taken' then 'sending'
        else 'technical-failure'
      end::notification_status,
      sent_at = case when said.outcome = 'taken' then greatest(as_of, letter.created_at) end,
      sent_by = case
        when said.outcome = 'taken' then (select provider from print_batches where id = batch)
      end,
      updated_at = as_of
    from said
    where letter.id = said.id
      and (
        select true
        from status_transitions transition
        where transition.notification_type = letter.notification_type
          and transition.event = case said.outcome when 'taken' then 'print' else 'give-up' end
          and transition.from_status = letter.notification_status
          and transition.to_status = case said.outcome
            when 'taken' then 'sending'
            else 'technical-failure'
          end::notification_status
      )
  ),
  noted as (
    update print_batch_letters member
    set outcome = said.outcome, detail = said.detail
    from said
    where member.batch_id = batch and member.position = said.position
    returning member.notification_id, member.outcome, member.detail
  ),
  finished as (
    update print_batches
    set status = 'handed-over', handed_over_at = as_of, last_error = null, next_attempt_at = null
    where id = batch
      and status in (select from_status from print_batch_transitions where event = 'hand-over')
      and not exists (
        select
        from print_batch_letters member
        where member.batch_id = batch and member.withdrawn_at is null and member.outcome is null
          and member.position not in (select said.position from said)
      )
  )
  select noted.notification_id, noted.outcome, noted.detail from noted;
end
$$;
comment on function record_hand_over(uuid, jsonb, timestamptz) is 'Records what the printer said of letters of a batch ([{id, outcome, detail}]): those that it took are sending, those that it refused for good technical-failure; and with the last of them the batch is handed over. To record it once more changes nothing.';

create or replace function withdraw_letters(
  batch uuid, letters uuid[], reason text, as_of timestamptz
)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  withdrawn integer;
begin
  -- Whoever takes out the last letter finds what others have taken out meanwhile.
  perform from print_batches where id = batch for no key update;
  update print_batch_letters
  set withdrawn_at = as_of, detail = left(reason, 1000)
  where batch_id = batch and notification_id = any (letters) and withdrawn_at is null
    and outcome is null;
  get diagnostics withdrawn = row_count;
  perform record_hand_over(batch, '[]', as_of)
  where not exists (
    select
    from print_batch_letters
    where batch_id = batch and withdrawn_at is null and outcome is null
  );
  return withdrawn;
end
$$;
comment on function withdraw_letters(uuid, uuid[], text, timestamptz) is 'Takes letters out of a batch that cannot be printed as they are; a later run takes them again. The batch goes on without them.';

create or replace function fail_print_batch(
  batch uuid, reason text, retry_at timestamptz, as_of timestamptz
)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  update print_batches
  set status = 'failed', failures = failures + 1, last_error = left(reason, 1000),
    next_attempt_at = retry_at
  where id = batch
    and status in (select from_status from print_batch_transitions where event = 'failure')
  returning failures;
end;
comment on function fail_print_batch(uuid, text, timestamptz, timestamptz) is 'Notes that a batch could not be handed over, and when it is tried again; its letters stay with it. Answers how often it has failed.';

create or replace function forget_print_batches(before date, batch_size integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  forgotten integer;
begin
  with old_enough as materialized (
    select id
    from print_batches
    where print_day < before and status in ('handed-over', 'acknowledged')
    order by id
    limit batch_size
    for update skip locked
  )
  delete from print_batches
  using old_enough
  where print_batches.id = old_enough.id;
  get diagnostics forgotten = row_count;
  delete from print_runs
  where print_day < before
    and not exists (select from print_batches where print_day = print_runs.print_day);
  return forgotten;
end
$$;
comment on function forget_print_batches(date, integer) is 'Deletes up to so many batches of old runs that the printer has, and the runs that have none any more.';
