-- Each receipt is one guarded update, so that an early, late or second one finds no transition and
-- changes nothing, and one from a provider that did not take the message neither. The rows are
-- locked in the order of their ids: see record_deliveries.
create or replace function apply_receipts_to_live(receipts jsonb) returns setof receipt_outcome
  language sql
  -- A plan made while the table is small would go on reading all of it when it has grown: each
  -- message is looked up by its key.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set search_path = public, pg_temp
begin atomic
  with receipt as materialized (
    select
      read.ord, read.provider, read.senders, read.received_at, read.notification_type, read.word,
      read.refined, read.after_pending, coalesce(ours.id, theirs.id) as id,
      coalesce(ours.service_id, theirs.service_id) as service_id
    from read_receipts(receipts) as read
    left join notifications ours on ours.id = read.message_id
    left join notifications theirs
      on read.has_own_reference and theirs.reference = read.reference
  ),
  locked as materialized (
    select
      notification.id, receipt.ord, receipt.provider, receipt.senders, receipt.received_at,
      receipt.word, receipt.refined, receipt.after_pending,
      -- Only texts have a country, and only some countries send receipts that can be believed. The
      -- others prove no more than the hand-over.
      notification.notification_type <> 'sms' or not notification.international
      -- A call for each row, 4 microseconds: only for those that need it.
      or expects_delivery_receipt(notification.international, notification.phone_prefix)
        as is_believed
    from receipt
    join notifications notification
      on notification.id = receipt.id
      -- As in claim_deliveries: by an index that begins with the channel all of it would be read.
      and notification.notification_type is not distinct from receipt.notification_type
    -- What says nothing changes nothing, whatever it waits for.
    where receipt.word is not null
    order by notification.id
    for no key update of notification
  ),
  changed as (
    update notifications notification
    set notification_status = case when receipt.is_believed
        then receipt_status(
          receipt.word, receipt.refined, receipt.after_pending, notification.notification_status
        )
        else 'sent'
      end,
      updated_at = greatest(receipt.received_at, notification.created_at),
      sent_by = coalesce(notification.sent_by, receipt.provider),
      -- Whoever has a receipt was handed over, even if the worker died before it could record that.
      sent_at = coalesce(
        notification.sent_at, greatest(receipt.received_at, notification.created_at)
      )
    from locked receipt
    where notification.id = receipt.id
      and (notification.sent_by is null or notification.sent_by = any (receipt.senders))
      -- A scalar subquery, not exists: that would become a join, and a row that this update has
      -- waited for is compared again with the joined row of before, so that a receipt during the
      -- record of the hand-over would be lost.
      and (
        select true
        from status_transitions transition
        where transition.notification_type = notification.notification_type
          and transition.event = case when receipt.is_believed
            then receipt_event(notification.notification_status, notification.created_at,
              notification.updated_at, receipt.received_at)
            else 'handover'
          end
          and transition.from_status = notification.notification_status
          and transition.to_status = case when receipt.is_believed
            then receipt_status(
              receipt.word, receipt.refined, receipt.after_pending, notification.notification_status
            )
            else 'sent'
          end
      )
    returning receipt.ord, notification.id, notification.service_id,
      notification.notification_type, old.notification_status as old_status,
      new.notification_status as new_status,
      new.notification_type = 'sms' and new.billable_units = 0 as needs_units
  )
  select ord, 'applied', id, service_id, notification_type, old_status, new_status, needs_units
  from changed
  union all
  select
    ord,
    case
      when id is null then 'not-found'
      when word is null then 'unknown-word'
      else 'duplicate'
    end,
    id, service_id, notification_type, null, null, false
  from receipt
  -- A hashed list: the planner cannot know how many were changed, and a join could be a loop in a
  -- loop.
  where ord not in (select changed.ord from changed);
end;
comment on function apply_receipts_to_live(jsonb) is 'Applies receipts, at most one of each message, to live messages.';

-- Receipts come in any order, and several of one message in one batch: those take turns. What
-- says the same of one message as a receipt before it in the batch would change nothing more, and
-- takes no turn, so that there are never more turns than a provider has different things to say.
-- Unknown words, which lock nothing, come last: so the first turn locks all that any turn does,
-- in the order of the ids. What is not live any more once the first statement is through (a
-- message may be archived before its receipt comes, or while it is applied) is looked for in the
-- archive. Locks are taken in one order: live messages, archived ones, waiting receipts.
create or replace function apply_receipts(receipts jsonb) returns setof receipt_outcome
  language plpgsql
  -- As in accept_notifications.
  set plan_cache_mode = force_generic_plan
  set search_path = public, pg_temp
