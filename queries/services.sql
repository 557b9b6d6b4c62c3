/* @name GetServiceForRequests */
select
  -- Everything about a service that a request needs, in one round trip; kept in memory until the
  -- service announces a change.
  service.id,
  service.name,
  service.active,
  service.restricted,
  service.prefix_sms,
  service.rate_limit,
  service.contact_link,
  coalesce(service.custom_email_sender_name, service.name) as "sender_name!",
  service.email_sender_local_part || '@' || settings.email_domain as "from_email!",
  array(select permission::text from service_permissions
    where service_id = service.id) as "permissions!",
  (
    select jsonb_build_object(
      'brand_type', branding.brand_type, 'colour', branding.colour, 'logo', branding.logo, 'text',
      branding.text, 'alt_text', branding.alt_text
    )
    from email_branding branding
    where branding.id = service.email_branding_id
  ) as email_branding,
  coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'id', key.id, 'key_type', key.key_type, 'secret', encode(key.secret_encrypted, 'base64'),
        'revoked', key.expiry_date is not null, 'candidate_until', key.candidate_until
      ) order by key.id desc)
      from candidate_api_keys key
      where key.service_id = service.id
    ),
    '[]'
  ) as "api_keys!",
  coalesce(
    (
      select jsonb_agg(jsonb_build_object('id', sender.id, 'sms_sender', sender.sms_sender,
        'is_default', sender.is_default))
      from service_sms_senders sender
      where sender.service_id = service.id and sender.archived_at is null
    ),
    '[]'
  ) as "sms_senders!",
  coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'id', reply_to.id, 'email_address', reply_to.email_address, 'is_default',
        reply_to.is_default
      ))
      from service_email_reply_to reply_to
      where reply_to.service_id = service.id and reply_to.archived_at is null
    ),
    '[]'
  ) as "reply_to_addresses!"
from services service
cross join settings
where service.id = :service_id!;

/* @name ListAllowedRecipients */
select
  -- Who a trial service or a team key may send to: the team and the guest list, as typed.
  recipient as "recipient!"
from team_recipients
where service_id = :service_id!
union all
select recipient
from service_guest_list
where service_id = :service_id!;

/* @name CreateApiKey */
select create_api_key(
  :service_id!, :name!, :key_type!, :secret_encrypted!, :actor, :now!
) as "id!";

/* @name GetLiveCounts */
select
  -- Source: specification, public API, status.
  count(distinct organisation_id)::integer as "organisations!",
  count(*)::integer as "services!"
from live_services;

/* @name ListCurrentApiKeys */
select id, name, key_type, secret_encrypted
from api_keys
where service_id = :service_id! and expiry_date is null
order by id;

/* @name ApplyService */
select kind as "kind!", name, id, change
from apply_service(:document!::jsonb, coalesce(:adds_only, false), :actor, :now!);

/* @name ListServices */
select
  -- One service, those of a member, or all; in order of their making.
  service.id,
  service.name,
  service.active,
  service.restricted,
  service.count_as_live,
  service.prefix_sms,
  service.rate_limit,
  service.email_message_limit,
  service.sms_message_limit,
  service.letter_message_limit,
  service.international_sms_message_limit,
  service.contact_link,
  service.consent_to_research,
  service.confirmed_unique,
  service.confirmed_email_sender_name,
  service.custom_email_sender_name,
  service.email_sender_local_part,
  service.has_active_go_live_request,
  service.organisation_id,
  service.organisation_type,
  service.email_branding_id,
  service.letter_branding_id,
  service.notes,
  service.billing_contact_names,
  service.billing_contact_email_addresses,
  service.billing_reference,
  service.purchase_order_number,
  service.volume_email,
  service.volume_letter,
  service.volume_sms,
  wire_naive_timestamp(service.go_live_at) as go_live_at,
  service.go_live_user_id,
  service.created_by_id,
  wire_timestamp(service.created_at) as "created_at!",
  wire_timestamp(service.updated_at) as updated_at,
  array(
    select permission::text
    from service_permissions
    where service_permissions.service_id = service.id
    order by permission
  ) as "permissions!",
  (select channel from service_broadcast_settings where service_id = service.id)
    as broadcast_channel,
  (select coalesce(provider, 'all') from service_broadcast_settings where service_id = service.id)
    as allowed_broadcast_provider,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('callback_id', callback.id, 'callback_type', callback.callback_type)
        order by callback.callback_type
      )
      from service_callback_api callback
      where callback.service_id = service.id
    ),
    '[]'
  ) as "service_callback_api!"
from services service
where (:id::uuid is null or service.id = :id)
  and (not :only_active!::boolean or service.active)
  and (
    :member_id::uuid is null
    or service.id in (select service_id from user_to_service where user_id = :member_id)
  )
order by service.created_at, service.id;

/* @name RehearseService */
select kind as "kind!", name, id, change
from rehearse_service(:document!::jsonb, :actor, :now!);

/* @name FindService */
select id as "id!", name as "name!"
from services
where archived_at is null
  and (id::text = lower(:named!) or normalised_service_name = normalised_name(:named!))
order by (id::text = lower(:named!)) desc
limit 1;

/* @name RevokeApiKeyNamed */
select revoke_api_key(:service_id!, :name!, :actor, :now!) as id;

/* @name ListApiKeys */
select
  id as "id!",
  name as "name!",
  key_type as "key_type!",
  wire_timestamp(created_at) as "created_at!",
  wire_timestamp(expiry_date) as revoked_at
from api_keys
where service_id = :service_id!
order by expiry_date is not null, id
limit 1000;
