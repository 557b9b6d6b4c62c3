/* @name AreLimitsReached */
select
  -- A look at the limits before a large request is read or its files are stored. It only says that
  -- it is worth to ask: accept_notifications decides, and by what is committed then. Without a
  -- channel only the limit per minute is looked at.
  coalesce(
    bucket.tokens + floor(
      greatest(extract(epoch from clock_timestamp() - bucket.refilled_at), 0)
        * service.rate_limit / 60.0
    ) < 2,
    false
  )
  or :key_type!::key_type <> 'test' and case :notification_type::notification_type
    when 'sms' then usage.sms >= service.sms_message_limit
    when 'email' then usage.email >= service.email_message_limit
    when 'letter' then usage.letter >= service.letter_message_limit
  end is true as "are_reached!"
from services service
left join rate_limit_buckets bucket
  on bucket.service_id = service.id and bucket.key_type = :key_type!
left join service_daily_usage usage
  on usage.service_id = service.id
    and usage.day = (clock_timestamp() at time zone 'UTC')::date
where service.id = :service_id!;
