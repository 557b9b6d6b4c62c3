/** Types generated for queries found in "queries/callbacks.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type callback_status = 'delivered' | 'failed' | 'waiting';

export type service_callback_type = 'complaint' | 'delivery_status' | 'inbound_sms' | 'job_status' | 'returned_letter';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type callback_statusArray = (callback_status)[];

export type numberArray = (number)[];

export type service_callback_typeArray = (service_callback_type)[];

export type stringArray = (string)[];

/** 'ClaimCallbackServices' parameters type */
export interface IClaimCallbackServicesParams {
  most: number;
  worker: string;
}

/** 'ClaimCallbackServices' return type */
export interface IClaimCallbackServicesResult {
  service_id: string;
}

/** 'ClaimCallbackServices' query type */
export interface IClaimCallbackServicesQuery {
  params: IClaimCallbackServicesParams;
  result: IClaimCallbackServicesResult;
}

const claimCallbackServicesIR: any = {"usedParamSet":{"worker":true,"most":true},"params":[{"name":"worker","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":71}]},{"name":"most","required":true,"transform":{"type":"scalar"},"locs":[{"a":74,"b":79}]}],"statement":"select service_id as \"service_id!\"\nfrom claim_callback_services(:worker!, :most!) as service_id"};

/**
 * Query generated from SQL:
 * ```
 * select service_id as "service_id!"
 * from claim_callback_services(:worker!, :most!) as service_id
 * ```
 */
export const claimCallbackServices = new PreparedQuery<IClaimCallbackServicesParams,IClaimCallbackServicesResult>(claimCallbackServicesIR);


/** 'KeepCallbackServices' parameters type */
export interface IKeepCallbackServicesParams {
  kept: stringArray;
  released: stringArray;
  worker: string;
}

/** 'KeepCallbackServices' return type */
export interface IKeepCallbackServicesResult {
  service_id: string;
}

/** 'KeepCallbackServices' query type */
export interface IKeepCallbackServicesQuery {
  params: IKeepCallbackServicesParams;
  result: IKeepCallbackServicesResult;
}

const keepCallbackServicesIR: any = {"usedParamSet":{"worker":true,"kept":true,"released":true},"params":[{"name":"worker","required":true,"transform":{"type":"scalar"},"locs":[{"a":63,"b":70}]},{"name":"kept","required":true,"transform":{"type":"scalar"},"locs":[{"a":73,"b":78}]},{"name":"released","required":true,"transform":{"type":"scalar"},"locs":[{"a":89,"b":98}]}],"statement":"select service_id as \"service_id!\"\nfrom keep_callback_services(:worker!, :kept!::uuid[], :released!::uuid[]) as service_id"};

/**
 * Query generated from SQL:
 * ```
 * select service_id as "service_id!"
 * from keep_callback_services(:worker!, :kept!::uuid[], :released!::uuid[]) as service_id
 * ```
 */
export const keepCallbackServices = new PreparedQuery<IKeepCallbackServicesParams,IKeepCallbackServicesResult>(keepCallbackServicesIR);


/** 'ListDueCallbacks' parameters type */
export interface IListDueCallbacksParams {
  mosts: numberArray;
  services: stringArray;
}

/** 'ListDueCallbacks' return type */
export interface IListDueCallbacksResult {
  bearer_token_encrypted: Buffer | null;
  callback_type: service_callback_type;
  id: string;
  payload: string;
  service_id: string;
  url: string | null;
}

/** 'ListDueCallbacks' query type */
export interface IListDueCallbacksQuery {
  params: IListDueCallbacksParams;
  result: IListDueCallbacksResult;
}

