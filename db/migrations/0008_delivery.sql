-- migrate:up

create table provider_details (
  id uuid primary key default uuidv7(),
  display_name text not null,
  identifier text not null unique,
  adapter text not null,
  notification_type notification_type not null,
  priority integer not null
    constraint provider_priority_is_0_to_100 check (priority between 0 and 100),
  resting_priority integer not null default 50
    constraint resting_priority_is_0_to_100 check (resting_priority between 0 and 100),
  active boolean not null default false,
  supports_international boolean not null default false,
  reason text,
  created_by_id uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  version integer not null default 1
);
comment on table provider_details is 'Who carries messages. Any number per channel: a draw by weight shares the messages among the active ones.';
comment on column provider_details.id is 'Time-ordered id.';
comment on column provider_details.display_name is 'Shown to people.';
comment on column provider_details.identifier is 'What notifications record as sent_by.';
comment on column provider_details.adapter is 'The protocol that it speaks: sandbox, mmg, firetext, smtp, ses, dvla.';
comment on column provider_details.notification_type is 'The channel.';
comment on column provider_details.priority is 'Weight in the draw, 0 to 100; moved by failures and slow delivery, and tended back.';
comment on column provider_details.resting_priority is 'The weight that it is tended back to.';
comment on column provider_details.active is 'Whether it takes part in the draw.';
comment on column provider_details.supports_international is 'Whether it takes texts to other countries.';
comment on column provider_details.reason is 'Why the weight was last changed.';
comment on column provider_details.created_by_id is 'Who changed it last.';
comment on column provider_details.created_at is 'When it was added.';
comment on column provider_details.updated_at is 'When it was last changed.';
comment on column provider_details.version is 'Counts the changes.';
create index provider_details_created_by_id_idx on provider_details (created_by_id);

create table provider_details_history (
  like provider_details including comments,
  primary key (id, version)
);
comment on table provider_details_history is 'Every version of a provider, written by a trigger.';

-- Notify writes a version even when nothing changed, because an automatic change counts as one.
create function bump_provider_version() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  return new;
end
$$;
comment on function bump_provider_version() is 'Row trigger: every update of a provider is a version.';
create trigger provider_details_bump_version before update on provider_details
  for each row execute function bump_provider_version();
create trigger provider_details_keep_first_version after insert on provider_details
  referencing new table as changed_rows
  for each statement execute function keep_version();
create trigger provider_details_keep_version after update on provider_details
  referencing new table as changed_rows
  for each statement execute function keep_version();

insert into provider_details
  (display_name, identifier, adapter, notification_type, priority, resting_priority, active,
    supports_international)
values
  ('Sandbox (text messages)', 'sandbox-sms', 'sandbox', 'sms', 100, 100, true, true),
  ('Sandbox (emails)', 'sandbox-email', 'sandbox', 'email', 100, 100, true, false),
  ('MMG', 'mmg', 'mmg', 'sms', 51, 51, false, true),
  ('Firetext', 'firetext', 'firetext', 'sms', 49, 49, false, false),
  ('AWS SES', 'ses', 'ses', 'email', 10, 50, false, false),
  ('SMTP relay', 'smtp', 'smtp', 'email', 50, 50, false, false),
  ('DVLA', 'dvla', 'dvla', 'letter', 50, 50, true, false);

