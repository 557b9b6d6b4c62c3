create or replace function is_known_receipt_word(sender text, word text) returns boolean
  language sql stable
  return exists (
    select
    from provider_details provider
    join provider_receipt_statuses known
      on known.adapter = provider.adapter and known.status = word
    where provider.identifier = sender
  );
comment on function is_known_receipt_word(text, text) is 'Whether provider_receipt_statuses says what a provider''s word means.';

create or replace function message_id_of(reference text) returns uuid
  language sql immutable parallel safe
  return case
    when reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then reference::uuid
  end;
comment on function message_id_of(text) is 'The message that a receipt is about whose reference is the message''s id, spelt as it was given. Null for any other text.';

-- Stable, as what it adds to an instant might be days: PostgreSQL puts it into the statement.
create or replace function receipt_event(
  from_status notification_status, accepted_at timestamptz, changed_at timestamptz,
  received_at timestamptz
) returns text
  language sql stable parallel safe
  return case
    when from_status = 'temporary-failure'
      and changed_at >= accepted_at + interval '72 hours'
      and received_at < accepted_at + interval '7 days'
      then 'late-receipt'
    else 'receipt'
  end;
comment on function receipt_event(notification_status, timestamptz, timestamptz, timestamptz) is 'The event that a receipt is for a message: late-receipt where 72 hours without news had made it a temporary failure, as long as its day''s facts are still made again (status_days_due). Source: specification, sending, out-of-order cases.';

create or replace view unknown_receipt_words as
select
  provider, status, count(*) as receipts, min(received_at) as first_received_at,
  max(received_at) as last_received_at
from provider_receipts
where applied_at is null and not is_known_receipt_word(provider, status)
group by provider, status;
comment on view unknown_receipt_words is 'Words that providers sent lately and that nobody has explained. Once provider_receipt_statuses has a row for one, its receipts are applied within five minutes.';

-- What a provider's receipt means for a message in a given state. The first three come from the
-- tables of words and codes, so that this is an expression that PostgreSQL puts into the statement,
-- and not a call per row.
create or replace function receipt_status(
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

-- Receipts with what their words mean, and the channel that their provider serves.
create or replace function read_receipts(receipts jsonb)
  returns table (
    ord integer, provider text, reference text, received_at timestamptz,
    notification_type notification_type, message_id uuid, has_own_reference boolean,
    senders text[], word notification_status, refined notification_status,
    after_pending notification_status
  )
  language sql stable
begin atomic
  select
    input.ord, input.provider, input.reference, input.received_at, provider.notification_type,
    case when not provider.names_messages then message_id_of(input.reference) end,
    provider.names_messages or provider.notification_type = 'email',
    provider.senders, word.notification_status, code.notification_status, word.after_pending
  from jsonb_to_recordset(receipts) as input (
    ord integer, provider text, reference text, status text, code text, received_at timestamptz
  )
  join (
    select
      details.identifier, details.adapter, details.notification_type,
      coalesce(spoken.names_messages, false) as names_messages,
      array_agg(details.identifier) over (partition by details.adapter) as senders
    from provider_details details
    left join provider_adapters spoken on spoken.adapter = details.adapter
  ) provider on provider.identifier = input.provider
  left join provider_receipt_statuses word
    on word.adapter = provider.adapter and word.status = input.status
  left join provider_receipt_codes code
    on code.adapter = word.adapter and code.status = word.status and code.code = input.code;
end;
comment on function read_receipts(jsonb) is 'Receipts as apply_receipts gets them, beside what the provider''s words and codes mean. message_id is the message whose id the reference is; has_own_reference tells that it may be the provider''s own name for one as well. senders are the providers that it may speak for: a receipt''s path tells its protocol, and several providers may speak the same.';
grant select on unknown_receipt_words to crier_reader;
grant execute on function receipt_status(notification_status, notification_status,
  notification_status, notification_status), read_receipts(jsonb), message_id_of(text),
  receipt_event(notification_status, timestamptz, timestamptz, timestamptz),
  is_known_receipt_word(text, text) to crier_reader;
