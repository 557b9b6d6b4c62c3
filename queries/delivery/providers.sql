/* @name ListAccounts */
select
  -- Who carries messages, with all that an adapter is made of.
  provider.identifier as "identifier!",
  provider.display_name as "display_name!",
  provider.adapter as "adapter!",
  provider.notification_type as "notification_type!",
  provider.priority as "priority!",
  provider.active as "active!",
  provider.supports_international as "supports_international!",
  provider.max_calls,
  provider.messages_per_second::float8 as messages_per_second,
  provider.timeout_seconds::float8 as "timeout_seconds!",
  coalesce(spoken.names_messages, false) as "names_messages!",
  to_jsonb(http) as http,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('name', setting.name, 'value', setting.value, 'sealed',
          encode(setting.sealed, 'base64'), 'variable', setting.variable)
        order by setting.name
      )
      from provider_settings setting
      where setting.provider = provider.identifier
    ),
    '[]'
  ) as "settings!",
  coalesce(
    (
      select jsonb_object_agg(refusal.code, refusal.outcome)
      from provider_refusals refusal
      where refusal.adapter = provider.adapter
    ),
    '{}'
  ) as "refusals!"
from provider_details provider
left join provider_adapters spoken on spoken.adapter = provider.adapter
left join http_protocols http on http.adapter = provider.adapter
order by provider.notification_type::text, provider.identifier;

/* @name AddHttpProvider */
select add_http_provider(:definition!::jsonb, :actor, :now!) as "identifier!";

/* @name AddProvider */
select add_provider(:identifier!, :adapter!, :channel!, :actor, :now!) as "identifier!";

/* @name SetProvider */
select set_provider(:identifier!, :changes!::jsonb, :actor, :now!);

/* @name SetProviderSetting */
select set_provider_setting(:provider!, :name!, :value, :sealed, :variable, :actor, :now!);

/* @name BeginProviderTest */
insert into provider_tests (id, provider, sent_at)
values (:id!, :provider!, :now!);

/* @name NoteProviderTestReference */
update provider_tests
set reference = :reference!
where id = :id!;

/* @name NoteTestReceipts */
with received as materialized (
  select received.reference, received.provider, received.status, received.code,
    received.received_at
  from jsonb_to_recordset(:receipts!::jsonb) as received (
    reference text, provider text, status text, code text, received_at timestamptz
  )
)
update provider_tests waiting
set status = received.status, code = received.code, answered_at = received.received_at
from received
where waiting.id = message_id_of(received.reference) or waiting.reference = received.reference;

/* @name GetProviderTest */
select
  waiting.status, waiting.code, waiting.answered_at, word.notification_status as meaning,
  known.notification_status as refined, known.meaning as words
from provider_tests waiting
join provider_details provider on provider.identifier = waiting.provider
left join provider_receipt_statuses word
  on word.adapter = provider.adapter and word.status = waiting.status
left join provider_receipt_codes known
  on known.adapter = provider.adapter and known.status = waiting.status
  and known.code = waiting.code
where waiting.id = :id!;

/* @name EndProviderTest */
delete from provider_tests
where id = :id! or sent_at < :now!::timestamptz - interval '1 day';
