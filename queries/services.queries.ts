/** Types generated for queries found in "queries/services.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type broadcast_channel = 'government' | 'operator' | 'severe' | 'test';

export type key_type = 'normal' | 'team' | 'test';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'GetServiceForRequests' parameters type */
export interface IGetServiceForRequestsParams {
  service_id: string;
}

/** 'GetServiceForRequests' return type */
export interface IGetServiceForRequestsResult {
  /** Neither archived nor suspended. */
  active: boolean;
  api_keys: Json;
  /** Where recipients of a file can ask; must be set before files can be sent. */
  contact_link: string | null;
  email_branding: Json | null;
  from_email: string;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  permissions: stringArray;
  /** Whether text messages begin with the service's name. */
  prefix_sms: boolean;
  /** Requests per minute and key type. */
  rate_limit: number;
  reply_to_addresses: Json;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
  sender_name: string;
  sms_senders: Json;
}

/** 'GetServiceForRequests' query type */
export interface IGetServiceForRequestsQuery {
  params: IGetServiceForRequestsParams;
  result: IGetServiceForRequestsResult;
}

const getServiceForRequestsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1942,"b":1953}]}],"statement":"select\n  -- Everything about a service that a request needs, in one round trip; kept in memory until the\n  -- service announces a change.\n  service.id,\n  service.name,\n  service.active,\n  service.restricted,\n  service.prefix_sms,\n  service.rate_limit,\n  service.contact_link,\n  coalesce(service.custom_email_sender_name, service.name) as \"sender_name!\",\n  service.email_sender_local_part || '@' || settings.email_domain as \"from_email!\",\n  array(select permission::text from service_permissions\n    where service_id = service.id) as \"permissions!\",\n  (\n    select jsonb_build_object(\n      'brand_type', branding.brand_type, 'colour', branding.colour, 'logo', branding.logo, 'text',\n      branding.text, 'alt_text', branding.alt_text\n    )\n    from email_branding branding\n    where branding.id = service.email_branding_id\n  ) as email_branding,\n  coalesce(\n    (\n      select jsonb_agg(jsonb_build_object(\n        'id', key.id, 'key_type', key.key_type, 'secret', encode(key.secret_encrypted, 'base64'),\n        'revoked', key.expiry_date is not null, 'candidate_until', key.candidate_until\n      ) order by key.id desc)\n      from candidate_api_keys key\n      where key.service_id = service.id\n    ),\n    '[]'\n  ) as \"api_keys!\",\n  coalesce(\n    (\n      select jsonb_agg(jsonb_build_object('id', sender.id, 'sms_sender', sender.sms_sender,\n        'is_default', sender.is_default))\n      from service_sms_senders sender\n      where sender.service_id = service.id and sender.archived_at is null\n    ),\n    '[]'\n  ) as \"sms_senders!\",\n  coalesce(\n    (\n      select jsonb_agg(jsonb_build_object(\n        'id', reply_to.id, 'email_address', reply_to.email_address, 'is_default',\n        reply_to.is_default\n      ))\n      from service_email_reply_to reply_to\n      where reply_to.service_id = service.id and reply_to.archived_at is null\n    ),\n    '[]'\n  ) as \"reply_to_addresses!\"\nfrom services service\ncross join settings\nwhere service.id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Everything about a service that a request needs, in one round trip; kept in memory until the
 *   -- service announces a change.
 *   service.id,
 *   service.name,
 *   service.active,
 *   service.restricted,
 *   service.prefix_sms,
 *   service.rate_limit,
 *   service.contact_link,
 *   coalesce(service.custom_email_sender_name, service.name) as "sender_name!",
 *   service.email_sender_local_part || '@' || settings.email_domain as "from_email!",
 *   array(select permission::text from service_permissions
 *     where service_id = service.id) as "permissions!",
 *   (
 *     select jsonb_build_object(
 *       'brand_type', branding.brand_type, 'colour', branding.colour, 'logo', branding.logo, 'text',
 *       branding.text, 'alt_text', branding.alt_text
 *     )
 *     from email_branding branding
 *     where branding.id = service.email_branding_id
 *   ) as email_branding,
 *   coalesce(
 *     (
 *       select jsonb_agg(jsonb_build_object(
 *         'id', key.id, 'key_type', key.key_type, 'secret', encode(key.secret_encrypted, 'base64'),
 *         'revoked', key.expiry_date is not null, 'candidate_until', key.candidate_until
 *       ) order by key.id desc)
 *       from candidate_api_keys key
 *       where key.service_id = service.id
 *     ),
 *     '[]'
 *   ) as "api_keys!",
 *   coalesce(
 *     (
 *       select jsonb_agg(jsonb_build_object('id', sender.id, 'sms_sender', sender.sms_sender,
 *         'is_default', sender.is_default))
 *       from service_sms_senders sender
 *       where sender.service_id = service.id and sender.archived_at is null
 *     ),
 *     '[]'
 *   ) as "sms_senders!",
 *   coalesce(
 *     (
 *       select jsonb_agg(jsonb_build_object(
 *         'id', reply_to.id, 'email_address', reply_to.email_address, 'is_default',
 *         reply_to.is_default
 *       ))
 *       from service_email_reply_to reply_to
 *       where reply_to.service_id = service.id and reply_to.archived_at is null
 *     ),
 *     '[]'
 *   ) as "reply_to_addresses!"
 * from services service
 * cross join settings
 * where service.id = :service_id!
 * ```
 */
export const getServiceForRequests = new PreparedQuery<IGetServiceForRequestsParams,IGetServiceForRequestsResult>(getServiceForRequestsIR);


/** 'ListAllowedRecipients' parameters type */
export interface IListAllowedRecipientsParams {
  service_id: string;
}

/** 'ListAllowedRecipients' return type */
export interface IListAllowedRecipientsResult {
  recipient: string;
}

/** 'ListAllowedRecipients' query type */
export interface IListAllowedRecipientsQuery {
  params: IListAllowedRecipientsParams;
  result: IListAllowedRecipientsResult;
}

const listAllowedRecipientsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":166,"b":177},{"a":249,"b":260}]}],"statement":"select\n  -- Who a trial service or a team key may send to: the team and the guest list, as typed.\n  recipient as \"recipient!\"\nfrom team_recipients\nwhere service_id = :service_id!\nunion all\nselect recipient\nfrom service_guest_list\nwhere service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Who a trial service or a team key may send to: the team and the guest list, as typed.
 *   recipient as "recipient!"
 * from team_recipients
 * where service_id = :service_id!
 * union all
 * select recipient
 * from service_guest_list
 * where service_id = :service_id!
 * ```
 */
