/* @name EndApiKey */
select end_api_key(:service_id!, :id!, :actor, :now!) as "is_ended!";

/* @name ListShownApiKeys */
select
  -- In force, and for a week revoked ones.
  key.id, key.name, key.key_type, wire_timestamp(key.expiry_date) as expiry_date,
  wire_timestamp(key.created_at) as "created_at!", wire_timestamp(key.updated_at) as updated_at,
  key.created_by_id, key.version
from api_keys key
where key.service_id = :service_id!
  and (:id::uuid is null or key.id = :id)
  and (key.expiry_date is null or key.expiry_date > :now!::timestamptz - interval '7 days')
order by key.id;
