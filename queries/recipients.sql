/* @name ListSmsRates */
select
  -- The whole table is some two hundred rows; a process holds it in memory.
  prefix,
  rate_multiplier,
  alpha,
  dlr
from international_sms_rates
order by prefix;
