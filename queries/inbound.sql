/* @name ListReceivedTexts */
with position as materialized (
  -- Where the page begins: at the top, or after a text of this service; after an unknown one there
  -- is nothing. Planner note: one descent of inbound_sms_service_id_created_at_idx and a page of
  -- rows in its order.
  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
  where :older_than::uuid is null
  union all
  select created_at, id
  from inbound_sms
  where id = :older_than and service_id = :service_id!
)
select
  received.id as "id!",
  wire_timestamp(received.created_at) as "created_at!",
  received.service_id as "service_id!",
  received.notify_number as "notify_number!",
  received.user_number as "user_number!",
  received.content as "content!"
from position
cross join lateral (
  select id, created_at, service_id, notify_number, user_number, content
  from inbound_sms
  where service_id = :service_id! and (created_at, id) < (position.created_at, position.id)
  order by created_at desc, id desc
  limit 250
) received
order by received.created_at desc, received.id desc;
