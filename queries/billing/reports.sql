/* @name ListBillingReport */
select
  charged.organisation_id,
  charged.organisation_name as "organisation_name!",
  charged.service_id as "service_id!",
  charged.service_name as "service_name!",
  charged.sms_cost as "sms_cost!",
  charged.sms_chargeable_units as "sms_chargeable_units!",
  charged.total_letters as "total_letters!",
  charged.letter_cost as "letter_cost!",
  charged.letter_breakdown as "letter_breakdown!",
  coalesce(services.purchase_order_number, organisation.purchase_order_number)
    as purchase_order_number,
  coalesce(services.billing_contact_names, organisation.billing_contact_names) as contact_names,
  coalesce(services.billing_contact_email_addresses, organisation.billing_contact_email_addresses)
    as contact_email_addresses,
  coalesce(services.billing_reference, organisation.billing_reference) as billing_reference
from service_charges(:start_date!, :end_date!) charged
join services on services.id = charged.service_id
left join organisation on organisation.id = charged.organisation_id
order by organisation.name nulls last, charged.service_name, charged.service_id;

/* @name ListDailySmsProviderVolumes */
select
  bst_date as "day!",
  provider as "provider!",
  sum(notifications_sent)::bigint as "sms_totals!",
  sum(billable_units)::bigint as "sms_fragment_totals!",
  sum(billable_units::bigint * rate_multiplier)::bigint as "sms_chargeable_units!",
  -- What providers are owed knows no free allowance.
  sum(billable_units::bigint * rate_multiplier * rate) as "sms_cost!"
from ft_billing
where notification_type = 'sms'
  and bst_date between :start_date! and :end_date!
group by bst_date, provider
order by bst_date, provider;

/* @name ListDailyVolumes */
select
  bst_date as "day!",
  coalesce(sum(notifications_sent) filter (where notification_type = 'sms'), 0)::bigint as "sms_totals!",
  coalesce(sum(billable_units) filter (where notification_type = 'sms'), 0)::bigint as "sms_fragment_totals!",
  coalesce(
    sum(billable_units::bigint * rate_multiplier) filter (where notification_type = 'sms'), 0
  )::bigint as "sms_chargeable_units!",
  coalesce(sum(notifications_sent) filter (where notification_type = 'email'), 0)::bigint as "email_totals!",
  coalesce(sum(notifications_sent) filter (where notification_type = 'letter'), 0)::bigint as "letter_totals!",
  coalesce(sum(billable_units) filter (where notification_type = 'letter'), 0)::bigint as "letter_sheet_totals!"
from ft_billing
where bst_date between :start_date! and :end_date!
group by bst_date
order by bst_date;

/* @name ListLetterDespatchCosts */
select
  bst_date as "date!",
  postage as "postage!",
  cost_threshold as "cost_threshold!",
  billable_units as "sheets!",
  rate as "rate!",
  notifications_sent as "letters!",
  rate * notifications_sent as "cost!"
from ft_billing_letter_despatch
where bst_date between :start_date! and :end_date!
order by bst_date, postage::text, cost_threshold, rate, billable_units;

/* @name ListLiveServices */
select
  live.service_id as "service_id!",
  live.service_name as "service_name!",
  live.organisation_name,
  live.organisation_type,
  live.consent_to_research,
  users.name as contact_name,
  users.email_address as contact_email,
  users.mobile_number as contact_mobile,
  wire_rfc_date(live.live_date) as live_date,
  live.sms_volume_intent,
  live.email_volume_intent,
  live.letter_volume_intent,
  live.email_totals as "email_totals!",
  live.sms_totals as "sms_totals!",
  live.letter_totals as "letter_totals!",
  live.free_sms_fragment_limit as "free_sms_fragment_limit!"
from live_service_usage(local_date(:now!)) live
join services on services.id = live.service_id
left join users on users.id = services.go_live_user_id
order by live.live_date, live.service_id;

/* @name ListSmsUsagePerService */
select
  organisation_id,
  organisation_name,
  service_id as "service_id!",
  service_name as "service_name!",
  free_allowance,
  free_allowance_left as "free_allowance_left!",
  chargeable_units as "chargeable_units!",
  charged_units as "charged_units!",
  cost as "cost!",
  active as "active!"
from sms_usage_per_service(:start_date!, :end_date!)
where :organisation_id::uuid is null or organisation_id = :organisation_id
order by organisation_name nulls last, service_name, service_id;

/* @name ListVolumesByService */
select
  live_services.name as "service_name!",
  live_services.id as "service_id!",
  coalesce(organisation.name, '') as "organisation_name!",
  organisation.id as organisation_id,
  allowance.free_sms_fragment_limit as "free_allowance!",
  coalesce(volumes.sms_notifications, 0) as "sms_notifications!",
  coalesce(volumes.sms_chargeable_units, 0) as "sms_chargeable_units!",
  coalesce(volumes.email_totals, 0) as "email_totals!",
  coalesce(volumes.letter_totals, 0) as "letter_totals!",
  coalesce(volumes.letter_sheet_totals, 0) as "letter_sheet_totals!",
  coalesce(volumes.letter_cost, 0) as "letter_cost!"
from live_services
join allowances_of_year(financial_year(:end_date!)) allowance
  on allowance.service_id = live_services.id
  and allowance.free_sms_fragment_limit is not null
left join organisation on organisation.id = live_services.organisation_id
left join service_volumes(:start_date!, :end_date!) volumes on volumes.service_id = live_services.id
order by organisation.name nulls last, live_services.name, live_services.id;
