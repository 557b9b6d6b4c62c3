/* @name ListProviders */
with this_month as (
  -- One range of the facts' key for all providers.
  -- Planner note: (select …) is worked out once; a bare function would be called for every fact.
  -- Both ends, because a range open at the end is estimated as a third of all there is.
  select provider, sum(billable_units::bigint * rate_multiplier)::bigint as units
  from ft_billing
  where notification_type = 'sms'
    and bst_date between (select date_trunc('month', local_date(:now!))::date)
      and (select local_date(:now!))
  group by provider
)
select
  provider.id as "id!",
  provider.display_name as "display_name!",
  provider.identifier as "identifier!",
  provider.priority as "priority!",
  provider.notification_type as "notification_type!",
  provider.active as "active!",
  wire_rfc_date(provider.updated_at) as updated_at,
  provider.supports_international as "supports_international!",
  provider.reason,
  provider.version as "version!",
  users.id as created_by_id,
  users.name as created_by_name,
  users.email_address as created_by_email_address,
  coalesce(this_month.units, 0)::bigint as "current_month_billable_sms!"
from provider_details provider
left join users on users.id = provider.created_by_id
left join this_month
  on this_month.provider = provider.identifier and provider.notification_type = 'sms'
where (:id::uuid is null or provider.id = :id)
  and (provider.notification_type <> 'letter' or letters_are_on())
order by provider.notification_type::text, provider.priority, provider.identifier;

/* @name ListProviderVersions */
select
  version.id as "id!",
  version.display_name as "display_name!",
  version.identifier as "identifier!",
  version.priority as "priority!",
  version.notification_type as "notification_type!",
  version.active as "active!",
  wire_rfc_date(version.updated_at) as updated_at,
  version.supports_international as "supports_international!",
  version.reason,
  version.version as "version!",
  users.id as created_by_id,
  users.name as created_by_name,
  users.email_address as created_by_email_address
from provider_details_history version
left join users on users.id = version.created_by_id
where version.id = :id!
order by version.version desc
limit 100;
