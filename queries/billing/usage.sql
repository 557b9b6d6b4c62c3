/* @name CountNotificationsSent */
select coalesce(sum(notifications_sent), 0)::bigint as "notifications_sent_count!"
from ft_billing
where service_id = :service_id!
  and bst_date >= local_date(:now!) - :limit_days!::integer
  and (:notification_type::notification_type is null or notification_type = :notification_type);

/* @name GetOrganisationId */
select id as "id!"
from organisation
where id = :organisation_id!;

/* @name GetOrganisationUsageUpdatedAt */
select
  -- How fresh today's part is: when the last of the three channels was counted. Null outside the
  -- year, and on its last day. Source: specification, organisation year.
  wire_timestamp(min(refreshed_at)) as updated_at
from ft_refreshes
where fact = 'billing'
  and bst_date = local_date(:now!)
  and bst_date >= financial_year_start(:year!)
  and bst_date < financial_year_end(:year!)
having count(*) = 3;

/* @name ListMonthlyUsage */
select
  month as "month!",
  trim(to_char(month, 'Month')) as "month_name!",
  notification_type as "notification_type!",
  rate as "rate!",
  postage as "postage!",
  notifications_sent as "notifications_sent!",
  chargeable_units as "chargeable_units!",
  cost as "cost!",
  free_allowance_used as "free_allowance_used!",
  charged_units as "charged_units!"
from service_usage(:service_id!, :year!, local_date(:now!))
where :with_emails!::boolean or notification_type <> 'email'
order by month, notification_type::text, rate, postage;

/* @name ListOrganisationUsage */
select
  -- Planner note: lateral, so that each service reads its own rows by the index; one join would run
  -- the windows of every service of the platform.
  services.id as "service_id!",
  services.name as "service_name!",
  coalesce(allowance.free_sms_fragment_limit, 0) as "free_sms_limit!",
  coalesce(used.sms_remainder, allowance.free_sms_fragment_limit, 0)::bigint as "sms_remainder!",
  coalesce(used.sms_billable_units, 0)::bigint as "sms_billable_units!",
  coalesce(used.chargeable_billable_sms, 0)::bigint as "chargeable_billable_sms!",
  coalesce(used.sms_cost, 0) as "sms_cost!",
  coalesce(used.letter_cost, 0) as "letter_cost!",
  coalesce(used.emails_sent, 0)::bigint as "emails_sent!",
  services.active as "active!"
from services
left join allowances_of_year(:year!) allowance on allowance.service_id = services.id
cross join lateral (
  select
    min(greatest(remaining_before - chargeable_units, 0)) filter (where notification_type = 'sms')
      as sms_remainder,
    sum(chargeable_units) filter (where notification_type = 'sms') as sms_billable_units,
    sum(charged_units) filter (where notification_type = 'sms') as chargeable_billable_sms,
    sum(cost) filter (where notification_type = 'sms') as sms_cost,
    sum(cost) filter (where notification_type = 'letter') as letter_cost,
    sum(notifications_sent) filter (where notification_type = 'email') as emails_sent
  from usage_lines(:year!) line
  where line.service_id = services.id
) used
where services.organisation_id = :organisation_id!
  and not services.restricted
order by services.active desc, lower(services.name), services.id;

/* @name ListYearlyUsage */
select
  notification_type as "notification_type!",
  rate as "rate!",
  sum(notifications_sent)::bigint as "notifications_sent!",
  sum(chargeable_units)::bigint as "chargeable_units!",
  sum(cost) as "cost!",
  sum(free_allowance_used)::bigint as "free_allowance_used!",
  sum(charged_units)::bigint as "charged_units!"
from service_usage(:service_id!, :year!, local_date(:now!))
group by notification_type, rate
order by notification_type::text, rate;
