/** Types generated for queries found in "queries/services/settings.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'ArchiveService' parameters type */
export interface IArchiveServiceParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
}

/** 'ArchiveService' return type */
export interface IArchiveServiceResult {
  archive_service: undefined | null;
}

/** 'ArchiveService' query type */
export interface IArchiveServiceQuery {
  params: IArchiveServiceParams;
  result: IArchiveServiceResult;
}

const archiveServiceIR: any = {"usedParamSet":{"service_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":34}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":37,"b":42}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":49}]}],"statement":"select archive_service(:service_id!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select archive_service(:service_id!, :actor, :now!)
 * ```
 */
export const archiveService = new PreparedQuery<IArchiveServiceParams,IArchiveServiceResult>(archiveServiceIR);


/** 'ChangeService' parameters type */
export interface IChangeServiceParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
  wanted: Json;
}

/** 'ChangeService' return type */
export interface IChangeServiceResult {
  is_changed: boolean;
}

/** 'ChangeService' query type */
export interface IChangeServiceQuery {
  params: IChangeServiceParams;
  result: IChangeServiceResult;
}

const changeServiceIR: any = {"usedParamSet":{"service_id":true,"wanted":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":33}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":43}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":53,"b":58}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":65}]}],"statement":"select change_service(:service_id!, :wanted!::jsonb, :actor, :now!) as \"is_changed!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_service(:service_id!, :wanted!::jsonb, :actor, :now!) as "is_changed!"
 * ```
 */
export const changeService = new PreparedQuery<IChangeServiceParams,IChangeServiceResult>(changeServiceIR);


/** 'CreateService' parameters type */
export interface ICreateServiceParams {
  actor?: string | null | void;
  now: string;
  wanted: Json;
}

/** 'CreateService' return type */
export interface ICreateServiceResult {
  id: string;
}

/** 'CreateService' query type */
export interface ICreateServiceQuery {
  params: ICreateServiceParams;
  result: ICreateServiceResult;
}