export const listAllowedRecipients = new PreparedQuery<IListAllowedRecipientsParams,IListAllowedRecipientsResult>(listAllowedRecipientsIR);


/** 'CreateApiKey' parameters type */
export interface ICreateApiKeyParams {
  actor?: string | null | void;
  key_type: key_type;
  name: string;
  now: string;
  secret_encrypted: Buffer;
  service_id: string;
}

/** 'CreateApiKey' return type */
export interface ICreateApiKeyResult {
  id: string;
}

/** 'CreateApiKey' query type */
export interface ICreateApiKeyQuery {
  params: ICreateApiKeyParams;
  result: ICreateApiKeyResult;
}

const createApiKeyIR: any = {"usedParamSet":{"service_id":true,"name":true,"key_type":true,"secret_encrypted":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":36}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":44}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":56}]},{"name":"secret_encrypted","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":76}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":79,"b":84}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":87,"b":91}]}],"statement":"select create_api_key(\n  :service_id!, :name!, :key_type!, :secret_encrypted!, :actor, :now!\n) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_api_key(
 *   :service_id!, :name!, :key_type!, :secret_encrypted!, :actor, :now!
 * ) as "id!"
 * ```
 */
export const createApiKey = new PreparedQuery<ICreateApiKeyParams,ICreateApiKeyResult>(createApiKeyIR);


/** 'GetLiveCounts' parameters type */
export type IGetLiveCountsParams = void;

/** 'GetLiveCounts' return type */
export interface IGetLiveCountsResult {
  organisations: number;
  services: number;
}

/** 'GetLiveCounts' query type */
export interface IGetLiveCountsQuery {
  params: IGetLiveCountsParams;
  result: IGetLiveCountsResult;
}

const getLiveCountsIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  -- Source: specification, public API, status.\n  count(distinct organisation_id)::integer as \"organisations!\",\n  count(*)::integer as \"services!\"\nfrom live_services"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Source: specification, public API, status.
 *   count(distinct organisation_id)::integer as "organisations!",
 *   count(*)::integer as "services!"
 * from live_services
 * ```
 */