-- What a provider's own words mean. A receipt with other words is a technical failure.
create table provider_receipt_statuses (
  adapter text not null,
  status text not null,
  notification_status notification_status not null,
  after_pending notification_status,
  primary key (adapter, status)
);
comment on table provider_receipt_statuses is 'The status that each provider''s receipt status stands for. Source: specification, sending, wire formats.';
comment on column provider_receipt_statuses.adapter is 'The protocol.';
comment on column provider_receipt_statuses.status is 'The provider''s word.';
comment on column provider_receipt_statuses.notification_status is 'Ours.';
comment on column provider_receipt_statuses.after_pending is 'Ours for a message that the same provider had reported as pending, unless a code says more.';
insert into provider_receipt_statuses (adapter, status, notification_status) values
  ('sandbox', 'delivered', 'delivered'), ('sandbox', 'pending', 'pending'),
  ('sandbox', 'temporary-failure', 'temporary-failure'),
  ('sandbox', 'permanent-failure', 'permanent-failure'), ('mmg', '2', 'permanent-failure'),
  ('mmg', '3', 'delivered'), ('mmg', '4', 'temporary-failure'), ('mmg', '5', 'permanent-failure'),
  ('firetext', '0', 'delivered'), ('firetext', '1', 'permanent-failure'),
  ('firetext', '2', 'pending'), ('ses', 'Delivery', 'delivered'),
  ('ses', 'Bounce Permanent', 'permanent-failure'), ('ses', 'Bounce', 'temporary-failure');
update provider_receipt_statuses set after_pending = 'temporary-failure'
  where adapter = 'firetext' and status = '1';

create table provider_receipt_codes (
  adapter text not null,
  status text not null,
  code text not null,
  notification_status notification_status,
  meaning text not null,
  primary key (adapter, status, code)
);
comment on table provider_receipt_codes is 'What a receipt''s detail code adds: its meaning and, where it refines the status, the refined one.';
comment on column provider_receipt_codes.adapter is 'The protocol.';
comment on column provider_receipt_codes.status is 'The provider''s status that the code comes with.';
comment on column provider_receipt_codes.code is 'The code: MMG''s substatus, Firetext''s code.';
comment on column provider_receipt_codes.notification_status is 'The refined status; null keeps the status''s own.';
comment on column provider_receipt_codes.meaning is 'The provider''s words.';
insert into provider_receipt_codes values
  ('firetext', '1', '000', 'temporary-failure', 'No error reported'),
  ('firetext', '1', '101', 'permanent-failure', 'Unknown Subscriber'),
  ('firetext', '1', '102', 'temporary-failure', 'Absent Subscriber'),
  ('firetext', '1', '103', 'temporary-failure', 'Subscriber Busy'),
  ('firetext', '1', '104', 'temporary-failure', 'No Subscriber Memory'),
  ('firetext', '1', '201', 'permanent-failure', 'Invalid Number'),
  ('firetext', '1', '301', 'permanent-failure', 'SMS Not Supported'),
  ('firetext', '1', '302', 'temporary-failure', 'SMS Not Supported'),
  ('firetext', '1', '401', 'permanent-failure', 'Message Rejected'),
  ('firetext', '1', '900', 'temporary-failure', 'Routing Error'),
  ('mmg', '2', '1', null, 'Number does not exist'), ('mmg', '2', '4', null, 'Rejected by operator'),
  ('mmg', '2', '5', null, 'Unidentified Subscriber'), ('mmg', '2', '9', null, 'Undelivered'),
  ('mmg', '2', '11', null, 'Service for Subscriber suspended'),
  ('mmg', '2', '12', null, 'Illegal equipment'),
  ('mmg', '2', '2049', null, 'Subscriber IMSI blacklisted'),
  ('mmg', '2', '2050', null, 'Number blacklisted in do-not-disturb blacklist'),
  ('mmg', '2', '2052', null, 'Destination number blacklisted'),
  ('mmg', '2', '2053', null, 'Source address blacklisted'),
  ('mmg', '3', '2', null, 'Delivered to operator'), ('mmg', '3', '5', null, 'Delivered to handset'),
  ('mmg', '4', '6', null, 'Absent Subscriber'), ('mmg', '4', '8', null, 'Roaming not allowed'),
  ('mmg', '4', '13', null, 'SMS Not Supported'), ('mmg', '4', '15', null, 'Expired'),
  ('mmg', '4', '27', null, 'Absent Subscriber'),
  ('mmg', '4', '29', null, 'Invalid delivery report'), ('mmg', '4', '32', null, 'Delivery Failure'),
  ('mmg', '5', '6', null, 'Network out of coverage'),
  ('mmg', '5', '8', null, 'Incorrect number prefix'),
  ('mmg', '5', '10', null, 'Number on do-not-disturb service'),
  ('mmg', '5', '11', null, 'Sender id not registered'),
  ('mmg', '5', '13', null, 'Sender id blacklisted'),
  ('mmg', '5', '14', null, 'Destination number blacklisted'),
  ('mmg', '5', '19', null, 'Routing unavailable'),
  ('mmg', '5', '20', null, 'Rejected by anti-flooding mechanism'),
  ('mmg', '5', '21', null, 'System error'), ('mmg', '5', '23', null, 'Duplicate message id'),
  ('mmg', '5', '24', null, 'Message formatted incorrectly'),
  ('mmg', '5', '25', null, 'Message too long'), ('mmg', '5', '51', null, 'Missing recipient value'),
  ('mmg', '5', '52', null, 'Invalid destination');

