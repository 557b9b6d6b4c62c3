/* @name GetFreeAllowance */
select service_allowance(:service_id!, :year!) as free_sms_fragment_limit;

/* @name GetFinancialYear */
select financial_year(local_date(:now!)) as "year!";

/* @name GetSmsRate */
select rate as "rate!", wire_isoformat(lower(valid_during)) as "valid_from!"
from rates
where notification_type = 'sms'
  and valid_during @> :now!::timestamptz;

/* @name ListLetterRates */
select
  sheet_count as "sheet_count!",
  wire_isoformat(lower(valid_during)) as "start_date!",
  rate as "rate!",
  post_class as "post_class!"
from letter_rates
where valid_during @> :now!::timestamptz
order by sheet_count, rate, post_class::text;

/* @name PopulateAnnualBilling */
select populate_annual_billing(financial_year(local_date(:now!))) as "made!";

/* @name SetFreeAllowance */
insert into annual_billing (
  service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance
)
select
  services.id, :year!, :free_sms_fragment_limit!::integer,
  :free_sms_fragment_limit! is distinct from default_allowance(services.organisation_type, :year!)
from services
where services.id = :service_id!
on conflict (service_id, financial_year_start) do update
set free_sms_fragment_limit = excluded.free_sms_fragment_limit,
  has_custom_allowance = excluded.has_custom_allowance,
  high_volume_service_last_year = false,
  updated_at = now()
returning free_sms_fragment_limit, financial_year_start;
