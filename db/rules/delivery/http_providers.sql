-- What the columns of http_protocols, provider_details and the tables of words say, in one
-- document: who would rather write the rows writes the rows.
create or replace function add_http_provider(
  definition jsonb, actor uuid default null, as_of timestamptz default clock_timestamp()
)
  returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  named text := definition ->> 'identifier';
  stray text := (
    select string_agg(key, ', ' order by key)
    from jsonb_object_keys(definition) as key
    where key not in ('identifier', 'display_name', 'channel', 'priority', 'active',
      'supports_international', 'max_calls', 'messages_per_second', 'names_messages', 'protocol',
      'statuses', 'codes', 'refusals', 'settings')
  );
begin
  if stray is not null then
    raise exception 'a provider has no %', stray using errcode = 'invalid_parameter_value';
  end if;
  if named is null or named !~ '^[a-z][a-z0-9-]{0,49}$' then
    raise exception 'identifier must be 1 to 50 lower-case letters, digits and hyphens'
      using errcode = 'invalid_parameter_value';
  end if;
  perform act_as(actor, as_of);
  insert into provider_adapters (adapter, names_messages)
  values (named, coalesce((definition ->> 'names_messages')::boolean, false));

  insert into http_protocols (
    adapter, method, url, headers, body_format, body, success_pointer, success_values,
    reference_pointer, error_pointer, receipts_pointer, receipt_reference_pointer,
    receipt_status_pointer, receipt_code_pointer, inbound_number_pointer, inbound_sender_pointer,
    inbound_content_pointer, inbound_reference_pointer, inbound_date_pointer
  )
  select
    named, coalesce(method, 'POST'), url, coalesce(headers, '{}'), coalesce(body_format, 'json'),
    coalesce(body, '{}'), success_pointer, success_values, reference_pointer, error_pointer,
    receipts_pointer, receipt_reference_pointer, receipt_status_pointer, receipt_code_pointer,
    inbound_number_pointer, inbound_sender_pointer, inbound_content_pointer,
    inbound_reference_pointer, inbound_date_pointer
  from jsonb_populate_record(null::http_protocols, definition -> 'protocol');

  insert into provider_details (
    display_name, identifier, adapter, notification_type, priority, active,
    supports_international, max_calls, messages_per_second, created_by_id, created_at
  )
  values (
    coalesce(definition ->> 'display_name', named), named, named,
    coalesce(definition ->> 'channel', 'sms')::notification_type,
    coalesce((definition ->> 'priority')::integer, 50),
    coalesce((definition ->> 'active')::boolean, false),
    coalesce((definition ->> 'supports_international')::boolean, false),
    (definition ->> 'max_calls')::integer, (definition ->> 'messages_per_second')::numeric, actor,
    as_of
  );

  insert into provider_receipt_statuses (adapter, status, notification_status)
  select named, word, meaning::notification_status
  from jsonb_each_text(coalesce(definition -> 'statuses', '{}')) as told (word, meaning);
  insert into provider_receipt_codes (adapter, status, code, notification_status, meaning)
  select
    named, told.status, told.code, told.notification_status, coalesce(told.meaning, told.code)
  from jsonb_to_recordset(coalesce(definition -> 'codes', '[]')) as told (
    status text, code text, notification_status notification_status, meaning text
  );
  insert into provider_refusals (adapter, code, outcome, meaning)
  select named, code, outcome::delivery_outcome, code
  from jsonb_each_text(coalesce(definition -> 'refusals', '{}')) as told (code, outcome);
  -- A setting is a value, or an object that names a variable or holds what was sealed.
  insert into provider_settings (provider, name, value, variable, sealed)
  select
    named, name, case when jsonb_typeof(setting) = 'string' then setting #>> '{}' end,
    setting ->> 'variable', decode(setting ->> 'sealed', 'base64')
  from jsonb_each(coalesce(definition -> 'settings', '{}')) as told (name, setting);
  perform note_event('add_provider', null, jsonb_build_object('provider', named, 'adapter', named),
    actor, as_of);
  return named;
end
$$;
comment on function add_http_provider(jsonb, uuid, timestamptz) is 'Adds a provider that no program code knows, with its protocol: identifier, display_name, channel (sms), priority (50), active (false), supports_international, max_calls, messages_per_second, names_messages, protocol (the columns of http_protocols), statuses (its receipts'' words and ours), codes (an array of status, code, notification_status, meaning), refusals (codes of its answers, and message-fault, permanent-failure or temporary-failure), settings (by name: a value, or {"variable": the name of an environment variable}). Answers the identifier.';