create table provider_receipts (
  id uuid primary key default uuidv7(),
  provider text not null,
  reference text not null,
  status text not null,
  code text,
  received_at timestamptz not null default now(),
  applied_at timestamptz
);
comment on table provider_receipts is 'Receipts that no message answers to yet: an email''s receipt can beat the record of its hand-over. It is applied when the reference is written; the night deletes what is older than a week.';
comment on column provider_receipts.id is 'Time-ordered id.';
comment on column provider_receipts.provider is 'Who sent the receipt.';
comment on column provider_receipts.reference is 'The provider''s name for the message.';
comment on column provider_receipts.status is 'The provider''s word for what became of it.';
comment on column provider_receipts.code is 'The provider''s detail code.';
comment on column provider_receipts.received_at is 'When it came.';
comment on column provider_receipts.applied_at is 'When it was applied; null while it waits.';
create index provider_receipts_waiting_idx
  on provider_receipts (reference) where applied_at is null;
create index provider_receipts_received_at_idx on provider_receipts (received_at);

-- The draw. Each provider runs an exponential race with its weight as rate, and the first one wins:
-- that is a draw in proportion to the weights, for any number of providers. With all weights 0 the
-- draw is even.
create function draw_provider(
  channel notification_type, is_international boolean, excluded text default null
) returns text
  language sql volatile
begin atomic
  select identifier
  from provider_details
  where notification_type = channel and active and (supports_international or not is_international)
    and identifier is distinct from excluded
  order by case when priority > 0 then 0 else 1 end, -ln(1 - random()) / greatest(priority, 1)
  limit 1;
end;
comment on function draw_provider(notification_type, boolean, text) is 'The provider for one attempt, or null if none is active; excluded leaves out the one that has just failed. Source: specification, sending, provider choice.';

-- A message is worth sending while it is created and its service active. Everything else the queue
-- lets go.
create view deliverable_notifications as
select
  notification.id, notification.service_id, notification.notification_type, notification.key_type,
  notification.template_id, notification.template_version, notification.normalised_to,
  notification."to", notification.personalisation, notification.document_links,
  notification.reply_to_text, notification.unsubscribe_link, notification.international,
  notification.created_at, service.active as service_is_active
from notifications notification
join services service on service.id = notification.service_id
where notification.notification_status = 'created'
  and notification.notification_type in ('sms', 'email');
comment on view deliverable_notifications is 'Texts and emails that still may be sent: every attempt reads its truth here.';

create type delivery_outcome as enum ('sent', 'provider-fault', 'message-fault');
comment on type delivery_outcome is 'sent: the provider took it; provider-fault: worth another attempt; message-fault: it never will be taken.';

