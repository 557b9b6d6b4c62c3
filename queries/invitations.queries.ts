/** Types generated for queries found in "queries/invitations.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type auth_type = 'email_auth' | 'sms_auth' | 'webauthn_auth';

export type join_request_status = 'approved' | 'cancelled' | 'pending' | 'rejected';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'AskToJoinService' parameters type */
export interface IAskToJoinServiceParams {
  actor?: string | null | void;
  contacted_user_ids: stringArray;
  links_to: string;
  now: string;
  reason?: string | null | void;
  requester_id: string;
  service_id: string;
}

/** 'AskToJoinService' return type */
export interface IAskToJoinServiceResult {
  id: string | null;
}

/** 'AskToJoinService' query type */
export interface IAskToJoinServiceQuery {
  params: IAskToJoinServiceParams;
  result: IAskToJoinServiceResult;
}

const askToJoinServiceIR: any = {"usedParamSet":{"service_id":true,"requester_id":true,"contacted_user_ids":true,"reason":true,"links_to":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":41}]},{"name":"requester_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":57}]},{"name":"contacted_user_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":79}]},{"name":"reason","required":false,"transform":{"type":"scalar"},"locs":[{"a":82,"b":88}]},{"name":"links_to","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":100}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":103,"b":108}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":111,"b":115}]}],"statement":"select ask_to_join_service(\n  :service_id!, :requester_id!, :contacted_user_ids!, :reason, :links_to!, :actor, :now!\n) as id"};

/**
 * Query generated from SQL:
 * ```
 * select ask_to_join_service(
 *   :service_id!, :requester_id!, :contacted_user_ids!, :reason, :links_to!, :actor, :now!
 * ) as id
 * ```
 */
export const askToJoinService = new PreparedQuery<IAskToJoinServiceParams,IAskToJoinServiceResult>(askToJoinServiceIR);


/** 'ChangeInvite' parameters type */
export interface IChangeInviteParams {
  actor?: string | null | void;
  auth_type?: auth_type | null | void;
  id: string;
  now: string;
  organisation_id?: string | null | void;
  service_id?: string | null | void;
  status?: string | null | void;
}

/** 'ChangeInvite' return type */
export interface IChangeInviteResult {
  id: string | null;
}

/** 'ChangeInvite' query type */
export interface IChangeInviteQuery {
  params: IChangeInviteParams;
  result: IChangeInviteResult;
}

const changeInviteIR: any = {"usedParamSet":{"service_id":true,"organisation_id":true,"id":true,"status":true,"auth_type":true,"actor":true,"now":true},"params":[{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":24,"b":34}]},{"name":"organisation_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":37,"b":52}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":58}]},{"name":"status","required":false,"transform":{"type":"scalar"},"locs":[{"a":61,"b":67}]},{"name":"auth_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":70,"b":79}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":82,"b":87}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":94}]}],"statement":"select change_invite(\n  :service_id, :organisation_id, :id!, :status, :auth_type, :actor, :now!\n) as id"};

/**
 * Query generated from SQL:
 * ```
 * select change_invite(
 *   :service_id, :organisation_id, :id!, :status, :auth_type, :actor, :now!
 * ) as id
 * ```
 */
export const changeInvite = new PreparedQuery<IChangeInviteParams,IChangeInviteResult>(changeInviteIR);


/** 'DecideJoinRequest' parameters type */
export interface IDecideJoinRequestParams {
  actor?: string | null | void;
  admin_url: string;
  decision: join_request_status;
  id: string;
  now: string;
  service_id: string;
  wanted: Json;
}

/** 'DecideJoinRequest' return type */
export interface IDecideJoinRequestResult {
  id: string | null;
}

/** 'DecideJoinRequest' query type */
export interface IDecideJoinRequestQuery {
  params: IDecideJoinRequestParams;
  result: IDecideJoinRequestResult;
}

const decideJoinRequestIR: any = {"usedParamSet":{"service_id":true,"id":true,"decision":true,"wanted":true,"admin_url":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":41}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":47}]},{"name":"decision","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":59}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":69}]},{"name":"admin_url","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":82}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":85,"b":90}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":93,"b":97}]}],"statement":"select decide_join_request(\n  :service_id!, :id!, :decision!, :wanted!, :admin_url!, :actor, :now!\n) as id"};

