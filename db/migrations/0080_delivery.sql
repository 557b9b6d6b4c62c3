-- migrate:up

create table provider_adapters (
  adapter text primary key,
  is_sandbox boolean not null
);
comment on table provider_adapters is 'The protocols that this program speaks; a test compares them with the program''s own. A provider whose protocol is not among them (ses, dvla) is known by its row, and never drawn.';
comment on column provider_adapters.adapter is 'The protocol.';
comment on column provider_adapters.is_sandbox is 'Whether it delivers to nobody.';
insert into provider_adapters (adapter, is_sandbox) values
  ('sandbox', true), ('mmg', false), ('firetext', false), ('smtp', false);

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
comment on column provider_details.adapter is 'The protocol that it speaks: see provider_adapters.';
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

-- What a provider's own words mean. A receipt with another word changes nothing, whoever sent it: a
-- word that its provider has added lately is not a failure, and a forged one is nobody's word. It
-- is kept in provider_receipts and applied once a row here says what it means.
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
  ('sandbox', 'permanent-failure', 'permanent-failure'), ('smtp', 'delivered', 'delivered'),
  ('mmg', '2', 'permanent-failure'),
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
  provider text not null constraint receipt_provider_is_short check (length(provider) <= 255),
  reference text not null constraint receipt_reference_is_short check (length(reference) <= 255),
  status text not null constraint receipt_status_is_short check (length(status) <= 50),
  code text constraint receipt_code_is_short check (length(code) <= 50),
  received_at timestamptz not null default now(),
  applied_at timestamptz
);
comment on table provider_receipts is 'Receipts that wait: for their message (an email''s receipt can beat the record of its hand-over) or for their word''s meaning (see unknown_receipt_words). The night deletes what is older than a week.';
comment on column provider_receipts.id is 'Time-ordered id.';
comment on column provider_receipts.provider is 'Who sent the receipt.';
comment on column provider_receipts.reference is 'The provider''s name for the message: its id for texts.';
comment on column provider_receipts.status is 'The provider''s word for what became of it.';
comment on column provider_receipts.code is 'The provider''s detail code.';
comment on column provider_receipts.received_at is 'When it came.';
comment on column provider_receipts.applied_at is 'When it was applied; null while it waits.';
-- However often a word is repeated, it waits once.
create unique index provider_receipts_waiting_key
  on provider_receipts (provider, reference, status) where applied_at is null;
create index provider_receipts_waiting_idx
  on provider_receipts (reference) where applied_at is null;
create index provider_receipts_received_at_idx on provider_receipts (received_at);

create function most_waiting_receipts() returns integer
  language sql immutable parallel safe
  return 10000;
comment on function most_waiting_receipts() is 'How many receipts of one provider may wait. A receipt beats the record of its hand-over by seconds: this is what a busy minute can leave waiting, and still few enough to be counted in a millisecond or two before more are kept.';

create function is_known_receipt_word(sender text, word text) returns boolean
  language sql stable
  return exists (
    select
    from provider_details provider
    join provider_receipt_statuses known
      on known.adapter = provider.adapter and known.status = word
    where provider.identifier = sender
  );
comment on function is_known_receipt_word(text, text) is 'Whether provider_receipt_statuses says what a provider''s word means.';

create function message_id_of(reference text) returns uuid
  language sql immutable parallel safe
  return case
    when reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then reference::uuid
  end;
comment on function message_id_of(text) is 'The message that a text''s receipt is about: its reference is the message''s id, spelt as it was given. Null for any other text.';

create view unknown_receipt_words as
select
  provider, status, count(*) as receipts, min(received_at) as first_received_at,
  max(received_at) as last_received_at
from provider_receipts
where applied_at is null and not is_known_receipt_word(provider, status)
group by provider, status;
comment on view unknown_receipt_words is 'Words that providers sent lately and that nobody has explained. Once provider_receipt_statuses has a row for one, its receipts are applied within five minutes.';

-- A sandbox stands in for a channel's providers until there is one: beside a real one, even one
-- that has just failed or that does not take this message, it would report as delivered what nobody
-- gets.
create view drawable_providers as
select
  false as takes_tests, provider.identifier, provider.notification_type, provider.priority,
  provider.supports_international