export const getLiveCounts = new PreparedQuery<IGetLiveCountsParams,IGetLiveCountsResult>(getLiveCountsIR);


/** 'ListCurrentApiKeys' parameters type */
export interface IListCurrentApiKeysParams {
  service_id: string;
}

/** 'ListCurrentApiKeys' return type */
export interface IListCurrentApiKeysResult {
  id: string;
  /** normal: anyone; team: team and guest list; test: simulated. */
  key_type: key_type;
  /** Unique among the service's keys that are not revoked. */
  name: string;
  /** The version 4 UUID that signs tokens (HS256), sealed under platform_key; it must be recoverable to check a signature. */
  secret_encrypted: Buffer;
}

/** 'ListCurrentApiKeys' query type */
export interface IListCurrentApiKeysQuery {
  params: IListCurrentApiKeysParams;
  result: IListCurrentApiKeysResult;
}

const listCurrentApiKeysIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":77,"b":88}]}],"statement":"select id, name, key_type, secret_encrypted\nfrom api_keys\nwhere service_id = :service_id! and expiry_date is null\norder by id"};

/**
 * Query generated from SQL:
 * ```
 * select id, name, key_type, secret_encrypted
 * from api_keys
 * where service_id = :service_id! and expiry_date is null
 * order by id
 * ```
 */
export const listCurrentApiKeys = new PreparedQuery<IListCurrentApiKeysParams,IListCurrentApiKeysResult>(listCurrentApiKeysIR);


/** 'ApplyService' parameters type */
export interface IApplyServiceParams {
  actor?: string | null | void;
  adds_only?: boolean | null | void;
  document: Json;
  now: string;
}

/** 'ApplyService' return type */
export interface IApplyServiceResult {
  change: string | null;
  id: string | null;
  kind: string;
  name: string | null;
}

/** 'ApplyService' query type */
export interface IApplyServiceQuery {
  params: IApplyServiceParams;
  result: IApplyServiceResult;
}

