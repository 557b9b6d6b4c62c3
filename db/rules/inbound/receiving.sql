create or replace function national_number(number text) returns text
  language sql immutable parallel safe
  return regexp_replace(number, '^\+?44', '0');
comment on function national_number(text) is 'A number of ours as providers write it, in the spelling of inbound_numbers: 44… is 0….';

-- The number's service, its leave to receive, the text and what the service is told of it: one
-- statement for all that came together. Texts are inserted in one order, so that two statements
-- with the same repeats wait for each other and never around each other.
create or replace function receive_texts(texts jsonb, as_of timestamptz)
  returns table (ord integer, outcome text, id uuid, service_id uuid)
  language sql
  set search_path = public, pg_temp
begin atomic
  with told as materialized (
    select
      text.ord, text.provider, text.number, text.sender, text.content, text.provider_date,
      text.reference, decode(text.fingerprint, 'base64') as fingerprint, number.service_id,
      uuidv7() as id,
      case
        when number.service_id is null then 'unknown-number'
        when permission.service_id is null then 'not-permitted'
      end as refusal
    from jsonb_to_recordset(texts) as text (
      ord integer, provider text, number text, sender text, content text,
      provider_date timestamptz, reference text, fingerprint text
    )
    cross join settings
    left join inbound_numbers number
      on number.number = national_number(text.number) and number.active
      and settings.inbound_sms_enabled
    left join service_permissions permission
      on permission.service_id = number.service_id and permission.permission = 'inbound_sms'
  ),
  stored as (
    insert into inbound_sms (
      id, created_at, service_id, notify_number, user_number, provider_date, provider_reference,
      provider, content, fingerprint
    )
    select
      told.id, as_of, told.service_id, national_number(told.number), told.sender,
      told.provider_date, told.reference, told.provider, told.content, told.fingerprint
    from told
    where told.refusal is null
    order by told.fingerprint
    on conflict do nothing
    returning inbound_sms.id, inbound_sms.service_id, inbound_sms.created_at,
      inbound_sms.notify_number, inbound_sms.user_number, inbound_sms.provider_date,
      inbound_sms.content
  ),
  written as materialized (
    select
      stored.id,
      write_callback(
        stored.service_id, 'inbound_sms', stored.id,
        json_build_object(
          'id', stored.id,
          'source_number', stored.user_number,
          'destination_number', stored.notify_number,
          'message', stored.content,
          'date_received', wire_timestamp(coalesce(stored.provider_date, stored.created_at))
        ),
        as_of
      ) as callback_id
    from stored
  )
  select
    told.ord,
    coalesce(told.refusal, case when written.id is null then 'repeated' else 'stored' end),
    written.id, told.service_id
  from told
  left join written on written.id = told.id;
end;
comment on function receive_texts(jsonb, timestamptz) is 'Stores received texts, an array of {ord, provider, number, sender, content, provider_date, reference, fingerprint}, and writes what their services are told of them. Outcomes: stored; repeated (told before); unknown-number (no active number of a service, or settings.inbound_sms_enabled is off); not-permitted (its service has no permission inbound_sms). Source: specification, sending, inbound SMS.';
grant execute on function national_number(text) to crier_reader;