from provider_details provider
join provider_adapters spoken on spoken.adapter = provider.adapter
where provider.active
  and not (
    spoken.is_sandbox
    and exists (
      select
      from provider_details other
      left join provider_adapters known on known.adapter = other.adapter
      where other.notification_type = provider.notification_type
        and other.active
        and known.is_sandbox is distinct from true
    )
  )
union all
select
  true, provider.identifier, provider.notification_type,
  case when provider.active then greatest(provider.priority, 1) else 0 end, true
from provider_details provider
join provider_adapters spoken on spoken.adapter = provider.adapter and spoken.is_sandbox;
comment on view drawable_providers is 'Who may be given a message. takes_tests false, for live and team keys: active providers whose protocol is spoken; a sandbox only where its channel has no other active provider. takes_tests true, for test keys: sandboxes, active or not.';

create function draw_time(weight integer) returns float8
  language sql volatile parallel restricted
  return case when weight > 0 then -ln(1 - random()) / weight else 1e9 + random() end;
comment on function draw_time(integer) is 'When a provider comes in, in one race: the times are exponential with the weight as rate, so that the first one is a draw in proportion to the weights, for any number of providers. Those of weight 0 come after all others, in any order.';

create function draw_provider(
  channel notification_type, is_international boolean, excluded text default null
) returns text
  language sql volatile
begin atomic
  select identifier
  from drawable_providers
  where not takes_tests
    and notification_type = channel
    and (supports_international or not is_international)
    and identifier is distinct from excluded
  order by draw_time(priority)
  limit 1;
end;
comment on function draw_provider(notification_type, boolean, text) is 'The provider for one attempt at a live or team key''s message, or null if none is active; excluded leaves out the one that has just failed. Source: specification, sending, provider choice.';

-- A message is worth sending while it is created and its service active. Everything else the queue
-- lets go.
create view deliverable_notifications as
select
  notification.id, notification.service_id, notification.notification_type, notification.key_type,
  notification.template_id, notification.template_version, notification.normalised_to,
  notification."to", notification.personalisation, notification.personalisation_bytes,
  notification.document_links,
  notification.reply_to_text, notification.unsubscribe_link, notification.international,
  notification.created_at, service.active as service_is_active
from notifications notification
join services service on service.id = notification.service_id
where notification.notification_status = 'created'
  and notification.notification_type in ('sms', 'email');
comment on view deliverable_notifications is 'Texts and emails that still may be sent: every attempt reads its truth here.';

create type delivery_outcome as enum (
  'sent', 'provider-fault', 'message-fault', 'permanent-failure', 'temporary-failure'
);
comment on type delivery_outcome is 'sent: the provider took it; provider-fault: worth another attempt; message-fault: it never will be taken; permanent-failure, temporary-failure: the provider has refused its recipient.';

-- Records a batch of attempts; to record it once more changes nothing. A receipt may have come
-- before its hand-over is recorded: the status then is not created any more, and only what was
-- unknown is filled in. The rows are locked in the order of their ids, as every statement does that
-- touches several, so that none waits for another in a circle. The transition is looked up from the
-- row itself, never from the locked copy: a row that was waited for is newer than the statement's
-- snapshot, and PostgreSQL evaluates the update again on what the receipt has left.
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
  -- Locked with all that the update needs, which would otherwise join every row with every row.
  with locked as materialized (
    select
      notification.id, delivery.outcome, delivery.provider, delivery.reference, delivery.sent_at,
      delivery.characters, delivery.extended, delivery.ucs2,
      delivery.outcome in ('sent', 'permanent-failure', 'temporary-failure') as was_given
    from jsonb_to_recordset(deliveries) as delivery (
      id uuid, outcome delivery_outcome, provider text, reference text, sent_at timestamptz,
      characters integer, extended integer, ucs2 boolean
    )
    join notifications notification on notification.id = delivery.id
    order by notification.id
    for no key update of notification
  )
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
            when 'permanent-failure' then 'refusal'
            when 'temporary-failure' then 'refusal'
          end
          and transition.to_status = case
            when delivery.outcome = 'message-fault' then 'technical-failure'
            when delivery.outcome in ('permanent-failure', 'temporary-failure')
              then delivery.outcome::text
            when notification.notification_type = 'sms' and notification.international then 'sent'
            else 'sending'
          end::notification_status
      ),
      notification.notification_status
    ),
    updated_at = recorded_at,
    sent_at = case when delivery.was_given
      then greatest(least(notification.sent_at, delivery.sent_at), notification.created_at)
      else notification.sent_at
    end,
    sent_by = case when delivery.was_given
      then coalesce(notification.sent_by, delivery.provider)
      else notification.sent_by
    end,
    reference = coalesce(notification.reference, delivery.reference),
    billable_units = case
      when notification.notification_type = 'sms' and delivery.characters is not null
        then sms_fragments(delivery.characters, delivery.extended, delivery.ucs2)
      else notification.billable_units
    end
  from locked delivery
  where notification.id = delivery.id
    and (delivery.outcome = 'sent' or notification.notification_status = 'created')
  returning notification.id, notification.service_id, old.notification_status,
    new.notification_status,
    new.reference is not null and exists (
      select from provider_receipts waiting
        where waiting.reference = new.reference and waiting.applied_at is null
    );