const applyServiceIR: any = {"usedParamSet":{"document":true,"adds_only":true,"actor":true,"now":true},"params":[{"name":"document","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":69}]},{"name":"adds_only","required":false,"transform":{"type":"scalar"},"locs":[{"a":88,"b":97}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":108,"b":113}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":116,"b":120}]}],"statement":"select kind as \"kind!\", name, id, change\nfrom apply_service(:document!::jsonb, coalesce(:adds_only, false), :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select kind as "kind!", name, id, change
 * from apply_service(:document!::jsonb, coalesce(:adds_only, false), :actor, :now!)
 * ```
 */
export const applyService = new PreparedQuery<IApplyServiceParams,IApplyServiceResult>(applyServiceIR);


/** 'ListServices' parameters type */
export interface IListServicesParams {
  id?: string | null | void;
  member_id?: string | null | void;
  only_active: boolean;
}

/** 'ListServices' return type */
export interface IListServicesResult {
  /** Neither archived nor suspended. */
  active: boolean;
  allowed_broadcast_provider: string | null;
  /** Where bills go. */
  billing_contact_email_addresses: string | null;
  /** Who pays. */
  billing_contact_names: string | null;
  /** What bills name. */
  billing_reference: string | null;
  broadcast_channel: broadcast_channel | null;
  /** Whether a person has confirmed the sender name. */
  confirmed_email_sender_name: boolean;
  /** Whether a person has confirmed that the name is its own. */
  confirmed_unique: boolean;
  /** Whether its team may be asked to take part in research. */
  consent_to_research: boolean | null;
  /** Where recipients of a file can ask; must be set before files can be sent. */
  contact_link: string | null;
  /** Whether it counts in published numbers of live services. */
  count_as_live: boolean;
  created_at: string;
  created_by_id: string | null;
  /** Name beside the sender address, if not the service's own. */
  custom_email_sender_name: string | null;
  /** How its emails look; null is GOV.UK. */
  email_branding_id: string | null;
  /** Emails per UTC day. */
  email_message_limit: number;
  /** Sender address before the @: of the sender name or else the name, which must therefore be of letters that have a Latin form. */
  email_sender_local_part: string;
  go_live_at: string | null;
  /** Who asked for it to go live. */
  go_live_user_id: string | null;
  /** Whether a request to go live waits. */
  has_active_go_live_request: boolean;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** Text messages to countries other than the UK per UTC day. */
  international_sms_message_limit: number;
  /** The logo of its letters. */
  letter_branding_id: string | null;
  /** Letters per UTC day. */
  letter_message_limit: number;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  /** Notes of the platform's administrators. */
  notes: string | null;
  /** Who owns it. */
  organisation_id: string | null;
  /** Copied from the organisation; decides the free allowance. */
  organisation_type: string | null;
  permissions: stringArray;
  /** Whether text messages begin with the service's name. */
  prefix_sms: boolean;
  /** What bills name. */
  purchase_order_number: string | null;
  /** Requests per minute and key type. */
  rate_limit: number;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
  service_callback_api: Json;
  /** Text messages per UTC day. */
  sms_message_limit: number;
  updated_at: string | null;
  /** Emails a year that it expects. */
  volume_email: number | null;
  /** Letters a year that it expects. */
  volume_letter: number | null;
  /** Text messages a year that it expects. */
  volume_sms: number | null;
}

/** 'ListServices' query type */
export interface IListServicesQuery {
  params: IListServicesParams;
  result: IListServicesResult;
}

const listServicesIR: any = {"usedParamSet":{"id":true,"only_active":true,"member_id":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":1897,"b":1899},{"a":1931,"b":1933}]},{"name":"only_active","required":true,"transform":{"type":"scalar"},"locs":[{"a":1947,"b":1959}]},{"name":"member_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":2001,"b":2010},{"a":2103,"b":2112}]}],"statement":"select\n  -- One service, those of a member, or all; in order of their making.\n  service.id,\n  service.name,\n  service.active,\n  service.restricted,\n  service.count_as_live,\n  service.prefix_sms,\n  service.rate_limit,\n  service.email_message_limit,\n  service.sms_message_limit,\n  service.letter_message_limit,\n  service.international_sms_message_limit,\n  service.contact_link,\n  service.consent_to_research,\n  service.confirmed_unique,\n  service.confirmed_email_sender_name,\n  service.custom_email_sender_name,\n  service.email_sender_local_part,\n  service.has_active_go_live_request,\n  service.organisation_id,\n  service.organisation_type,\n  service.email_branding_id,\n  service.letter_branding_id,\n  service.notes,\n  service.billing_contact_names,\n  service.billing_contact_email_addresses,\n  service.billing_reference,\n  service.purchase_order_number,\n  service.volume_email,\n  service.volume_letter,\n  service.volume_sms,\n  wire_naive_timestamp(service.go_live_at) as go_live_at,\n  service.go_live_user_id,\n  service.created_by_id,\n  wire_timestamp(service.created_at) as \"created_at!\",\n  wire_timestamp(service.updated_at) as updated_at,\n  array(\n    select permission::text\n    from service_permissions\n    where service_permissions.service_id = service.id\n    order by permission\n  ) as \"permissions!\",\n  (select channel from service_broadcast_settings where service_id = service.id)\n    as broadcast_channel,\n  (select coalesce(provider, 'all') from service_broadcast_settings where service_id = service.id)\n    as allowed_broadcast_provider,\n  coalesce(\n    (\n      select jsonb_agg(\n        jsonb_build_object('callback_id', callback.id, 'callback_type', callback.callback_type)\n        order by callback.callback_type\n      )\n      from service_callback_api callback\n      where callback.service_id = service.id\n    ),\n    '[]'\n  ) as \"service_callback_api!\"\nfrom services service\nwhere (:id::uuid is null or service.id = :id)\n  and (not :only_active!::boolean or service.active)\n  and (\n    :member_id::uuid is null\n    or service.id in (select service_id from user_to_service where user_id = :member_id)\n  )\norder by service.created_at, service.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- One service, those of a member, or all; in order of their making.
 *   service.id,
 *   service.name,
 *   service.active,
 *   service.restricted,
 *   service.count_as_live,
 *   service.prefix_sms,
 *   service.rate_limit,
 *   service.email_message_limit,
 *   service.sms_message_limit,
 *   service.letter_message_limit,
 *   service.international_sms_message_limit,
 *   service.contact_link,
 *   service.consent_to_research,
 *   service.confirmed_unique,
 *   service.confirmed_email_sender_name,
 *   service.custom_email_sender_name,
 *   service.email_sender_local_part,
 *   service.has_active_go_live_request,
 *   service.organisation_id,
 *   service.organisation_type,
 *   service.email_branding_id,
 *   service.letter_branding_id,
 *   service.notes,
 *   service.billing_contact_names,
 *   service.billing_contact_email_addresses,
 *   service.billing_reference,
 *   service.purchase_order_number,
 *   service.volume_email,
 *   service.volume_letter,
 *   service.volume_sms,
 *   wire_naive_timestamp(service.go_live_at) as go_live_at,
 *   service.go_live_user_id,
 *   service.created_by_id,
 *   wire_timestamp(service.created_at) as "created_at!",
 *   wire_timestamp(service.updated_at) as updated_at,
 *   array(
 *     select permission::text
 *     from service_permissions
 *     where service_permissions.service_id = service.id
 *     order by permission
 *   ) as "permissions!",
 *   (select channel from service_broadcast_settings where service_id = service.id)
 *     as broadcast_channel,
 *   (select coalesce(provider, 'all') from service_broadcast_settings where service_id = service.id)
 *     as allowed_broadcast_provider,
 *   coalesce(
 *     (
 *       select jsonb_agg(
 *         jsonb_build_object('callback_id', callback.id, 'callback_type', callback.callback_type)
 *         order by callback.callback_type
 *       )
 *       from service_callback_api callback
 *       where callback.service_id = service.id
 *     ),
 *     '[]'
 *   ) as "service_callback_api!"
 * from services service
 * where (:id::uuid is null or service.id = :id)
 *   and (not :only_active!::boolean or service.active)
 *   and (
 *     :member_id::uuid is null
 *     or service.id in (select service_id from user_to_service where user_id = :member_id)
 *   )
 * order by service.created_at, service.id
 * ```
 */