-- Records a batch of attempts. A receipt may have come before its hand-over is recorded: the status
-- then is not created any more, and only what was unknown is filled in. The transition is looked up
-- from the row itself, never from a joined copy: when the update has waited for a receipt's,
-- PostgreSQL evaluates it again on the receipt's row.
create function record_deliveries(
  deliveries jsonb, recorded_at timestamptz default clock_timestamp()
)
  returns table (
    notification_id uuid, service_id uuid, old_status notification_status,
    new_status notification_status, is_awaited boolean
  )
  language sql
  -- A plan made while the table is small would go on reading all of it when it has grown: each
  -- message is looked up by its key.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set search_path = public, pg_temp
begin atomic
  update notifications notification
  set notification_status = coalesce(
      (
        select transition.to_status
        from status_transitions transition
        where transition.notification_type = notification.notification_type
          and transition.from_status = notification.notification_status
          and transition.event = case delivery.outcome
            when 'sent' then 'handover'
            when 'message-fault' then 'give-up'
          end
          and transition.to_status = case
            when delivery.outcome = 'message-fault' then 'technical-failure'
            when notification.notification_type = 'sms' and notification.international then 'sent'
            else 'sending'
          end::notification_status
      ),
      notification.notification_status
    ),
    updated_at = recorded_at,
    sent_at = case when delivery.outcome = 'sent'
      then greatest(least(notification.sent_at, delivery.sent_at), notification.created_at)
      else notification.sent_at
    end,
    sent_by = case when delivery.outcome = 'sent'
      then coalesce(notification.sent_by, delivery.provider)
      else notification.sent_by
    end,
    reference = coalesce(notification.reference, delivery.reference),
    billable_units = case
      when notification.notification_type = 'sms' and delivery.characters is not null
        then sms_fragments(delivery.characters, delivery.extended, delivery.ucs2)
      else notification.billable_units
    end
  from jsonb_to_recordset(deliveries) as delivery (
    id uuid, outcome delivery_outcome, provider text, reference text, sent_at timestamptz,
    characters integer, extended integer, ucs2 boolean
  )
  where notification.id = delivery.id
    and (delivery.outcome = 'sent' or notification.notification_status = 'created')
  returning notification.id, notification.service_id, old.notification_status,
    new.notification_status,
    new.reference is not null and exists (
      select from provider_receipts waiting
        where waiting.reference = new.reference and waiting.applied_at is null
    );
end;
comment on function record_deliveries(jsonb, timestamptz) is 'Records attempts to send: an array of {id, outcome, provider, reference, sent_at, characters, extended, ucs2}. is_awaited tells that a receipt came before the reference was known: the caller then calls apply_waiting_receipts.';

-- What a provider's receipt means for a message in a given state. The first three come from the
-- tables of words and codes, so that this is an expression that PostgreSQL puts into the statement,
-- and not a call per row.
create function receipt_status(
  word notification_status, refined notification_status, after_pending notification_status,
  is_own_provider boolean, from_status notification_status
) returns notification_status
  language sql immutable parallel safe
  return case
    when is_own_provider and refined is not null then refined
    when is_own_provider and from_status = 'pending' and after_pending is not null
      then after_pending
    else coalesce(word, 'technical-failure')
  end;
comment on function receipt_status(
  notification_status, notification_status, notification_status, boolean, notification_status
) is 'The status that a receipt asks for: the provider''s word, refined by its code, or by the message''s being pending, when the receipt is from the provider that took the message. Unknown words (null) mean technical-failure.';

create type receipt_outcome as (
  ord integer,
  outcome text,
  notification_id uuid,
  service_id uuid,
  notification_type notification_type,
  old_status notification_status,
  new_status notification_status,
  needs_units boolean
);
comment on type receipt_outcome is 'What became of a receipt: applied, duplicate (the message''s state allows no such change), waiting (an email''s reference that is not known yet), or not-found; and whether a text''s fragments are still to be counted.';

