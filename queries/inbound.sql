/* @name AssignInboundNumber */
select
  sender.id as "id!",
  sender.service_id as "service_id!",
  sender.sms_sender as "sms_sender!",
  sender.is_default as "is_default!",
  sender.inbound_number_id as "inbound_number_id!",
  sender.archived_at is not null as "archived!",
  wire_timestamp(sender.created_at) as "created_at!",
  wire_timestamp(sender.updated_at) as updated_at
from assign_inbound_number(:service_id!, :inbound_number_id, :actor, :now!) sender;

/* @name GetInboundNumberUsage */
select wire_timestamp(coalesce(
  (select max(created_at) from inbound_sms where service_id = :service_id!),
  (select max(created_at) from inbound_sms_history where service_id = :service_id!)
)) as most_recent_date;

/* @name GetInboundText */
select
  received.id as "id!",
  wire_timestamp(received.created_at) as "created_at!",
  received.service_id as "service_id!",
  received.notify_number as "notify_number!",
  received.user_number as "user_number!",
  received.content as "content!"
from inbound_sms received
where received.id = :id! and received.service_id = :service_id!;

/* @name GetInboundTextSummary */
select
  -- Planner note: inbound_sms_service_id_created_at_idx, a range of it and its end.
  (
    select count(*)
    from inbound_sms
    where service_id = :service_id!
      and created_at >= local_midnight(local_date(:now!) - default_retention_days())
  ) as "count!",
  (
    select wire_timestamp(max(created_at))
    from inbound_sms
    where service_id = :service_id!
  ) as most_recent;

/* @name ListInboundNumbers */
select
  number.id as "id!",
  number.number as "number!",
  number.provider as "provider!",
  number.service_id,
  services.name as service_name,
  number.active as "active!",
  wire_timestamp(number.created_at) as "created_at!",
  wire_timestamp(number.updated_at) as updated_at
from inbound_numbers number
left join services on services.id = number.service_id
where (:service_id::uuid is null or number.service_id = :service_id)
  and (not :only_free! or number.id in (select id from free_inbound_numbers))
order by number.updated_at, number.number;

/* @name ListInboundTexts */
select
  -- Planner note: a range of inbound_sms_service_id_created_at_idx, or of the index of one sender.
  received.id as "id!",
  wire_timestamp(received.created_at) as "created_at!",
  received.service_id as "service_id!",
  received.notify_number as "notify_number!",
  received.user_number as "user_number!",
  received.content as "content!"
from inbound_sms received
where received.service_id = :service_id!
  and (:user_number::text is null or received.user_number = :user_number)
  and received.created_at >= (
    select local_midnight(local_date(:now!) - days_of_retention)
    from effective_retention
    where service_id = :service_id! and notification_type = 'sms'
  )
order by received.created_at desc, received.id desc
limit :limit!;

/* @name ListInboundTextsPerSender */
with latest as (
  -- Planner note: in the order of inbound_sms_service_id_user_number_idx.
  select distinct on (user_number) id, created_at, service_id, notify_number, user_number, content
  from inbound_sms
  where service_id = :service_id!
    and created_at >= (
      select local_midnight(local_date(:now!) - days_of_retention)
      from effective_retention
      where service_id = :service_id! and notification_type = 'sms'
    )
  order by user_number, created_at desc, id desc
)
select
  received.id as "id!",
  wire_timestamp(received.created_at) as "created_at!",
  received.service_id as "service_id!",
  received.notify_number as "notify_number!",
  received.user_number as "user_number!",
  received.content as "content!"
from latest received
order by received.created_at desc, received.id desc
limit :limit! offset :skipped!;

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

/* @name ReceiveTexts */
select ord as "ord!", outcome as "outcome!", id, service_id
from receive_texts(:texts!::jsonb, :now!);

/* @name RemoveInboundSms */
select remove_inbound_sms(:service_id!, :archive!, :actor, :now!) as removed;

/* @name SwitchInboundNumberOff */
select switch_inbound_number_off(:service_id!, :actor, :now!) as "is_switched!";

/* @name WatchInboundNumbers */
select free as "free!", is_told as "is_told!"
from watch_inbound_numbers(:environment!, :now!);