export const listServices = new PreparedQuery<IListServicesParams,IListServicesResult>(listServicesIR);


/** 'RehearseService' parameters type */
export interface IRehearseServiceParams {
  actor?: string | null | void;
  document: Json;
  now: string;
}

/** 'RehearseService' return type */
export interface IRehearseServiceResult {
  change: string | null;
  id: string | null;
  kind: string;
  name: string | null;
}

/** 'RehearseService' query type */
export interface IRehearseServiceQuery {
  params: IRehearseServiceParams;
  result: IRehearseServiceResult;
}

const rehearseServiceIR: any = {"usedParamSet":{"document":true,"actor":true,"now":true},"params":[{"name":"document","required":true,"transform":{"type":"scalar"},"locs":[{"a":63,"b":72}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":82,"b":87}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":94}]}],"statement":"select kind as \"kind!\", name, id, change\nfrom rehearse_service(:document!::jsonb, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select kind as "kind!", name, id, change
 * from rehearse_service(:document!::jsonb, :actor, :now!)
 * ```
 */
export const rehearseService = new PreparedQuery<IRehearseServiceParams,IRehearseServiceResult>(rehearseServiceIR);


/** 'FindService' parameters type */
export interface IFindServiceParams {
  named: string;
}

/** 'FindService' return type */
export interface IFindServiceResult {
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
}

/** 'FindService' query type */
export interface IFindServiceQuery {
  params: IFindServiceParams;
  result: IFindServiceResult;
}

const findServiceIR: any = {"usedParamSet":{"named":true},"params":[{"name":"named","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":106},{"a":154,"b":160},{"a":191,"b":197}]}],"statement":"select id as \"id!\", name as \"name!\"\nfrom services\nwhere archived_at is null\n  and (id::text = lower(:named!) or normalised_service_name = normalised_name(:named!))\norder by (id::text = lower(:named!)) desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", name as "name!"
 * from services
 * where archived_at is null
 *   and (id::text = lower(:named!) or normalised_service_name = normalised_name(:named!))
 * order by (id::text = lower(:named!)) desc
 * limit 1
 * ```
 */