end;
comment on function record_deliveries(jsonb, timestamptz) is 'Records attempts to send: an array of {id, outcome, provider, reference, sent_at, characters, extended, ucs2}, each message once. is_awaited tells that a receipt came before the reference was known: the caller then calls apply_waiting_receipts.';

-- What a provider's receipt means for a message in a given state. The first three come from the
-- tables of words and codes, so that this is an expression that PostgreSQL puts into the statement,
-- and not a call per row.
create function receipt_status(
  word notification_status, refined notification_status, after_pending notification_status,
  from_status notification_status
) returns notification_status
  language sql immutable parallel safe
  return case
    when refined is not null then refined
    when from_status = 'pending' and after_pending is not null then after_pending
    else word
  end;
comment on function receipt_status(
  notification_status, notification_status, notification_status, notification_status
) is 'The status that a receipt asks for: the provider''s word, refined by its code, or by the message''s being pending. An unknown word (null) asks for none.';

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
comment on type receipt_outcome is 'What became of a receipt: applied, duplicate (the message''s state allows no such change, another provider took it, or the same was told before), unknown-word (kept until somebody explains it), waiting (an email''s reference that is not known yet), no-room (it would wait, but too many of its provider''s do), or not-found; and whether a text''s fragments are still to be counted.';

-- Receipts with what their words mean, and the channel that their provider serves.
create function read_receipts(receipts jsonb)
  returns table (
    ord integer, provider text, reference text, received_at timestamptz,
    notification_type notification_type, sms_id uuid, senders text[], word notification_status,
    refined notification_status, after_pending notification_status
  )
  language sql stable
begin atomic
  select
    input.ord, input.provider, input.reference, input.received_at, provider.notification_type,
    case when provider.notification_type = 'sms' then message_id_of(input.reference) end,
    provider.senders, word.notification_status, code.notification_status, word.after_pending
  from jsonb_to_recordset(receipts) as input (
    ord integer, provider text, reference text, status text, code text, received_at timestamptz
  )
  join (
    select
      identifier, adapter, notification_type,
      array_agg(identifier) over (partition by adapter) as senders
    from provider_details
  ) provider on provider.identifier = input.provider
  left join provider_receipt_statuses word
    on word.adapter = provider.adapter and word.status = input.status
  left join provider_receipt_codes code
    on code.adapter = word.adapter and code.status = word.status and code.code = input.code;
end;
comment on function read_receipts(jsonb) is 'Receipts as apply_receipts gets them, beside what the provider''s words and codes mean. sms_id is the message of a text''s receipt. senders are the providers that it may speak for: a receipt''s path tells its protocol, and several providers may speak the same.';