const listDueCallbacksIR: any = {"usedParamSet":{"services":true,"mosts":true},"params":[{"name":"services","required":true,"transform":{"type":"scalar"},"locs":[{"a":166,"b":175}]},{"name":"mosts","required":true,"transform":{"type":"scalar"},"locs":[{"a":186,"b":192}]}],"statement":"select\n  id as \"id!\",\n  service_id as \"service_id!\",\n  callback_type as \"callback_type!\",\n  payload as \"payload!\",\n  url,\n  bearer_token_encrypted\nfrom due_callbacks(:services!::uuid[], :mosts!::integer[])"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!",
 *   service_id as "service_id!",
 *   callback_type as "callback_type!",
 *   payload as "payload!",
 *   url,
 *   bearer_token_encrypted
 * from due_callbacks(:services!::uuid[], :mosts!::integer[])
 * ```
 */
export const listDueCallbacks = new PreparedQuery<IListDueCallbacksParams,IListDueCallbacksResult>(listDueCallbacksIR);


/** 'FinishCallbacks' parameters type */
export interface IFinishCallbacksParams {
  outcomes: Json;
}

/** 'FinishCallbacks' return type */
export interface IFinishCallbacksResult {
  callback_id: string;
  callback_type: service_callback_type;
  status: callback_status;
}

/** 'FinishCallbacks' query type */
export interface IFinishCallbacksQuery {
  params: IFinishCallbacksParams;
  result: IFinishCallbacksResult;
}

const finishCallbacksIR: any = {"usedParamSet":{"outcomes":true},"params":[{"name":"outcomes","required":true,"transform":{"type":"scalar"},"locs":[{"a":115,"b":124}]}],"statement":"select callback_id as \"callback_id!\", callback_type as \"callback_type!\", status as \"status!\"\nfrom finish_callbacks(:outcomes!::jsonb)"};

/**
 * Query generated from SQL:
 * ```
 * select callback_id as "callback_id!", callback_type as "callback_type!", status as "status!"
 * from finish_callbacks(:outcomes!::jsonb)
 * ```
 */
export const finishCallbacks = new PreparedQuery<IFinishCallbacksParams,IFinishCallbacksResult>(finishCallbacksIR);


/** 'ListCallbacks' parameters type */
export interface IListCallbacksParams {
  older_than?: string | null | void;
  page_size: number;
  service_id: string;
  since?: string | null | void;
  statuses?: callback_statusArray | null | void;
  types?: service_callback_typeArray | null | void;
}

/** 'ListCallbacks' return type */
export interface IListCallbacksResult {
  about_id: string;
  attempts: number;
  callback_type: service_callback_type;
  created_at: string;
  ended_at: string | null;
  id: string;
  last_error: string | null;
  last_status: number | null;
  next_attempt_at: string | null;
  status: callback_status;
}

/** 'ListCallbacks' query type */
export interface IListCallbacksQuery {
  params: IListCallbacksParams;
  result: IListCallbacksResult;
}

const listCallbacksIR: any = {"usedParamSet":{"service_id":true,"statuses":true,"types":true,"since":true,"older_than":true,"page_size":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":325,"b":336}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":339,"b":347}]},{"name":"types","required":false,"transform":{"type":"scalar"},"locs":[{"a":369,"b":374}]},{"name":"since","required":false,"transform":{"type":"scalar"},"locs":[{"a":404,"b":409}]},{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":412,"b":422}]},{"name":"page_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":425,"b":435}]}],"statement":"select\n  id as \"id!\",\n  callback_type as \"callback_type!\",\n  about_id as \"about_id!\",\n  status as \"status!\",\n  attempts as \"attempts!\",\n  wire_timestamp(created_at) as \"created_at!\",\n  wire_timestamp(next_attempt_at) as next_attempt_at,\n  wire_timestamp(ended_at) as ended_at,\n  last_status,\n  last_error\nfrom list_callbacks(:service_id!, :statuses::callback_status[], :types::service_callback_type[],\n  :since, :older_than, :page_size!)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!",
 *   callback_type as "callback_type!",
 *   about_id as "about_id!",
 *   status as "status!",
 *   attempts as "attempts!",
 *   wire_timestamp(created_at) as "created_at!",
 *   wire_timestamp(next_attempt_at) as next_attempt_at,
 *   wire_timestamp(ended_at) as ended_at,
 *   last_status,
 *   last_error
 * from list_callbacks(:service_id!, :statuses::callback_status[], :types::service_callback_type[],
 *   :since, :older_than, :page_size!)
 * ```
 */
export const listCallbacks = new PreparedQuery<IListCallbacksParams,IListCallbacksResult>(listCallbacksIR);


/** 'ReplayCallbacks' parameters type */
export interface IReplayCallbacksParams {
  ids?: stringArray | null | void;
  service_id: string;
  since?: string | null | void;
  types?: service_callback_typeArray | null | void;
  until?: string | null | void;
}

/** 'ReplayCallbacks' return type */
export interface IReplayCallbacksResult {
  replayed: number;
}

/** 'ReplayCallbacks' query type */
export interface IReplayCallbacksQuery {
  params: IReplayCallbacksParams;
  result: IReplayCallbacksResult;
}

const replayCallbacksIR: any = {"usedParamSet":{"service_id":true,"ids":true,"types":true,"since":true,"until":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":37}]},{"name":"ids","required":false,"transform":{"type":"scalar"},"locs":[{"a":40,"b":43}]},{"name":"types","required":false,"transform":{"type":"scalar"},"locs":[{"a":54,"b":59}]},{"name":"since","required":false,"transform":{"type":"scalar"},"locs":[{"a":87,"b":92}]},{"name":"until","required":false,"transform":{"type":"scalar"},"locs":[{"a":95,"b":100}]}],"statement":"select\n  replay_callbacks(:service_id!, :ids::uuid[], :types::service_callback_type[], :since, :until)\n    as \"replayed!\""};

/**
 * Query generated from SQL:
 * ```
 * select
 *   replay_callbacks(:service_id!, :ids::uuid[], :types::service_callback_type[], :since, :until)
 *     as "replayed!"
 * ```
 */
export const replayCallbacks = new PreparedQuery<IReplayCallbacksParams,IReplayCallbacksResult>(replayCallbacksIR);


/** 'DeleteOldCallbacks' parameters type */
export interface IDeleteOldCallbacksParams {
  batch_size: number;
  now: string;
}

/** 'DeleteOldCallbacks' return type */
export interface IDeleteOldCallbacksResult {
  deleted: number;
}

/** 'DeleteOldCallbacks' query type */
export interface IDeleteOldCallbacksQuery {
  params: IDeleteOldCallbacksParams;
  result: IDeleteOldCallbacksResult;
}

const deleteOldCallbacksIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":32}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":46}]}],"statement":"select delete_old_callbacks(:now!, :batch_size!) as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_old_callbacks(:now!, :batch_size!) as "deleted!"
 * ```
 */
export const deleteOldCallbacks = new PreparedQuery<IDeleteOldCallbacksParams,IDeleteOldCallbacksResult>(deleteOldCallbacksIR);


/** 'TellOfFailingCallbacks' parameters type */
export interface ITellOfFailingCallbacksParams {
  now: string;
}

/** 'TellOfFailingCallbacks' return type */
export interface ITellOfFailingCallbacksResult {
  callback_type: service_callback_type;
  people: number;
  service_id: string;
}

/** 'TellOfFailingCallbacks' query type */
export interface ITellOfFailingCallbacksQuery {
  params: ITellOfFailingCallbacksParams;
  result: ITellOfFailingCallbacksResult;
}

const tellOfFailingCallbacksIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":122,"b":126}]}],"statement":"select service_id as \"service_id!\", callback_type as \"callback_type!\", people as \"people!\"\nfrom tell_of_failing_callbacks(:now!)"};

/**
 * Query generated from SQL:
 * ```
 * select service_id as "service_id!", callback_type as "callback_type!", people as "people!"
 * from tell_of_failing_callbacks(:now!)
 * ```
 */
export const tellOfFailingCallbacks = new PreparedQuery<ITellOfFailingCallbacksParams,ITellOfFailingCallbacksResult>(tellOfFailingCallbacksIR);


/** 'GetCallbackDepths' parameters type */
export type IGetCallbackDepthsParams = void;

/** 'GetCallbackDepths' return type */
export interface IGetCallbackDepthsResult {
  due: number;
  failing: number;
  oldest_seconds: number;
}

/** 'GetCallbackDepths' query type */
export interface IGetCallbackDepthsQuery {
  params: IGetCallbackDepthsParams;
  result: IGetCallbackDepthsResult;
}

const getCallbackDepthsIR: any = {"usedParamSet":{},"params":[],"statement":"select due::integer as \"due!\", coalesce(oldest_seconds, 0) as \"oldest_seconds!\",\n  failing::integer as \"failing!\"\nfrom callback_depths"};

/**
 * Query generated from SQL:
 * ```
 * select due::integer as "due!", coalesce(oldest_seconds, 0) as "oldest_seconds!",
 *   failing::integer as "failing!"
 * from callback_depths
 * ```
 */
export const getCallbackDepths = new PreparedQuery<IGetCallbackDepthsParams,IGetCallbackDepthsResult>(getCallbackDepthsIR);


/** 'ListCallbackOutages' parameters type */
export type IListCallbackOutagesParams = void;

/** 'ListCallbackOutages' return type */
export interface IListCallbackOutagesResult {
  /** Which of its callbacks. */
  callback_type: service_callback_type;
  failing_since: string;
  /** Why there was none: see service_callbacks. */
  last_error: string | null;
  /** The HTTP status that it was answered; null when there was no answer. */
  last_status: number | null;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
}

/** 'ListCallbackOutages' query type */
export interface IListCallbackOutagesQuery {
  params: IListCallbackOutagesParams;
  result: IListCallbackOutagesResult;
}

const listCallbackOutagesIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  service.name as \"service_name!\",\n  outage.callback_type as \"callback_type!\",\n  wire_timestamp(outage.failing_since) as \"failing_since!\",\n  outage.last_status,\n  outage.last_error\nfrom service_callback_outages outage\njoin services service on service.id = outage.service_id\norder by outage.failing_since, outage.service_id, outage.callback_type\nlimit 100"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   service.name as "service_name!",
 *   outage.callback_type as "callback_type!",
 *   wire_timestamp(outage.failing_since) as "failing_since!",
 *   outage.last_status,
 *   outage.last_error
 * from service_callback_outages outage
 * join services service on service.id = outage.service_id
 * order by outage.failing_since, outage.service_id, outage.callback_type
 * limit 100
 * ```
 */