const createServiceIR: any = {"usedParamSet":{"wanted":true,"actor":true,"now":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":29}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":39,"b":44}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":51}]}],"statement":"select create_service(:wanted!::jsonb, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_service(:wanted!::jsonb, :actor, :now!) as "id!"
 * ```
 */
export const createService = new PreparedQuery<ICreateServiceParams,ICreateServiceResult>(createServiceIR);


/** 'FindServicesByName' parameters type */
export interface IFindServicesByNameParams {
  pattern: string;
}

/** 'FindServicesByName' return type */
export interface IFindServicesByNameResult {
  /** Neither archived nor suspended. */
  active: boolean;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
}

/** 'FindServicesByName' query type */
export interface IFindServicesByNameQuery {
  params: IFindServicesByNameParams;
  result: IFindServicesByNameResult;
}

const findServicesByNameIR: any = {"usedParamSet":{"pattern":true},"params":[{"name":"pattern","required":true,"transform":{"type":"scalar"},"locs":[{"a":80,"b":88}]}],"statement":"select id, name, active as \"active!\", restricted\nfrom services\nwhere name ilike :pattern!\norder by name, id\nlimit 1000"};

/**
 * Query generated from SQL:
 * ```
 * select id, name, active as "active!", restricted
 * from services
 * where name ilike :pattern!
 * order by name, id
 * limit 1000
 * ```
 */
export const findServicesByName = new PreparedQuery<IFindServicesByNameParams,IFindServicesByNameResult>(findServicesByNameIR);


/** 'GetGuestList' parameters type */
export interface IGetGuestListParams {
  service_id: string;
}

/** 'GetGuestList' return type */
export interface IGetGuestListResult {
  email_addresses: stringArray;
  phone_numbers: stringArray;
}

/** 'GetGuestList' query type */
export interface IGetGuestListQuery {
  params: IGetGuestListParams;
  result: IGetGuestListResult;
}

const getGuestListIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":298,"b":309}]}],"statement":"select\n  coalesce(array_agg(recipient order by recipient) filter (where recipient_type = 'email'), '{}')\n    as \"email_addresses!\",\n  coalesce(array_agg(recipient order by recipient) filter (where recipient_type = 'mobile'), '{}')\n    as \"phone_numbers!\"\nfrom service_guest_list\nwhere service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   coalesce(array_agg(recipient order by recipient) filter (where recipient_type = 'email'), '{}')
 *     as "email_addresses!",
 *   coalesce(array_agg(recipient order by recipient) filter (where recipient_type = 'mobile'), '{}')
 *     as "phone_numbers!"
 * from service_guest_list
 * where service_id = :service_id!
 * ```
 */
export const getGuestList = new PreparedQuery<IGetGuestListParams,IGetGuestListResult>(getGuestListIR);


/** 'ListApiKeyVersions' parameters type */
export interface IListApiKeyVersionsParams {
  service_id: string;
}

/** 'ListApiKeyVersions' return type */
export interface IListApiKeyVersionsResult {
  created_at: string;
  created_by_id: string;
  expiry_date: string | null;
  id: string;
  /** normal: anyone; team: team and guest list; test: simulated. */
  key_type: key_type;
  /** Unique among the service's keys that are not revoked. */
  name: string;
  service_id: string;
  updated_at: string | null;
  version: number;
}

/** 'ListApiKeyVersions' query type */
export interface IListApiKeyVersionsQuery {
  params: IListApiKeyVersionsParams;
  result: IListApiKeyVersionsResult;
}

const listApiKeyVersionsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":288,"b":299}]}],"statement":"select\n  id, service_id, name, key_type, wire_timestamp(expiry_date) as expiry_date,\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at,\n  coalesce(created_by_id, notify_user_id()) as \"created_by_id!\", version\nfrom api_keys_history\nwhere service_id = :service_id!\norder by coalesce(updated_at, created_at), id, version"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, service_id, name, key_type, wire_timestamp(expiry_date) as expiry_date,
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at,
 *   coalesce(created_by_id, notify_user_id()) as "created_by_id!", version
 * from api_keys_history
 * where service_id = :service_id!
 * order by coalesce(updated_at, created_at), id, version
 * ```
 */
export const listApiKeyVersions = new PreparedQuery<IListApiKeyVersionsParams,IListApiKeyVersionsResult>(listApiKeyVersionsIR);


/** 'ListServiceVersions' parameters type */
export interface IListServiceVersionsParams {
  service_id: string;
}

/** 'ListServiceVersions' return type */
export interface IListServiceVersionsResult {
  /** Neither archived nor suspended. */
  active: boolean;
  /** Where recipients of a file can ask; must be set before files can be sent. */
  contact_link: string | null;
  created_at: string;
  created_by_id: string;
  /** Name beside the sender address, if not the service's own. */
  custom_email_sender_name: string | null;
  /** Emails per UTC day. */
  email_message_limit: number;
  /** Sender address before the @: of the sender name or else the name, which must therefore be of letters that have a Latin form. */
  email_sender_local_part: string;
  /** Who asked for it to go live. */
  go_live_user_id: string | null;
  /** Version 4, because the PHP client refuses any other. */
  id: string;
  /** Text messages to countries other than the UK per UTC day. */
  international_sms_message_limit: number;
  /** Letters per UTC day. */
  letter_message_limit: number;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  name: string;
  /** Whether text messages begin with the service's name. */
  prefix_sms: boolean;
  /** Trial mode: sends only to its team and guest list. */
  restricted: boolean;
  /** Text messages per UTC day. */
  sms_message_limit: number;
  updated_at: string | null;
  /** Counts the changes; services_history has a row for each. */
  version: number;
}

/** 'ListServiceVersions' query type */
export interface IListServiceVersionsQuery {
  params: IListServiceVersionsParams;
  result: IListServiceVersionsResult;
}

const listServiceVersionsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":440,"b":451}]}],"statement":"select\n  id, name, active as \"active!\", restricted, prefix_sms, contact_link, email_message_limit,\n  sms_message_limit, letter_message_limit, international_sms_message_limit,\n  custom_email_sender_name, email_sender_local_part, go_live_user_id,\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at,\n  coalesce(created_by_id, notify_user_id()) as \"created_by_id!\", version\nfrom services_history\nwhere id = :service_id!\norder by version"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, name, active as "active!", restricted, prefix_sms, contact_link, email_message_limit,
 *   sms_message_limit, letter_message_limit, international_sms_message_limit,
 *   custom_email_sender_name, email_sender_local_part, go_live_user_id,
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at,
 *   coalesce(created_by_id, notify_user_id()) as "created_by_id!", version
 * from services_history
 * where id = :service_id!
 * order by version
 * ```
 */
export const listServiceVersions = new PreparedQuery<IListServiceVersionsParams,IListServiceVersionsResult>(listServiceVersionsIR);


/** 'ResumeService' parameters type */
export interface IResumeServiceParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
}

/** 'ResumeService' return type */
export interface IResumeServiceResult {
  resume_service: undefined | null;
}

/** 'ResumeService' query type */
export interface IResumeServiceQuery {
  params: IResumeServiceParams;
  result: IResumeServiceResult;
}

const resumeServiceIR: any = {"usedParamSet":{"service_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":33}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":36,"b":41}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":48}]}],"statement":"select resume_service(:service_id!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select resume_service(:service_id!, :actor, :now!)
 * ```
 */
export const resumeService = new PreparedQuery<IResumeServiceParams,IResumeServiceResult>(resumeServiceIR);


/** 'SetGuestList' parameters type */
export interface ISetGuestListParams {
  actor?: string | null | void;
  guests: Json;
  now: string;
  service_id: string;
}

/** 'SetGuestList' return type */
export interface ISetGuestListResult {
  is_set: boolean;
}

/** 'SetGuestList' query type */
export interface ISetGuestListQuery {
  params: ISetGuestListParams;
  result: ISetGuestListResult;
}

const setGuestListIR: any = {"usedParamSet":{"service_id":true,"guests":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":33}]},{"name":"guests","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":43}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":53,"b":58}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":65}]}],"statement":"select set_guest_list(:service_id!, :guests!::jsonb, :actor, :now!) as \"is_set!\""};

/**
 * Query generated from SQL:
 * ```
 * select set_guest_list(:service_id!, :guests!::jsonb, :actor, :now!) as "is_set!"
 * ```
 */
export const setGuestList = new PreparedQuery<ISetGuestListParams,ISetGuestListResult>(setGuestListIR);


/** 'SuspendService' parameters type */
export interface ISuspendServiceParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
}

/** 'SuspendService' return type */
export interface ISuspendServiceResult {
  suspend_service: undefined | null;
}

/** 'SuspendService' query type */
export interface ISuspendServiceQuery {
  params: ISuspendServiceParams;
  result: ISuspendServiceResult;
}

const suspendServiceIR: any = {"usedParamSet":{"service_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":34}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":37,"b":42}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":49}]}],"statement":"select suspend_service(:service_id!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select suspend_service(:service_id!, :actor, :now!)
 * ```
 */
export const suspendService = new PreparedQuery<ISuspendServiceParams,ISuspendServiceResult>(suspendServiceIR);