-- Receipts with what their words mean, and the channel that their provider serves.
create function read_receipts(receipts jsonb)
  returns table (
    ord integer, provider text, reference text, status text, code text, received_at timestamptz,
    notification_type notification_type, sms_id uuid, word notification_status,
    refined notification_status, after_pending notification_status
  )
  language sql stable
begin atomic
  select
    input.ord, input.provider, input.reference, input.status, input.code, input.received_at,
    provider.notification_type,
    case when provider.notification_type = 'sms'
      and input.reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then input.reference::uuid
    end,
    word.notification_status, code.notification_status, word.after_pending
  from jsonb_to_recordset(receipts) as input (
    ord integer, provider text, reference text, status text, code text, received_at timestamptz
  )
  join provider_details provider on provider.identifier = input.provider
  left join provider_receipt_statuses word
    on word.adapter = provider.adapter and word.status = input.status
  left join provider_receipt_codes code
    on code.adapter = word.adapter and code.status = word.status and code.code = input.code;
end;
comment on function read_receipts(jsonb) is 'Receipts as apply_receipts gets them, beside what the provider''s words and codes mean. sms_id is the message of a text''s receipt.';

-- Each receipt is one guarded update, so that an early, late or second one finds no transition and
-- changes nothing.
create function apply_receipts_to_live(receipts jsonb) returns setof receipt_outcome
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
      read.ord, read.provider, read.received_at, read.notification_type, read.word, read.refined,
      read.after_pending, coalesce(text.id, email.id) as id,
      coalesce(text.service_id, email.service_id) as service_id
    from read_receipts(receipts) as read
    left join notifications text on text.id = read.sms_id
    left join notifications email
      on read.notification_type <> 'sms' and email.reference = read.reference
  ),
  changed as (
    update notifications notification
    set notification_status = receipt_status(
        receipt.word, receipt.refined, receipt.after_pending,
        notification.sent_by is not distinct from receipt.provider,
        notification.notification_status
      ),
      updated_at = greatest(receipt.received_at, notification.created_at),
      sent_by = coalesce(notification.sent_by, receipt.provider),
      -- Whoever has a receipt was handed over, even if the worker died before it could record that.
      sent_at = coalesce(
        notification.sent_at, greatest(receipt.received_at, notification.created_at)
      )
    from receipt
    where notification.id = receipt.id
      and notification.notification_type = receipt.notification_type
      -- A scalar subquery, not exists: that would become a join, and a row that this update has
      -- waited for is compared again with the joined row of before, so that a receipt during the
      -- record of the hand-over would be lost.
      and (
        select true
        from status_transitions transition
        where transition.notification_type = notification.notification_type
          and transition.event = 'receipt'
          and transition.from_status = notification.notification_status
          and transition.to_status = receipt_status(
            receipt.word, receipt.refined, receipt.after_pending,
            notification.sent_by is not distinct from receipt.provider,
            notification.notification_status
          )
      )
      -- Only texts have a country, and only some countries send receipts that can be believed.
      and (
        not notification.international or notification.notification_type <> 'sms'
        or expects_delivery_receipt(notification.international, notification.phone_prefix)
      )
    returning receipt.ord, notification.id, notification.service_id,
      notification.notification_type, old.notification_status as old_status,
      new.notification_status as new_status,
      new.notification_type = 'sms' and new.billable_units = 0 as needs_units
  )
  select ord, 'applied', id, service_id, notification_type, old_status, new_status, needs_units
  from changed
  union all
  select ord, case when id is null then 'not-found' else 'duplicate' end, id, service_id,
    notification_type, null, null, false
  from receipt
  -- A hashed list: the planner cannot know how many were changed, and a join could be a loop in a
  -- loop.
  where ord not in (select changed.ord from changed);
end;
comment on function apply_receipts_to_live(jsonb) is 'Applies receipts, at most one of each message, to live messages.';

create function apply_receipts_to_archived(receipts jsonb) returns setof receipt_outcome
  language sql
  set search_path = public, pg_temp