/**
 * Query generated from SQL:
 * ```
 * select decide_join_request(
 *   :service_id!, :id!, :decision!, :wanted!, :admin_url!, :actor, :now!
 * ) as id
 * ```
 */
export const decideJoinRequest = new PreparedQuery<IDecideJoinRequestParams,IDecideJoinRequestResult>(decideJoinRequestIR);


/** 'GetJoinRequest' parameters type */
export interface IGetJoinRequestParams {
  id: string;
  service_id: string;
}

/** 'GetJoinRequest' return type */
export interface IGetJoinRequestResult {
  contacted_service_users: stringArray;
  created_at: string;
  id: string;
  reason: string | null;
  requester: Json;
  service_id: string;
  status: join_request_status;
  status_changed_at: string | null;
  status_changed_by: Json | null;
}

/** 'GetJoinRequest' query type */
export interface IGetJoinRequestQuery {
  params: IGetJoinRequestParams;
  result: IGetJoinRequestResult;
}

const getJoinRequestIR: any = {"usedParamSet":{"id":true,"service_id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":269,"b":272}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":291,"b":302}]}],"statement":"select\n  id as \"id!\", service_id as \"service_id!\", created_at as \"created_at!\", status as \"status!\",\n  status_changed_by, status_changed_at, reason, requester as \"requester!\",\n  contacted_service_users as \"contacted_service_users!\"\nfrom join_request_details\nwhere id = :id! and service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!", service_id as "service_id!", created_at as "created_at!", status as "status!",
 *   status_changed_by, status_changed_at, reason, requester as "requester!",
 *   contacted_service_users as "contacted_service_users!"
 * from join_request_details
 * where id = :id! and service_id = :service_id!
 * ```
 */
export const getJoinRequest = new PreparedQuery<IGetJoinRequestParams,IGetJoinRequestResult>(getJoinRequestIR);


/** 'InviteToOrganisation' parameters type */
export interface IInviteToOrganisationParams {
  actor?: string | null | void;
  id: string;
  inviter: string;
  now: string;
  organisation_id: string;
  url: string;
  wanted: Json;
}

/** 'InviteToOrganisation' return type */
export interface IInviteToOrganisationResult {
  id: string | null;
}

/** 'InviteToOrganisation' query type */
export interface IInviteToOrganisationQuery {
  params: IInviteToOrganisationParams;
  result: IInviteToOrganisationResult;
}

const inviteToOrganisationIR: any = {"usedParamSet":{"id":true,"organisation_id":true,"wanted":true,"url":true,"inviter":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":36}]},{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":55}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":65}]},{"name":"url","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":72}]},{"name":"inviter","required":true,"transform":{"type":"scalar"},"locs":[{"a":75,"b":83}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":86,"b":91}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":98}]}],"statement":"select invite_to_organisation(\n  :id!, :organisation_id!, :wanted!, :url!, :inviter!, :actor, :now!\n) as id"};

/**
 * Query generated from SQL:
 * ```
 * select invite_to_organisation(
 *   :id!, :organisation_id!, :wanted!, :url!, :inviter!, :actor, :now!
 * ) as id
 * ```
 */
export const inviteToOrganisation = new PreparedQuery<IInviteToOrganisationParams,IInviteToOrganisationResult>(inviteToOrganisationIR);


/** 'InviteToService' parameters type */
export interface IInviteToServiceParams {
  actor?: string | null | void;
  id: string;
  inviter: string;
  now: string;
  service_id: string;
  url: string;
  wanted: Json;
}

/** 'InviteToService' return type */
export interface IInviteToServiceResult {
  id: string | null;
}

/** 'InviteToService' query type */
export interface IInviteToServiceQuery {
  params: IInviteToServiceParams;
  result: IInviteToServiceResult;
}

const inviteToServiceIR: any = {"usedParamSet":{"id":true,"service_id":true,"wanted":true,"url":true,"inviter":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":28}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":42}]},{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":52}]},{"name":"url","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":59}]},{"name":"inviter","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":70}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":73,"b":78}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":85}]}],"statement":"select invite_to_service(:id!, :service_id!, :wanted!, :url!, :inviter!, :actor, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select invite_to_service(:id!, :service_id!, :wanted!, :url!, :inviter!, :actor, :now!) as id
 * ```
 */
export const inviteToService = new PreparedQuery<IInviteToServiceParams,IInviteToServiceResult>(inviteToServiceIR);


/** 'ListOrganisationInvites' parameters type */
export interface IListOrganisationInvitesParams {
  id?: string | null | void;
  organisation_id?: string | null | void;
}

/** 'ListOrganisationInvites' return type */
export interface IListOrganisationInvitesResult {
  can_make_services_live: boolean;
  created_at: string;
  email_address: string;
  id: string;
  invited_by_id: string;
  organisation_id: string;
  status: string;
}

/** 'ListOrganisationInvites' query type */
export interface IListOrganisationInvitesQuery {
  params: IListOrganisationInvitesParams;
  result: IListOrganisationInvitesResult;
}

const listOrganisationInvitesIR: any = {"usedParamSet":{"organisation_id":true,"id":true},"params":[{"name":"organisation_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":366,"b":381},{"a":418,"b":433}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":443,"b":445},{"a":469,"b":471}]}],"statement":"select\n  -- Those of an organisation, one of them, or one by its id alone.\n  id as \"id!\", email_address as \"email_address!\", organisation_id as \"organisation_id!\",\n  invited_by_id as \"invited_by_id!\", status as \"status!\",\n  can_make_services_live as \"can_make_services_live!\", created_at as \"created_at!\"\nfrom invite_details\nwhere organisation_id is not null\n  and (:organisation_id::uuid is null or organisation_id = :organisation_id)\n  and (:id::uuid is null or id = :id)\norder by created_at, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Those of an organisation, one of them, or one by its id alone.
 *   id as "id!", email_address as "email_address!", organisation_id as "organisation_id!",
 *   invited_by_id as "invited_by_id!", status as "status!",
 *   can_make_services_live as "can_make_services_live!", created_at as "created_at!"
 * from invite_details
 * where organisation_id is not null
 *   and (:organisation_id::uuid is null or organisation_id = :organisation_id)
 *   and (:id::uuid is null or id = :id)
 * order by created_at, id
 * ```
 */
export const listOrganisationInvites = new PreparedQuery<IListOrganisationInvitesParams,IListOrganisationInvitesResult>(listOrganisationInvitesIR);


/** 'ListServiceInvites' parameters type */
export interface IListServiceInvitesParams {
  id?: string | null | void;
  service_id?: string | null | void;
}

/** 'ListServiceInvites' return type */
export interface IListServiceInvitesResult {
  auth_type: auth_type;
  created_at: string;
  email_address: string;
  folder_permissions: stringArray;
  id: string;
  invited_by_id: string;
  permissions: string;
  service_id: string;
  status: string;
}

/** 'ListServiceInvites' query type */
export interface IListServiceInvitesQuery {
  params: IListServiceInvitesParams;
  result: IListServiceInvitesResult;
}

const listServiceInvitesIR: any = {"usedParamSet":{"service_id":true,"id":true},"params":[{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":397,"b":407},{"a":439,"b":449}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":459,"b":461},{"a":485,"b":487}]}],"statement":"select\n  -- Those of a service, one of them, or one by its id alone.\n  id as \"id!\", email_address as \"email_address!\", service_id as \"service_id!\",\n  invited_by_id as \"invited_by_id!\", status as \"status!\", permissions as \"permissions!\",\n  auth_type as \"auth_type!\", folder_permissions as \"folder_permissions!\",\n  created_at as \"created_at!\"\nfrom invite_details\nwhere service_id is not null\n  and (:service_id::uuid is null or service_id = :service_id)\n  and (:id::uuid is null or id = :id)\norder by created_at, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Those of a service, one of them, or one by its id alone.
 *   id as "id!", email_address as "email_address!", service_id as "service_id!",
 *   invited_by_id as "invited_by_id!", status as "status!", permissions as "permissions!",
 *   auth_type as "auth_type!", folder_permissions as "folder_permissions!",
 *   created_at as "created_at!"
 * from invite_details
 * where service_id is not null
 *   and (:service_id::uuid is null or service_id = :service_id)
 *   and (:id::uuid is null or id = :id)
 * order by created_at, id
 * ```
 */
export const listServiceInvites = new PreparedQuery<IListServiceInvitesParams,IListServiceInvitesResult>(listServiceInvitesIR);