export const listCallbackOutages = new PreparedQuery<IListCallbackOutagesParams,IListCallbackOutagesResult>(listCallbackOutagesIR);


/** 'CreateCallbackApi' parameters type */
export interface ICreateCallbackApiParams {
  actor: string;
  bearer_token_encrypted: Buffer;
  callback_type: service_callback_type;
  now: string;
  service_id: string;
  url: string;
}

/** 'CreateCallbackApi' return type */
export interface ICreateCallbackApiResult {
  id: string;
}

/** 'CreateCallbackApi' query type */
export interface ICreateCallbackApiQuery {
  params: ICreateCallbackApiParams;
  result: ICreateCallbackApiResult;
}

const createCallbackApiIR: any = {"usedParamSet":{"service_id":true,"callback_type":true,"url":true,"bearer_token_encrypted":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":38}]},{"name":"callback_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":55}]},{"name":"url","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":62}]},{"name":"bearer_token_encrypted","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":88}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":97}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":102,"b":106}]}],"statement":"select create_callback_api(:service_id!, :callback_type!, :url!, :bearer_token_encrypted!, :actor!,\n  :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_callback_api(:service_id!, :callback_type!, :url!, :bearer_token_encrypted!, :actor!,
 *   :now!) as "id!"
 * ```
 */
export const createCallbackApi = new PreparedQuery<ICreateCallbackApiParams,ICreateCallbackApiResult>(createCallbackApiIR);


/** 'ChangeCallbackApi' parameters type */
export interface IChangeCallbackApiParams {
  actor: string;
  bearer_token_encrypted?: Buffer | null | void;
  callback_type?: service_callback_type | null | void;
  id: string;
  now: string;
  service_id: string;
  url?: string | null | void;
}

/** 'ChangeCallbackApi' return type */
export interface IChangeCallbackApiResult {
  id: string | null;
}

/** 'ChangeCallbackApi' query type */
export interface IChangeCallbackApiQuery {
  params: IChangeCallbackApiParams;
  result: IChangeCallbackApiResult;
}

const changeCallbackApiIR: any = {"usedParamSet":{"service_id":true,"id":true,"callback_type":true,"url":true,"bearer_token_encrypted":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":38}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":44}]},{"name":"callback_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":47,"b":60}]},{"name":"url","required":false,"transform":{"type":"scalar"},"locs":[{"a":63,"b":66}]},{"name":"bearer_token_encrypted","required":false,"transform":{"type":"scalar"},"locs":[{"a":69,"b":91}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":96,"b":102}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":109}]}],"statement":"select change_callback_api(:service_id!, :id!, :callback_type, :url, :bearer_token_encrypted,\n  :actor!, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select change_callback_api(:service_id!, :id!, :callback_type, :url, :bearer_token_encrypted,
 *   :actor!, :now!) as id
 * ```
 */
export const changeCallbackApi = new PreparedQuery<IChangeCallbackApiParams,IChangeCallbackApiResult>(changeCallbackApiIR);


/** 'GetCallbackApi' parameters type */
export interface IGetCallbackApiParams {
  callback_type?: service_callback_type | null | void;
  id: string;
  service_id: string;
}

/** 'GetCallbackApi' return type */
export interface IGetCallbackApiResult {
  created_at: string;
  id: string;
  service_id: string;
  updated_at: string | null;
  updated_by_id: string | null;
  /** https only; http to this machine itself, which processes refuse unless CRIER_LOOPBACK_CALLBACKS allows it. */
  url: string;
}

/** 'GetCallbackApi' query type */
export interface IGetCallbackApiQuery {
  params: IGetCallbackApiParams;
  result: IGetCallbackApiResult;
}

const getCallbackApiIR: any = {"usedParamSet":{"service_id":true,"id":true,"callback_type":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":176,"b":187}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":198,"b":201}]},{"name":"callback_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":210,"b":223},{"a":275,"b":288}]}],"statement":"select id, service_id, url, updated_by_id, wire_timestamp(created_at) as \"created_at!\",\n  wire_timestamp(updated_at) as updated_at\nfrom service_callback_api\nwhere service_id = :service_id! and id = :id!\n  and (:callback_type::service_callback_type is null or callback_type = :callback_type)"};

