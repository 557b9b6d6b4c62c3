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
comment on function message_id_of(text) is 'The message that a text''s receipt is about: its reference is the message''s id, spelt as it was given. Null for any other text.';

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
grant select on unknown_receipt_words to crier_reader;
grant execute on function receipt_status(notification_status, notification_status,
  notification_status, notification_status), read_receipts(jsonb), message_id_of(text),
  is_known_receipt_word(text, text) to crier_reader;
