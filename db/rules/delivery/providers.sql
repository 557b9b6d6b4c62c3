create or replace function add_provider(
  named text, protocol text, channel notification_type, actor uuid, as_of timestamptz
)
  returns text
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  insert into provider_details (
    display_name, identifier, adapter, notification_type, priority, created_by_id, created_at
  )
  values (named, named, protocol, channel, 50, actor, as_of);
  perform note_event('add_provider', null, jsonb_build_object('provider', named, 'adapter',
    protocol), actor, as_of);
  return named;
end
$$;
comment on function add_provider(text, text, notification_type, uuid, timestamptz) is 'Adds another account of a protocol that is spoken, inactive.';

create or replace function set_provider(
  named text, changes jsonb, actor uuid, as_of timestamptz
)
  returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update provider_details provider
  set
    active = coalesce(changed.active, provider.active),
    priority = coalesce(changed.priority, provider.priority),
    resting_priority = coalesce(changed.resting_priority, provider.resting_priority),
    supports_international =
      coalesce(changed.supports_international, provider.supports_international),
    -- Zero takes the limit away.
    max_calls = nullif(coalesce(changed.max_calls, provider.max_calls), 0),
    messages_per_second =
      nullif(coalesce(changed.messages_per_second, provider.messages_per_second), 0),
    timeout_seconds = coalesce(changed.timeout_seconds, provider.timeout_seconds),
    reason = 'Set by an operator'
  from jsonb_to_record(changes) as changed (
    active boolean, priority integer, resting_priority integer, supports_international boolean,
    max_calls integer, messages_per_second numeric, timeout_seconds numeric
  )
  where provider.identifier = named;
  perform note_event('set_provider', null, changes || jsonb_build_object('provider', named), actor,
    as_of);
end
$$;
comment on function set_provider(text, jsonb, uuid, timestamptz) is 'Changes columns of a provider: active, priority, resting_priority, supports_international, max_calls and messages_per_second (0: no limit), timeout_seconds; what is absent stays.';

create or replace function set_provider_setting(
  of_provider text, setting text, new_value text, new_sealed bytea, new_variable text,
  actor uuid, as_of timestamptz
)
  returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  if num_nonnulls(new_value, new_sealed, new_variable) = 0 then
    delete from provider_settings where provider = of_provider and name = setting;
  else
    insert into provider_settings (provider, name, value, sealed, variable)
    values (of_provider, setting, new_value, new_sealed, new_variable)
    on conflict (provider, name) do update
    set value = excluded.value, sealed = excluded.sealed, variable = excluded.variable;
  end if;
  perform note_event('set_provider_setting', null,
    jsonb_build_object('provider', of_provider, 'name', setting), actor, as_of);
end
$$;
comment on function set_provider_setting(text, text, text, bytea, text, uuid, timestamptz) is 'Sets one setting of a provider, from one source; none takes it away. The audit trail has its name alone.';