export const findService = new PreparedQuery<IFindServiceParams,IFindServiceResult>(findServiceIR);


/** 'RevokeApiKeyNamed' parameters type */
export interface IRevokeApiKeyNamedParams {
  actor?: string | null | void;
  name: string;
  now: string;
  service_id: string;
}

/** 'RevokeApiKeyNamed' return type */
export interface IRevokeApiKeyNamedResult {
  id: string | null;
}

/** 'RevokeApiKeyNamed' query type */
export interface IRevokeApiKeyNamedQuery {
  params: IRevokeApiKeyNamedParams;
  result: IRevokeApiKeyNamedResult;
}

const revokeApiKeyNamedIR: any = {"usedParamSet":{"service_id":true,"name":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":33}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":41}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":44,"b":49}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":56}]}],"statement":"select revoke_api_key(:service_id!, :name!, :actor, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select revoke_api_key(:service_id!, :name!, :actor, :now!) as id
 * ```
 */
export const revokeApiKeyNamed = new PreparedQuery<IRevokeApiKeyNamedParams,IRevokeApiKeyNamedResult>(revokeApiKeyNamedIR);


/** 'ListApiKeys' parameters type */
export interface IListApiKeysParams {
  service_id: string;
}

/** 'ListApiKeys' return type */
export interface IListApiKeysResult {
  created_at: string;
  id: string;
  /** normal: anyone; team: team and guest list; test: simulated. */
  key_type: key_type;
  /** Unique among the service's keys that are not revoked. */
  name: string;
  revoked_at: string | null;
}

/** 'ListApiKeys' query type */
export interface IListApiKeysQuery {
  params: IListApiKeysParams;
  result: IListApiKeysResult;
}

const listApiKeysIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":192,"b":203}]}],"statement":"select\n  id as \"id!\",\n  name as \"name!\",\n  key_type as \"key_type!\",\n  wire_timestamp(created_at) as \"created_at!\",\n  wire_timestamp(expiry_date) as revoked_at\nfrom api_keys\nwhere service_id = :service_id!\norder by expiry_date is not null, id\nlimit 1000"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!",
 *   name as "name!",
 *   key_type as "key_type!",
 *   wire_timestamp(created_at) as "created_at!",
 *   wire_timestamp(expiry_date) as revoked_at
 * from api_keys
 * where service_id = :service_id!
 * order by expiry_date is not null, id
 * limit 1000
 * ```
 */
export const listApiKeys = new PreparedQuery<IListApiKeysParams,IListApiKeysResult>(listApiKeysIR);


