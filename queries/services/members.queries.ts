/** Types generated for queries found in "queries/services/members.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type permission_type = 'approve_broadcasts' | 'cancel_broadcasts' | 'create_broadcasts' | 'manage_api_keys' | 'manage_settings' | 'manage_templates' | 'manage_users' | 'platform_admin' | 'reject_broadcasts' | 'send_emails' | 'send_letters' | 'send_texts' | 'view_activity';

export type permission_typeArray = (permission_type)[];

export type stringArray = (string)[];

/** 'ListServiceMembers' parameters type */
export interface IListServiceMembersParams {
  service_id: string;
}

/** 'ListServiceMembers' return type */
export interface IListServiceMembersResult {
  people: string;
}

/** 'ListServiceMembers' query type */
export interface IListServiceMembersQuery {
  params: IListServiceMembersParams;
  result: IListServiceMembersResult;
}

const listServiceMembersIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":262,"b":273}]}],"statement":"select\n  -- The members of a service, oldest first, in JSON.\n  coalesce(json_agg(person order by member.created_at, person.id), '[]')::text as \"people!\"\nfrom user_to_service member\njoin user_details person on person.id = member.user_id\nwhere member.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The members of a service, oldest first, in JSON.
 *   coalesce(json_agg(person order by member.created_at, person.id), '[]')::text as "people!"
 * from user_to_service member
 * join user_details person on person.id = member.user_id
 * where member.service_id = :service_id!
 * ```
 */
export const listServiceMembers = new PreparedQuery<IListServiceMembersParams,IListServiceMembersResult>(listServiceMembersIR);


/** 'AddServiceMember' parameters type */
export interface IAddServiceMemberParams {
  actor?: string | null | void;
  folder_permissions: stringArray;
  now: string;
  permissions: permission_typeArray;
  service_id: string;
  user_id: string;
}

/** 'AddServiceMember' return type */
export interface IAddServiceMemberResult {
  is_done: boolean;
}

/** 'AddServiceMember' query type */
export interface IAddServiceMemberQuery {
  params: IAddServiceMemberParams;
  result: IAddServiceMemberResult;
}

const addServiceMemberIR: any = {"usedParamSet":{"service_id":true,"user_id":true,"permissions":true,"folder_permissions":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":40}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":51}]},{"name":"permissions","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":66}]},{"name":"folder_permissions","required":true,"transform":{"type":"scalar"},"locs":[{"a":69,"b":88}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":91,"b":96}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":99,"b":103}]}],"statement":"select add_service_member(\n  :service_id!, :user_id!, :permissions!, :folder_permissions!, :actor, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_service_member(
 *   :service_id!, :user_id!, :permissions!, :folder_permissions!, :actor, :now!
 * ) as "is_done!"
 * ```
 */
export const addServiceMember = new PreparedQuery<IAddServiceMemberParams,IAddServiceMemberResult>(addServiceMemberIR);


/** 'ChangeMemberRights' parameters type */
export interface IChangeMemberRightsParams {
  actor?: string | null | void;
  folder_permissions?: stringArray | null | void;
  now: string;
  permissions: permission_typeArray;
  service_id: string;
  user_id: string;
}

/** 'ChangeMemberRights' return type */
export interface IChangeMemberRightsResult {
  is_done: boolean;
}

/** 'ChangeMemberRights' query type */
export interface IChangeMemberRightsQuery {
  params: IChangeMemberRightsParams;
  result: IChangeMemberRightsResult;
}

const changeMemberRightsIR: any = {"usedParamSet":{"service_id":true,"user_id":true,"permissions":true,"folder_permissions":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":42}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":53}]},{"name":"permissions","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":68}]},{"name":"folder_permissions","required":false,"transform":{"type":"scalar"},"locs":[{"a":71,"b":89}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":92,"b":97}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":104}]}],"statement":"select change_member_rights(\n  :service_id!, :user_id!, :permissions!, :folder_permissions, :actor, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_member_rights(
 *   :service_id!, :user_id!, :permissions!, :folder_permissions, :actor, :now!
 * ) as "is_done!"
 * ```
 */
export const changeMemberRights = new PreparedQuery<IChangeMemberRightsParams,IChangeMemberRightsResult>(changeMemberRightsIR);


/** 'RemoveServiceMember' parameters type */
export interface IRemoveServiceMemberParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
  user_id: string;
}

/** 'RemoveServiceMember' return type */
export interface IRemoveServiceMemberResult {
  is_done: boolean | null;
}

/** 'RemoveServiceMember' query type */
export interface IRemoveServiceMemberQuery {
  params: IRemoveServiceMemberParams;
  result: IRemoveServiceMemberResult;
}

const removeServiceMemberIR: any = {"usedParamSet":{"service_id":true,"user_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":40}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":51}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":54,"b":59}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":66}]}],"statement":"select remove_service_member(:service_id!, :user_id!, :actor, :now!) as is_done"};

/**
 * Query generated from SQL:
 * ```
 * select remove_service_member(:service_id!, :user_id!, :actor, :now!) as is_done
 * ```
 */
export const removeServiceMember = new PreparedQuery<IRemoveServiceMemberParams,IRemoveServiceMemberResult>(removeServiceMemberIR);