-- Each receipt is one guarded update, so that an early, late or second one finds no transition and
-- changes nothing, and one from a provider that did not take the message neither. The rows are
-- locked in the order of their ids: see record_deliveries.
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
      read.ord, read.provider, read.senders, read.received_at, read.notification_type, read.word,
      read.refined, read.after_pending, coalesce(text.id, email.id) as id,
      coalesce(text.service_id, email.service_id) as service_id
    from read_receipts(receipts) as read
    left join notifications text on text.id = read.sms_id
    left join notifications email
      on read.notification_type <> 'sms' and email.reference = read.reference
  ),
  locked as materialized (
    select
      notification.id, receipt.ord, receipt.provider, receipt.senders, receipt.received_at,
      receipt.word, receipt.refined, receipt.after_pending
    from receipt
    join notifications notification
      on notification.id = receipt.id
      and notification.notification_type = receipt.notification_type
    -- What says nothing changes nothing, whatever it waits for.
    where receipt.word is not null
    order by notification.id
    for no key update of notification
  ),
  changed as (
    update notifications notification
    set notification_status = receipt_status(
        receipt.word, receipt.refined, receipt.after_pending, notification.notification_status
      ),
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
          and transition.event = 'receipt'
          and transition.from_status = notification.notification_status
          and transition.to_status = receipt_status(
            receipt.word, receipt.refined, receipt.after_pending, notification.notification_status
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

create function apply_receipts_to_archived(receipts jsonb) returns setof receipt_outcome
  language sql
  set search_path = public, pg_temp
begin atomic
  with receipt as materialized (
    select ord, senders, reference, received_at, notification_type, word, refined, after_pending
    from read_receipts(receipts)
  ),
  past as materialized (
    select
      notification.id, notification.created_at, notification.service_id, receipt.ord,
      receipt.senders, receipt.received_at, receipt.word, receipt.refined, receipt.after_pending
    from receipt
    join notification_history notification on notification.reference = receipt.reference
    order by notification.id, notification.created_at
    for no key update of notification
  ),
  changed as (
    update notification_history notification
    set notification_status = receipt_status(
        past.word, past.refined, past.after_pending, notification.notification_status
      ),
      updated_at = past.received_at
    from past
    where notification.id = past.id and notification.created_at = past.created_at
      and (notification.sent_by is null or notification.sent_by = any (past.senders))
      and (
        select true
        from status_transitions transition
        where transition.notification_type = 'email'
          and transition.event = 'receipt'
          and transition.from_status = notification.notification_status
          and transition.to_status = receipt_status(
            past.word, past.refined, past.after_pending, notification.notification_status
          )
      )
    returning past.ord, old.notification_status as old_status,
      new.notification_status as new_status
  )
  select
    receipt.ord,
    case
      when changed.ord is not null then 'applied'
      when past.ord is null then 'waiting'
      when receipt.word is null then 'unknown-word'
      else 'duplicate'
    end,
    past.id, past.service_id, receipt.notification_type, changed.old_status, changed.new_status,
    false
  from receipt
  left join past on past.ord = receipt.ord
  left join changed on changed.ord = receipt.ord;
end;
comment on function apply_receipts_to_archived(jsonb) is 'Applies emails'' receipts, at most one of each message, to archived messages; those without one are to wait.';

-- Inserted in one order, so that two statements that keep the same receipts do not wait for each
-- other in a circle.
create function keep_receipts(receipts jsonb) returns setof integer
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

-- Receipts come in any order, and several of one message in one batch: those take turns. What says
-- the same of one message as a receipt before it in the batch would change nothing more, and takes
-- no turn, so that there are never more turns than a provider has different things to say. What is
-- not live any more once the first statement is through (an email may be archived before its
-- receipt comes, or while it is applied) is looked for in the archive. Locks are taken in one
-- order: live messages, archived ones, waiting receipts.
create function apply_receipts(receipts jsonb) returns setof receipt_outcome
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  repeats boolean;
  turns jsonb[];
  turn jsonb;
  outcomes receipt_outcome[] := '{}';
  found receipt_outcome[];
  missed jsonb;
  waiting jsonb;
  without_room integer[] := '{}';
begin
  -- The usual batch has one of each message.
  repeats := (
    select count(distinct lower(receipt ->> 'reference')) < count(*)
    from jsonb_array_elements(receipts) as input (receipt)
  );
  if not repeats then
    turns := array[receipts];
  else
    turns := array(
      select jsonb_agg(input.receipt)
      from (
        select said.ord, row_number() over (partition by said.message order by said.ord) as turn
        from (
          select min(ord) as ord, coalesce(sms_id::text, reference) as message
          from read_receipts(receipts)
          group by coalesce(sms_id::text, reference), provider, word, refined, after_pending
        ) said
      ) numbered
      join jsonb_array_elements(receipts) as input (receipt)
        on (input.receipt ->> 'ord')::integer = numbered.ord
      group by numbered.turn
      order by numbered.turn
    );
  end if;
  foreach turn in array turns loop
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

  -- Whoever took no turn shares the lot of the one that said the same before it.
  if repeats then
    outcomes := array(
      select row(
        said.ord,
        case when said.ord > said.first_ord and result.outcome = 'applied' then 'duplicate'
          else result.outcome
        end,
        result.notification_id, result.service_id, result.notification_type,
        case when said.ord = said.first_ord then result.old_status end,
        case when said.ord = said.first_ord then result.new_status end,
        said.ord = said.first_ord and result.needs_units
      )::receipt_outcome
      from (
        select ord, min(ord) over (
          partition by coalesce(sms_id::text, reference), provider, word, refined, after_pending
        ) as first_ord
        from read_receipts(receipts)
      ) said
      join unnest(outcomes) as result on result.ord = said.first_ord
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

-- The messages are locked before their receipts, as apply_receipts does; receipts that somebody
-- else is applying are left to him.
create function apply_waiting_receipts(references_now_known text[]) returns setof receipt_outcome
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
    select count(*) - 1
    from drawable_providers
    where not takes_tests and notification_type = channel
  );
  if others < 1
    or not exists (
      select from drawable_providers where not takes_tests and identifier = slow_or_failing
    )
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
  where identifier in (
    select drawable.identifier
    from drawable_providers drawable
    where not drawable.takes_tests and drawable.notification_type = channel
  );
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
  from drawable_providers provider
  left join notifications notification
    on notification.sent_by = provider.identifier
    and notification.notification_type = 'sms'
    and notification.created_at between as_of - interval '15 minutes' and as_of
    and notification.sent_at is not null
    and notification.notification_status in ('delivered', 'pending', 'sending')
    and notification.key_type <> 'test'
  where not provider.takes_tests and provider.notification_type = 'sms'
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

grant select on provider_adapters, provider_details, provider_details_history,
  provider_receipt_statuses, provider_receipt_codes, unknown_receipt_words, drawable_providers
  to crier_reader;
grant select (id, provider, status, code, received_at, applied_at)
  on provider_receipts to crier_reader;
revoke insert, update, delete on provider_details_history, provider_adapters from crier_app;

-- What only reads is the reader's too.
grant execute on function
  receipt_status(
    notification_status, notification_status, notification_status, notification_status
  ),
  read_receipts(jsonb), message_id_of(text), is_known_receipt_word(text, text),
  most_waiting_receipts(), slow_sms_providers(timestamptz, numeric) to crier_reader;

-- migrate:down
drop function switch_sms_provider_on_slow_delivery(timestamptz),
  slow_sms_providers(timestamptz, numeric), tend_providers_back_to_middle(timestamptz),
  reduce_provider_priority(text, timestamptz, interval),
  replay_created_notifications(timestamptz, integer),
  timeout_sending_notifications(timestamptz, integer), apply_waiting_receipts(text[]),
  apply_receipts(jsonb), keep_receipts(jsonb), apply_receipts_to_archived(jsonb),
  apply_receipts_to_live(jsonb), read_receipts(jsonb), receipt_status(notification_status,
  notification_status, notification_status, notification_status),
  record_deliveries(jsonb, timestamptz);
drop type receipt_outcome, delivery_outcome;
drop view deliverable_notifications;
drop function draw_provider(notification_type, boolean, text), draw_time(integer);
drop view drawable_providers, unknown_receipt_words;
drop function message_id_of(text), is_known_receipt_word(text, text), most_waiting_receipts();
drop table provider_receipts, provider_receipt_codes, provider_receipt_statuses,
  provider_details_history, provider_details, provider_adapters;
drop function bump_provider_version();
