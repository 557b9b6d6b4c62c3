/* @name ListDailyUsage */
-- What was accepted on the UTC day of :now, of every service that sent on it.
select
  usage.service_id, to_char(usage.day, 'YYYY-MM-DD') as "day!",
  usage.sms, usage.email, usage.letter, usage.international_sms
from service_daily_usage usage
where usage.day = (:now!::timestamptz at time zone 'UTC')::date;