as $$
declare
  -- Where there are several of one message: what each says (ord, message, is_unknown), and
  -- first_ord, the first receipt that says the same. Read once, since a word may be explained
  -- meanwhile.
  said jsonb;
  turns jsonb[];
  turn jsonb;
  outcomes receipt_outcome[] := '{}';
  found receipt_outcome[];
  missed jsonb;
  waiting jsonb;
  without_room integer[] := '{}';
begin
  -- The usual batch has one of each message.
  if (
    select count(distinct lower(receipt ->> 'reference')) = count(*)
    from jsonb_array_elements(receipts) as input (receipt)
  ) then
    turns := array[receipts];
  else
    said := (
      select jsonb_agg(to_jsonb(one))
      from (
        select
          ord, coalesce(message_id::text, reference) as message, word is null as is_unknown,
          min(ord) over (
            partition by coalesce(message_id::text, reference), provider, word, refined,
              after_pending
          ) as first_ord
        from read_receipts(receipts)
      ) one
    );
    turns := array(
      select jsonb_agg(input.receipt)
      from (
        select
          ord, row_number() over (partition by message order by is_unknown, ord) as turn
        from jsonb_to_recordset(said) as one (
          ord integer, first_ord integer, message text, is_unknown boolean
        )
        where ord = first_ord
      ) numbered
      join jsonb_array_elements(receipts) as input (receipt)
        on (input.receipt ->> 'ord')::integer = numbered.ord
      group by numbered.turn
      order by numbered.turn
    );
  end if;
  foreach turn in array turns loop
    found := array(select result from apply_receipts_to_live(turn) as result);
    if exists (select from unnest(found) as result where result.outcome <> 'applied') then
      select jsonb_agg(input.receipt) into missed
      from unnest(found) as result
      join jsonb_array_elements(turn) as input (receipt)
        on (input.receipt ->> 'ord')::integer = result.ord
      where result.outcome <> 'applied'
        and not exists (select from notifications where id = result.notification_id);
      if missed is not null then
        found := array(
          select result
          from unnest(found) as result
          where result.ord not in (
            select (receipt ->> 'ord')::integer from jsonb_array_elements(missed) as input (receipt)
          )
          union all
          select result from apply_receipts_to_archived(missed) as result
        );
      end if;
    end if;
    outcomes := outcomes || found;
  end loop;

  -- Whoever took no turn shares the lot of the one that said the same before it.
  if said is not null then
    outcomes := array(
      select row(
        one.ord,
        case when one.ord > one.first_ord and result.outcome = 'applied' then 'duplicate'
          else result.outcome
        end,
        result.notification_id, result.service_id, result.notification_type,
        case when one.ord = one.first_ord then result.old_status end,
        case when one.ord = one.first_ord then result.new_status end,
        one.ord = one.first_ord and result.needs_units
      )::receipt_outcome
      from jsonb_to_recordset(said) as one (ord integer, first_ord integer)
      join unnest(outcomes) as result on result.ord = one.first_ord
    );
  end if;

  if exists (
    select from unnest(outcomes) as result where result.outcome in ('waiting', 'unknown-word')
  ) then
    select jsonb_agg(input.receipt) into waiting
    from unnest(outcomes) as result
    join jsonb_array_elements(receipts) as input (receipt)
      on (input.receipt ->> 'ord')::integer = result.ord
    where result.outcome in ('waiting', 'unknown-word');
    without_room := array(select keep_receipts(waiting));
  end if;

  if exists (
    select
    from unnest(outcomes) as result
    join notification_status_groups known on known.status = result.new_status and known.is_failed
  ) then
    perform note_failures(receipts, outcomes);
  end if;
  return query
  select
    result.ord,
    case when result.outcome = 'waiting' and result.ord = any (without_room) then 'no-room'
      else result.outcome
    end,
    result.notification_id, result.service_id, result.notification_type, result.old_status,
    result.new_status, result.needs_units
  from unnest(outcomes) as result;
end
$$;
comment on function apply_receipts(jsonb) is 'Applies providers'' receipts: an array of {ord, provider, reference, status, code, received_at}. Answers a receipt_outcome for each whose provider is known.';
