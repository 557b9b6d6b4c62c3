/** Types generated for queries found in "queries/organisations/members.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type auth_type = 'email_auth' | 'sms_auth' | 'webauthn_auth';

export type user_state = 'active' | 'inactive' | 'pending';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'ListOrganisationMembers' parameters type */
export interface IListOrganisationMembersParams {
  organisation_id: string;
}

/** 'ListOrganisationMembers' return type */
export interface IListOrganisationMembersResult {
  auth_type: auth_type;
  can_use_webauthn: boolean;
  created_at: string;
  current_session_id: string | null;
  email_access_validated_at: string;
  email_address: string;
  failed_login_count: number;
  id: string;
  logged_in_at: string | null;
  mobile_number: string | null;
  name: string;
  organisation_permissions: Json;
  organisations: stringArray;
  password_changed_at: string;
  permissions: Json;
  platform_admin: boolean;
  receives_new_features_email: boolean;
  services: stringArray;
  state: user_state;
  take_part_in_research: boolean;
}

/** 'ListOrganisationMembers' query type */
export interface IListOrganisationMembersQuery {
  params: IListOrganisationMembersParams;
  result: IListOrganisationMembersResult;
}

const listOrganisationMembersIR: any = {"usedParamSet":{"organisation_id":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":881,"b":897}]}],"statement":"select\n  -- The active members of an organisation, oldest first.\n  id as \"id!\", name as \"name!\", email_address as \"email_address!\", mobile_number,\n  auth_type as \"auth_type!\", state as \"state!\", platform_admin as \"platform_admin!\",\n  current_session_id, failed_login_count as \"failed_login_count!\",\n  take_part_in_research as \"take_part_in_research!\",\n  receives_new_features_email as \"receives_new_features_email!\", created_at as \"created_at!\",\n  logged_in_at, email_access_validated_at as \"email_access_validated_at!\",\n  password_changed_at as \"password_changed_at!\", can_use_webauthn as \"can_use_webauthn!\",\n  services as \"services!\", permissions as \"permissions!\", organisations as \"organisations!\",\n  organisation_permissions as \"organisation_permissions!\"\nfrom user_details\nwhere state = 'active'\n  and id in (select user_id from user_to_organisation where organisation_id = :organisation_id!)\norder by user_details.created_at, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The active members of an organisation, oldest first.
 *   id as "id!", name as "name!", email_address as "email_address!", mobile_number,
 *   auth_type as "auth_type!", state as "state!", platform_admin as "platform_admin!",
 *   current_session_id, failed_login_count as "failed_login_count!",
 *   take_part_in_research as "take_part_in_research!",
 *   receives_new_features_email as "receives_new_features_email!", created_at as "created_at!",
 *   logged_in_at, email_access_validated_at as "email_access_validated_at!",
 *   password_changed_at as "password_changed_at!", can_use_webauthn as "can_use_webauthn!",
 *   services as "services!", permissions as "permissions!", organisations as "organisations!",
 *   organisation_permissions as "organisation_permissions!"
 * from user_details
 * where state = 'active'
 *   and id in (select user_id from user_to_organisation where organisation_id = :organisation_id!)
 * order by user_details.created_at, id
 * ```
 */
export const listOrganisationMembers = new PreparedQuery<IListOrganisationMembersParams,IListOrganisationMembersResult>(listOrganisationMembersIR);


/** 'AddOrganisationMember' parameters type */
export interface IAddOrganisationMemberParams {
  actor?: string | null | void;
  can_make_services_live: boolean;
  now: string;
  organisation_id: string;
  user_id: string;
}

/** 'AddOrganisationMember' return type */
export interface IAddOrganisationMemberResult {
  is_done: boolean;
}

/** 'AddOrganisationMember' query type */
export interface IAddOrganisationMemberQuery {
  params: IAddOrganisationMemberParams;
  result: IAddOrganisationMemberResult;
}

const addOrganisationMemberIR: any = {"usedParamSet":{"organisation_id":true,"user_id":true,"can_make_services_live":true,"actor":true,"now":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":50}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":61}]},{"name":"can_make_services_live","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":87}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":90,"b":95}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":98,"b":102}]}],"statement":"select add_organisation_member(\n  :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_organisation_member(
 *   :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!
 * ) as "is_done!"
 * ```
 */
export const addOrganisationMember = new PreparedQuery<IAddOrganisationMemberParams,IAddOrganisationMemberResult>(addOrganisationMemberIR);


/** 'ChangeOrganisationMember' parameters type */
export interface IChangeOrganisationMemberParams {
  actor?: string | null | void;
  can_make_services_live: boolean;
  now: string;
  organisation_id: string;
  user_id: string;
}

/** 'ChangeOrganisationMember' return type */
export interface IChangeOrganisationMemberResult {
  is_done: boolean;
}

/** 'ChangeOrganisationMember' query type */
export interface IChangeOrganisationMemberQuery {
  params: IChangeOrganisationMemberParams;
  result: IChangeOrganisationMemberResult;
}

const changeOrganisationMemberIR: any = {"usedParamSet":{"organisation_id":true,"user_id":true,"can_make_services_live":true,"actor":true,"now":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":53}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":64}]},{"name":"can_make_services_live","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":90}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":93,"b":98}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":105}]}],"statement":"select change_organisation_member(\n  :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!\n) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_organisation_member(
 *   :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!
 * ) as "is_done!"
 * ```
 */
export const changeOrganisationMember = new PreparedQuery<IChangeOrganisationMemberParams,IChangeOrganisationMemberResult>(changeOrganisationMemberIR);


/** 'RemoveOrganisationMember' parameters type */
export interface IRemoveOrganisationMemberParams {
  actor?: string | null | void;
  now: string;
  organisation_id: string;
  user_id: string;
}

/** 'RemoveOrganisationMember' return type */
export interface IRemoveOrganisationMemberResult {
  is_done: boolean | null;
}

/** 'RemoveOrganisationMember' query type */
export interface IRemoveOrganisationMemberQuery {
  params: IRemoveOrganisationMemberParams;
  result: IRemoveOrganisationMemberResult;
}

const removeOrganisationMemberIR: any = {"usedParamSet":{"organisation_id":true,"user_id":true,"actor":true,"now":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":50}]},{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":61}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":64,"b":69}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":76}]}],"statement":"select remove_organisation_member(:organisation_id!, :user_id!, :actor, :now!) as is_done"};

/**
 * Query generated from SQL:
 * ```
 * select remove_organisation_member(:organisation_id!, :user_id!, :actor, :now!) as is_done
 * ```
 */
export const removeOrganisationMember = new PreparedQuery<IRemoveOrganisationMemberParams,IRemoveOrganisationMemberResult>(removeOrganisationMemberIR);


