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
select set_free_allowance(
  :service_id!, :year!, :free_sms_fragment_limit!, :actor, :now!
) as "is_set!";