/**
 * Query generated from SQL:
 * ```
 * select id, service_id, url, updated_by_id, wire_timestamp(created_at) as "created_at!",
 *   wire_timestamp(updated_at) as updated_at
 * from service_callback_api
 * where service_id = :service_id! and id = :id!
 *   and (:callback_type::service_callback_type is null or callback_type = :callback_type)
 * ```
 */
export const getCallbackApi = new PreparedQuery<IGetCallbackApiParams,IGetCallbackApiResult>(getCallbackApiIR);


/** 'RemoveCallbackApi' parameters type */
export interface IRemoveCallbackApiParams {
  callback_type?: service_callback_type | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'RemoveCallbackApi' return type */
export interface IRemoveCallbackApiResult {
  id: string | null;
}

/** 'RemoveCallbackApi' query type */
export interface IRemoveCallbackApiQuery {
  params: IRemoveCallbackApiParams;
  result: IRemoveCallbackApiResult;
}

const removeCallbackApiIR: any = {"usedParamSet":{"service_id":true,"id":true,"callback_type":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":38}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":44}]},{"name":"callback_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":47,"b":60}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":69,"b":73}]}],"statement":"select remove_callback_api(:service_id!, :id!, :callback_type, null, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select remove_callback_api(:service_id!, :id!, :callback_type, null, :now!) as id
 * ```
 */
export const removeCallbackApi = new PreparedQuery<IRemoveCallbackApiParams,IRemoveCallbackApiResult>(removeCallbackApiIR);


/** 'ListCallbackTokens' parameters type */
export interface IListCallbackTokensParams {
  id?: string | null | void;
  name?: string | null | void;
}

/** 'ListCallbackTokens' return type */
export interface IListCallbackTokensResult {
  /** The token that Crier shows there; sealed under platform_key. */
  bearer_token_encrypted: Buffer;
  /** What it is told. */
  callback_type: service_callback_type;
}

/** 'ListCallbackTokens' query type */
export interface IListCallbackTokensQuery {
  params: IListCallbackTokensParams;
  result: IListCallbackTokensResult;
}

const listCallbackTokensIR: any = {"usedParamSet":{"id":true,"name":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":219,"b":221},{"a":259,"b":261}]},{"name":"name","required":false,"transform":{"type":"scalar"},"locs":[{"a":322,"b":326}]}],"statement":"select wanted.callback_type as \"callback_type!\",\n  wanted.bearer_token_encrypted as \"bearer_token_encrypted!\"\nfrom service_callback_api wanted\njoin services service on service.id = wanted.service_id\nwhere case\n    when :id::uuid is not null then service.id = :id\n    else service.normalised_service_name = normalised_name(:name) and service.archived_at is null\n  end"};

/**
 * Query generated from SQL:
 * ```
 * select wanted.callback_type as "callback_type!",
 *   wanted.bearer_token_encrypted as "bearer_token_encrypted!"
 * from service_callback_api wanted
 * join services service on service.id = wanted.service_id
 * where case
 *     when :id::uuid is not null then service.id = :id
 *     else service.normalised_service_name = normalised_name(:name) and service.archived_at is null
 *   end
 * ```
 */
export const listCallbackTokens = new PreparedQuery<IListCallbackTokensParams,IListCallbackTokensResult>(listCallbackTokensIR);


