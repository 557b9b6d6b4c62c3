/** Types generated for queries found in "queries/organisations/members.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

/** 'ListOrganisationMembers' parameters type */
export interface IListOrganisationMembersParams {
  organisation_id: string;
}

/** 'ListOrganisationMembers' return type */
export interface IListOrganisationMembersResult {
  people: string;
}

/** 'ListOrganisationMembers' query type */
export interface IListOrganisationMembersQuery {
  params: IListOrganisationMembersParams;
  result: IListOrganisationMembersResult;
}

const listOrganisationMembersIR: any = {"usedParamSet":{"organisation_id":true},"params":[{"name":"organisation_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":285,"b":301}]}],"statement":"select\n  -- The active members of an organisation, oldest first, in JSON.\n  coalesce(json_agg(person order by person.created_at, person.id), '[]')::text as \"people!\"\nfrom user_to_organisation member\njoin user_details person on person.id = member.user_id\nwhere member.organisation_id = :organisation_id! and person.state = 'active'"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The active members of an organisation, oldest first, in JSON.
 *   coalesce(json_agg(person order by person.created_at, person.id), '[]')::text as "people!"
 * from user_to_organisation member
 * join user_details person on person.id = member.user_id
 * where member.organisation_id = :organisation_id! and person.state = 'active'
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


