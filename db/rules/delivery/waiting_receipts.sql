create or replace function most_waiting_receipts() returns integer
  language sql immutable parallel safe
  return 10000;
comment on function most_waiting_receipts() is 'How many receipts of one provider may wait. A receipt beats the record of its hand-over by seconds: this is what a busy minute can leave waiting, and still few enough to be counted in a millisecond or two before more are kept.';

-- Inserted in one order, so that two statements that keep the same receipts do not wait for each
-- other in a circle.
create or replace function keep_receipts(receipts jsonb) returns setof integer
  language sql
  set enable_seqscan = off
  set search_path = public, pg_temp
begin atomic
  with receipt as materialized (
    select distinct on (input.provider, input.reference, input.status)
      input.ord, input.provider, input.reference, input.status, input.code, input.received_at
    from jsonb_to_recordset(receipts) as input (
      ord integer, provider text, reference text, status text, code text, received_at timestamptz
    )
    -- A scalar subquery, not exists: each is looked up by its key, where a join would read all that
    -- wait for each.
    where (
      select true
      from provider_receipts waiting
      where waiting.reference = input.reference
        and waiting.provider = input.provider
        and waiting.status = input.status
        and waiting.applied_at is null
    ) is not true
    order by input.provider, input.reference, input.status, input.ord
  ),
  asked as materialized (
    select distinct provider from receipt
  ),
  room as materialized (
    select asked.provider, counted.taken
    from asked
    cross join lateral (
      select count(*) as taken
      from (
        select
        from provider_receipts waiting
        where waiting.provider = asked.provider and waiting.applied_at is null
        limit most_waiting_receipts()
      ) waiting
    ) counted
  ),
  placed as materialized (
    select
      receipt.ord, receipt.provider, receipt.reference, receipt.status, receipt.code,
      receipt.received_at,
      room.taken + row_number() over (partition by receipt.provider order by receipt.ord)
        <= most_waiting_receipts() as has_room
    from receipt
    join room on room.provider = receipt.provider
  ),
  kept as (
    insert into provider_receipts (provider, reference, status, code, received_at)
    select provider, reference, status, code, received_at
    from placed
    where has_room
    order by provider, reference, status
    on conflict (provider, reference, status) where applied_at is null do nothing
  )
  select ord from placed where not has_room;
end;
comment on function keep_receipts(jsonb) is 'Lets receipts wait, one for each message and word; answers the ord of those for which there is no room.';

-- The messages are locked before their receipts, as apply_receipts does; receipts that somebody
-- else is applying are left to him.
create or replace function apply_waiting_receipts(references_now_known text[])
  returns setof receipt_outcome
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  due jsonb;
begin
  perform
  from notifications
  where reference = any (references_now_known)
    or id = any (array(select message_id_of(known) from unnest(references_now_known) as known))
  order by id
  for no key update;

  with claimed as materialized (
    select id
    from provider_receipts
    where reference = any (references_now_known) and applied_at is null
      and is_known_receipt_word(provider, status)
    order by id
    for update skip locked
  ),
  taken as (
    update provider_receipts receipt
    set applied_at = clock_timestamp()
    from claimed
    where receipt.id = claimed.id
    returning receipt.provider, receipt.reference, receipt.status, receipt.code,
      receipt.received_at
  )
  select jsonb_agg(jsonb_build_object(
    'ord', numbered.ord, 'provider', numbered.provider, 'reference', numbered.reference, 'status',
    numbered.status, 'code', numbered.code, 'received_at', numbered.received_at
  ))
  into due
  from (
    select
      provider, reference, status, code, received_at,
      row_number() over (order by received_at) as ord
    from taken
  ) numbered;
  if due is not null then
    return query
    select
      result.ord, result.outcome, result.notification_id, result.service_id,
      result.notification_type, result.old_status, result.new_status, result.needs_units
    from apply_receipts(due) as result;
  end if;
end
$$;
comment on function apply_waiting_receipts(text[]) is 'Applies the receipts that came before their emails'' references were recorded, and those whose word has been explained since.';
grant execute on function most_waiting_receipts() to crier_reader;