begin atomic
  with receipt as materialized (
    select ord, provider, reference, status, code, received_at, notification_type, word, refined,
      after_pending
    from read_receipts(receipts)
  ),
  past as materialized (
    select receipt.ord, notification.id, notification.created_at, notification.service_id
    from receipt
    join notification_history notification on notification.reference = receipt.reference
  ),
  changed as (
    update notification_history notification
    set notification_status = receipt_status(
        receipt.word, receipt.refined, receipt.after_pending,
        notification.sent_by is not distinct from receipt.provider,
        notification.notification_status
      ),
      updated_at = receipt.received_at
    from past
    join receipt on receipt.ord = past.ord
    where notification.id = past.id and notification.created_at = past.created_at
      and (
        select true
        from status_transitions transition
        where transition.notification_type = 'email'
          and transition.event = 'receipt'
          and transition.from_status = notification.notification_status
          and transition.to_status = receipt_status(
            receipt.word, receipt.refined, receipt.after_pending,
            notification.sent_by is not distinct from receipt.provider,
            notification.notification_status
          )
      )
    returning receipt.ord, old.notification_status as old_status,
      new.notification_status as new_status
  ),
  waiting as (
    insert into provider_receipts (provider, reference, status, code, received_at)
    select provider, reference, status, code, received_at
    from receipt
    where ord not in (select past.ord from past)
      and not exists (
        select
        from provider_receipts known
        where known.reference = receipt.reference and known.applied_at is null
          and known.status = receipt.status
      )
  )
  select
    receipt.ord,
    case
      when changed.ord is not null then 'applied'
      when past.ord is not null then 'duplicate'
      else 'waiting'
    end,
    past.id, past.service_id, receipt.notification_type, changed.old_status, changed.new_status,
    false
  from receipt
  left join past on past.ord = receipt.ord
  left join changed on changed.ord = receipt.ord;
end;
comment on function apply_receipts_to_archived(jsonb) is 'Applies emails'' receipts, at most one of each message, to archived messages; those without one wait in provider_receipts.';

-- Receipts come in any order, and several of one message in one batch: those take turns. What is
-- not live any more once the first statement is through (an email may be archived before its
-- receipt comes, or while it is applied) is looked for in the archive.
create function apply_receipts(receipts jsonb) returns setof receipt_outcome
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  turn jsonb;
  outcomes receipt_outcome[] := '{}';
  found receipt_outcome[];
  missed jsonb;
begin
  for turn in
    select jsonb_agg(numbered.receipt)
    from (
      select receipt, row_number() over (
        partition by receipt ->> 'reference' order by (receipt ->> 'ord')::integer
      ) as turn
      from jsonb_array_elements(receipts) as input (receipt)
    ) numbered
    group by numbered.turn
    order by numbered.turn
  loop
    found := array(select result from apply_receipts_to_live(turn) as result);
    if exists (
      select
      from unnest(found) as result
      where result.outcome <> 'applied' and result.notification_type = 'email'
    ) then
      select jsonb_agg(input.receipt) into missed
      from unnest(found) as result
      join jsonb_array_elements(turn) as input (receipt)
        on (input.receipt ->> 'ord')::integer = result.ord
      where result.outcome <> 'applied' and result.notification_type = 'email'
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
  return query
  select
    result.ord, result.outcome, result.notification_id, result.service_id,
    result.notification_type, result.old_status, result.new_status, result.needs_units
  from unnest(outcomes) as result;
end
$$;
comment on function apply_receipts(jsonb) is 'Applies providers'' receipts: an array of {ord, provider, reference, status, code, received_at}. Answers a receipt_outcome for each whose provider is known.';

