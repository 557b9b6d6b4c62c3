/* @name CountIdempotencyConflicts */
select count(*)::integer as "conflicts!"
from idempotency_keys
where service_id = :service_id!
  and key_type = :key_type!
  and idempotency_key = any (:keys!::text[])
  and request_hash <> decode(:request_hash!, 'hex')
  and created_at > :now!::timestamptz - interval '24 hours';
