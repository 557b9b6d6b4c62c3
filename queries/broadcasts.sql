/* @name BeginBroadcastDelivery */
select
  decision as "decision!", reason, is_new_reason as "is_new_reason!", provider_message_id, claim
from begin_broadcast_delivery(
  :delivery_id!, :turn!, :lease_seconds!::integer * interval '1 second', :takes_over!, :now!
);

/* @name ChangeBroadcastStatus */
select http_status as "http_status!", refusal, warning
from change_broadcast_status(:service_id!, :id!, :status!, :actor!, :now!);

/* @name CompleteBroadcasts */
select complete_broadcasts(:now!) as "completed!";

/* @name CreateBroadcast */
select create_broadcast(
  :id!, :service_id!, :template_id, :template_version, :personalisation::jsonb, :content!,
  :transmitted_content!, :areas!::jsonb, :starts_at::timestamptz, :finishes_at::timestamptz,
  :reference, :cap_event, :api_key_id, :actor, :now!
) as id;

/* @name DeleteOldSandboxDocuments */
select delete_old_sandbox_documents(:now!) as "deleted!";

/* @name EditBroadcast */
select id as "id!", refusal
from edit_broadcast(:service_id!, :id!, :changes!::jsonb, :actor, :now!);

/* @name ExamineBroadcastDeliveries */
select examine_broadcast_deliveries(:now!) as "woken!";

/* @name GetBroadcastDocument */
-- All that a document is made of, and how it goes out.
select
  event.message_type as "message_type!",
  event.transmitted_content as "transmitted_content!",
  event.transmitted_areas as "transmitted_areas!",
  event.transmitted_channel as "transmitted_channel!",
  event.sent_at as "sent_at!",
  event.transmitted_finishes_at as "transmitted_finishes_at!",
  document.id as "id!",
  document.provider as "provider!",
  document.message_format as "message_format!",
  document.message_number,
  (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', provider_message_id, 'message_number', message_number,
          'created_at', wire_timestamp(created_at), 'sent_at', wire_timestamp(sent_at)
        )
        order by sent_at
      ),
      '[]'
    )
    from earlier_broadcast_events(event.id, document.provider)
  ) as "earlier!",
  broadcast_wire_constants(document.provider, event.transmitted_channel) as "profile!",
  operator.transport as "transport!",
  operator.signs as "signs!",
  (
    select coalesce(jsonb_object_agg(site, address), '{}')
    from broadcast_sites
    where broadcast_sites.provider = document.provider
  ) as "sites!"
from broadcast_provider_message document
join broadcast_event event on event.id = document.broadcast_event_id
join broadcast_providers operator on operator.provider = document.provider
where document.id = :provider_message_id!;

/* @name KeepSandboxDocument */
insert into broadcast_sandbox_documents (
  provider, site, broadcast_provider_message_id, document, received_at
)
values (:provider!, :site!, :provider_message_id, :document!, :now!);

/* @name ListBroadcastSending */
select
  sending.broadcast_event_id as "event_id!",
  sending.message_type as "message_type!",
  wire_timestamp(sending.sent_at) as "sent_at!",
  sending.provider as "provider!",
  sending.provider_message_id,
  sending.message_number,
  sending.status,
  sending.attempts as "attempts!",
  sending.last_detail,
  sending.decision,
  sending.reason,
  (
    select document
    from broadcast_sandbox_documents
    where broadcast_provider_message_id = sending.provider_message_id
    order by received_at desc
    limit 1
  ) as document
from broadcast_sending sending
where sending.broadcast_message_id = :id!
order by sending.sent_at, sending.provider;

/* @name ListBroadcasts */
select
  id as "id!", reference, cap_event, service_id as "service_id!", template_id, template_version,
  template_name, personalisation, content as "content!", areas as "areas!", status as "status!",
  starts_at, finishes_at, created_at as "created_at!", approved_at, cancelled_at, updated_at,
  created_by_id, approved_by_id, cancelled_by_id
from broadcast_messages
where service_id = :service_id! and (:id::uuid is null or id = :id)
order by written_at, id;

/* @name ListLinkTestProviders */
-- For both sites of each operator that is enabled a document of its own.
select
  operator.provider as "provider!",
  operator.message_format as "message_format!",
  operator.transport as "transport!",
  operator.signs as "signs!",
  broadcast_wire_constants(operator.provider, null) as "profile!",
  (
    select coalesce(jsonb_object_agg(site, address), '{}')
    from broadcast_sites
    where broadcast_sites.provider = operator.provider
  ) as "sites!"
from broadcast_providers operator
cross join settings
where operator.is_enabled and settings.broadcasts_enabled
order by operator.provider;

/* @name ListMuteOperators */
-- Those that tell no phone, while a live service broadcasts through them.
select operator.provider as "provider!"
from broadcast_providers operator
where operator.is_enabled and operator.transport = 'sandbox'
  and exists (
    select
    from service_broadcast_settings setting
    join services service on service.id = setting.service_id
    where service.active and not service.restricted
      and coalesce(setting.provider, operator.provider) = operator.provider
  )
order by operator.provider;

/* @name ListPublishedAlerts */
select
  id as "id!", reference, channel as "channel!", content as "content!", areas as "areas!",
  status as "status!", wire_timestamp(starts_at) as "starts_at!",
  wire_timestamp(finishes_at) as "finishes_at!", wire_timestamp(approved_at) as "approved_at!",
  wire_timestamp(cancelled_at) as cancelled_at, wire_timestamp(ended_at) as "ended_at!",
  status = 'broadcasting' and ended_at > :now! as "is_current!"
from published_alerts
where (:id::uuid is null or id = :id)
order by
  -- Where only so many are asked for, those that are shown now come first.
  :limit::bigint is not null and status = 'broadcasting' and ended_at > :now! desc,
  published_alerts.starts_at desc, id
limit :limit;

/* @name MakeBroadcastDemoPeople */
select author as "author!", approver as "approver!"
from make_broadcast_demo_people(:service_id!, :actor, :now!);

/* @name NextBroadcastMessageNumber */
select next_broadcast_message_number() as "number!";

/* @name OpenBroadcastTicket */
select open_broadcast_ticket(:id!, :admin_base_url!, :now!) as is_open;

/* @name PublishAlerts */
select publish_alerts() as "enqueued!";

/* @name RecordBroadcastDelivery */
select record_broadcast_delivery(:delivery_id!, :claim!, :attempts!::jsonb, :now!) as "outcome!";

/* @name ReplayBroadcastDelivery */
select replay_broadcast_delivery(:event_id!, :provider!, :actor, :now!) as "is_replayed!";

/* @name SetBroadcastService */
select set_broadcast_service(
  :service_id!, :channel!, :is_live!, :provider, :actor, :now!
) as "is_known!";

/* @name TriggerLinkTests */
select trigger_link_tests() as "enqueued!";

/* @name WithdrawBroadcast */
select id, matches as "matches!"
from withdraw_broadcast(:service_id!, :references!, :api_key_id!, :actor, :now!);