create function apply_waiting_receipts(references_now_known text[]) returns setof receipt_outcome
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  due jsonb;
begin
  with taken as (
    update provider_receipts
    set applied_at = clock_timestamp()
    where reference = any (references_now_known) and applied_at is null
    returning provider, reference, status, code, received_at
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
comment on function apply_waiting_receipts(text[]) is 'Applies the receipts that came before their emails'' references were recorded.';

-- 72 hours without news. One statement per batch: a receipt that comes meanwhile is not
-- overwritten.
create function timeout_sending_notifications(as_of timestamptz, batch integer default 10000)
  returns table (notification_id uuid, service_id uuid)
  language sql
  set search_path = public, pg_temp
begin atomic
  with due as (
    select notification.id
    from notifications notification
    where notification.notification_type in ('sms', 'email')
      and notification.notification_status in ('sending', 'pending')
      and notification.created_at < as_of - interval '72 hours'
    order by notification.created_at
    limit batch
    for update skip locked
  )
  update notifications notification
  set notification_status = transition.to_status, updated_at = as_of
  from due
  cross join status_transitions transition
  where notification.id = due.id
    and transition.event = 'timeout'
    and transition.notification_type = notification.notification_type
    and transition.from_status = notification.notification_status
  returning notification.id, notification.service_id;
end;
comment on function timeout_sending_notifications(timestamptz, integer) is 'Gives up on up to a batch of texts and emails older than 72 hours without an outcome: temporary-failure. Call again while it answers a full batch. Source: specification, sending, timeout.';

-- Acceptance enqueues in its own transaction, so this only repairs what somebody deleted from the
-- queue. A job that still waits or runs has the message's id and stays as it is.
create function replay_created_notifications(as_of timestamptz, batch integer default 10000)
  returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with lost as (
    select notification.id, notification.service_id,
      queue_for(notification.notification_type, notification.key_type, template.process_type,
        notification.service_id) as queue
    from notifications notification
    join templates_history template
      on template.id = notification.template_id and template.version = notification.template_version
    where notification.notification_type in ('sms', 'email')
      and notification.notification_status = 'created'
      and notification.created_at between as_of - interval '7 days' and as_of - interval '1 hour'
      and not exists (
        select from pgboss.job job
          where job.id = notification.id and job.state in ('created', 'retry', 'active')
      )
    order by notification.created_at
    limit batch
  ),
  replayed as (
    select enqueue(queue, array_agg(id), array_agg(service_id::text)) as jobs
    from lost
    group by queue
  )
  select coalesce(sum(jobs), 0)::integer from replayed;
end;
comment on function replay_created_notifications(timestamptz, integer) is 'Puts messages that are still created after an hour, and have no job, back on their queue; answers how many. Source: specification, sending, replay.';

-- Weights. The three automatic changes lock the channel's active providers and do nothing within a
-- pause after the last change. A change further ahead than that was made by a clock that ran ahead,
-- and would keep a failing provider's weight until its time is reached.
create function reduce_provider_priority(slow_or_failing text, as_of timestamptz, pause interval)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  channel notification_type := (
    select notification_type from provider_details where identifier = slow_or_failing
  );
  others integer;
begin
  perform from provider_details where notification_type = channel and active order by id for update;
  others := (
    select count(*) - 1 from provider_details where notification_type = channel and active
  );
  if others < 1
    or not exists (select from provider_details where identifier = slow_or_failing and active)
    or exists (select from provider_details
      where notification_type = channel and active
        and updated_at > as_of - pause and updated_at < as_of + pause)
  then
    return false;
  end if;
  update provider_details
  set
    priority = case when identifier = slow_or_failing then greatest(priority - 10, 0)
      else least(priority + ceil(10.0 / others)::integer, 100)
    end,
    reason = case when identifier = slow_or_failing then 'Reduced due to reduced reliability'
      else 'Increased due to reduced reliability in other provider'
    end
  where notification_type = channel and active;
  return true;
end
$$;
comment on function reduce_provider_priority(text, timestamptz, interval) is 'Takes 10 points of weight from a provider and shares them among the channel''s others; answers whether it did. Source: specification, sending, changing weights.';

create function tend_providers_back_to_middle(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  moved integer;
begin
  perform from provider_details where notification_type = 'sms' and active order by id for update;
  if exists (
    select from provider_details
    where notification_type = 'sms' and active
      and updated_at > as_of - interval '15 minutes'
      and updated_at < as_of + interval '15 minutes'
  ) then
    return 0;
  end if;
  update provider_details
  set priority = case when priority < resting_priority then least(priority + 10, resting_priority)
      else greatest(priority - 10, resting_priority)
    end,
    reason = 'Adjusted back to resting point'
  where notification_type = 'sms' and active and priority <> resting_priority;
  get diagnostics moved = row_count;
  return moved;
end
$$;
comment on function tend_providers_back_to_middle(timestamptz) is 'Moves every active text message provider up to 10 points towards its resting weight, unless one changed in the last 15 minutes; answers how many moved.';

create function slow_sms_providers(as_of timestamptz, threshold numeric default 0.15)
  returns table (identifier text, is_slow boolean)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    provider.identifier,
    coalesce(
      count(*) filter (
        where case when notification.notification_status = 'delivered'
          then notification.updated_at else as_of end
          - notification.sent_at >= interval '5 minutes'
      ) >= threshold * nullif(count(notification.id), 0),
      false
    )
  from provider_details provider
  left join notifications notification
    on notification.sent_by = provider.identifier
    and notification.notification_type = 'sms'
    and notification.created_at between as_of - interval '15 minutes' and as_of
    and notification.sent_at is not null
    and notification.notification_status in ('delivered', 'pending', 'sending')
    and notification.key_type <> 'test'
  where provider.notification_type = 'sms' and provider.active
  group by provider.identifier;
end;
comment on function slow_sms_providers(timestamptz, numeric) is 'Which active text message providers were slow in the last 15 minutes: a share of at least the threshold took 5 minutes or more. Source: specification, sending, slow delivery.';

create function switch_sms_provider_on_slow_delivery(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  with speeds as materialized (
    select identifier, is_slow from slow_sms_providers(as_of)
  )
  select count(*) filter (where reduce_provider_priority(speeds.identifier, as_of,
    interval '5 minutes'))::integer
  from speeds
  where speeds.is_slow and exists (select from speeds other where not other.is_slow);
end;
comment on function switch_sms_provider_on_slow_delivery(timestamptz) is 'Reduces slow text message providers while another one is not slow; answers how many.';

grant select on provider_details, provider_details_history, provider_receipt_statuses,
  provider_receipt_codes to crier_reader;
grant select (id, provider, status, code, received_at, applied_at)
  on provider_receipts to crier_reader;
revoke insert, update, delete on provider_details_history from crier_app;

-- What only reads is the reader's too.
grant execute on function
  receipt_status(
    notification_status, notification_status, notification_status, boolean, notification_status
  ),
  read_receipts(jsonb), slow_sms_providers(timestamptz, numeric) to crier_reader;

-- migrate:down
drop function switch_sms_provider_on_slow_delivery(timestamptz),
  slow_sms_providers(timestamptz, numeric), tend_providers_back_to_middle(timestamptz),
  reduce_provider_priority(text, timestamptz, interval),
  replay_created_notifications(timestamptz, integer),
  timeout_sending_notifications(timestamptz, integer), apply_waiting_receipts(text[]),
  apply_receipts(jsonb), apply_receipts_to_archived(jsonb), apply_receipts_to_live(jsonb),
  read_receipts(jsonb), receipt_status(notification_status, notification_status,
  notification_status, boolean, notification_status), record_deliveries(jsonb, timestamptz);
drop type receipt_outcome, delivery_outcome;
drop view deliverable_notifications;
drop function draw_provider(notification_type, boolean, text);
drop table provider_receipts, provider_receipt_codes, provider_receipt_statuses,
  provider_details_history, provider_details;
drop function bump_provider_version();
